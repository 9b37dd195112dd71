import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { FaultCode } from '../../src/core/fault-codes.ts';
import type { ProbeResult } from '../../src/core/model.ts';
import { recogniseOfflineRunner } from '../../src/core/offline.ts';
import { decideVerdict } from '../../src/core/verdict.ts';
import { failing, failingProbe, passing, probeResult } from '../support/findings.ts';

const silent = ['CONNECT_REFUSED', 'CONNECT_RESET', 'DNS', 'UNREACHABLE', 'TIMEOUT', 'PROTOCOL'] as const;

function codesOf(probes: readonly ProbeResult[]): (FaultCode | 'pass')[] {
  return probes.flatMap((probe) =>
    probe.checks.map((check) => (check.status === 'pass' ? 'pass' : check.fault.code)),
  );
}

const cdw = failingProbe('cdw', 'DNS');
const chip = failingProbe('chip', 'TIMEOUT');

describe('recogniseOfflineRunner', () => {
  test.each(silent)('takes two probes that got %s for a runner without network', (code) => {
    const probes = recogniseOfflineRunner([cdw, failingProbe('chip', code)]);
    expect(codesOf(probes)).toEqual(['RUNNER_OFFLINE', 'RUNNER_OFFLINE']);
    expect(probes.map((probe) => probe.status)).toEqual(['unknown', 'unknown']);
    expect(decideVerdict({ probes, evidence: { state: 'met', missing: [] } })).toBe('inconclusive');
  });

  test('keeps what was seen, and names the code that it replaces', () => {
    const [probe] = recogniseOfflineRunner([
      failingProbe('cdw', 'DNS', { check: { expected: 'an address', observed: 'none' } }),
      chip,
    ]);
    expect(probe?.checks[0]).toMatchObject({
      name: 'health',
      layer: 'cdw',
      fault: { code: 'RUNNER_OFFLINE', expected: 'an address', observed: 'none (DNS)' },
    });
  });

  test.each([
    ['a single probe', [cdw]],
    ['one that answered wrongly', [cdw, chip, failingProbe('vets-api', 'HTTP_STATUS')]],
    ['one that passed', [cdw, chip, probeResult({ layer: 'vets-api' })]],
    [
      'one that passed in part',
      [cdw, probeResult({ layer: 'chip', checks: [passing(), failing('TIMEOUT')] })],
    ],
    ['one whose certificate expired', [cdw, chip, failingProbe('vets-api', 'TLS_EXPIRED')]],
    ['one whose credential was refused', [cdw, chip, failingProbe('vets-api', 'CREDENTIAL_REFUSED')]],
    ['one with a warning of an answer', [cdw, chip, failingProbe('vets-api', 'TLS_EXPIRES_SOON')]],
    ['a bug of ours', [cdw, chip, failingProbe('vets-api', 'INTERNAL')]],
    ['only one that asked the network', [cdw, failingProbe('chip', 'DNS', { attempts: 0 })]],
    ['one silent, one that the deadline cut off', [cdw, failingProbe('chip', 'DEADLINE')]],
    ['only what the deadline cut off', [failingProbe('cdw', 'DEADLINE'), failingProbe('chip', 'DEADLINE')]],
  ])('changes nothing with %s', (_, probes) => {
    expect(recogniseOfflineRunner(probes)).toBe(probes);
  });

  test('counts neither what did not run, nor what the deadline cut off, nor what was never asked', () => {
    const probes = [
      probeResult({ layer: 'cdw', checks: [failing('DNS'), failing('NOT_RUN')] }),
      chip,
      failingProbe('vets-api', 'DEADLINE'),
      failingProbe('vista-api', 'SECRET_MISSING', { attempts: 0 }),
    ];
    expect(codesOf(recogniseOfflineRunner(probes))).toEqual([
      'RUNNER_OFFLINE',
      'NOT_RUN',
      'RUNNER_OFFLINE',
      'DEADLINE',
      'SECRET_MISSING',
    ]);
  });

  test('never lets anything through that did not pass before', () => {
    const code = fc.constantFrom<FaultCode>(...silent, 'NOT_RUN', 'HTTP_STATUS', 'SECRET_MISSING', 'SLOW');
    const check = fc.option(code, { nil: undefined }).map((each) => (each ? failing(each) : passing()));
    const probe = fc
      .record({ checks: fc.array(check, { maxLength: 3 }), attempts: fc.nat({ max: 2 }) })
      .map((some) => probeResult({ layer: 'chip', ...some }));
    fc.assert(
      fc.property(fc.array(probe, { maxLength: 5 }), (probes) => {
        const evidence = { state: 'met', missing: [] } as const;
        const before = decideVerdict({ probes, evidence });
        const after = decideVerdict({ probes: recogniseOfflineRunner(probes), evidence });
        expect(after === 'ready').toBe(before === 'ready');
      }),
    );
  });
});
