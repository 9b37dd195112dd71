import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, getCACertificates, type ConnectionOptions, type TLSSocket } from 'node:tls';

import type { Fault } from '../core/model.ts';
import type { PostgresTarget, TlsMode } from '../core/postgres-url.ts';
import { FaultError } from '../errors.ts';
import { span, tlsFacts } from './http-observation.ts';
import { connectionFault, translated } from './postgres-faults.ts';
import { foreign } from './postgres-stream.ts';
import type { ConnectionFacts } from './table-driver.ts';

/** A connection before anybody has logged in. */
export interface Transport {
  /** The connection itself: destroying it ends everything at once. */
  readonly socket: Socket;
  /** What to speak over: the socket, or TLS on top of it. */
  readonly stream: Duplex;
  readonly isEncrypted: boolean;
  readonly facts: ConnectionFacts;
}

/**
 * Connects, and encrypts as `sslmode` says (postgresql.org/docs/current/libpq-ssl.html): `prefer` does
 * without TLS where the server has none or negotiating it fails, `require` checks no certificate unless
 * an authority was given, `verify-ca` does not look at the host name. pg itself would take all of them
 * for `verify-full`, and knows no `prefer`.
 *
 * @throws FaultError
 */
export async function openTransport(
  target: PostgresTarget,
  ca: string | undefined,
  socket: Socket,
): Promise<Transport> {
  // Whoever uses the socket learns of its errors; without a listener they would end the process.
  socket.on('error', () => undefined);
  try {
    const dialled = await dial(socket, target);
    const plain = { socket, stream: socket, isEncrypted: false, facts: dialled };
    if (target.tls === 'disable') return plain;
    const answer = await askForTls(socket);
    if (answer === 'N' && isOptional(target.tls)) return plain;
    if (answer !== 'S') throw new FaultError(noTls[answer]);
    const startedAt = performance.now();
    const stream = await encrypt(socket, target, ca);
    const facts = {
      ...dialled,
      ...span('tlsMs', startedAt, performance.now()),
      certificate: certificateOf(stream),
    };
    return { socket, stream, isEncrypted: true, facts };
  } catch (error) {
    socket.destroy();
    throw translated(error, connectionFault);
  }
}

/** `allow` counts as `prefer`: it only asks in the other order. */
export function isOptional(mode: TlsMode): boolean {
  return mode === 'prefer' || mode === 'allow';
}

async function dial(socket: Socket, { host, port }: PostgresTarget): Promise<ConnectionFacts> {
  const startedAt = performance.now();
  let lookedUpAt: number | undefined;
  socket.once('lookup', () => {
    lookedUpAt = performance.now();
  });
  socket.setNoDelay(true);
  socket.connect(port, host);
  await settled(socket, 'connect');
  return {
    ...span('dnsMs', startedAt, lookedUpAt),
    ...span('connectMs', lookedUpAt ?? startedAt, performance.now()),
    address: socket.remoteAddress,
  };
}

/** A name that is more than that is left out whole: what is left of a secret no redactor would know. */
function certificateOf(stream: TLSSocket): ConnectionFacts['certificate'] {
  const certificate = tlsFacts(stream, '');
  if (certificate === undefined) return undefined;
  const shown = (name: string) => (/^[\p{L}\p{N} .,*_-]{1,100}$/u.test(name) ? name : 'somebody');
  const { subject, issuer, daysLeft } = certificate;
  return { subject: shown(subject), issuer: shown(issuer), daysLeft };
}

/** Waits for an event; rejects with the stream's error, or when it closes. */
function settled(stream: Duplex, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once(event, () => {
      resolve();
    });
    stream.once('error', reject);
    stream.once('close', () => {
      reject(new Error('closed'));
    });
  });
}

/** Length and code of an SSLRequest (PostgreSQL documentation, "Message Formats"). */
const tlsRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

type TlsAnswer = 'S' | keyof typeof noTls;

const noTls = {
  N: {
    code: 'TLS_HANDSHAKE',
    expected: 'an encrypted connection',
    observed: 'the server offers no encryption',
  },
  E: {
    code: 'SERVER_ERROR',
    expected: 'an encrypted connection',
    observed: 'an error before encryption was negotiated',
  },
} as const satisfies Record<string, Fault>;

/**
 * One byte answers, or an error. Bytes behind the one were put there by somebody in between
 * (CVE-2021-23222): nothing that speaks so is trusted.
 */
async function askForTls(socket: Socket): Promise<TlsAnswer> {
  const answer = firstBytes(socket);
  socket.write(tlsRequest);
  const bytes = await answer;
  const letter = bytes.toString('latin1', 0, 1);
  const isAnswer = bytes.length === 1 && (letter === 'S' || letter === 'N');
  if (isAnswer) return letter;
  // The length of an error has two zeros in front: other protocols have text there.
  if (letter === 'E' && bytes.length > 5 && bytes.readUInt16BE(1) === 0) return 'E';
  throw new FaultError(foreign);
}

function firstBytes(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    socket.once('data', resolve);
    socket.once('close', () => {
      reject(new Error('closed'));
    });
  });
}

async function encrypt(
  socket: Socket,
  { host, tls }: PostgresTarget,
  ca: string | undefined,
): Promise<TLSSocket> {
  // A server name must be a name (RFC 6066, section 3); the certificate is checked against the host all the same.
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const stream = connectTls({ socket, host, ...servername, ...verification(tls, ca) });
  stream.on('error', () => undefined);
  await settled(stream, 'secureConnect');
  return stream;
}

/** Said outright each time, so that no variable of the environment can switch it off. */
function verification(mode: TlsMode, ca: string | undefined): ConnectionOptions {
  const trusted = ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] };
  if (mode === 'verify-full') return { ...trusted, rejectUnauthorized: true };
  if (mode === 'verify-ca' || (mode === 'require' && ca !== undefined)) {
    return { ...trusted, rejectUnauthorized: true, checkServerIdentity: () => undefined };
  }
  return { rejectUnauthorized: false };
}

/** Negotiating TLS failed before anybody logged in: where TLS is optional, it may be tried without. */
export function isAboutTls({ code }: Fault): boolean {
  return code.startsWith('TLS_') || code === noTls.E.code;
}
