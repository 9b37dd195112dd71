/** TLS in front of a plain server of this machine, as a load balancer has it. */
import { connect } from 'node:net';
import { createServer } from 'node:tls';

import type { TestCertificate } from './certificates.ts';
import { listenOn } from './http-server.ts';

/** @returns its port */
export async function tlsFront(
  stack: AsyncDisposableStack,
  certificate: TestCertificate,
  targetPort: number,
): Promise<number> {
  const server = createServer(certificate, (socket) => {
    const target = connect(targetPort, '127.0.0.1');
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
    socket.pipe(target).pipe(socket);
  });
  server.on('tlsClientError', () => undefined);
  return stack.use(await listenOn(server)).port;
}
