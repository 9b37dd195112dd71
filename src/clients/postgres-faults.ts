/**
 * PostgreSQL's and Node's error codes as faults. Messages of the server, and names in them, are never
 * used: of a foreign error only its code is read (postgresql.org/docs/current/errcodes-appendix.html).
 */
import type { FaultCode } from '../core/fault-codes.ts';
import type { Fault } from '../core/model.ts';
import { FaultError } from '../errors.ts';

/** The SQLSTATE of an error that the server sent: five digits and capital letters. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/u.test(code) ? code : undefined;
}

/** Answers of the server that mean the same whatever was asked. */
const byState: Readonly<Record<string, readonly [code: FaultCode, observed: string, hint?: string]>> = {
  '28P01': ['CREDENTIAL_REFUSED', 'the password was refused (SQLSTATE 28P01)'],
  '28000': ['CREDENTIAL_REFUSED', 'the log-in was refused (SQLSTATE 28000)'],
  '3D000': ['DATABASE_MISSING', 'the server has no such database (SQLSTATE 3D000)'],
  '57P01': ['STARTING_UP', 'the server is shutting down (SQLSTATE 57P01)'],
  '57P02': ['STARTING_UP', 'the server is restarting after a crash (SQLSTATE 57P02)'],
  '57P03': ['STARTING_UP', 'the server does not take connections yet (SQLSTATE 57P03)'],
  '53300': ['TOO_MANY_CONNECTIONS', 'no connection is left (SQLSTATE 53300)'],
  '55P03': ['LOCKED', 'another session holds a lock on it (SQLSTATE 55P03)'],
  '40P01': ['LOCKED', 'a deadlock with another session (SQLSTATE 40P01)'],
  '40001': ['LOCKED', 'a conflict with another session or with recovery (SQLSTATE 40001)'],
  '57014': ['TIMEOUT', 'the statement was ended before it was done (SQLSTATE 57014)'],
  '25P04': ['TIMEOUT', 'the transaction was ended before it was done (SQLSTATE 25P04)'],
  '08P01': ['PROTOCOL', 'the server sees a violation of the protocol (SQLSTATE 08P01)'],
};

/** The role may log in to the server, but not into this database: a right that our credential lacks. */
const noConnectRight: Fault = {
  code: 'CREDENTIAL_REFUSED',
  expected: 'a log-in',
  observed: 'the role may not connect to this database (SQLSTATE 42501)',
  hint: 'Grant CONNECT on the database to the role.',
};

const networkObserved = {
  CONNECT_REFUSED: 'connection refused',
  CONNECT_RESET: 'the connection was cut',
  UNREACHABLE: 'no route to the host',
  DNS: 'the host name does not resolve',
  TIMEOUT: 'no answer in time',
  TLS_EXPIRED: 'an expired certificate',
  TLS_NOT_YET_VALID: 'a certificate that is not valid yet',
  TLS_WRONG_HOST: 'a certificate for another host name',
  TLS_UNTRUSTED: 'a certificate of an authority that the runner does not trust',
  TLS_HANDSHAKE: 'the handshake failed',
} as const satisfies Partial<Record<FaultCode, string>>;

type NetworkCode = keyof typeof networkObserved;

const byErrno: Readonly<Record<string, NetworkCode>> = {
  ECONNREFUSED: 'CONNECT_REFUSED',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  EHOSTDOWN: 'UNREACHABLE',
  ENETDOWN: 'UNREACHABLE',
  EADDRNOTAVAIL: 'UNREACHABLE',
  ENOTFOUND: 'DNS',
  EAI_AGAIN: 'DNS',
  EAI_FAIL: 'DNS',
  EAI_NODATA: 'DNS',
  ETIMEDOUT: 'TIMEOUT',
  CERT_HAS_EXPIRED: 'TLS_EXPIRED',
  CERT_NOT_YET_VALID: 'TLS_NOT_YET_VALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS_WRONG_HOST',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS_UNTRUSTED',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS_UNTRUSTED',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS_UNTRUSTED',
  CERT_UNTRUSTED: 'TLS_UNTRUSTED',
  CERT_SIGNATURE_FAILURE: 'TLS_UNTRUSTED',
  CERT_CHAIN_TOO_LONG: 'TLS_UNTRUSTED',
  INVALID_CA: 'TLS_UNTRUSTED',
  EPROTO: 'TLS_HANDSHAKE',
};

/** The error to throw for a foreign one. What can only be a bug of ours stays what it is. */
export function translated(error: unknown, toFault: (error: unknown) => Fault): Error {
  const isBug = error instanceof TypeError || error instanceof RangeError;
  return isBug ? error : new FaultError(toFault(error));
}

/** The fault of a connection that could not be made, or was lost. Whatever is not known counts as cut. */
export function connectionFault(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const state = sqlStateOf(error);
  if (state === '42501') return noConnectRight;
  if (state !== undefined) return faultOfState(state, 'a log-in') ?? serverError(state, 'a log-in');
  const code = networkCodeOf(error);
  const expected = code.startsWith('TLS_') ? 'an encrypted connection' : 'a connection to the database';
  return { code, expected, observed: networkObserved[code] };
}

function networkCodeOf(error: unknown): NetworkCode {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(byErrno, code) ? byErrno[code] : undefined;
  return known ?? (/^ERR_(?:SSL|OSSL|TLS)_/u.test(code) ? 'TLS_HANDSHAKE' : 'CONNECT_RESET');
}

function faultOfState(state: string, expected: string): Fault | undefined {
  const known = byState[state];
  return known && { code: known[0], expected, observed: known[1], hint: known[2] };
}

function serverError(state: string, expected: string): Fault {
  return { code: 'SERVER_ERROR', expected, observed: `an error with SQLSTATE ${state}` };
}

/** The fault of a question to the catalogue. */
export function catalogueFault(error: unknown): Fault {
  const state = sqlStateOf(error);
  if (state === undefined) return connectionFault(error);
  const expected = 'an answer from the catalogue';
  return faultOfState(state, expected) ?? serverError(state, expected);
}

const hints: Readonly<Record<string, string>> = {
  '42501':
    'The catalogue grants the table, yet reading it is refused: the owner of a view may have lost its right on a base table.',
  '55000': 'A materialized view that was never filled cannot be read: refresh it.',
  '22P02': "A value under `where` does not fit its column's type: correct the configuration.",
  '22003': "A value under `where` does not fit its column's type: correct the configuration.",
  '22007': "A value under `where` does not fit its column's type: correct the configuration.",
  '22008': "A value under `where` does not fit its column's type: correct the configuration.",
  '42883': 'A function is missing that the table is made of, or a column under `where` has no equality.',
};

/** The fault of reading one table that the catalogue lists. A lost connection is none of its: see `isLost`. */
export function statementFault(error: unknown): Fault {
  const expected = 'the table can be read';
  const state = sqlStateOf(error);
  if (state === undefined) return connectionFault(error);
  const hint = state.startsWith('08')
    ? 'The table lives on another server, which cannot be reached from the database.'
    : hints[state];
  if (state === '42501') return { code: 'NO_GRANT', expected, observed: refused(state), hint };
  // What another server answered through a foreign table is about that server.
  const isOurs = ['LOCKED', 'TIMEOUT'].includes(byState[state]?.[0] ?? '');
  const known = isOurs ? faultOfState(state, expected) : undefined;
  return known ?? { code: 'SELECT_FAILED', expected, observed: refused(state), hint };
}

function refused(state: string): string {
  return `reading it fails with SQLSTATE ${state}`;
}
