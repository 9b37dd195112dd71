import { Socket } from 'node:net';

import type { Client } from 'pg';

import { isLoopback } from '../core/loopback.ts';
import type { PostgresTarget } from '../core/postgres-url.ts';
import { formatSpan } from '../core/spans.ts';
import { FaultError } from '../errors.ts';
import { connectionFault, translated } from './postgres-faults.ts';
import { guardedStream } from './postgres-stream.ts';
import { isAboutTls, isOptional, openTransport, type Transport } from './postgres-transport.ts';
import type { ConnectionFacts, ConnectOptions } from './table-driver.ts';

/** A logged-in client, and the socket under it, to close at once. */
export interface OpenClient {
  readonly client: Client;
  readonly socket: Socket;
  readonly facts: ConnectionFacts;
}

/**
 * Connects and logs in, within the time for connecting. Where TLS is optional and negotiating it failed,
 * once more without it, as libpq does; unlike libpq not when the log-in is refused, so that a wrong
 * password is sent once.
 *
 * @throws FaultError
 */
export async function openClient(target: PostgresTarget, options: ConnectOptions): Promise<OpenClient> {
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort(connectTimeout(options.connectTimeoutMs));
  }, options.connectTimeoutMs);
  const signal = AbortSignal.any([options.signal, timeout.signal]);
  try {
    return await open(target, options, signal);
  } catch (error) {
    const isRefusedTls = error instanceof FaultError && isAboutTls(error.fault);
    if (!isRefusedTls || !isOptional(target.tls)) throw error;
    return await open({ ...target, tls: 'disable' }, options, signal);
  } finally {
    clearTimeout(timer);
  }
}

async function open(
  target: PostgresTarget,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<OpenClient> {
  const socket = new Socket();
  const work = openTransport(target, options.ca, socket).then(async (transport) => ({
    client: await logIn(target, transport, options),
    socket,
    facts: transport.facts,
  }));
  try {
    return await whileOpen(work, socket, signal);
  } catch (error) {
    socket.destroy();
    throw translated(error, connectionFault);
  }
}

/** pg loads here, so that a run without tables does not load it. */
async function logIn(
  { host, port, user, password, database }: PostgresTarget,
  { stream, isEncrypted }: Transport,
  { applicationName }: ConnectOptions,
): Promise<Client> {
  const guarded = guardedStream(stream, isEncrypted || isLoopback(host));
  const pg = await import('pg');
  const client = new pg.Client({
    host,
    port,
    user,
    database,
    // A function, so that pg looks neither into the environment nor into a password file.
    password: () => passwordOr(password),
    // The stream is encrypted already.
    ssl: false,
    sslnegotiation: 'postgres',
    application_name: applicationName,
    stream: () => guarded,
  });
  // A connection that breaks between two statements is found out by the next one.
  client.on('error', () => undefined);
  await client.connect();
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

function connectTimeout(ms: number): FaultError {
  return new FaultError({
    code: 'TIMEOUT',
    expected: `a connection within ${formatSpan(ms)}`,
    observed: `no answer within ${formatSpan(ms)}`,
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
