import { Socket } from 'node:net';
import { getCACertificates, type ConnectionOptions } from 'node:tls';

import type { Client } from 'pg';

import type { Fault } from '../core/model.ts';
import { FaultError } from '../errors.ts';
import { connectionFault, translated } from './postgres-faults.ts';
import { watchGreeting, type Greeting } from './postgres-greeting.ts';
import type { PostgresTarget, TlsMode } from '../core/postgres-url.ts';
import type { ConnectOptions } from './table-driver.ts';

/** A logged-in client, and the socket under it, to close at once. */
export interface OpenClient {
  readonly client: Client;
  readonly socket: Socket;
}

type Encryption = ConnectionOptions | false;

/**
 * Logs in. With `prefer` it tries TLS first and does without where the server has none or negotiating
 * it fails, as libpq does; pg itself would take `prefer` for `verify-full`. Unlike libpq it does not try
 * again without TLS when the log-in is refused: a wrong password is sent once.
 *
 * @throws FaultError
 */
export async function openClient(target: PostgresTarget, options: ConnectOptions): Promise<OpenClient> {
  const encryption = encryptionFor(target.tls, options.ca);
  const isOptional = target.tls === 'prefer' || target.tls === 'allow';
  if (!isOptional) return logIn(target, encryption, options);
  try {
    return await logIn(target, encryption, options);
  } catch (error) {
    if (options.signal.aborted || !(error instanceof FaultError) || !isBeforeLogIn(error.fault)) throw error;
    return logIn(target, false, options);
  }
}

function isBeforeLogIn(fault: Fault): boolean {
  return fault.code.startsWith('TLS_') || fault === earlyError;
}

const earlyError: Fault = {
  code: 'SERVER_ERROR',
  expected: 'an encrypted connection',
  observed: 'an error before encryption was negotiated',
};

/** `require` encrypts and checks nothing, unless an authority was given: then it is `verify-ca` (libpq does the same). */
function encryptionFor(mode: TlsMode, ca: string | undefined): Encryption {
  if (mode === 'disable') return false;
  const trusted = ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] };
  // Said outright, so that no variable of the environment can switch it off.
  if (mode === 'verify-full') return { ...trusted, rejectUnauthorized: true };
  if (mode === 'verify-ca' || (mode === 'require' && ca !== undefined)) {
    return { ...trusted, rejectUnauthorized: true, checkServerIdentity: () => undefined };
  }
  return { rejectUnauthorized: false };
}

async function logIn(
  target: PostgresTarget,
  encryption: Encryption,
  { signal, connectTimeoutMs, applicationName }: ConnectOptions,
): Promise<OpenClient> {
  const socket = new Socket();
  const greeting = watchGreeting(socket, encryption !== false);
  const client = await makeClient(target, encryption, applicationName, socket);
  const clearText = watchClearText(client, socket, target.host, encryption !== false);
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort(connectTimeout(connectTimeoutMs));
  }, connectTimeoutMs);
  try {
    await whileOpen(client.connect(), socket, AbortSignal.any([signal, timeout.signal]));
    return { client, socket };
  } catch (error) {
    socket.destroy();
    const known = clearText() ?? greetingFault(greeting());
    throw known === undefined ? translated(error, connectionFault) : new FaultError(known);
  } finally {
    clearTimeout(timer);
  }
}

/** pg loads here, so that a run without tables does not load it. */
async function makeClient(
  { host, port, user, password, database }: PostgresTarget,
  ssl: Encryption,
  applicationName: string,
  socket: Socket,
): Promise<Client> {
  const pg = await import('pg');
  const client = new pg.Client({
    host,
    port,
    user,
    database,
    // A function, so that pg looks neither into the environment nor into a password file.
    password: () => passwordOr(password),
    ssl,
    sslnegotiation: 'postgres',
    application_name: applicationName,
    stream: () => socket,
  });
  // A connection that breaks between two statements is found out by the next one.
  client.on('error', () => undefined);
  return client;
}

function passwordOr(password: string | undefined): string {
  if (password !== undefined) return password;
  throw new FaultError({
    code: 'CREDENTIAL_REFUSED',
    expected: 'a log-in',
    observed: 'the server asks for a password, and the address has none',
  });
}

/** Hangs up on a server that asks for the bare password where others could read it. */
function watchClearText(client: Client, socket: Socket, host: string, isEncrypted: boolean) {
  let fault: Fault | undefined;
  client.connection.on('authenticationCleartextPassword', () => {
    if (isEncrypted || isLoopback(host)) return;
    fault = {
      code: 'CREDENTIAL_REFUSED',
      expected: 'a log-in',
      observed: 'the server asks for the bare password over a connection without TLS; it was not sent',
      hint: 'Encrypt the connection (`sslmode=verify-full`), or let the server ask by SCRAM.',
    };
    socket.destroy();
  });
  return () => fault;
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/iu.test(host);
}

function greetingFault(greeting: Greeting | undefined): Fault | undefined {
  switch (greeting) {
    case 'foreign':
      return { code: 'PROTOCOL', expected: 'a PostgreSQL server', observed: 'an answer of another protocol' };
    case 'no-tls':
      return {
        code: 'TLS_HANDSHAKE',
        expected: 'an encrypted connection',
        observed: 'the server offers no encryption',
      };
    case 'early-error':
      return earlyError;
    case 'postgres':
    case undefined:
      return undefined;
  }
}

function connectTimeout(ms: number): FaultError {
  return new FaultError({
    code: 'TIMEOUT',
    expected: `a connection within ${String(ms)} ms`,
    observed: `no answer within ${String(ms)} ms`,
  });
}

/** The work's outcome; when the signal aborts first, the socket is closed and the signal's reason thrown. */
export function whileOpen<T>(work: Promise<T>, socket: Socket, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => {
      socket.destroy();
      reject(signal.reason as Error);
    };
    const settled = () => {
      signal.removeEventListener('abort', onAbort);
    };
    work.then(resolve, reject).finally(settled);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
