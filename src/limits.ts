import { FaultError } from './errors.ts';
import { armWatchdog, type LastWord } from './watchdog.ts';

/** What ends a run before it is done. Arm once, disarm always. */
export interface Limits {
  /** Aborts with a `FaultError`: `DEADLINE`, or `CANCELLED` on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  readonly disarm: () => void;
}

/**
 * Arms the overall deadline and the runner's cancellation (SIGINT, 7.5 s later SIGTERM, then a kill).
 *
 * @param lastWords said when the process hangs beyond its deadline, before it is killed; without them nobody
 *   watches over it.
 */
export function armLimits(deadlineMs: number, lastWords?: readonly LastWord[]): Limits {
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
  const cancel = () => {
    controller.abort(
      new FaultError({
        code: 'CANCELLED',
        expected: 'the run goes to its end',
        observed: 'the job was cancelled',
      }),
    );
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  const watchdog = lastWords === undefined ? undefined : armWatchdog(deadlineMs, lastWords);
  const disarm = () => {
    watchdog?.disarm();
    clearTimeout(timer);
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  };
  return { signal: controller.signal, disarm };
}
