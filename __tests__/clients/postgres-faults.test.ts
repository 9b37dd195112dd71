import { describe, expect, test } from 'vitest';

import {
  catalogueFault,
  connectionFault,
  sqlStateOf,
  statementFault,
  translated,
} from '../../src/clients/postgres-faults.ts';
import { FaultError } from '../../src/errors.ts';

const secret = 'hunter2';

/** An error as pg makes it of what a server sent. */
function serverError(code: string) {
  return Object.assign(new Error(`${secret} of "dflt.people"`), { severity: 'ERROR', code, detail: secret });
}

function nodeError(code: string) {
  return Object.assign(new Error(`connect ${code} ${secret}`), { code });
}

describe('the SQLSTATE of an error', () => {
  test('is what the server sent, when it has the form', () => {
    expect(sqlStateOf(serverError('42P01'))).toBe('42P01');
    for (const code of ['', '42p01', '42P0', '42P011', secret, '42P0\n']) {
      expect(sqlStateOf(serverError(code))).toBeUndefined();
    }
  });

  test('is none where Node has a code of the same length', () => {
    expect(sqlStateOf(nodeError('EPIPE'))).toBeUndefined();
    expect(sqlStateOf('42P01')).toBeUndefined();
    expect(sqlStateOf(undefined)).toBeUndefined();
  });
});

describe('a connection that fails', () => {
  test.each([
    ['ECONNREFUSED', 'CONNECT_REFUSED'],
    ['ECONNRESET', 'CONNECT_RESET'],
    ['EPIPE', 'CONNECT_RESET'],
    ['EHOSTUNREACH', 'UNREACHABLE'],
    ['ENETUNREACH', 'UNREACHABLE'],
    ['ENOTFOUND', 'DNS'],
    ['EAI_AGAIN', 'DNS'],
    ['ETIMEDOUT', 'TIMEOUT'],
    ['CERT_HAS_EXPIRED', 'TLS_EXPIRED'],
    ['CERT_NOT_YET_VALID', 'TLS_NOT_YET_VALID'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS_WRONG_HOST'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'TLS_UNTRUSTED'],
    ['EPROTO', 'TLS_HANDSHAKE'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'TLS_HANDSHAKE'],
    ['constructor', 'CONNECT_RESET'],
  ])('with %s is %s', (code, expected) => {
    expect(connectionFault(nodeError(code)).code).toBe(expected);
  });

  test.each([
    ['28P01', 'CREDENTIAL_REFUSED'],
    ['28000', 'CREDENTIAL_REFUSED'],
    ['42501', 'CREDENTIAL_REFUSED'],
    ['3D000', 'DATABASE_MISSING'],
    ['57P01', 'STARTING_UP'],
    ['57P03', 'STARTING_UP'],
    ['53300', 'TOO_MANY_CONNECTIONS'],
    ['08P01', 'PROTOCOL'],
    ['XX000', 'SERVER_ERROR'],
  ])('with SQLSTATE %s is %s', (state, expected) => {
    const fault = connectionFault(serverError(state));
    expect(fault.code).toBe(expected);
    expect(fault.observed).toContain(`SQLSTATE ${state}`);
  });

  test('without any code was cut', () => {
    for (const error of [new Error('Connection terminated unexpectedly'), undefined, 'x', null]) {
      expect(connectionFault(error)).toMatchObject({ code: 'CONNECT_RESET' });
    }
  });

  test('with a fault keeps it', () => {
    const fault = { code: 'CANCELLED', expected: 'a', observed: 'b' } as const;
    expect(connectionFault(new FaultError(fault))).toBe(fault);
  });
});

test.each([
  ['57014', 'TIMEOUT'],
  ['42P01', 'SERVER_ERROR'],
  ['57P01', 'STARTING_UP'],
])('a question to the catalogue with SQLSTATE %s is %s', (state, expected) => {
  expect(catalogueFault(serverError(state)).code).toBe(expected);
});

test.each([
  ['42501', 'NO_GRANT'],
  ['55P03', 'LOCKED'],
  ['40P01', 'LOCKED'],
  ['57014', 'TIMEOUT'],
  ['42P01', 'SELECT_FAILED'],
  ['08001', 'SELECT_FAILED'],
  // What a foreign table's server says about itself is nothing about ours.
  ['28P01', 'SELECT_FAILED'],
  ['53300', 'SELECT_FAILED'],
])('reading a table with SQLSTATE %s is %s', (state, expected) => {
  expect(statementFault(serverError(state)).code).toBe(expected);
});

test('no fault carries a word of the error', () => {
  const codes = ['28P01', '42501', '42P01', '57014', '08001', 'XX000', 'bad', 'EPIPE', 'ENOTFOUND', secret];
  for (const toFault of [connectionFault, catalogueFault, statementFault]) {
    for (const code of codes) {
      const shown = JSON.stringify([toFault(serverError(code)), toFault(nodeError(code))]);
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain('people');
    }
  }
});

test('a bug of ours stays what it is, and everything else becomes a fault', () => {
  const bug = new TypeError('x is undefined');
  expect(translated(bug, connectionFault)).toBe(bug);
  expect(translated(new Error('x'), connectionFault)).toBeInstanceOf(FaultError);
});
