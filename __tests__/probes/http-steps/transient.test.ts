import { describe, expect, test } from 'vitest';

import { retryAfterMs, transientError } from '../../../src/probes/http-steps/transient.ts';

const now = new Date('2026-03-01T12:00:00Z');

describe('Retry-After', () => {
  test.each([
    [undefined, 0],
    ['0', 0],
    ['7', 7000],
    ['999999999999', 999_999_999_999_000],
    ['-5', 0],
    ['1.5', 0],
    ['soon', 0],
    ['9'.repeat(400), 0],
    ['Sun, 01 Mar 2026 12:00:09 GMT', 9000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['Sun, 32 Mar 2026 11:00:00 GMT', 0],
    ['2026-03-01', 0],
  ])('%s is %i ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});

describe('transientError', () => {
  const fault = { code: 'UPSTREAM', expected: 'status 200', observed: 'status 503' } as const;

  test.each([
    [429, 'RATE_LIMITED'],
    [502, 'GATEWAY'],
    [503, 'GATEWAY'],
    [504, 'GATEWAY'],
  ] as const)('is given for %i, whatever its answer was known as', (status, code) => {
    const error = transientError({ status, headers: { 'retry-after': '2' } }, fault, now);
    expect(error).toMatchObject({ fault: { code }, retryAfterMs: 2000 });
  });

  test.each([200, 400, 401, 404, 500, 501])('is not given for %i', (status) => {
    expect(transientError({ status, headers: {} }, fault, now)).toBeUndefined();
  });
});
