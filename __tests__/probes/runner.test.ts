import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import type { FaultCode } from '../../src/core/fault-codes.ts';
import type { Check, ProbeResult } from '../../src/core/model.ts';
import type { HttpPlan, Plan, TablePlan } from '../../src/core/plan.ts';
import { decideVerdict } from '../../src/core/verdict.ts';
import { FaultError } from '../../src/errors.ts';
import type { Engine } from '../../src/probes/engine.ts';
import { runProbes, type RunnableProbe, type RunOptions } from '../../src/probes/runner.ts';
import { Secret } from '../../src/secrets.ts';
import { failing, fault, passing } from '../support/findings.ts';

const httpPlan: Plan = { engine: 'http-steps', steps: [] };
const tablePlan: Plan = { engine: 'table-contract', url: new Secret('postgres://'), tables: [] };

function runnable(probe: Partial<RunnableProbe> = {}): RunnableProbe {
  return {
    name: 'chip',
    kind: 'chip',
    layer: 'chip',
    upstreams: ['lorota'],
    required: true,
    labels: ['nightly'],
    timeoutMs: 60_000,
    attempts: 3,
    plan: () => httpPlan,
    ...probe,
  };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function optionsWith(engine: Engine<HttpPlan>, more: Partial<RunOptions> = {}): RunOptions {
  const table: Engine<TablePlan> = () => Promise.reject(new Error('not expected to run'));
  return {
    engines: { 'http-steps': engine, 'table-contract': table },
    signal: new AbortController().signal,
    concurrency: 4,
    diagnose: false,
    graceMs: 10,
    elapsedMs: () => performance.now(),
    onSettled: () => undefined,
    ...more,
  };
}

/** Runs one probe on this engine. */
async function runOne(
  engine: Engine<HttpPlan>,
  { probe, ...more }: Partial<RunOptions> & { readonly probe?: Partial<RunnableProbe> } = {},
): Promise<ProbeResult> {
  const [result] = await runProbes([runnable(probe)], optionsWith(engine, more));
  if (result === undefined) throw new Error('no result');
  return result;
}

function codesOf({ checks }: ProbeResult): (FaultCode | 'pass')[] {
  return checks.map((check) => (check.status === 'pass' ? 'pass' : check.fault.code));
}

function isAllowed(result: ProbeResult): boolean {
  return decideVerdict({ probes: [result], evidence: { state: 'met', missing: [] } }) === 'ready';
}

const passes: Engine<HttpPlan> = (_, { record, attempted }) => {
  attempted(1);
  record(passing());
  return Promise.resolve();
};

describe('a probe that ran', () => {
  test('has the worst status of its checks, and all that is known of the probe', async () => {
    const owner = { team: 'Gateway' };
    const result = await runOne(
      async (_, { record, attempted }) => {
        attempted(1);
        record(passing('token'));
        await Promise.resolve();
        record(failing('HTTP_STATUS', { name: 'refusal' }));
      },
      { probe: { owner, required: false } },
    );
    expect(result).toMatchObject({
      name: 'chip',
      kind: 'chip',
      layer: 'chip',
      upstreams: ['lorota'],
      required: false,
      owner,
      labels: ['nightly'],
      status: 'fail',
      attempts: 1,
    });
    expect(codesOf(result)).toEqual(['pass', 'HTTP_STATUS']);
  });

  test('was given to the engine of its plan, with its layer and its attempts', async () => {
    const seen: unknown[] = [];
    const table: Engine<TablePlan> = (plan, { layer, attempts, record }) => {
      seen.push(plan, layer, attempts);
      record(passing());
      return Promise.resolve();
    };
    const options = optionsWith(() => Promise.reject(new Error('not expected to run')));
    const [result] = await runProbes([runnable({ plan: () => tablePlan })], {
      ...options,
      engines: { ...options.engines, 'table-contract': table },
    });
    expect(result?.status).toBe('pass');
    expect(seen).toEqual([tablePlan, 'chip', 3]);
  });

  test('knows when it began, from the start of the run, and how long it took', async () => {
    const times = [100, 350];
    const result = await runOne(passes, { elapsedMs: () => times.shift() ?? Number.NaN });
    expect(result).toMatchObject({ startedMs: 100, durationMs: 250 });
  });
});

describe('reservations', () => {
  const twice: Engine<HttpPlan> = (_, { record, attempted }) => {
    for (const attempt of [1, 2, 1]) attempted(attempt);
    record(passing());
    return Promise.resolve();
  };

  test('warn of a pass that took another attempt', async () => {
    const result = await runOne(twice);
    expect(codesOf(result)).toEqual(['pass', 'FLAKY']);
    expect(result).toMatchObject({ status: 'warn', attempts: 2 });
  });

  test.each([
    [1000, 999.6, ['pass']],
    [1000, 1000, ['pass']],
    [1000, 1000.6, ['pass', 'SLOW']],
    [undefined, 99_999, ['pass']],
  ] as const)(
    'with a budget of %s ms and a duration of %s ms give %j',
    async (budgetMs, durationMs, codes) => {
      const times = [0, durationMs];
      const result = await runOne(passes, {
        probe: { budgetMs },
        elapsedMs: () => times.shift() ?? Number.NaN,
      });
      expect(codesOf(result)).toEqual(codes);
    },
  );

  test('are not made of a probe that did not pass', async () => {
    const result = await runOne(
      async (plan, context) => {
        await twice(plan, context);
        context.record(failing('HTTP_STATUS'));
      },
      { probe: { budgetMs: -1 } },
    );
    expect(codesOf(result)).toEqual(['pass', 'HTTP_STATUS']);
  });
});

describe('a probe that cannot be run', () => {
  test('is unknown for the reasons that are given', async () => {
    const plan = { faults: [{ name: 'password', fault: fault('SECRET_MISSING') }] };
    const result = await runOne(() => Promise.reject(new Error('not expected to run')), { probe: { plan } });
    expect(codesOf(result)).toEqual(['SECRET_MISSING']);
    expect(result).toMatchObject({ status: 'unknown', attempts: 0 });
    expect(result.checks[0]).toMatchObject({ name: 'password', layer: 'chip' });
  });

  test.each([
    ['no reason', []],
    ['a mere warning', [{ name: 'certificate', fault: fault('TLS_EXPIRES_SOON') }]],
  ])('does not pass for %s', async (_, faults) => {
    const result = await runOne(passes, { probe: { plan: { faults } } });
    expect(result.status).toBe('unknown');
    expect(isAllowed(result)).toBe(false);
  });
});

describe('a probe whose engine misbehaves', () => {
  const misbehaviour: readonly (readonly [string, Engine<HttpPlan>])[] = [
    ['records nothing', () => Promise.resolve()],
    [
      'throws an error at once',
      () => {
        throw new Error('secret detail');
      },
    ],
    ['rejects with an error', () => Promise.reject(new TypeError('secret detail'))],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is tested
    ['rejects with text', () => Promise.reject('secret detail')],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is tested
    ['rejects with nothing', () => Promise.reject(undefined)],
    [
      'passes a check, then throws',
      (_, { record }) => {
        record(passing());
        throw new Error('secret detail');
      },
    ],
    ['throws a mere warning', () => Promise.reject(new FaultError(fault('TLS_EXPIRES_SOON')))],
    ['returns something else than a promise', () => 'secret detail' as unknown as Promise<void>],
  ];

  test.each(misbehaviour)('and %s is unknown, and shows nothing foreign', async (_, engine) => {
    const result = await runOne(engine);
    expect(codesOf(result)).toContain('INTERNAL');
    expect(result.status).toBe('unknown');
    expect(isAllowed(result)).toBe(false);
    expect(JSON.stringify(result)).not.toContain('secret detail');
  });

  const garbage: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['text', 'pass'],
    ['an empty object', {}],
    ['an unknown status', { ...passing(), status: 'ok' }],
    ['an inherited status', { ...passing(), status: 'toString' }],
    ['a pass with a fault', { ...passing(), fault: fault('HTTP_STATUS') }],
    ['a failure without a fault', { ...passing(), status: 'warn' }],
    ['a failure with an empty fault', { ...passing(), status: 'warn', fault: null }],
    ['an unknown code', { ...passing(), status: 'warn', fault: { ...fault('SLOW'), code: 'FINE' } }],
    ['a status that is milder than its code', { ...failing('HTTP_STATUS'), status: 'warn' }],
    ['a check without a name', { ...passing(), name: undefined }],
    ['a check without a layer', { ...passing(), layer: 7 }],
  ];

  test.each(garbage)('and records %s is unknown', async (_, check) => {
    const result = await runOne((plan, context) => {
      context.record(check as Check);
      return passes(plan, context);
    });
    expect(codesOf(result)).toEqual(['INTERNAL', 'pass']);
    expect(isAllowed(result)).toBe(false);
  });

  test('and fails to plan is unknown', async () => {
    const plan = () => {
      throw new RangeError('secret detail');
    };
    const result = await runOne(passes, { probe: { plan } });
    expect(codesOf(result)).toEqual(['INTERNAL']);
    expect(JSON.stringify(result)).not.toContain('secret detail');
  });

  test('and throws a fault has that fault', async () => {
    const result = await runOne(() => Promise.reject(new FaultError(fault('CONNECT_REFUSED'))));
    expect(codesOf(result)).toEqual(['CONNECT_REFUSED']);
    expect(result.status).toBe('fail');
  });

  test('and records after its end changes nothing', async () => {
    const late = Promise.withResolvers<undefined>();
    let settled: Promise<unknown> = Promise.resolve();
    const result = await runOne((plan, context) => {
      settled = late.promise.then(() => {
        context.record(failing('HTTP_STATUS'));
        context.attempted(9);
      });
      return passes(plan, context);
    });
    late.resolve(undefined);
    await settled;
    expect(codesOf(result)).toEqual(['pass']);
    expect(result.attempts).toBe(1);
  });

  test('does not disturb the others', async () => {
    const engine: Engine<HttpPlan> = (plan, context) =>
      context.layer === 'cdw' ? Promise.reject(new Error('bug')) : passes(plan, context);
    const results = await runProbes(
      [runnable(), runnable({ name: 'cdw', layer: 'cdw' }), runnable({ name: 'last' })],
      optionsWith(engine),
    );
    expect(results.map(({ name, status }) => [name, status])).toEqual([
      ['chip', 'pass'],
      ['cdw', 'unknown'],
      ['last', 'pass'],
    ]);
  });
});

