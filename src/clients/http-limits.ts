import { FaultError } from '../errors.ts';
import { toFaultError } from './http-faults.ts';
import type { Observation } from './http-observation.ts';

export interface Limits {
  readonly signal: AbortSignal;
  /** Why the signal aborted. */
  readonly reason: (seen: Observation | undefined) => FaultError;
  readonly disarm: () => void;
}

/** Joins the caller's signal and a timer for the whole exchange. Whoever asks for limits disarms them. */
export function limitsOf(signal: AbortSignal, timeoutMs: number): Limits {
  const own = new AbortController();
  const timer = setTimeout(() => {
    own.abort();
  }, timeoutMs);
  return {
    signal: AbortSignal.any([signal, own.signal]),
    reason: (seen) => (signal.aborted ? toFaultError(signal.reason) : timedOut(timeoutMs, seen)),
    disarm: () => {
      clearTimeout(timer);
    },
  };
}

function timedOut(timeoutMs: number, seen: Observation | undefined): FaultError {
  const observed = seen?.stage() ?? 'no connection';
  return new FaultError({
    code: 'TIMEOUT',
    expected: `an answer within ${timeoutMs % 1000 === 0 ? `${String(timeoutMs / 1000)} s` : `${String(timeoutMs)} ms`}`,
    observed,
    ...(observed === 'no connection' ? { hint: noConnectionHint } : {}),
  });
}

const noConnectionHint =
  'Nothing answered the connection: a firewall drops the packets, or the host is down. Check the network between the runner and the host.';
