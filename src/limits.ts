import { FaultError } from './errors.ts';

/** What ends a run before it is done. Arm once, disarm always. */
export interface Limits {
  /** Aborts with a `FaultError`: `DEADLINE`, or `CANCELLED` on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  readonly disarm: () => void;
}

/** Arms the overall deadline and the runner's cancellation (SIGINT, 7.5 s later SIGTERM, then a kill). */
export function armLimits(deadlineMs: number): Limits {
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
  const disarm = () => {
    clearTimeout(timer);
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  };
  return { signal: controller.signal, disarm };
}
