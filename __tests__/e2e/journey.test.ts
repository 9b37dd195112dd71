import { setTimeout } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { FaultName } from '../../simulator/faults.ts';
import type { RecordedRequest } from '../../simulator/http-service.ts';
import type { ActionOptions } from '../../simulator/run-action.ts';
import type { Staging } from '../../simulator/staging.ts';
import { configure, isFromGate, leaksOf, rootsOf, runGate, troubleOf, when, type Probes } from './gate.ts';
import { startStagingPool, type StagingPool } from './staging-pool.ts';

const never = 3_600_000;

let pool: StagingPool;
beforeAll(async () => {
  pool = await startStagingPool(4, never);
});
afterAll(() => pool.stop());

/** The journey alone, with the probes' settings as a test needs them. */
function play(
  staging: Staging,
  edit: (probes: Probes) => void = () => undefined,
  more: Partial<ActionOptions> = {},
) {
  const configuration = configure(staging, edit);
  return runGate(staging, { configuration, ...more, inputs: { probes: 'check-in', ...more.inputs } });
}

function set(name: string, settings: object): (probes: Probes) => void {
  return (probes) => Object.assign(probes[name] ?? {}, settings);
}

/** `chip POST initiate-checkin`: the last segment of the path that is no identifier. */
function nameOf({ service, method, path }: RecordedRequest): string {
  const words = path.split('/').filter((part) => /^[a-zA-Z-]{3,}$/u.test(part));
  return `${service} ${method} ${words.at(-1) ?? ''}`;
}

const nothing = { records: 0, writes: 0, strikes: 0 };

/** Counts from now on what is left in LoROTA, written to VistA, and held against a record. */
function leftBy({ lorotaRecords, vistaWrites, lorotaStrikes }: Staging) {
  const count = () => ({ records: lorotaRecords(), writes: vistaWrites(), strikes: lorotaStrikes() });
  const before = count();
  return () => {
    const { records, writes, strikes } = count();
    return {
      records: records - before.records,
      writes: writes - before.writes,
      strikes: strikes - before.strikes,
    };
  };
}

function asked({ requests }: Staging): readonly string[] {
  return requests.filter(isFromGate).map(nameOf);
}

const legs = [
  'vista-api POST token',
  'vista-api GET appts-by-patient',
  'vista-api GET insurance-verify',
  'vetext GET initiate-checkin-data',
  'chip POST token',
  'chip POST initiate-checkin',
  'vets-api POST sessions',
] as const;
const checkIn = 'chip POST check-in';
const removal = 'chip DELETE deleteFromLorota';
const complete = set('check-in', { 'stop-after': 'check-in' });

describe.concurrent('a journey to its end', () => {
  test('plays every leg once, removes its record and writes nothing to VistA', () =>
    pool.withFaults([], async (staging) => {
      const left = leftBy(staging);
      const run = await play(staging);
      expect(run).toMatchObject({ code: 0, outputs: { ready: 'true' } });
      expect(asked(staging)).toEqual([...legs, removal]);
      expect(left()).toEqual(nothing);
    }));

  test('writes the check-in to VistA exactly once when it is asked for', () =>
    pool.withFaults([], async (staging) => {
      const left = leftBy(staging);
      const run = await play(staging, complete);
      expect(run.code).toBe(0);
      expect(asked(staging)).toEqual([...legs, checkIn, removal]);
      expect(left()).toEqual({ ...nothing, writes: 1 });
    }));

  test('says that it left a record behind when CHIP does not remove it', () =>
    pool.withFaults([], async (staging) => {
      const left = leftBy(staging);
      when(
        staging,
        (request) => nameOf(request) === removal,
        () => staging.setFault('lorota-down', true),
      );
      const run = await play(staging);
      expect(run).toMatchObject({ code: 0, outputs: { ready: 'true' } });
      expect(troubleOf(run)).toEqual({ 'check-in': 'warn' });
      expect(run.summary).toContain('`LEFTOVER`');
      expect(left()).toEqual({ ...nothing, records: 1 });
    }));
});

