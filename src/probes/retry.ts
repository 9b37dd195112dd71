import pRetry from 'p-retry';

import { factsOf } from '../core/fault-codes.ts';
import type { Fault } from '../core/model.ts';
import { FaultError } from '../errors.ts';

/** A server that asks for a longer pause is asked again after this one: a gate cannot wait for minutes. */
export const longestPauseMs = 30_000;

const firstBackoffMs = 200;
const longestBackoffMs = 5000;

/** A transient fault of a server that said when it wants to be asked again. */
export class PausedFaultError extends FaultError {
  readonly retryAfterMs: number;

  constructor(fault: Fault, retryAfterMs: number) {
    super(fault);
    this.retryAfterMs = retryAfterMs;
  }
}

export interface RetryOptions {
  /** The most attempts, the first one included; at least 1. */
  readonly attempts: number;
  /** Ends waiting and working at once. Its reason is a `FaultError`. */
  readonly signal: AbortSignal;
  /** Told the number of each attempt (1 …) before it starts. */
  readonly attempted: (attempt: number) => void;
}

/**
 * Runs the operation until it succeeds, fails for good, or has had its attempts. Only a `FaultError`
 * whose code is transient earns another attempt, after 200 ms, 400 ms … with jitter, on top of the
 * pause that a `PausedFaultError` asks for. Rejects with what the last attempt threw, or with the
 * signal's reason. An operation that ignores the signal is left behind.
 */
export async function retryTransient<T>(
  operation: (attempt: number) => Promise<T>,
  { attempts, signal, attempted }: RetryOptions,
): Promise<T> {
  return pRetry(
    (attempt) => {
      attempted(attempt);
      return orAborted(operation(attempt), signal);
    },
    {
      retries: Math.max(0, attempts - 1),
      minTimeout: firstBackoffMs,
      maxTimeout: longestBackoffMs,
      factor: 2,
      randomize: true,
      signal,
      shouldRetry: async ({ error }) => {
        if (!isTransient(error)) return false;
        if (error instanceof PausedFaultError) await pause(error.retryAfterMs, signal);
        return true;
      },
    },
  );
}

function isTransient(error: unknown): error is FaultError {
  return error instanceof FaultError && factsOf(error.fault.code).transient;
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}

function pause(wantedMs: number, signal: AbortSignal): Promise<void> {
  const pauseMs = Math.min(Math.max(0, wantedMs), longestPauseMs);
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, pauseMs);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
