import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateEvidence, type Evidence, type EvidenceInput } from '../../src/core/evidence.ts';
import type { CheckState, EvidencePolicy, EvidenceRequirement } from '../../src/core/evidence-policy.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { statuses, verdicts } from '../../src/core/model.ts';
import { clockSkewMs } from '../../src/core/moments.ts';
import { minuteMs } from '../../src/core/spans.ts';
import { after, before, brokenAt, candidate, entryAt, now, otherCommit } from './ledger-entries.ts';

/*
 * Times lie on a coarse grid around now, and runs and commits are few, so that entries often fall
 * together: at one instant, in one run, at a limit, within the clock skew.
 */
const gridMs = 2.5 * minuteMs;
const time = fc.integer({ min: -24, max: 2 }).map((step) => after(step * gridMs));
const run = fc.constantFrom('1', '2', '3', '4', '5', '6');
const commit = fc.constantFrom(candidate, candidate, otherCommit, undefined);

const green = fc
  .record({ at: time, run, attempt: fc.integer({ min: 1, max: 2 }), status: fc.constantFrom('pass', 'warn') })
  .map(({ at, status, ...rest }) => entryAt(at, { ...rest, probes: { 'check-in': status } }));

const broken = fc
  .record({
    at: time,
    run,
    candidate: commit,
    verdict: fc.constantFrom(...verdicts),
    status: fc.constantFrom(...statuses),
  })
  .map(({ at, status, ...rest }) => brokenAt(at, { ...rest, probes: { 'check-in': status } }));

/** Healthy, but no proof about this candidate: another commit was live, or none was seen. */
const foreign = fc
  .record({ at: time, run, candidate: fc.constantFrom(otherCommit, undefined) })
  .map(({ at, ...rest }) => entryAt(at, rest));

const elsewhere = fc.record({ at: time, run }).map((given) => entryAt(given.at, { environment: 'dev' }));

const entry = fc.oneof({ weight: 6, arbitrary: green }, broken, foreign, elsewhere);
const entries = fc.array(entry, { maxLength: 14, size: 'max' });

const requirement: fc.Arbitrary<EvidenceRequirement> = fc.oneof(
  fc.record({
    type: fc.constant('passes' as const),
    probe: fc.constant('check-in'),
    passes: fc.integer({ min: 1, max: 4 }),
    spanningMs: fc.integer({ min: 0, max: 12 }).map((steps) => steps * gridMs),
  }),
  fc.record({
    type: fc.constant('healthy-for' as const),
    healthyForMs: fc.integer({ min: 1, max: 8 }).map((steps) => steps * gridMs),
    maxGapMs: fc.integer({ min: 1, max: 8 }).map((steps) => steps * gridMs),
  }),
  fc.constant({ type: 'check' as const, check: 'tests' }),
);

const policy: fc.Arbitrary<EvidencePolicy> = fc.record({
  require: fc.array(requirement, { minLength: 1, maxLength: 2 }),
  expiresAfterMs: fc.option(
    fc.integer({ min: 1, max: 20 }).map((steps) => steps * gridMs),
    { nil: undefined },
  ),
});

const checks: fc.Arbitrary<CheckState[]> = fc.array(
  fc.record({
    name: fc.constant('tests'),
    state: fc.constantFrom('success', 'success', 'success', 'failure', 'pending'),
    at: time,
  }),
  { maxLength: 2 },
);

const deployedAt = fc.option(time, { nil: undefined });

const given = fc.record({ entries, policy, checks, deployedAt });

function evaluate(input: Omit<EvidenceInput, 'candidate' | 'environment' | 'now'>): Evidence {
  return evaluateEvidence({ ...input, candidate, environment: 'staging', now });
}

/** Neither the whole nor any requirement of it is worse, in what is met and in how far it has come. */
function expectNoWorse(more: Evidence, less: Evidence): void {
  expect(rank(more.state)).toBeGreaterThanOrEqual(rank(less.state));
  for (const [index, one] of less.requirements.entries()) {
    const other = more.requirements[index];
    expect(Number(other?.met)).toBeGreaterThanOrEqual(Number(one.met));
    const [far, farther] = [progress(one), progress(other)];
    for (const [at, value] of far.entries()) expect(farther[at]).toBeGreaterThanOrEqual(value);
  }
}

const rank = (state: Evidence['state']) => ['missing', 'met'].indexOf(state);

function progress(found: Evidence['requirements'][number] | undefined): readonly number[] {
  switch (found?.type) {
    case 'passes':
      return [found.passed, found.spannedMs];
    case 'healthy-for':
      return [found.healthyMs];
    case 'check':
    case undefined:
      return [];
  }
}

const runs = { numRuns: 500 };