/** The leg that fails, why, who is to blame, and where the journey then ends. */
const failures: readonly (readonly [string, FaultName, string, readonly string[]])[] = [
  ['vista-api POST token', 'vista-api-down', 'vista-api CONNECT_REFUSED', []],
  ['vista-api POST token', 'vista-inhibited', 'vista UPSTREAM', legs.slice(0, 2)],
  ['vista-api GET appts-by-patient', 'insurance-flag', 'vista INSURANCE_FLAG', legs.slice(0, 3)],
  ['vista-api GET insurance-verify', 'vetext-drops-dob', 'vetext BODY_MISMATCH', legs.slice(0, 4)],
  ['vetext GET initiate-checkin-data', 'chip-no-token', 'chip BODY_MISMATCH', legs.slice(0, 5)],
  ['chip POST initiate-checkin', 'chip-503', 'chip GATEWAY', legs.slice(0, 6)],
  ['chip POST initiate-checkin', 'appointment-outside-window', 'vista OUTSIDE_WINDOW', legs.slice(0, 6)],
  ['chip POST initiate-checkin', 'insurance-flag', 'vista INSURANCE_FLAG', legs.slice(0, 6)],
  ['chip POST initiate-checkin', 'lorota-down', 'lorota UPSTREAM', legs.slice(0, 6)],
  ['vets-api POST sessions', 'lorota-expired', 'lorota UPSTREAM', [...legs, removal]],
  ['vets-api POST sessions', 'vets-api-mocked', 'lorota RECORD_MISSING', [...legs, removal]],
  ['vets-api POST sessions', 'vets-api-check-in-off', 'vets-api HTTP_STATUS', [...legs, removal]],
];

describe.concurrent('a journey that fails', () => {
  test.each(failures)('from %s on with %s: blames %s and leaves nothing behind', (from, fault, root, path) =>
    pool.withFaults([], async (staging) => {
      const left = leftBy(staging);
      when(
        staging,
        (request) => nameOf(request) === from,
        () => staging.setFault(fault, true),
      );
      const run = await play(staging, complete);
      expect(run.code).toBe(1);
      expect(rootsOf(run)).toEqual([root]);
      if (path.length > 0) expect(asked(staging)).toEqual(path);
      expect(left()).toEqual(nothing);
      expect(leaksOf(run, staging)).toEqual([]);
    }),
  );

  test('at the check-in itself removes its record all the same', () =>
    pool.withFaults([], async (staging) => {
      const left = leftBy(staging);
      when(
        staging,
        (request) => nameOf(request) === checkIn,
        () => staging.setFault('vista-inhibited', true),
      );
      const run = await play(staging, complete);
      expect(rootsOf(run)).toEqual(['vista HTTP_STATUS']);
      expect(asked(staging)).toEqual([...legs, checkIn, removal]);
      expect(left()).toEqual(nothing);
    }));

  test('at the login with another birth date asks once, and names who may have lost it', () =>
    pool.withFaults([], async (staging) => {
      const left = leftBy(staging);
      const run = await play(staging, undefined, { env: { TEST_PATIENT_DOB: '1953-06-20' } });
      expect(rootsOf(run)).toEqual(['lorota IDENTITY_REFUSED']);
      expect(run.summary).toContain('Check that name and date of birth are in the payload that VEText sends');
      expect(asked(staging)).toEqual([...legs, removal]);
      expect(left()).toEqual({ ...nothing, strikes: 1 });
    }));

  test('at a payload that CHIP refuses though the contract of the user takes it blames VEText', () =>
    pool.withFaults(['vetext-drops-dob'], async (staging) => {
      const run = await play(staging, set('vetext', { payload: 'any.json' }), {
        files: { 'any.json': '{}' },
      });
      expect(rootsOf(run)).toEqual(['vetext UPSTREAM']);
      expect(asked(staging)).toEqual(legs.slice(0, 6));
    }));

  test('because its time is up removes its record', () =>
    pool.withFaults(['slow-vets-api'], async (staging) => {
      const left = leftBy(staging);
      const run = await play(staging, set('check-in', { timeout: '5s' }));
      expect(rootsOf(run)).toEqual(['vets-api TIMEOUT']);
      expect(asked(staging)).toEqual([...legs, removal]);
      expect(left()).toEqual(nothing);
    }));

  test("at the gate's own deadline removes its record", () =>
    pool.withFaults(['slow-vets-api'], async (staging) => {
      const left = leftBy(staging);
      const run = await play(staging, undefined, { inputs: { deadline: '5s' } });
      expect(run.report).toMatchObject({ verdict: 'inconclusive', rootCauses: [{ code: 'DEADLINE' }] });
      expect(asked(staging)).toEqual([...legs, removal]);
      expect(left()).toEqual(nothing);
    }));
});

