import pLimit from 'p-limit';

import { faultyCheck, isFaulty } from '../core/faults.ts';
import { statuses, type Check, type Fault, type Layer, type Owner, type ProbeResult } from '../core/model.ts';
import type { HttpPlan, Plan, TablePlan } from '../core/plan.ts';
import { worst } from '../core/worst.ts';
import { FaultError } from '../errors.ts';
import type { Engine } from './engine.ts';

/** A probe with all that is needed to run it. */
export interface RunnableProbe {
  readonly name: string;
  readonly kind: string;
  readonly layer: Layer;
  readonly upstreams: readonly Layer[];
  readonly required: boolean;
  readonly owner?: Owner | undefined;
  readonly labels: readonly string[];
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly budgetMs?: number | undefined;
  /** Makes the plan afresh; or the faults that keep the probe from being run at all. */
  readonly plan:
    (() => Plan) | { readonly faults: readonly { readonly name: string; readonly fault: Fault }[] };
}

/** The engine for each sort of plan. */
export interface Engines {
  readonly 'http-steps': Engine<HttpPlan>;
  readonly 'table-contract': Engine<TablePlan>;
}

export interface RunOptions {
  readonly engines: Engines;
  /** Aborts at the overall deadline and on cancellation; its reason is a `FaultError`. */
  readonly signal: AbortSignal;
  /** How many probes run at once. */
  readonly concurrency: number;
  /** Milliseconds that an aborted probe gets for its clean-up. */
  readonly graceMs: number;
  /** Monotonic milliseconds. */
  readonly elapsedMs: () => number;
  readonly onSettled: (result: ProbeResult) => void;
}

/** Runs every probe, in the order given, at most `concurrency` at once. Never throws for a probe. */
export async function runProbes(
  probes: readonly RunnableProbe[],
  options: RunOptions,
): Promise<readonly ProbeResult[]> {
  const limit = pLimit(options.concurrency);
  return Promise.all(
    probes.map((probe) =>
      limit(async () => {
        const result = await runProbe(probe, options);
        options.onSettled(result);
        return result;
      }),
    ),
  );
}

async function runProbe(probe: RunnableProbe, options: RunOptions): Promise<ProbeResult> {
  const startedMs = options.elapsedMs();
  const log = createLog(probe.layer);
  if (typeof probe.plan === 'function') await runPlan(probe, probe.plan, options, log);
  else
    for (const { name, fault } of probe.plan.faults)
      log.record(faultyCheck({ name, layer: probe.layer }, fault));
  const durationMs = options.elapsedMs() - startedMs;
  const checks = [...log.close(), ...reservations(probe, log, durationMs)];
  const { name, kind, layer, upstreams, required, owner, labels } = probe;
  const status = worst(checks.map((check) => check.status));
  const attempts = log.attempts();
  return {
    name,
    kind,
    layer,
    upstreams,
    required,
    owner,
    labels,
    status,
    checks,
    attempts,
    startedMs,
    durationMs,
  };
}

async function runPlan(
  probe: RunnableProbe,
  makePlan: () => Plan,
  { engines, signal, graceMs }: RunOptions,
  log: Log,
): Promise<void> {
  const timeout = new AbortController();
  const limits = AbortSignal.any([signal, timeout.signal]);
  const timer = setTimeout(() => {
    timeout.abort(probeTimeout(probe));
  }, probe.timeoutMs);
  const cutOff = afterAbort(limits, graceMs);
  try {
    limits.throwIfAborted();
    const plan = makePlan();
    const { layer, attempts } = probe;
    const context = { layer, signal: limits, attempts, record: log.record, attempted: log.attempted };
    const engine =
      plan.engine === 'http-steps'
        ? engines['http-steps'](plan, context)
        : engines['table-contract'](plan, context);
    await Promise.race([engine, cutOff.promise]);
  } catch (error) {
    log.record(faultyCheck({ name: 'run of the probe', layer: probe.layer }, faultOf(error)));
  } finally {
    clearTimeout(timer);
    cutOff.disarm();
  }
}

function probeTimeout({ timeoutMs }: RunnableProbe): FaultError {
  return new FaultError({
    code: 'TIMEOUT',
    expected: `all answers within ${String(timeoutMs)} ms`,
    observed: 'no answer in that time',
  });
}

/** A fault that was thrown is told; anything else is a bug of ours, of which nothing foreign is shown. */
function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const name = error instanceof TypeError || error instanceof RangeError ? error.name : 'an exception';
  return {
    code: 'INTERNAL',
    expected: 'the probe runs to its end',
    observed: `${name} in the probe's own code`,
  };
}

/** Rejects with the signal's reason, `graceMs` after it aborted: an engine that ignores its signal is left behind. */
function afterAbort(signal: AbortSignal, graceMs: number) {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const arm = () => {
    timer = setTimeout(() => {
      reject(signal.reason as Error);
    }, graceMs);
  };
  signal.addEventListener('abort', arm, { once: true });
  const disarm = () => {
    signal.removeEventListener('abort', arm);
    clearTimeout(timer);
  };
  return { promise, disarm };
}

interface Log {
  readonly record: (check: Check) => void;
  readonly attempted: (attempt: number) => void;
  readonly attempts: () => number;
  /** The checks so far; what comes later is dropped. */
  readonly close: () => readonly Check[];
}

function createLog(layer: Layer): Log {
  const checks: Check[] = [];
  let isClosed = false;
  let most = 0;
  return {
    record: (check) => {
      if (!isClosed) checks.push(readable(check, layer));
    },
    attempted: (attempt) => {
      most = Math.max(most, attempt);
    },
    attempts: () => most,
    close: () => {
      isClosed = true;
      return checks.length > 0 ? checks : [nothingRecorded(layer)];
    },
  };
}

/** An engine that records something that is no check has a bug: it must not count as passed. */
function readable(check: Check, layer: Layer): Check {
  const isCheck = statuses.includes(check.status) && (check.status === 'pass' || 'fault' in check);
  return isCheck ? check : internal(layer, 'a check with a known status', 'something else');
}

function nothingRecorded(layer: Layer): Check {
  return internal(layer, 'at least one check', 'none');
}

function internal(layer: Layer, expected: string, observed: string): Check {
  return faultyCheck({ name: 'run of the probe', layer }, { code: 'INTERNAL', expected, observed });
}

/** Warnings about how it passed: another attempt was needed, or more time than its budget. */
function reservations(probe: RunnableProbe, log: Log, durationMs: number): readonly Check[] {
  const { layer, budgetMs } = probe;
  if (log.close().some((check) => isFaulty(check) && check.status !== 'warn')) return [];
  const attempts = log.attempts();
  const flaky = faultyCheck(
    { name: 'attempts', layer },
    { code: 'FLAKY', expected: 'an answer at the first attempt', observed: `${String(attempts)} attempts` },
  );
  const slow = faultyCheck(
    { name: 'budget', layer },
    {
      code: 'SLOW',
      expected: `at most ${String(budgetMs)} ms`,
      observed: `${String(Math.round(durationMs))} ms`,
    },
  );
  return [
    ...(attempts > 1 ? [flaky] : []),
    ...(budgetMs !== undefined && durationMs > budgetMs ? [slow] : []),
  ];
}
