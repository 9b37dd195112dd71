import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { faultCodes, type FaultCode } from '../../src/core/fault-codes.ts';
import { modes, type Check, type ProbeResult } from '../../src/core/model.ts';
import { buildReport, type ReportInput } from '../../src/core/report.ts';
import { toLedgerEntry } from '../../src/core/to-ledger-entry.ts';
import { applyWaivers, type Waiver } from '../../src/core/waivers.ts';
import { toStatus } from '../../src/publishers/commit-status.ts';
import { badgeOf } from '../../src/reports/badge.ts';
import { readHistory } from '../../src/core/history.ts';
import { evidenceOf, failing, passing, probeResult } from '../support/findings.ts';
import { recordFigures } from '../support/reliability.ts';

const numRuns = 5000;
const counted = { all: 0, ready: 0 };
afterAll(() => {
  recordFigures('safety-verdicts', {
    title: 'Verdicts',
    counts: { 'random findings judged': counted.all },
  });
});

const candidate = '4f2a91c0d3e5b6a7890123456789abcdef012345';
const now = new Date('2023-08-15T12:00:00Z');
const names = ['cdw', 'vetext', 'chip', 'check-in'] as const;
const codes = Object.keys(faultCodes) as FaultCode[];

const checks: fc.Arbitrary<readonly Check[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(passing()) },
    { weight: 1, arbitrary: fc.constantFrom(...codes).map((code) => failing(code)) },
  ),
  { maxLength: 4 },
);

/** Probes whose status may even belie their checks: a bug of an engine must not open the gate. */
const probes: fc.Arbitrary<readonly ProbeResult[]> = fc
  .uniqueArray(fc.constantFrom(...names), { maxLength: names.length })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map((name) =>
        fc
          .record({
            found: checks,
            required: fc.boolean(),
            lie: fc.oneof(
              { weight: 5, arbitrary: fc.constant(undefined) },
              { weight: 1, arbitrary: fc.constantFrom('pass' as const, 'fail' as const) },
            ),
          })
          .map(({ found, required, lie }) =>
            probeResult({
              layer: name === 'check-in' ? 'vets-website' : name,
              name,
              required,
              checks: found,
              ...(lie === undefined ? {} : { status: lie }),
            }),
          ),
      ),
    ),
  );

const waived = fc.subarray([...names, 'evidence', 'another'], { minLength: 1 });
const waiver: fc.Arbitrary<Waiver> = fc.oneof(
  fc.record({
    source: fc.constant('file' as const),
    probes: waived,
    reason: fc.constant('X-1'),
    until: fc.constantFrom(new Date('2023-08-14'), new Date('2023-08-15'), new Date('2023-08-16')),
  }),
  fc.record({
    source: fc.constant('dispatch' as const),
    probes: waived,
    reason: fc.constant('X-2'),
    candidate: fc.constantFrom(candidate, candidate.slice(0, 7), 'b'.repeat(40), '', candidate.slice(0, 3)),
  }),
);

const evidence = fc.record({
  state: fc.constantFrom('met' as const, 'met' as const, 'missing' as const, 'unreadable' as const),
  missing: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant(['something']) },
  ),
});

const given = fc.record({
  probes,
  evidence,
  waivers: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(waiver, { maxLength: 3 }) },
  ),
  unsteady: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant('ready for 1 s of 1 min') },
  ),
  enforce: fc.boolean(),
  mode: fc.constantFrom(...modes),
});
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

function inputOf({ waivers, evidence: found, ...rest }: Given): ReportInput {
  const applied = applyWaivers({ probes: rest.probes, evidenceState: found.state, waivers, now, candidate });
  return {
    ...rest,
    evidence: evidenceOf(found),
    waivers: applied,
    refusedWaivers: [],
    environment: 'staging',
    candidate,
    live: candidate,
    startedAt: now,
    durationMs: 1,
  };
}

/** Said once more, in other words than the code's: when a deploy may go ahead. */
function mayBeReady(one: Given): boolean {
  const holds = (each: Waiver) =>
    each.source === 'file'
      ? each.until.getTime() >= Date.parse('2023-08-15')
      : each.candidate.length >= 7 && candidate.startsWith(each.candidate);
  const waivers: readonly Waiver[] = one.waivers;
  const excused = new Set(waivers.filter(holds).flatMap((each) => each.probes));
  const required = one.probes.filter((probe) => probe.required);
  const isFine = ({ name, status, checks: found }: ProbeResult) => {
    const isSound =
      found.length > 0 && found.every((check) => check.status === 'pass' || check.status === 'warn');
    // A waiver lets through what was found, not a probe that says less than its checks.
    return isSound ? status === 'pass' || status === 'warn' : excused.has(name);
  };
  const isProved = one.evidence.state === 'met' && one.evidence.missing.length === 0;
  const isProofExcused = one.evidence.state !== 'met' && excused.has('evidence');
  return (
    required.length > 0 &&
    required.every(isFine) &&
    (isProved || isProofExcused) &&
    one.unsteady === undefined
  );
}

describe('whatever was found', () => {
  test('is ready exactly when every required check passed or is excused, and the candidate is proved', () => {
    fc.assert(
      fc.property(given, (one) => {
        counted.all += 1;
        const report = buildReport(inputOf(one));
        expect(report.verdict === 'ready').toBe(mayBeReady(one));
        if (report.verdict === 'ready') counted.ready += 1;
      }),
      { numRuns },
    );
    expect(counted.ready).toBeGreaterThan(numRuns / 100);
  });

  test('is said alike by decision, headline, commit status, ledger and badge', () => {
    fc.assert(
      fc.property(given, (one) => {
        counted.all += 1;
        const report = buildReport(inputOf(one));
        const isAllowed = report.verdict === 'ready' || !one.enforce;
        expect(report.decision).toBe(isAllowed ? 'allow' : 'block');
        expect(toStatus(report, 'x').state === 'success').toBe(isAllowed);
        expect(report.headline.startsWith('Not enforced:')).toBe(!one.enforce);
        expect(/ is ready: | is let through by waiver /u.test(report.headline)).toBe(
          report.verdict === 'ready',
        );
        const entry = toLedgerEntry(report, { id: '1', attempt: 1 }, now);
        expect(entry.verdict).toBe(report.verdict);
        if (report.verdict === 'ready' && entry.waivers.length === 0) expect(entry.healthy).toBe(true);
        const badge = badgeOf(readHistory({ entries: [entry], environment: 'staging', now }));
        if (badge.tone === 'good') expect([report.verdict, entry.healthy]).toEqual(['ready', true]);
      }),
      { numRuns },
    );
  });
});
