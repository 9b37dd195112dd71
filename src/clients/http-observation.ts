/** What a request shows on the way: times, the address that answered, the certificate. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Milliseconds since the request was handed to the network; absent where nothing of the kind happened. */
export interface Timings {
  readonly dnsMs?: number;
  /** From the name's resolution to the TCP connection. */
  readonly connectMs?: number;
  /** From the TCP connection to the end of the TLS handshake. */
  readonly tlsMs?: number;
  /** From the start to the head of the answer. */
  readonly firstByteMs?: number;
  readonly totalMs: number;
}

/** Facts of the certificate. Its names are foreign text: to be shown through `diagnose` only. */
export interface TlsFacts {
  /** `https://host:port` that presented it. */
  readonly origin: string;
  /** Whole days until the certificate expires. */
  readonly daysLeft: number;
  readonly subject: string;
  readonly issuer: string;
  readonly protocol: string;
}

export interface Observation {
  /** The socket had served an earlier request. */
  isReused: () => boolean;
  /** The head of an answer arrived. */
  isAnswered: () => boolean;
  /** How far it came, for the report of a time-out. */
  stage: () =>
    'no connection' | 'a connection, but no TLS' | 'a connection, but no answer' | 'part of an answer';
  timings: () => Timings;
  address: () => string | undefined;
  tls: (origin: string) => TlsFacts | undefined;
}

const dayMs = 86_400_000;

/** Watches one request from its making on. */
export function observe(request: ClientRequest): Observation {
  const startedAt = performance.now();
  const at: { lookup?: number; connect?: number; secure?: number; head?: number } = {};
  let socket: Socket | undefined;
  let isConnecting = true;
  request.once('socket', (assigned) => {
    socket = assigned;
    isConnecting = assigned.connecting;
    if (!isConnecting) return;
    assigned.once('lookup', () => (at.lookup = performance.now()));
    assigned.once('connect', () => (at.connect = performance.now()));
    assigned.once('secureConnect', () => (at.secure = performance.now()));
  });
  request.once('response', (answer: IncomingMessage) => {
    at.head = performance.now();
    socket = answer.socket;
  });
  const stage = () => {
    if (at.head !== undefined) return 'part of an answer';
    if (socket === undefined || (isConnecting && at.connect === undefined)) return 'no connection';
    return isConnecting && socket instanceof TLSSocket && at.secure === undefined
      ? 'a connection, but no TLS'
      : 'a connection, but no answer';
  };
  return {
    isReused: () => request.reusedSocket,
    isAnswered: () => at.head !== undefined,
    stage,
    timings: () => ({
      ...span('dnsMs', startedAt, at.lookup),
      ...span('connectMs', at.lookup ?? startedAt, at.connect),
      ...span('tlsMs', at.connect, at.secure),
      ...span('firstByteMs', startedAt, at.head),
      totalMs: rounded(performance.now() - startedAt),
    }),
    address: () => socket?.remoteAddress,
    tls: (origin) => (socket instanceof TLSSocket ? tlsFacts(socket, origin) : undefined),
  };
}

/** `{ [name]: milliseconds }` between two moments; nothing where one of them never came. */
export function span<Name extends string>(
  name: Name,
  from?: number,
  to?: number,
): { readonly [N in Name]?: number } {
  if (from === undefined || to === undefined) return {};
  return { [name]: rounded(to - from) } as { readonly [N in Name]?: number };
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** The certificate that the other side presented; nothing when the session was resumed without it. */
export function tlsFacts(socket: TLSSocket, origin: string): TlsFacts | undefined {
  // Typed as always complete, but `{}` when the session was resumed without its certificate.
  const certificate: Partial<ReturnType<TLSSocket['getPeerCertificate']>> = socket.getPeerCertificate();
  if (certificate.valid_to === undefined) return undefined;
  const daysLeft = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / dayMs);
  return {
    origin,
    daysLeft,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    protocol: socket.getProtocol() ?? '',
  };
}

/** The common name or organisation, as it is: whoever shows it masks secrets first, and then cuts it down. */
function nameOf(
  holder: { readonly [part: string]: string | readonly string[] | undefined } | undefined,
): string {
  const name = holder?.['CN'] ?? holder?.['O'] ?? '';
  return typeof name === 'string' ? name : name.join(' ');
}
