import { Duplex } from 'node:stream';

import type { Fault } from '../core/model.ts';
import { FaultError } from '../errors.ts';
import { authenticationOf, authentications, messageReader, type ServerMessage } from './postgres-messages.ts';

/** A connected stream in the form that pg wants: it calls `connect` and waits for that event. */
export type PostgresStream = Duplex & {
  readonly connect: () => void;
  readonly setNoDelay: () => void;
};

/** Of one session; more than the catalogue of any contract. */
const mostBytes = 256 * 1024 * 1024;

/**
 * Lets through what pg can read, and ends with a `FaultError` at the first message that it cannot.
 *
 * @param transport connected, and encrypted where it is to be.
 * @param mayRevealPassword whether the bare password may be sent on it.
 */
export function guardedStream(transport: Duplex, mayRevealPassword: boolean): PostgresStream {
  const read = messageReader();
  let received = 0;
  const stream = new Duplex({
    read: () => transport.resume(),
    write: (chunk, encoding, done) => transport.write(chunk, encoding, done),
    final: (done) => transport.end(done),
    destroy: (error, done) => {
      transport.destroy();
      done(error);
    },
  });
  transport.on('data', (chunk: Buffer) => {
    received += chunk.length;
    const messages = received > mostBytes ? undefined : read(chunk);
    const fault = messages === undefined ? foreign : messages.map(faultOf).find((it) => it !== undefined);
    if (fault !== undefined) stream.destroy(new FaultError(fault));
    else if (!(messages ?? []).every(({ bytes }) => stream.push(bytes))) transport.pause();
  });
  transport.on('error', (error) => stream.destroy(error));
  transport.on('close', () => stream.destroy());
  const faultOf = (message: ServerMessage) => refusedLogIn(message, mayRevealPassword);
  return Object.assign(stream, {
    connect: () => {
      process.nextTick(() => stream.emit('connect'));
    },
    setNoDelay: () => undefined,
  });
}

/** Someone answers, and it is no PostgreSQL. */
export const foreign: Fault = {
  code: 'PROTOCOL',
  expected: 'a PostgreSQL server',
  observed: 'an answer of another protocol',
};

/** A way of logging in that we cannot go, or will not. */
function refusedLogIn(message: ServerMessage, mayRevealPassword: boolean): Fault | undefined {
  const kind = authenticationOf(message);
  if (kind === undefined) return undefined;
  if (!Object.values(authentications).includes(kind)) {
    return {
      code: 'CREDENTIAL_REFUSED',
      expected: 'a log-in by password',
      observed: 'the server asks for a log-in by Kerberos',
      hint: 'Let the server ask this role for a password (SCRAM): the gate cannot log in by GSSAPI or SSPI.',
    };
  }
  if (kind !== authentications.clearText || mayRevealPassword) return undefined;
  return {
    code: 'CREDENTIAL_REFUSED',
    expected: 'a log-in',
    observed: 'the server asks for the bare password over a connection without TLS; it was not sent',
    hint: 'Encrypt the connection (`sslmode=verify-full`), or let the server ask by SCRAM.',
  };
}