describe('evidence, whatever the ledger holds', () => {
  it('is never worse for one more green entry of the candidate', () => {
    fc.assert(
      fc.property(given, green, (input, one) => {
        const more = evaluate({ ...input, entries: [...input.entries, one] });
        expectNoWorse(more, evaluate(input));
      }),
      runs,
    );
  });

  it('is never better when an entry of the candidate that was green is taken away', () => {
    fc.assert(
      fc.property(given, green, fc.nat(), (input, one, place) => {
        const all = input.entries.toSpliced(place % (input.entries.length + 1), 0, one);
        const isGreen = (each: LedgerEntry) => each.healthy && each.candidate === candidate;
        for (const [index, each] of all.entries()) {
          if (isGreen(each)) {
            const less = evaluate({ ...input, entries: all.toSpliced(index, 1) });
            expectNoWorse(evaluate({ ...input, entries: all }), less);
          }
        }
      }),
      runs,
    );
  });

  it.each([
    ['broken entry, whatever it saw live', broken],
    ['healthy entry that saw another commit live, or none', foreign],
  ])('is never better for one more %s', (_, arbitrary) => {
    fc.assert(
      fc.property(given, arbitrary, (input, one) => {
        const more = evaluate({ ...input, entries: [...input.entries, one] });
        expectNoWorse(evaluate(input), more);
      }),
      runs,
    );
  });

  it('is the same in any order of lines, with any line written twice, and with results in any order', () => {
    const shuffled = given.chain((input) =>
      fc.record({
        input: fc.constant(input),
        twice: fc.subarray(input.entries),
        keys: fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ input, twice, keys }) => {
        const lines = [...input.entries, ...twice]
          .map((line, index) => ({ line, key: keys[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ line }) => line);
        const again = evaluate({ ...input, entries: lines, checks: input.checks.toReversed() });
        expect(again).toEqual(evaluate(input));
      }),
      runs,
    );
  });

  it('is the same with entries from the future', () => {
    const aheadMs = fc.integer({ min: clockSkewMs + 1, max: 10 * clockSkewMs });
    const future = fc.tuple(fc.oneof(green, broken, foreign), aheadMs);
    fc.assert(
      fc.property(given, fc.array(future, { minLength: 1, maxLength: 4 }), (input, ahead) => {
        const added = ahead.map(([line, ms]) => ({ ...line, at: after(ms).toISOString() }));
        expect(evaluate({ ...input, entries: [...added, ...input.entries] })).toEqual(evaluate(input));
      }),
      runs,
    );
  });

  it('is missing with a reason per unmet requirement, or met with none', () => {
    fc.assert(
      fc.property(given, (input) => {
        const { state, missing, requirements } = evaluate(input);
        expect(missing).toEqual(requirements.flatMap(({ met, text }) => (met ? [] : [text])));
        expect(state).toBe(missing.length === 0 ? 'met' : 'missing');
        for (const { text } of requirements) expect(text).not.toMatch(/NaN|undefined|Infinity|-\d| 0 more/u);
      }),
      runs,
    );
  });

  it('never throws, and is never met without a single readable entry and a check', () => {
    const anyDate = fc.oneof(time, fc.date(), fc.constant(new Date(Number.NaN)));
    const damaged = fc
      .tuple(entry, fc.oneof(fc.string(), fc.constantFrom('', 'NaN', '2023-02-30T00:00:00Z')))
      .map(([line, at]): LedgerEntry => ({ ...line, at }));
    fc.assert(
      fc.property(
        fc.record({
          entries: fc.array(fc.oneof(entry, damaged), { maxLength: 6 }),
          policy,
          now: anyDate,
          deployedAt: fc.option(anyDate, { nil: undefined }),
          environment: fc.oneof(fc.constant('staging'), fc.string()),
          candidate: fc.oneof(fc.constant(candidate), fc.string()),
          checks: fc.array(
            fc.record({ name: fc.constant('tests'), state: fc.constant('success'), at: anyDate }),
          ),
        }),
        (input) => {
          expect(['met', 'missing']).toContain(evaluateEvidence(input).state);
          expect(evaluateEvidence({ ...input, entries: [], checks: [] }).state).toBe('missing');
          expect(evaluateEvidence({ ...input, now: new Date(Number.NaN) }).state).toBe('missing');
        },
      ),
      runs,
    );
  });

  it('is met and is missing in these properties often enough to mean something', () => {
    const found = fc.sample(given, { numRuns: 500, seed: 4 }).map((input) => evaluate(input).state);
    const met = found.filter((state) => state === 'met').length;
    expect(met).toBeGreaterThan(50);
    expect(found.length - met).toBeGreaterThan(50);
  });
});

describe('the incident', () => {
  it('leaves a candidate that rode through the outage untested after the repair', () => {
    const outage = [72, 48, 24, 1].map((hours) => brokenAt(before(hours * 60 * minuteMs)));
    const repaired = entryAt(before(minuteMs), { probes: { cdw: 'pass' } });
    const found = evaluateEvidence({
      entries: [...outage, repaired],
      candidate,
      environment: 'staging',
      policy: { require: [{ type: 'passes', probe: 'check-in', passes: 1, spanningMs: 0 }] },
      now,
      checks: [],
    });
    expect(found).toMatchObject({
      state: 'missing',
      missing: ['check-in passed 0 of 1 times with 4f2a91c live; 1 more'],
    });
  });
});