describe('the timeout of a probe', () => {
  test('ends an engine that hangs and ignores its signal, and keeps what it found before', async () => {
    const result = await runOne(
      (_, { record }) => {
        record(passing('token'));
        return never();
      },
      { probe: { timeoutMs: 20 } },
    );
    expect(codesOf(result)).toEqual(['pass', 'TIMEOUT']);
    expect(result.checks[1]).toMatchObject({ fault: { expected: 'all answers within 20 ms' } });
    expect(result.status).toBe('fail');
  });

  test('lets an engine that heeds its signal clean up and tell in its own words', async () => {
    const result = await runOne(
      async (_, { signal, record }) => {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        signal.addEventListener('abort', () => {
          resolve(undefined);
        });
        await promise;
        record(failing('TIMEOUT', { name: 'token' }));
        await new Promise((done) => setImmediate(done));
        record(failing('LEFTOVER', { name: 'clean-up' }));
      },
      { probe: { timeoutMs: 5 }, graceMs: 60_000 },
    );
    expect(codesOf(result)).toEqual(['TIMEOUT', 'LEFTOVER']);
  });

  test('is told where an engine returns early and says nothing of what it left out', async () => {
    const result = await runOne(
      async (_, { signal, record }) => {
        record(passing('token'));
        const { promise, resolve } = Promise.withResolvers<undefined>();
        signal.addEventListener('abort', () => {
          resolve(undefined);
        });
        await promise;
      },
      { probe: { timeoutMs: 5 }, graceMs: 60_000 },
    );
    expect(codesOf(result)).toEqual(['pass', 'TIMEOUT']);
    expect(isAllowed(result)).toBe(false);
  });

  test('may be longer than any timer', async () => {
    const result = await runOne(
      async (plan, context) => {
        await new Promise((done) => setTimeout(done, 5));
        await passes(plan, context);
      },
      { probe: { timeoutMs: 90 * 24 * 3_600_000 }, graceMs: 60_000 },
    );
    expect(result.status).toBe('pass');
  });

  test('takes no notice of an engine that fails after it was left behind', async () => {
    const late = Promise.withResolvers<never>();
    const result = await runOne(() => late.promise, { probe: { timeoutMs: 5 } });
    late.reject(new Error('too late'));
    await new Promise((done) => setImmediate(done));
    expect(codesOf(result)).toEqual(['TIMEOUT']);
  });
});

