import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { ProbeResult } from '../../src/core/model.ts';
import { list } from '../../src/core/headline.ts';
import type { ReportInput } from '../../src/core/report.ts';
import { evidenceOf, failing, failingProbe, noWaivers, probeResult, reportOn } from '../support/findings.ts';

const healthy = probeResult({ layer: 'vets-api' });

const cdw = failingProbe('cdw', 'COLUMN_MISSING', {
  owner: { team: 'VEText data', contact: '#vetext-data' },
  check: { name: 'dflt.vw__sta3n_icn.cellPhone', observed: 'no such column' },
});

const dropsBirthDate = failingProbe('vetext', 'BODY_MISMATCH', {
  owner: { team: 'VEText' },
  check: { name: 'payload', observed: '`/patient/dob` absent' },
});

const refused = failingProbe('chip', 'CREDENTIAL_REFUSED', {
  check: { name: 'token', observed: 'status 401' },
});

const unreadable = {
  evidence: evidenceOf({ state: 'unreadable', missing: ['the ledger could not be read: status 500'] }),
};

function headline(probes: readonly ProbeResult[], input: Partial<ReportInput> = {}): string {
  return reportOn(probes, input).headline;
}

describe('the headline of ready', () => {
  test.each([
    ['one probe', [healthy], 'staging is ready: the one required probe passed.'],
    [
      'several probes',
      [healthy, probeResult({ layer: 'cdw' })],
      'staging is ready: all 2 required probes passed.',
    ],
    [
      'a warning',
      [healthy, failingProbe('chip', 'SLOW')],
      'staging is ready: all 2 required probes passed, with warnings from chip.',
    ],
    [
      'probes that are not required and do not pass',
      [
        healthy,
        failingProbe('vets-website', 'DNS', { required: false }),
        failingProbe('chip', 'SECRET_MISSING', { required: false }),
        failingProbe('lorota', 'SLOW', { required: false }),
      ],
      'staging is ready: the one required probe passed, with warnings from lorota. Not required and not passing: vets-website and chip.',
    ],
  ])('with %s', (_, probes, expected) => {
    expect(headline(probes)).toBe(expected);
  });
});

describe('the headline of what a waiver lets through', () => {
  test('names the waiver, its reason and its end, and does not call it healthy', () => {
    const waiver = {
      source: 'file',
      probes: ['cdw'],
      reason: 'DEVOPS-12',
      until: new Date('2023-09-01T00:00:00Z'),
    } as const;
    const waivers = { ...noWaivers, waived: new Set(['cdw']), used: [waiver] };
    expect(headline([cdw, healthy], { waivers })).toBe(
      'staging is let through by waiver of cdw (DEVOPS-12, until 2023-09-01). Nothing else blocks.',
    );
    expect(headline([cdw, dropsBirthDate], { waivers })).toContain('vetext');
  });
});

describe('the headline of not-ready', () => {
  test('names layer, column, code and whose turn it is', () => {
    expect(headline([cdw, healthy])).toBe(
      'staging cannot run check-in tests: cdw is broken at dflt.vw__sta3n_icn.cellPhone (COLUMN_MISSING: no such column). VEText data (#vetext-data) acts next.',
    );
  });

  test('names the path of a missing field', () => {
    expect(headline([dropsBirthDate, healthy])).toBe(
      'staging cannot run check-in tests: vetext is broken at payload (BODY_MISMATCH: `/patient/dob` absent). VEText acts next.',
    );
  });

  test('does not name what is blocked by the root', () => {
    const vetext = {
      ...dropsBirthDate,
      checks: [failing('HTTP_STATUS', { layer: 'vetext' })],
      upstreams: ['cdw'],
    };
    expect(headline([vetext, cdw])).toBe(headline([cdw]));
  });

  test('names the further roots, what is in maintenance and what could not be judged', () => {
    const others = [failingProbe('vista', 'DNS'), failingProbe('vets-website', 'FALLBACK_PAGE')];
    const window = failingProbe('lorota', 'MAINTENANCE');
    expect(headline([cdw, ...others, window, refused])).toBe(
      `${headline([cdw])} Also broken: vista and vets-website. In maintenance: lorota. Not judged: chip.`,
    );
  });

  test('calls nothing broken where only the synthetic patient is not ready', () => {
    const journey = probeResult({
      name: 'journey',
      layer: 'check-in',
      checks: [failing('NO_APPOINTMENT', { name: 'an appointment', layer: 'vista', observed: 'none' })],
      owner: { team: 'Testers' },
    });
    expect(headline([journey])).toBe(
      'staging cannot run check-in tests: vista lacks usable test data, as journey shows, at an appointment (NO_APPOINTMENT: none). Testers acts next.',
    );
    expect(headline([cdw, journey])).toBe(`${headline([cdw])} Without usable test data: vista.`);
  });

  test('says which probe shows a layer that has none of its own, and whom to ask', () => {
    const rpc = failingProbe('vista-api', 'UPSTREAM', {
      checks: [failing('UPSTREAM', { name: 'appointments', layer: 'vista' })],
    });
    expect(headline([rpc])).toBe(
      'staging cannot run check-in tests: vista is broken, as vista-api shows, at appointments (UPSTREAM: something else). Whoever owns vista acts next.',
    );
  });

  test('tells maintenance from an outage, and wakes nobody for it', () => {
    const until = '2023-08-15T09:30:00-04:00';
    expect(
      headline([failingProbe('vets-api', 'MAINTENANCE', { owner: { team: 'Platform' }, check: { until } })]),
    ).toBe(
      'staging cannot run check-in tests: vets-api is in maintenance until 2023-08-15 13:30 UTC. Wait for the end of the window, then run the gate again.',
    );
    expect(
      headline([failingProbe('vets-api', 'MAINTENANCE', { check: { until: 'soon, says <b>we</b>' } })]),
    ).toContain('vets-api is in maintenance. Wait');
  });

  test('does not name a failure that blocks nothing first', () => {
    const optional = { ...cdw, required: false };
    expect(headline([optional, dropsBirthDate])).toBe(headline([dropsBirthDate]));
  });

  test('says so when a probe fails without a check that tells why', () => {
    expect(headline([probeResult({ layer: 'chip', status: 'fail' })])).toBe(
      "staging cannot run check-in tests: a required probe failed, and no check says why. Whoever owns the gate's setup acts next.",
    );
  });
});

