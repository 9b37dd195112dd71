import { connect } from 'node:net';

import { startStandIn } from '../support/postgres.ts';

/** Stands before a database and counts who connects. */
export interface CountingRelay {
  readonly port: number;
  /** Connections on which the server said that a query may be sent. */
  readonly logIns: () => number;
  readonly stop: () => Promise<void>;
}

/** ReadyForQuery of an idle session (postgresql.org/docs/current/protocol-message-formats.html). */
const ready = Buffer.from('Z\0\0\0\x05I', 'latin1');

export async function startCountingRelay(target: number): Promise<CountingRelay> {
  let logIns = 0;
  const { port, stop } = await startStandIn((client) => {
    let isLoggedIn = false;
    const server = connect(target, '127.0.0.1');
    server.on('error', () => client.destroy());
    server.on('close', () => client.destroy());
    client.on('close', () => server.destroy());
    server.on('data', (chunk) => {
      if (!isLoggedIn && chunk.includes(ready)) {
        isLoggedIn = true;
        logIns += 1;
      }
      client.write(chunk);
    });
    client.pipe(server);
  });
  return { port, logIns: () => logIns, stop };
}