describe.concurrent('a journey that is cancelled', () => {
  /** Signals the gate while it waits for the answer, which `hold` then delays. */
  const cancelAt = async (staging: Staging, leg: string, hold: () => Promise<unknown>) => {
    const { promise: child, resolve } = Promise.withResolvers<{ kill(signal: 'SIGTERM'): boolean }>();
    when(
      staging,
      (request) => nameOf(request) === leg,
      async () => {
        (await child).kill('SIGTERM');
        await hold();
      },
    );
    return play(staging, complete, { onStart: resolve });
  };
  const forever = () => new Promise(() => undefined);
  const aMoment = () => setTimeout(500);

  test.each([...legs.filter((leg) => leg !== 'chip POST initiate-checkin'), checkIn])(
    'during %s asks nothing more and leaves nothing behind',
    (leg) =>
      pool.withFaults([], async (staging) => {
        const left = leftBy(staging);
        const run = await cancelAt(staging, leg, forever);
        expect(run.code).toBe(1);
        expect(run.outputs).not.toHaveProperty('ready');
        expect(run.report).toMatchObject({ verdict: 'inconclusive', rootCauses: [{ code: 'CANCELLED' }] });
        const path = [...legs, checkIn].slice(0, [...legs, checkIn].indexOf(leg) + 1);
        expect(asked(staging)).toEqual(path.length < legs.length ? path : [...path, removal]);
        expect(left()).toEqual(nothing);
      }),
  );

  test('while CHIP makes the record waits for its answer, and removes it', () =>
    pool.withFaults([], async (staging) => {
      const left = leftBy(staging);
      const run = await cancelAt(staging, 'chip POST initiate-checkin', aMoment);
      expect(run.report).toMatchObject({ verdict: 'inconclusive', rootCauses: [{ code: 'CANCELLED' }] });
      expect(asked(staging)).toEqual([...legs.slice(0, 6), removal]);
      expect(left()).toEqual(nothing);
    }));

  test('while CHIP makes the record, and never says so, tells that something may be left', () =>
    pool.withFaults([], async (staging) => {
      const run = await cancelAt(staging, 'chip POST initiate-checkin', forever);
      expect(run.report).toMatchObject({ verdict: 'inconclusive', rootCauses: [{ code: 'CANCELLED' }] });
      expect(run.summary).toContain('`LEFTOVER`');
    }));

  test('while the record is removed sees to it that it is', () =>
    pool.withFaults([], async (staging) => {
      const left = leftBy(staging);
      const run = await cancelAt(staging, removal, aMoment);
      expect(asked(staging)).toEqual([...legs, checkIn, removal]);
      expect(left()).toEqual({ ...nothing, writes: 1 });
      expect(run.report?.probes[0]?.checks.find(({ name }) => name === 'removal of the record')?.status).toBe(
        'pass',
      );
    }));
});
