import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { faultNames, type FaultName } from '../../simulator/faults.ts';
import type { ActionRun } from '../../simulator/run-action.ts';
import { pairs, single, type Expectation } from './fault-expectations.ts';
import { configure, leaksOf, rootsOf, runGate, troubleOf } from './gate.ts';
import { startStagingPool, type StagingPool } from './staging-pool.ts';

/** Longer than any healthy probe takes, and no slow answer ever comes. */
const hastyTimeout = '5s';
const never = 3_600_000;

let pool: StagingPool;
beforeAll(async () => {
  pool = await startStagingPool(5, never);
});
afterAll(() => pool.stop());

function check(faults: readonly FaultName[], expected: Expectation): Promise<void> {
  return pool.withFaults(faults, async (staging) => {
    const writes = staging.vistaWrites();
    const configuration = configure(staging, (probes) => {
      for (const name of expected.hasty ?? []) Object.assign(probes[name] ?? {}, { timeout: hastyTimeout });
    });
    const run = await runGate(staging, { configuration });

    expect(troubleOf(run)).toEqual(expected.trouble);
    expect(rootsOf(run)).toEqual(expected.roots);
    expect(run.report?.verdict).toBe(expected.verdict);
    expect(run.outputs['headline']).toContain(expected.headline ?? '');
    expectOutcome(run, expected.verdict === 'ready');
    expect(leaksOf(run, staging)).toEqual([]);
    expect([staging.lorotaRecords(), staging.lorotaStrikes(), staging.vistaWrites()]).toEqual([0, 0, writes]);
  });
}

function expectOutcome({ code, outputs, outputOrder, report, stderr }: ActionRun, ready: boolean): void {
  expect(code).toBe(ready ? 0 : 1);
  expect(stderr).toBe('');
  expect(outputs['ready']).toBe(ready ? 'true' : undefined);
  expect(outputOrder.at(-1) === 'ready').toBe(ready);
  expect(outputs).toMatchObject({ verdict: report?.verdict, decision: ready ? 'allow' : 'block' });
  expect(JSON.parse(outputs['root-causes'] ?? '')).toEqual(report?.rootCauses);
}

describe.concurrent('the gate on a staging', () => {
  test('that is healthy', () => check([], { verdict: 'ready', roots: [], trouble: {} }));

  test.each(faultNames)('with %s', (fault) => check([fault], single[fault]));

  test.each(pairs)('with %s and %s', (first, second, expected) => check([first, second], expected));
});
