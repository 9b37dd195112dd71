import { afterAll, describe, expect, test } from 'vitest';

import type { FigureRow } from '../../scripts/reliability-figures.ts';
import type { Check } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Engines } from '../../src/probes/runner.ts';
import { passing, runInProcess, type InProcess } from '../support/in-process.ts';
import { recordFigures } from '../support/reliability.ts';

const secret = 'synthetic-s3cret';
const done: FigureRow[] = [];
const plan: Plan = { engine: 'http-steps', steps: [] };

interface KindRow extends Partial<InProcess> {
  readonly name: string;
  readonly code: 'INTERNAL' | 'TIMEOUT';
}

function recording(...found: readonly unknown[]): Engines['http-steps'] {
  return (_plan, { record }) => {
    for (const check of found) record(check as Check);
    return Promise.resolve();
  };
}

const pass = { name: 'a', layer: 'chip', status: 'pass', durationMs: 1 };

const rows: readonly KindRow[] = [
  {
    name: 'a kind that throws',
    code: 'INTERNAL',
    plan: () => {
      throw new Error(secret);
    },
  },
  {
    name: 'a kind that throws something that is no error',
    code: 'INTERNAL',
    plan: () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- that is the fault
      throw secret;
    },
  },
  { name: 'a kind that gives nothing', code: 'INTERNAL', plan: () => undefined as unknown as Plan },
  {
    name: 'a kind that gives a plan for no engine',
    code: 'INTERNAL',
    plan: () => ({ engine: secret }) as unknown as Plan,
    engine: () => Promise.reject(new Error(secret)),
  },
  {
    name: 'a kind that hangs',
    code: 'TIMEOUT',
    engine: () => new Promise(() => undefined),
    timeout: '200ms',
  },
  { name: 'a kind that looks at nothing', code: 'INTERNAL', engine: recording() },
  { name: 'a kind that finds what is no check', code: 'INTERNAL', engine: recording(pass, secret) },
  {
    name: 'a kind whose failed check says that it passed',
    code: 'INTERNAL',
    engine: recording(pass, { ...pass, fault: { code: 'DNS', expected: secret, observed: secret } }),
  },
  {
    name: 'a kind whose check has a code that is none',
    code: 'INTERNAL',
    engine: recording({ ...pass, status: 'warn', fault: { code: secret, expected: '', observed: '' } }),
  },
  {
    name: 'a kind whose check has a status that is none',
    code: 'INTERNAL',
    engine: recording({ ...pass, status: 'fine' }),
  },
  {
    name: 'a kind that fails after a check that passed',
    code: 'INTERNAL',
    engine: async (given, context) => {
      await passing(given, context);
      throw new Error(secret);
    },
  },
];

const clocks = [
  ['a clock that jumps ten years ahead between two looks', (at: number) => at + 10 * 365 * 86_400_000],
  ['a clock that jumps ten years back between two looks', (at: number) => at - 10 * 365 * 86_400_000],
] as const;

/** Ready at the third look. Only the monotonic clock counts what waiting takes. */
function jumping(jump: (at: number) => number): InProcess {
  let looks = 0;
  let elapsed = 0;
  const engine: Engines['http-steps'] = (given, context) => {
    looks += 1;
    if (looks >= 3) return passing(given, context);
    const fault = { code: 'HTTP_STATUS', expected: 'status 200', observed: 'status 500' } as const;
    context.record({ name: 'ask', layer: 'chip', status: 'fail', durationMs: 0, fault });
    return Promise.resolve();
  };
  return {
    plan: () => plan,
    engine,
    now: () => new Date(looks === 0 ? Date.now() : jump(Date.now())),
    elapsedMs: () => elapsed,
    pause: (ms) => {
      elapsed += ms;
      return Promise.resolve();
    },
    inputs: { 'INPUT_WAIT-FOR': '10m', 'INPUT_STEADY-FOR': '1m' },
  };
}

describe('the gate with a bug of its own', () => {
  test.each(rows)('does not pass: $name', async (row) => {
    const report = await runInProcess({ plan: () => plan, ...row });
    const codes = report.probes[0]?.checks.flatMap(({ code }) => code ?? []);
    expect(codes).toEqual([row.code]);
    expect([report.verdict, report.decision]).toEqual([
      row.code === 'TIMEOUT' ? 'not-ready' : 'inconclusive',
      'block',
    ]);
    expect(JSON.stringify(report)).not.toContain(secret);
    done.push({ name: row.name, outcome: `${report.verdict}: \`${row.code}\`` });
  });
});

describe('the gate on a runner', () => {
  test.each(clocks)('with %s waits as long as it was asked to', async (name, jump) => {
    const report = await runInProcess(jumping(jump));
    // Two looks that fail, one pause each; then a minute of steadiness, in two pauses of 30 s.
    expect([report.verdict, report.durationMs]).toEqual(['ready', 120_000]);
    done.push({ name, outcome: 'ready, after as long as was asked' });
  });
});

afterAll(() => {
  recordFigures('faults-kinds', {
    title: 'Kinds and clocks, in process',
    counts: { 'rows of the fault matrix': done.length },
    rows: done,
  });
});
