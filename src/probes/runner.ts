import pLimit from 'p-limit';

import { faultyCheck } from '../core/faults.ts';
import type { Check, Fault, Layer, Owner, ProbeResult } from '../core/model.ts';
import type { HttpPlan, Plan, TablePlan } from '../core/plan.ts';
import { formatSpan } from '../core/spans.ts';
import { worst } from '../core/worst.ts';
import { FaultError } from '../errors.ts';
import { createLog, internal, isTrouble, type CheckLog } from './check-log.ts';
import { afterAbort } from './cut-off.ts';
import type { Engine } from './engine.ts';

/** A longer timer would fire at once (Node.js, `setTimeout`). */
const longestTimerMs = 2 ** 31 - 1;

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
  /** Whether checks carry their exchanges. */
  readonly diagnose?: boolean | undefined;
  /** Milliseconds that an aborted probe gets for its clean-up. */
  readonly graceMs: number;
  /** Monotonic milliseconds. */
  readonly elapsedMs: () => number;
  readonly onSettled: (result: ProbeResult) => void;
}

/**
 * Runs every probe, at most `concurrency` at once, and gives the results in the order of the probes. What stands on
 * most layers calls them one after the other and takes longest, so it is begun first. Never throws for a probe.
 */
export async function runProbes(
  probes: readonly RunnableProbe[],
  options: RunOptions,
): Promise<readonly ProbeResult[]> {
  const limit = pLimit(options.concurrency);
  const run = (probe: RunnableProbe) =>
    limit(async () => {
      const result = await runProbe(probe, options);
      tell(result, options);
      return result;
    });
  const longestFirst = [...probes.entries()].sort(([, a], [, b]) => b.upstreams.length - a.upstreams.length);
  const settled = await Promise.all(
    longestFirst.map(async ([place, probe]) => ({ place, result: await run(probe) })),
  );
  return settled.sort((a, b) => a.place - b.place).map(({ result }) => result);
}

async function runProbe(probe: RunnableProbe, options: RunOptions): Promise<ProbeResult> {
  const startedMs = options.elapsedMs();
  const log = createLog(probe.layer);
  if (typeof probe.plan === 'function') await runPlan(probe, probe.plan, options, log);
  else recordUnrun(probe, probe.plan.faults, log);
  const durationMs = options.elapsedMs() - startedMs;
  const checks = [...log.found(), ...reservations(probe, log, durationMs)];
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

/** A listener that fails must not cost the result, nor that of the probes that still run. */
function tell(result: ProbeResult, { onSettled }: RunOptions): void {
  try {
    onSettled(result);
  } catch {
    // The result is in the report all the same.
  }
}

/** What kept the probe from running; a mere warning among it would let the probe pass unseen. */
function recordUnrun(
  { layer }: RunnableProbe,
  faults: readonly { readonly name: string; readonly fault: Fault }[],
  log: CheckLog,
): void {
  for (const { name, fault } of faults) log.record(faultyCheck({ name, layer }, fault));
  if (!log.hasFailed()) log.record(internal(layer, 'why the probe was not run', 'no reason'));
}

async function runPlan(
  probe: RunnableProbe,
  makePlan: () => Plan,
  { engines, signal, graceMs, diagnose }: RunOptions,
  log: CheckLog,
): Promise<void> {
  const timeout = new AbortController();
  const limits = AbortSignal.any([signal, timeout.signal]);
  const timer = setTimeout(
    () => {
      timeout.abort(probeTimeout(probe));
    },
    Math.min(probe.timeoutMs, longestTimerMs),
  );
  const cutOff = afterAbort(limits, graceMs);
  try {
    limits.throwIfAborted();
    const plan = makePlan();
    const { layer, attempts } = probe;
    const { record, attempted } = log;
    const context = { layer, signal: limits, attempts, diagnose, record, attempted };
    const engine =
      plan.engine === 'http-steps'
        ? engines['http-steps'](plan, context)
        : engines['table-contract'](plan, context);
    await Promise.race([engine, cutOff.promise]);
    // An engine that returns early when aborted, and says nothing of what it left out, must not pass.
    if (!log.hasFailed()) limits.throwIfAborted();
  } catch (error) {
    log.record(faultyCheck({ name: 'run of the probe', layer: probe.layer }, faultOf(error)));
    // A mere warning that was thrown ended the probe all the same.
    if (!log.hasFailed()) log.record(internal(probe.layer, 'the probe runs to its end', 'it ended early'));
  } finally {
    clearTimeout(timer);
    cutOff.disarm();
  }
}

function probeTimeout({ timeoutMs }: RunnableProbe): FaultError {
  return new FaultError({
    code: 'TIMEOUT',
    expected: `all answers within ${formatSpan(timeoutMs)}`,
    observed: `no answer within ${formatSpan(timeoutMs)}`,
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

/** Warnings about how it passed: another attempt was needed, or more time than its budget. */
function reservations(probe: RunnableProbe, log: CheckLog, durationMs: number): readonly Check[] {
  const { layer, budgetMs } = probe;
  if (log.found().some(isTrouble)) return [];
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
