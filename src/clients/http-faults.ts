import type { FaultCode } from '../core/fault-codes.ts';
import type { Fault } from '../core/model.ts';
import { FaultError } from '../errors.ts';

interface Reading {
  readonly code: FaultCode;
  readonly observed: string;
}

function reading(code: FaultCode, observed: string): Reading {
  return { code, observed };
}

const refused = reading('CONNECT_REFUSED', 'the connection was refused');
const reset = reading('CONNECT_RESET', 'the connection was cut before the answer was complete');
const noName = reading('DNS', 'the host name was not found');
const noRoute = reading('UNREACHABLE', 'no route to the host');
const untrusted = reading('TLS_UNTRUSTED', 'a certificate of an authority that this runner does not trust');
const corrupt = reading('PROTOCOL', 'a compressed body that is corrupt');
const proxyRefused = reading('UNREACHABLE', 'the proxy did not open a tunnel to the host');

const notTls = reading('PROTOCOL', 'an answer that is not TLS');

/** Codes of Node (`errors`, `dns`, `tls`, `zlib`) and of OpenSSL (`EPROTO_…`: the reason's number in hex). */
const readings: Readonly<Record<string, Reading>> = {
  ECONNREFUSED: refused,
  ECONNRESET: reset,
  ECONNABORTED: reset,
  EPIPE: reset,
  ERR_STREAM_PREMATURE_CLOSE: reset,
  ENOTFOUND: noName,
  EAI_AGAIN: reading('DNS', 'the name server did not answer'),
  EAI_NODATA: noName,
  EAI_FAIL: noName,
  ETIMEDOUT: reading('TIMEOUT', 'no connection: the network gave up'),
  ERR_SOCKET_CONNECTION_TIMEOUT: reading('TIMEOUT', 'no connection: the network gave up'),
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EADDRNOTAVAIL: noRoute,
  ENETDOWN: noRoute,
  EHOSTDOWN: noRoute,
  ERR_PROXY_TUNNEL: proxyRefused,
  EPROTO: reading('TLS_HANDSHAKE', 'the TLS handshake failed'),
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
  ERR_SSL_HTTP_REQUEST: notTls,
  EPROTO_10B: notTls,
  EPROTO_0C6: notTls,
  EPROTO_09C: notTls,
  CERT_HAS_EXPIRED: reading('TLS_EXPIRED', 'an expired certificate'),
  CERT_NOT_YET_VALID: reading('TLS_NOT_YET_VALID', 'a certificate that is not valid yet'),
  ERR_TLS_CERT_ALTNAME_INVALID: reading('TLS_WRONG_HOST', 'a certificate for another host name'),
  HOSTNAME_MISMATCH: reading('TLS_WRONG_HOST', 'a certificate for another host name'),
  DEPTH_ZERO_SELF_SIGNED_CERT: reading('TLS_UNTRUSTED', 'a self-signed certificate'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_REVOKED: reading('TLS_HANDSHAKE', 'a revoked certificate'),
  CERT_REJECTED: reading('TLS_HANDSHAKE', 'a certificate that was rejected'),
  CERT_SIGNATURE_FAILURE: reading('TLS_HANDSHAKE', 'a certificate with a false signature'),
  INVALID_CA: reading('TLS_HANDSHAKE', 'a certificate of an authority that may not issue any'),
  INVALID_PURPOSE: reading('TLS_HANDSHAKE', 'a certificate that is not meant for servers'),
  Z_DATA_ERROR: corrupt,
  Z_BUF_ERROR: corrupt,
  ERR_BROTLI_DECOMPRESSION_FAILED: corrupt,
};

/** How many levels of `cause` and `errors` are searched: errors may refer to themselves. */
const deepest = 5;

/**
 * Translates whatever a request threw. Only codes are looked at, and only what the list above knows is told: texts of foreign errors carry addresses, tokens and parts of answers.
 */
export function toHttpFault(error: unknown): Fault {
  const known = codesOf(error).flatMap((code) => readCode(code) ?? []);
  // One host, several addresses: what one of them answered says more than that another has no route.
  const found = known.find(({ code }) => code !== 'UNREACHABLE') ?? known[0];
  if (found !== undefined) return { ...found, expected: 'an answer' };
  const code = codesOf(error).find((candidate) => /^[A-Z][A-Z0-9_]{1,40}$/u.test(candidate));
  return {
    code: 'INTERNAL',
    expected: 'an answer',
    observed: code === undefined ? 'an error without a code' : `the error ${code}`,
  };
}

/** Like `toHttpFault`, ready to be thrown. A `FaultError` stays as it is. */
export function toFaultError(error: unknown): FaultError {
  return error instanceof FaultError ? error : new FaultError(toHttpFault(error));
}

function readCode(code: string): Reading | undefined {
  const known = Object.hasOwn(readings, code) ? readings[code] : undefined;
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return reading('PROTOCOL', 'an answer that is not HTTP');
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))
    return reading('TLS_HANDSHAKE', 'the TLS handshake failed');
  return undefined;
}

/** The codes of an error, of what caused it and, for several addresses of one host, of each attempt. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== 'object' || error === null || depth > deepest) return [];
  const { code, message, cause, errors } = error as {
    readonly code?: unknown;
    readonly message?: unknown;
    readonly cause?: unknown;
    readonly errors?: unknown;
  };
  const inner: readonly unknown[] = Array.isArray(errors) ? errors : [];
  return [
    ...inner.flatMap((each) => codesOf(each, depth + 1)),
    ...(code === 'EPROTO' ? opensslReason(message) : []),
    ...(typeof code === 'string' ? [code] : []),
    ...codesOf(cause, depth + 1),
  ];
}

/** An error in the middle of a handshake is `EPROTO`, and OpenSSL's own number stands in its text only. */
function opensslReason(message: unknown): readonly string[] {
  const reason = typeof message === 'string' ? /:error:0A000([0-9A-F]{3}):/u.exec(message)?.[1] : undefined;
  return reason === undefined ? [] : [`EPROTO_${reason}`];
}
