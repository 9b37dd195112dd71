/** TCP servers for the fault matrix: what no well-behaved server would do. */
import type { Socket } from 'node:net';

import { serveRaw } from './http-server.ts';

/** Starts a server that does this with each connection, and tells its address. */
export async function raw(
  stack: AsyncDisposableStack,
  onConnection: (socket: Socket, count: number) => void,
): Promise<{ readonly url: string; readonly port: number; readonly connections: () => number }> {
  return stack.use(await serveRaw(onConnection));
}

/** Does something with the connection at each request; the head of one fits into one chunk. */
export function onRequest(act: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    socket.on('data', () => {
      act(socket);
    });
  };
}

/** Writes, then cuts the connection (RST). */
export function cutAfter(text: string): (socket: Socket) => void {
  return onRequest((socket) => {
    socket.write(text, () => {
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
  });
}

/** One byte per second, for ever. */
export function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(text[at % text.length] ?? ' ');
    at += 1;
  }, 1000);
  socket.on('close', () => {
    clearInterval(timer);
  });
}
