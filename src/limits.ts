import { FaultError } from './errors.ts';
import { armWatchdog, type LastWord } from './watchdog.ts';

/** What ends a run before it is done. Arm once, disarm always. */
export interface Limits {
  /** Ends every look: aborts with a `FaultError`, `DEADLINE`, or `CANCELLED` on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /**
   * Ends what is written down after the last look. The same, but its deadline comes later: what was found out until
   * the deadline, an outage above all, must not be lost with it.
   */
  readonly afterwards: AbortSignal;
  /**
   * Has the process watched over from now on: to be called before work whose end depends on what a user or a server
   * wrote. A run that takes longer than a moment is watched over anyway.
   */
  readonly watch: () => void;
  /** From now on a signal ends the process at once, as if nobody heeded it. */
  readonly leaveSignals: () => void;
  /** From now on a signal aborts again; it does from the start. */
  readonly heedSignals: () => void;
  readonly disarm: () => void;
}

/** For the ledger and all that is told outside of the job; at most as long as the deadline itself. */
const longestAfterwardsMs = 20_000;

/** Most runs are done by then, and need not pay for a thread: it takes longer to start than they do. */
const unwatchedMs = 500;

/** What a runner sends to a job that is cancelled. */
const cancelling = ['SIGINT', 'SIGTERM'] as const;

/**
 * Arms the overall deadline and the runner's cancellation (SIGINT, 7.5 s later SIGTERM, then a kill).
 *
 * @param lastWords said when the process hangs beyond its deadline, before it is killed; without them nobody
 *   watches over it.
 */
export function armLimits(deadlineMs: number, lastWords?: readonly LastWord[]): Limits {
  const looks = armDeadline(deadlineMs);
  const afterwards = armDeadline(deadlineMs + Math.min(longestAfterwardsMs, deadlineMs));
  const cancel = () => {
    const reason = new FaultError({
      code: 'CANCELLED',
      expected: 'the run goes to its end',
      observed: 'the job was cancelled',
    });
    looks.controller.abort(reason);
    afterwards.controller.abort(reason);
  };
  const leaveSignals = () => {
    for (const signal of cancelling) process.off(signal, cancel);
  };
  const heedSignals = () => {
    leaveSignals();
    for (const signal of cancelling) process.on(signal, cancel);
  };
  heedSignals();
  const startedAt = performance.now();
  let watchdog: ReturnType<typeof armWatchdog> | undefined;
  const watch = () => {
    if (lastWords !== undefined)
      watchdog ??= armWatchdog(deadlineMs - (performance.now() - startedAt), lastWords);
  };
  const unwatched = setTimeout(watch, Math.min(unwatchedMs, deadlineMs));
  const disarm = () => {
    clearTimeout(unwatched);
    watchdog?.disarm();
    clearTimeout(looks.timer);
    clearTimeout(afterwards.timer);
    leaveSignals();
  };
  const [signal, later] = [looks.controller.signal, afterwards.controller.signal];
  return { signal, afterwards: later, watch, leaveSignals, heedSignals, disarm };
}

function armDeadline(deadlineMs: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(
      new FaultError({
        code: 'DEADLINE',
        expected: `the whole run within ${String(deadlineMs)} ms`,
        observed: 'not done by then',
      }),
    );
  }, deadlineMs);
  return { controller, timer };
}