describe('the headline of inconclusive', () => {
  const start = 'Nobody knows whether staging can run check-in tests:';
  const ours = "Whoever owns the gate's setup acts next.";

  test('names the probe, the check and the code, and points at ourselves', () => {
    expect(headline([healthy, refused])).toBe(
      `${start} chip could not be judged at token (CREDENTIAL_REFUSED: status 401). ${ours}`,
    );
  });

  test('names the other probes that could not be judged', () => {
    const missing = failingProbe('lorota', 'SECRET_MISSING');
    const cutOff = failingProbe('cdw', 'DEADLINE');
    expect(headline([refused, missing, cutOff])).toBe(
      `${headline([refused])} Not judged either: lorota and cdw.`,
    );
  });

  test('does not blame an optional probe that fails', () => {
    expect(headline([refused, { ...cdw, required: false }])).toBe(headline([refused]));
  });

  test.each([
    [
      'a runner without network',
      [failingProbe('chip', 'RUNNER_OFFLINE'), failingProbe('cdw', 'RUNNER_OFFLINE')],
      {},
      `no probe reached anything, so the runner's own network is the likely reason. ${ours}`,
    ],
    [
      'a runner without network, and a secret',
      [refused, failingProbe('cdw', 'RUNNER_OFFLINE')],
      {},
      `no probe reached anything, so the runner's own network is the likely reason. ${ours} Not judged either: chip.`,
    ],
    [
      'a cancelled run',
      [failingProbe('chip', 'CANCELLED')],
      {},
      'the run was cancelled. Run the gate again.',
    ],
    [
      'an unreadable ledger',
      [healthy],
      unreadable,
      `its probes pass, but nothing is known of this candidate: the ledger could not be read: status 500. ${ours}`,
    ],
    [
      'no probe that is required',
      [{ ...healthy, required: false }],
      {},
      `no required probe gave a result. ${ours}`,
    ],
  ])('explains %s', (_, probes, input, expected) => {
    expect(headline(probes, input)).toBe(`${start} ${expected}`);
  });
});

describe('the headline of untested', () => {
  test('names the candidate, what is missing, and what to do', () => {
    const evidence = evidenceOf({
      missing: ['check-in passed 1 of 3 times.', 'healthy for 1 h of 4 h'],
    });
    expect(headline([healthy], { evidence })).toBe(
      'staging is healthy, but candidate 0123456789ab is untested there: (1) check-in passed 1 of 3 times; (2) healthy for 1 h of 4 h. Run the check-in tests, or wait for the monitor to do so.',
    );
  });

  test('is a sentence without reasons, too', () => {
    expect(headline([healthy], { evidence: evidenceOf({}) })).toContain(
      'is untested there: the evidence is not complete. Run',
    );
  });
});

describe('the headline of unsteady', () => {
  test('says for how long it was ready', () => {
    expect(headline([healthy], { unsteady: 'ready for 2 min of 10 min' })).toBe(
      'staging is not steady: ready for 2 min of 10 min. Wait longer, or look at what comes and goes.',
    );
  });
});

describe('any headline', () => {
  test('says first that it is not enforced, and last what it was limited to', () => {
    expect(headline([cdw], { enforce: false, selectedProbes: ['cdw', 'chip'] })).toBe(
      `Not enforced: ${headline([cdw])} Only cdw and chip ran.`,
    );
    expect(headline([cdw], { selectedProbes: [] })).toBe(headline([cdw]));
  });

  test('is one line of bounded length, whatever checks are called', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(text, text, fc.constantFrom('HTTP_STATUS', 'INTERNAL'), (name, observed, code) => {
        const line = headline([failingProbe('chip', code, { check: { name, observed } })]);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(line.isWellFormed()).toBe(true);
        expect(line.length).toBeLessThan(500);
      }),
    );
  });
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('the list of %j reads %j', (items, expected) => {
  expect(list(items)).toBe(expected);
});
