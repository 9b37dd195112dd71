import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import type { IsOn } from './faults.ts';
import { listenOnFreePort, tryToListen } from './ports.ts';

/** Stands between the clients and PostgreSQL, so that the CDW can be cut off while its server runs on. */
export interface Relay {
  readonly port: number;
  /** Refuses connections from now on and cuts those that exist. */
  cut(): Promise<void>;
  join(): Promise<void>;
}

/**
 * Relays connections to `target` on 127.0.0.1. `slow-cdw` delays the first byte by `slowMs`, `cdw-starting-up`
 * answers in PostgreSQL's place.
 */
export async function startRelay(target: number, isOn: IsOn, slowMs: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A peer that goes away is the point of a relay, never a fault of its own.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((client) => {
    track(client);
    if (isOn('cdw-starting-up')) refuseStart(client);
    else void pipe(client, target, isOn('slow-cdw') ? slowMs : 0, track);
  });
  const port = await listenOnFreePort(server);
  return {
    port,
    async cut() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async join() {
      if (server.listening) return;
      if (!(await tryToListen(server, port))) throw new Error(`port ${String(port)} was taken meanwhile`);
    },
  };
}

async function pipe(client: Socket, target: number, delayMs: number, track: (socket: Socket) => Socket) {
  client.pause();
  if (delayMs > 0) await wait(delayMs, undefined, { ref: false });
  if (client.destroyed) return;
  const server = track(connect(target, '127.0.0.1'));
  client.on('close', () => server.destroy());
  server.on('close', () => client.destroy());
  client.pipe(server).pipe(client);
}

/** Code of the SSLRequest packet (PostgreSQL documentation, "Message Formats"). */
const sslRequest = 80_877_103;

/** Answers as a server that is still recovering: no to TLS, then an ErrorResponse with SQLSTATE 57P03. */
function refuseStart(client: Socket): void {
  client.on('data', (packet) => {
    if (packet.length === 8 && packet.readInt32BE(4) === sslRequest) {
      client.write('N');
      return;
    }
    client.end(errorResponse('57P03', 'the database system is starting up'));
  });
}

function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
