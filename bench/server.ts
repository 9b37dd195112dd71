import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SlowServer {
  readonly url: string;
  close(): void;
}

/** Answers every request with a small JSON after the delay; 127.0.0.1 only. */
export async function startServer(delayMs: number): Promise<SlowServer> {
  const body = JSON.stringify({ ok: true, at: 'staging' });
  const server = createServer((_, response) => {
    setTimeout(() => {
      response.setHeader('content-type', 'application/json');
      response.end(body);
    }, delayMs);
  });
  await new Promise<void>((done) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, done));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
