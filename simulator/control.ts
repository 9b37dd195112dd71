import { once } from 'node:events';
import { createServer } from 'node:http';

import { faultNames, faultSentences, isFaultName } from './faults.ts';
import type { Staging } from './staging.ts';

export interface Control {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Switches faults while the staging runs: `GET /faults`, `POST /faults/NAME`, `DELETE /faults/NAME` on 127.0.0.1.
 * Each answers with the list of faults and whether they are on.
 *
 * @param port 0 for any free one
 */
export async function startControl(staging: Staging, port: number): Promise<Control> {
  const server = createServer((request, response) => {
    const reply = (status: number, json: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify(json, undefined, 2)}\n`);
    };
    act(staging, request.method ?? '', request.url ?? '').then(
      (status) => {
        reply(
          status,
          status === 200 ? listFaults(staging) : { error: 'GET /faults, or POST or DELETE /faults/NAME' },
        );
      },
      () => {
        reply(500, { error: 'the fault could not be switched' });
      },
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port to control the simulator');
  return {
    origin: `http://127.0.0.1:${String(address.port)}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function act(staging: Staging, method: string, url: string): Promise<number> {
  if (method === 'GET' && url === '/faults') return 200;
  const name = /^\/faults\/([a-z0-9-]+)$/u.exec(url)?.[1] ?? '';
  if (!isFaultName(name) || (method !== 'POST' && method !== 'DELETE')) return 404;
  await staging.setFault(name, method === 'POST');
  return 200;
}

function listFaults(staging: Staging) {
  return faultNames.map((name) => ({ name, on: staging.faults.includes(name), what: faultSentences[name] }));
}
