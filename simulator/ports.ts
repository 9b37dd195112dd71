import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections (32768 on Linux, 49152 elsewhere): a service that is
 * switched off and on again must find its own port free.
 */
const lowest = 18_000;
const highest = 32_000;

/**
 * Makes `server` listen on a port of 127.0.0.1 that nobody uses.
 *
 * @throws Error when fifty ports in a row are taken.
 */
export async function listenOnFreePort(server: Server): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = randomInt(lowest, highest);
    if (await tryToListen(server, port)) return port;
  }
  throw new Error(`no free port between ${String(lowest)} and ${String(highest)}`);
}

/** False when the port is taken. */
export async function tryToListen(server: Server, port: number): Promise<boolean> {
  const listening = once(server, 'listening');
  server.listen(port, '127.0.0.1');
  try {
    await listening;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}

/** A port that is free now, for a program that opens it itself. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnFreePort(server);
  server.close();
  await once(server, 'close');
  return port;
}
