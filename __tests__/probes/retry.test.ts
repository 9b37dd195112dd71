import { describe, expect, test } from 'vitest';

import type { FaultCode } from '../../src/core/fault-codes.ts';
import { FaultError } from '../../src/errors.ts';
import { PausedFaultError, retryTransient } from '../../src/probes/retry.ts';

function fault(code: FaultCode) {
  return { code, expected: 'an answer', observed: 'none' };
}

function counting(attempts: number, signal = new AbortController().signal) {
  const seen: number[] = [];
  return { seen, options: { attempts, signal, attempted: (attempt: number) => seen.push(attempt) } };
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

describe('retryTransient', () => {
  test('gives the first success and tells each attempt', async () => {
    const { seen, options } = counting(3);
    const answer = await retryTransient((attempt) => {
      if (attempt < 3) return Promise.reject(new FaultError(fault('CONNECT_RESET')));
      return Promise.resolve(`after ${String(attempt)}`);
    }, options);
    expect(answer).toBe('after 3');
    expect(seen).toEqual([1, 2, 3]);
  });

  test('gives up after the last attempt with the last fault', async () => {
    const { seen, options } = counting(2);
    const codes: FaultCode[] = ['TIMEOUT', 'CONNECT_RESET'];
    const failing = retryTransient(
      (attempt) => Promise.reject(new FaultError(fault(codes[attempt - 1] ?? 'DNS'))),
      options,
    );
    await expect(failing).rejects.toMatchObject({ fault: { code: 'CONNECT_RESET' } });
    expect(seen).toEqual([1, 2]);
  });

  test.each(['HTTP_STATUS', 'CREDENTIAL_REFUSED', 'TLS_EXPIRED', 'INTERNAL'] as const)(
    'does not try %s again, which is not transient',
    async (code) => {
      const { seen, options } = counting(3);
      const failing = retryTransient(() => Promise.reject(new FaultError(fault(code))), options);
      await expect(failing).rejects.toMatchObject({ fault: { code } });
      expect(seen).toEqual([1]);
    },
  );

  test('does not try again what is no fault but a bug', async () => {
    const { seen, options } = counting(3);
    const bug = new TypeError('fetch failed');
    await expect(retryTransient(() => Promise.reject(bug), options)).rejects.toBe(bug);
    expect(seen).toEqual([1]);
  });

  test('waits as long as the server asks for', async () => {
    const { options } = counting(2);
    const startedAt = performance.now();
    await retryTransient((attempt) => {
      if (attempt === 1) return Promise.reject(new PausedFaultError(fault('RATE_LIMITED'), 900));
      return Promise.resolve();
    }, options);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(895);
  });

  test('stops waiting for another attempt at once when aborted, and leaves no timer', async () => {
    const controller = new AbortController();
    const reason = new FaultError(fault('CANCELLED'));
    const before = timers();
    const { seen, options } = counting(5, controller.signal);
    const failing = retryTransient(() => {
      setImmediate(() => {
        controller.abort(reason);
      });
      return Promise.reject(new PausedFaultError(fault('GATEWAY'), Number.POSITIVE_INFINITY));
    }, options);
    await expect(failing).rejects.toBe(reason);
    expect(seen).toEqual([1]);
    expect(timers()).toBe(before);
  });

  test('leaves behind an operation that ignores the signal', async () => {
    const controller = new AbortController();
    const reason = new FaultError(fault('DEADLINE'));
    const { options } = counting(2, controller.signal);
    const failing = retryTransient(() => new Promise<never>(() => undefined), options);
    controller.abort(reason);
    await expect(failing).rejects.toBe(reason);
  });

  test('starts nothing when the signal has aborted before', async () => {
    const reason = new FaultError(fault('DEADLINE'));
    const { seen, options } = counting(2, AbortSignal.abort(reason));
    await expect(retryTransient(() => Promise.resolve(1), options)).rejects.toBe(reason);
    expect(seen).toEqual([]);
  });
});
