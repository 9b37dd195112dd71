import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startDatabaseServer, type DatabaseServer } from '../../simulator/database.ts';
import { faultNames, type FaultName } from '../../simulator/faults.ts';
import { startStaging, type Staging } from '../../simulator/staging.ts';
import { pairs, single, type Expectation } from './fault-expectations.ts';
import { configure, leaksOf, rootsOf, runGate, troubleOf } from './gate.ts';

/** Runs at once; each needs a staging of its own, for faults are switched for all that asks it. */
const stagingCount = 5;
/** Longer than any healthy probe takes, and no slow answer ever comes. */
const hastyTimeout = '5s';
const never = 3_600_000;

let server: DatabaseServer;
const stagings: Staging[] = [];
const free: Staging[] = [];
const waiting: ((staging: Staging) => void)[] = [];

beforeAll(async () => {
  server = await startDatabaseServer();
  const starts = Array.from({ length: stagingCount }, () => startStaging({ server, slowMs: never }));
  stagings.push(...(await Promise.all(starts)));
  free.push(...stagings);
});
afterAll(async () => {
  await Promise.all(stagings.map((staging) => staging.stop()));
  await server.stop();
});

/** Lends a staging with these faults, and only these. */
async function withFaults<T>(
  faults: readonly FaultName[],
  use: (staging: Staging) => Promise<T>,
): Promise<T> {
  const staging = free.pop() ?? (await new Promise<Staging>((resolve) => waiting.push(resolve)));
  try {
    for (const fault of faults) await staging.setFault(fault, true);
    return await use(staging);
  } finally {
    await staging.clearFaults();
    const next = waiting.shift();
    if (next === undefined) free.push(staging);
    else next(staging);
  }
}

async function check(faults: readonly FaultName[], expected: Expectation): Promise<void> {
  await withFaults(faults, async (staging) => {
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

function expectOutcome(
  { code, outputs, outputOrder, report, stderr }: Awaited<ReturnType<typeof runGate>>,
  ready: boolean,
) {
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
