import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { statuses, verdicts, type ProbeResult, type Status, type Verdict } from '../../src/core/model.ts';
import { decide, decideVerdict, type EvidenceFinding } from '../../src/core/verdict.ts';
import { failing, failingProbe, passing, probeResult } from '../support/findings.ts';

const met: EvidenceFinding = { state: 'met', missing: [] };
const missing: EvidenceFinding = { state: 'missing', missing: ['no green journey'] };
const unreadable: EvidenceFinding = { state: 'unreadable', missing: [] };

const healthy = probeResult({ layer: 'chip' });
const warned = failingProbe('chip', 'SLOW');
const unknown = failingProbe('chip', 'CREDENTIAL_REFUSED');
const broken = failingProbe('cdw', 'COLUMN_MISSING');

function optional(probe: ProbeResult): ProbeResult {
  return { ...probe, required: false };
}

function verdict(probes: readonly ProbeResult[], evidence = met): Verdict {
  return decideVerdict({ probes, evidence });
}

const status = fc.constantFrom(...statuses);

const anyProbe = fc
  .record({ required: fc.boolean(), found: fc.array(status, { maxLength: 4 }) })
  .map(({ required, found }) =>
    probeResult({ layer: 'chip', required, checks: found.map((each) => checkOf(each)) }),
  );

function checkOf(each: Status) {
  const codes = { warn: 'SLOW', unknown: 'INTERNAL', fail: 'HTTP_STATUS' } as const;
  return each === 'pass' ? passing() : failing(codes[each]);
}

describe('decideVerdict', () => {
  test.each([
    ['all pass', [healthy], met, 'ready'],
    ['one warns', [healthy, warned], met, 'ready'],
    ['one fails', [healthy, broken], met, 'not-ready'],
    ['one fails and one is unknown', [unknown, broken], met, 'not-ready'],
    ['one is unknown', [healthy, unknown], met, 'inconclusive'],
    ['only one that is not required fails', [healthy, optional(broken)], met, 'ready'],
    ['only one that is not required is unknown', [healthy, optional(unknown)], met, 'ready'],
    ['none is required', [optional(healthy)], met, 'inconclusive'],
    ['there are none', [], met, 'inconclusive'],
    ['all pass, without evidence', [healthy], missing, 'untested'],
    ['all pass, with an unreadable ledger', [healthy], unreadable, 'inconclusive'],
    ['one fails, without evidence', [broken], missing, 'not-ready'],
    ['one is unknown, without evidence', [unknown], missing, 'inconclusive'],
  ] as const)('with probes of which %s', (_, probes, evidence, expected) => {
    expect(verdict(probes, evidence)).toBe(expected);
  });

  test('does not believe a probe that says it passed against its checks, nor checks that passed against their probe', () => {
    expect(verdict([{ ...broken, status: 'pass' }])).toBe('not-ready');
    expect(verdict([{ ...healthy, status: 'fail' }])).toBe('not-ready');
    expect(verdict([{ ...healthy, status: 'green' as Status }])).toBe('inconclusive');
  });

  test('does not take a probe without checks for a healthy one', () => {
    expect(verdict([healthy, probeResult({ layer: 'cdw', checks: [], status: 'pass' })])).toBe(
      'inconclusive',
    );
  });

  test('does not take a check with an unknown status for a passed one', () => {
    const odd = { ...passing(), status: 'ok' } as unknown as ReturnType<typeof passing>;
    expect(verdict([probeResult({ layer: 'chip', checks: [odd], status: 'pass' })])).toBe('inconclusive');
  });

  test('does not take evidence for met while something is missing', () => {
    expect(verdict([healthy], { state: 'met', missing: ['a soak of 4 h'] })).toBe('untested');
  });

  describe('with waivers', () => {
    const waiving = (...names: readonly string[]) => ({ waived: new Set(names), evidenceWaived: false });
    const judged = (probes: readonly ProbeResult[], waivers: ReturnType<typeof waiving>, evidence = met) =>
      decideVerdict({ probes, evidence, waivers });

    test('lets through the probes that are named, and opens no wider', () => {
      expect(judged([healthy, broken], waiving('cdw'))).toBe('ready');
      expect(judged([{ ...unknown, name: 'lorota' }, broken], waiving('cdw'))).toBe('inconclusive');
      expect(judged([failingProbe('vetext', 'GATEWAY'), broken], waiving('cdw'))).toBe('not-ready');
    });

    test('still wants a required probe, and evidence unless that is waived, too', () => {
      expect(judged([optional(broken)], waiving('cdw'))).toBe('inconclusive');
      expect(judged([broken], waiving('cdw'), missing)).toBe('untested');
      expect(judged([broken], { ...waiving('cdw'), evidenceWaived: true }, missing)).toBe('ready');
      expect(judged([broken], { ...waiving(), evidenceWaived: true }, missing)).toBe('not-ready');
    });
  });

  test('is untested while what is ready was not so for long enough', () => {
    const unsteady = 'ready for 2 min of 10 min';
    expect(decideVerdict({ probes: [healthy], evidence: met, unsteady })).toBe('untested');
    expect(decideVerdict({ probes: [broken], evidence: met, unsteady })).toBe('not-ready');
    expect(decideVerdict({ probes: [unknown], evidence: met, unsteady })).toBe('inconclusive');
  });

  test('is ready only when every required check passes or warns, and there is one', () => {
    fc.assert(
      fc.property(fc.array(anyProbe, { maxLength: 6 }), (probes) => {
        const required = probes.filter((probe) => probe.required);
        const fine = required.every(
          ({ checks }) =>
            checks.length > 0 && checks.every((check) => ['pass', 'warn'].includes(check.status)),
        );
        expect(verdict(probes) === 'ready').toBe(required.length > 0 && fine);
      }),
    );
  });

  test('never gets better by another required probe', () => {
    const rank = { ready: 0, untested: 0, inconclusive: 1, 'not-ready': 2 };
    fc.assert(
      fc.property(fc.array(anyProbe, { minLength: 1, maxLength: 5 }), anyProbe, (probes, more) => {
        fc.pre(probes.some((probe) => probe.required));
        expect(rank[verdict([...probes, more])]).toBeGreaterThanOrEqual(rank[verdict(probes)]);
      }),
    );
  });

  test('does not depend on the order of the probes, nor on those that are not required', () => {
    fc.assert(
      fc.property(fc.array(anyProbe, { maxLength: 6 }), (probes) => {
        expect(verdict(probes.toReversed())).toBe(verdict(probes));
        expect(verdict(probes.filter((probe) => probe.required))).toBe(verdict(probes));
      }),
    );
  });
});

describe('decide', () => {
  test('lets through what is ready and nothing else', () => {
    expect(verdicts.filter((each) => decide(each, { enforce: true }) === 'allow')).toEqual(['ready']);
  });

  test('blocks what is no verdict', () => {
    expect(decide(undefined as unknown as Verdict, { enforce: true })).toBe('block');
  });

  test('lets everything through where the verdict is not enforced', () => {
    expect(verdicts.map((each) => decide(each, { enforce: false }))).not.toContain('block');
  });
});