describe('the deadline of the run and its cancellation', () => {
  test.each(['DEADLINE', 'CANCELLED'] as const)(
    'end by %s what runs, and start nothing any more',
    async (code) => {
      const controller = new AbortController();
      const begun: string[] = [];
      const engine: Engine<HttpPlan> = (_, { layer }) => {
        begun.push(layer);
        controller.abort(new FaultError(fault(code)));
        return never();
      };
      const results = await runProbes(
        [runnable(), runnable({ name: 'cdw', layer: 'cdw' })],
        optionsWith(engine, { signal: controller.signal, concurrency: 1 }),
      );
      expect(begun).toEqual(['chip']);
      expect(results.map(codesOf)).toEqual([[code], [code]]);
      expect(results.map(({ status, attempts }) => [status, attempts])).toEqual([
        ['unknown', 0],
        ['unknown', 0],
      ]);
    },
  );

  test('make no plan once they have passed', async () => {
    const plan = () => {
      throw new Error('not expected to plan');
    };
    const signal = AbortSignal.abort(new FaultError(fault('DEADLINE')));
    expect(codesOf(await runOne(passes, { signal, probe: { plan } }))).toEqual(['DEADLINE']);
  });

  test('are unknown for a reason that is no fault, too', async () => {
    const result = await runOne(passes, { signal: AbortSignal.abort('because') });
    expect(codesOf(result)).toEqual(['INTERNAL']);
  });
});

