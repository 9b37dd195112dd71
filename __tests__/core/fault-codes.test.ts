import { describe, expect, test } from 'vitest';

import { factsOf, faultCodes, isFaultCode, type FaultCode } from '../../src/core/fault-codes.ts';

const codes = Object.keys(faultCodes) as FaultCode[];

function withFlag(flag: 'independent' | 'transient' | 'network' | 'testData'): FaultCode[] {
  return codes.filter((code) => factsOf(code)[flag]);
}

describe('the table of fault codes', () => {
  test.each(codes)('gives %s one sentence of cause and one of next step', (code) => {
    for (const sentence of [factsOf(code).cause, factsOf(code).next]) {
      expect(sentence).toMatch(/^[A-Z].*[^.]\.$/u);
      expect(sentence).not.toMatch(/\. [A-Z]/u);
    }
  });

  test.each(codes)('has %s in capitals', (code) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/u);
  });

  test.each([
    ['HTTP_STATUS', 'fail'],
    ['BODY_MISMATCH', 'fail'],
    ['COLUMN_MISSING', 'fail'],
    ['TYPE_MISMATCH', 'fail'],
    ['NOT_ENOUGH_ROWS', 'fail'],
    ['STALE', 'fail'],
    ['MOCKED', 'fail'],
    ['CONNECT_REFUSED', 'fail'],
    ['CONNECT_RESET', 'fail'],
    ['TIMEOUT', 'fail'],
    ['DNS', 'fail'],
    ['TLS_EXPIRED', 'fail'],
    ['NO_GRANT', 'fail'],
    ['MAINTENANCE', 'fail'],
    ['CREDENTIAL_REFUSED', 'unknown'],
    ['TLS_UNTRUSTED', 'unknown'],
    ['SECRET_MISSING', 'unknown'],
    ['RUNNER_OFFLINE', 'unknown'],
    ['INTERNAL', 'unknown'],
    ['DEADLINE', 'unknown'],
    ['CANCELLED', 'unknown'],
    ['NOT_RUN', 'unknown'],
    ['NO_DATA', 'unknown'],
    ['FLAKY', 'warn'],
    ['TLS_EXPIRES_SOON', 'warn'],
    ['SLOW', 'warn'],
    ['TYPE_WIDENED', 'warn'],
    ['LEFTOVER', 'warn'],
  ] as const)('counts %s as %s', (code, status) => {
    expect(factsOf(code).status).toBe(status);
  });

  test('lets only reservations warn, so that no fault passes by being a warning', () => {
    expect(codes.filter((code) => factsOf(code).status === 'warn').sort()).toEqual([
      'FLAKY',
      'LEFTOVER',
      'MONITOR_WARNS',
      'SLOW',
      'TLS_EXPIRES_SOON',
      'TYPE_WIDENED',
    ]);
  });

  test('counts as silence only what never came from the layer', () => {
    expect(withFlag('network').sort()).toEqual([
      'CONNECT_REFUSED',
      'CONNECT_RESET',
      'DNS',
      'PROTOCOL',
      'TIMEOUT',
      'UNREACHABLE',
    ]);
  });

  test('takes for a matter of test data only what no system is to blame for', () => {
    expect(withFlag('testData').sort()).toEqual(['INSURANCE_FLAG', 'NO_APPOINTMENT', 'OUTSIDE_WINDOW']);
  });

  test('tries nothing again that a repetition cannot mend', () => {
    for (const code of [
      'CREDENTIAL_REFUSED',
      'IDENTITY_REFUSED',
      'SECRET_MISSING',
      'DEADLINE',
      'CANCELLED',
      'INTERNAL',
    ] as const) {
      expect(withFlag('transient')).not.toContain(code);
    }
  });

  test('lets an upstream layer be the reason for a wrong answer, a cut connection and silence', () => {
    for (const code of [
      'HTTP_STATUS',
      'GATEWAY',
      'BODY_MISMATCH',
      'ERROR_IN_BODY',
      'UPSTREAM',
      'TIMEOUT',
      'CONNECT_RESET',
    ] as const) {
      expect(withFlag('independent')).not.toContain(code);
    }
  });
});

describe('factsOf', () => {
  test.each(['NO_SUCH_CODE', 'toString', '__proto__', '', undefined, null, 7])(
    'takes %j, which is no code, for a bug of ours',
    (garbage) => {
      expect(isFaultCode(garbage)).toBe(false);
      expect(factsOf(garbage as FaultCode)).toEqual(faultCodes.INTERNAL);
    },
  );

  test('knows its own codes', () => {
    expect(codes.every((code) => isFaultCode(code))).toBe(true);
  });
});
