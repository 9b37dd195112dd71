import { setTimeout as wait } from 'node:timers/promises';

import pRetry from 'p-retry';

import { GitHubError, TransientGitHubError } from './github-error.ts';

const firstBackoffMs = 200;
const longestBackoffMs = 5000;

export interface RetryLimits {
  /** The most attempts, the first one included; at least 1. */
  readonly attempts: number;
  /** All waiting between the attempts of one request together, in milliseconds. */
  readonly longestWaitMs: number;
  /** Ends waiting at once. Its reason is what is thrown. */
  readonly signal: AbortSignal;
}

/**
 * Sends until it succeeds, fails for good, or may not be tried again. The pause is the one that
 * GitHub asks for, or 200 ms, 400 ms … with jitter. A pause that exceeds what is left of the limit
 * ends it at once: asking earlier than GitHub allows only prolongs its limit.
 *
 * @param repeatable false where a second request would do it twice: then only what GitHub turned away
 *   before looking at it, a rate limit, is sent again.
 * @throws {GitHubError} that of the last attempt.
 */
export async function retryTransient<T>(
  send: () => Promise<T>,
  repeatable: boolean,
  { attempts, longestWaitMs, signal }: RetryLimits,
): Promise<T> {
  let leftMs = longestWaitMs;
  return pRetry(send, {
    retries: Math.max(0, attempts - 1),
    minTimeout: firstBackoffMs,
    maxTimeout: longestBackoffMs,
    randomize: true,
    signal,
    shouldRetry: async ({ error, retryDelay }) => {
      if (!(error instanceof TransientGitHubError)) return false;
      if (!repeatable && error.reason !== 'rate-limited') return false;
      const pauseMs = Math.max(retryDelay, error.retryAfterMs);
      if (pauseMs > leftMs) return false;
      leftMs -= pauseMs;
      await pause(pauseMs - retryDelay, signal);
      return true;
    },
  });
}

export interface ConflictLimits {
  /** The most attempts, the first one included. */
  readonly attempts: number;
  /** Milliseconds after which no further attempt starts. */
  readonly longestMs: number;
  readonly signal?: AbortSignal | undefined;
}

const firstConflictPauseMs = 100;
const longestConflictPauseMs = 2000;

/**
 * Runs the operation from its start again, after a random pause, as long as somebody else was
 * quicker (`GitHubError` with reason `conflict`). The pauses are random from zero on, so that
 * writers who met once do not meet again.
 */
export async function retryConflicts<T>(
  operation: (attempt: number) => Promise<T>,
  { attempts, longestMs, signal }: ConflictLimits,
): Promise<T> {
  return pRetry(operation, {
    retries: Math.max(0, attempts - 1),
    minTimeout: 0,
    maxRetryTime: longestMs,
    ...(signal === undefined ? {} : { signal }),
    shouldRetry: async ({ error, attemptNumber }) => {
      if (!(error instanceof GitHubError) || error.reason !== 'conflict') return false;
      const longestPauseMs = Math.min(longestConflictPauseMs, firstConflictPauseMs * 2 ** attemptNumber);
      await pause(Math.random() * longestPauseMs, signal);
      return true;
    },
  });
}

/** Ends early when the signal aborts; who waits looks at the signal then. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0) return;
  await wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