describe('runProbes', () => {
  test('runs at most as many probes at once as allowed, and gives the results in order', async () => {
    let running = 0;
    let most = 0;
    const engine: Engine<HttpPlan> = async (plan, context) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setImmediate(done));
      running -= 1;
      await passes(plan, context);
    };
    const names = Array.from({ length: 9 }, (_, index) => `probe-${String(index)}`);
    const results = await runProbes(
      names.map((name) => runnable({ name })),
      optionsWith(engine, { concurrency: 3 }),
    );
    expect(most).toBe(3);
    expect(results.map(({ name }) => name)).toEqual(names);
  });

  test('tells each result the moment it is known', async () => {
    const settled: string[] = [];
    const slow = Promise.withResolvers<undefined>();
    const engine: Engine<HttpPlan> = async (plan, context) => {
      if (context.layer === 'cdw') await slow.promise;
      await passes(plan, context);
    };
    await runProbes(
      [runnable({ name: 'cdw', layer: 'cdw' }), runnable()],
      optionsWith(engine, {
        onSettled: ({ name }) => {
          settled.push(name);
          slow.resolve(undefined);
        },
      }),
    );
    expect(settled).toEqual(['chip', 'cdw']);
  });

  test('loses no result to a listener that throws', async () => {
    const result = await runOne(passes, {
      onSettled: () => {
        throw new Error('cannot print');
      },
    });
    expect(result.status).toBe('pass');
  });

  test('has nothing to tell of no probes', async () => {
    expect(await runProbes([], optionsWith(passes))).toEqual([]);
  });
});

/** A process of its own, where every timer is ours: it tells what would keep it alive after the run. */
const aloneAfterRun = `
const { runProbes } = await import(process.argv[1]);
const [, , timeoutMs, graceMs, engine] = process.argv;
const controller = new AbortController();
const engines = {
  prompt: async () => {},
  hanging: () => new Promise(() => {}),
  heeding: (_, { signal }) => new Promise((end) => signal.addEventListener('abort', () => end())),
  cancelled: () => { setImmediate(() => controller.abort(new Error('cancelled'))); return new Promise(() => {}); },
};
const probe = { layer: 'chip', upstreams: [], timeoutMs: Number(timeoutMs), attempts: 1, plan: () => ({ engine: 'http-steps' }) };
await runProbes([probe, probe], {
  engines: { 'http-steps': engines[engine] },
  signal: controller.signal,
  concurrency: 2,
  graceMs: Number(graceMs),
  elapsedMs: () => performance.now(),
  onSettled: () => {},
});
const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
process.stdout.write(JSON.stringify(timers), () => process.exit());
`;

test('begins with what stands on most layers, and gives the results in the order of the probes', async () => {
  const begun: string[] = [];
  const engine: Engine<HttpPlan> = (_, { layer, record }) => {
    begun.push(layer);
    record({ ...passing(), layer });
    return Promise.resolve();
  };
  const probes = [
    runnable({ name: 'cdw', layer: 'cdw', upstreams: [] }),
    runnable({ name: 'chip', layer: 'chip', upstreams: ['lorota'] }),
    runnable({ name: 'check-in', layer: 'check-in', upstreams: ['cdw', 'chip'] }),
    runnable({ name: 'lorota', layer: 'lorota', upstreams: [] }),
  ];
  const results = await runProbes(probes, optionsWith(engine, { concurrency: 1 }));
  expect(begun).toEqual(['check-in', 'chip', 'cdw', 'lorota']);
  expect(results.map(({ name }) => name)).toEqual(['cdw', 'chip', 'check-in', 'lorota']);
});

describe('the process of a run', () => {
  const runner = new URL('../../src/probes/runner.ts', import.meta.url).href;

  test.each([
    ['prompt', 3_600_000, 3_600_000],
    ['hanging', 5, 5],
    ['heeding', 5, 3_600_000],
    ['cancelled', 3_600_000, 5],
  ])('has no timer left after a %s engine', async (engine, timeoutMs, graceMs) => {
    const args = [
      '--input-type=module',
      '-e',
      aloneAfterRun,
      runner,
      String(timeoutMs),
      String(graceMs),
      engine,
    ];
    // Only ends a process that hangs; no timing decides.
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 30_000 });
    expect(JSON.parse(stdout)).toEqual([]);
  });
});
