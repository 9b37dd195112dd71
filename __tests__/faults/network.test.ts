import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from 'vitest';

import { asking, credentials, testRows, type Row } from '../support/fault-rows.ts';
import { closedPort, sendJson, serve, type Answer } from '../support/http-server.ts';
import { cutAfter, drip, onRequest, raw } from '../support/raw-server.ts';

const ok: Answer = (_request, response) => {
  sendJson(response, {});
};

const complete = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const short = { timeout: '1s' };

/** A server that listens on ::1 and nowhere else. */
async function serveOnSix(stack: AsyncDisposableStack, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '::1');
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function twoSteps(url: string, probe = {}) {
  const step = (name: string) => ({ name, url, ...credentials });
  return { kind: 'http', attempts: 1, ...probe, steps: [step('first'), step('second')] };
}

const rows: readonly Row[] = [
  {
    name: 'nothing listens on the port',
    verdict: 'not-ready',
    codes: ['CONNECT_REFUSED'],
    arrange: async () => ({ probe: asking(`http://127.0.0.1:${String(await closedPort())}`) }),
  },
  {
    name: 'the connection is reset when it is made',
    verdict: 'not-ready',
    codes: ['CONNECT_RESET'],
    arrange: async (stack) => ({
      probe: asking((await raw(stack, (socket) => socket.resetAndDestroy())).url),
    }),
  },
  {
    name: 'the connection is cut before the head of the answer',
    verdict: 'not-ready',
    codes: ['CONNECT_RESET'],
    arrange: async (stack) => ({
      probe: asking(
        (
          await raw(
            stack,
            onRequest((socket) => socket.end()),
          )
        ).url,
      ),
    }),
  },
  {
    name: 'the connection is reset in the middle of the head',
    verdict: 'not-ready',
    codes: ['CONNECT_RESET'],
    arrange: async (stack) => ({
      probe: asking((await raw(stack, cutAfter('HTTP/1.1 200 OK\r\ncontent-le'))).url),
    }),
  },
  {
    name: 'the connection is reset in the middle of the body',
    verdict: 'not-ready',
    codes: ['CONNECT_RESET'],
    arrange: async (stack) => ({
      probe: asking((await raw(stack, cutAfter('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"a":'))).url),
    }),
  },
  {
    name: 'it accepts the connection and never answers',
    verdict: 'not-ready',
    codes: ['TIMEOUT'],
    arrange: async (stack) => ({ probe: asking((await raw(stack, () => undefined)).url, {}, short) }),
  },
  {
    name: 'it sends the head of an answer and nothing more',
    verdict: 'not-ready',
    codes: ['TIMEOUT'],
    arrange: async (stack) => ({
      probe: asking(
        (
          await raw(
            stack,
            onRequest((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n')),
          )
        ).url,
        {},
        short,
      ),
    }),
  },
  {
    name: 'it answers one byte per second',
    verdict: 'not-ready',
    codes: ['TIMEOUT'],
    arrange: async (stack) => ({
      probe: asking(
        (
          await raw(stack, (socket) => {
            drip(socket, complete);
          })
        ).url,
        {},
        { timeout: '3s' },
      ),
    }),
  },
  {
    name: 'it answers one byte per second until the deadline',
    verdict: 'inconclusive',
    codes: ['DEADLINE'],
    deadlineMs: 2500,
    arrange: async (stack) => ({
      probe: asking(
        (
          await raw(stack, (socket) => {
            drip(socket, complete);
          })
        ).url,
        {},
        { timeout: '60s' },
      ),
    }),
  },
  {
    name: 'one interim answer after another, and never a final one',
    verdict: 'not-ready',
    codes: ['TIMEOUT'],
    arrange: async (stack) => ({
      probe: asking(
        (
          await raw(
            stack,
            onRequest((socket) => {
              const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 10);
              socket.on('close', () => {
                clearInterval(timer);
              });
            }),
          )
        ).url,
        {},
        short,
      ),
    }),
  },
  {
    name: 'an SSH server on the port',
    verdict: 'not-ready',
    codes: ['PROTOCOL'],
    arrange: async (stack) => ({
      probe: asking((await raw(stack, (socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'))).url),
    }),
  },
  {
    name: 'plain HTTP on the port of an https address',
    verdict: 'not-ready',
    codes: ['PROTOCOL'],
    arrange: async (stack) => {
      const server = await raw(
        stack,
        onRequest((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      );
      return { probe: asking(server.url.replace('http:', 'https:')) };
    },
  },
  {
    name: 'a head without end',
    verdict: 'not-ready',
    codes: ['PROTOCOL'],
    arrange: async (stack) => ({
      probe: asking(
        (
          await raw(
            stack,
            onRequest((socket) =>
              socket.write(`HTTP/1.1 200 OK\r\n${`x-more: ${'y'.repeat(1000)}\r\n`.repeat(100)}`),
            ),
          )
        ).url,
      ),
    }),
  },
  {
    name: 'an HTTP server on the port of the database',
    verdict: 'not-ready',
    codes: ['PROTOCOL'],
    arrange: async (stack) => {
      const { port } = await raw(
        stack,
        onRequest((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      );
      return {
        probe: { kind: 'cdw', attempts: 1, url: '${CDW_URL}', tables: { 'dflt.phones': {} } },
        options: { env: { CDW_URL: `postgres://prober:s3cretword@127.0.0.1:${String(port)}/cdw` } },
        secrets: ['s3cretword'],
      };
    },
  },
  {
    name: 'a host name that does not resolve',
    verdict: 'not-ready',
    codes: ['DNS'],
    arrange: () => ({ probe: asking('https://staging.invalid') }),
  },
  {
    name: 'a database host that does not resolve',
    verdict: 'not-ready',
    codes: ['DNS'],
    arrange: () => ({
      probe: { kind: 'cdw', attempts: 1, url: '${CDW_URL}', tables: { 'dflt.phones': {} } },
      options: { env: { CDW_URL: 'postgres://prober:s3cretword@cdw.invalid/cdw?sslmode=verify-full' } },
      secrets: ['s3cretword'],
    }),
  },
  {
    name: 'a server that listens on IPv6 only',
    verdict: 'ready',
    arrange: async (stack) => {
      const port = await serveOnSix(stack, (_request, response) => {
        sendJson(response, {});
      });
      return { probe: asking(`http://[::1]:${String(port)}`) };
    },
  },
  {
    name: 'a server on IPv6 only, asked for by its IPv4 address',
    verdict: 'not-ready',
    codes: ['CONNECT_REFUSED'],
    arrange: async (stack) => {
      const port = await serveOnSix(stack, (_request, response) => {
        sendJson(response, {});
      });
      return { probe: asking(`http://127.0.0.1:${String(port)}`) };
    },
  },
  {
    name: 'the server goes away between two steps',
    verdict: 'not-ready',
    codes: ['CONNECT_RESET'],
    arrange: async (stack) => {
      const server = stack.use(
        await serve((_request, response, count) => {
          if (count === 1) sendJson(response, {});
          else response.destroy();
        }),
      );
      return { probe: twoSteps(server.url) };
    },
  },
  {
    name: 'a connection that was kept alive is closed under us',
    verdict: 'ready',
    arrange: async (stack) => {
      const server = await raw(
        stack,
        onRequest((socket) => {
          // It promises to keep the connection, and closes it a moment after the answer.
          if (socket.bytesWritten === 0)
            socket.write(complete.replace('\r\n\r\n', '\r\nconnection: keep-alive\r\n\r\n'));
          else socket.resetAndDestroy();
        }),
      );
      return {
        probe: twoSteps(server.url),
        after: () => {
          expect(server.connections()).toBe(2);
        },
      };
    },
  },
  {
    name: 'it cuts the first connection and answers on the second',
    verdict: 'ready',
    codes: ['FLAKY'],
    arrange: async (stack) => {
      const server = await raw(stack, (socket, count) => {
        if (count === 1) socket.resetAndDestroy();
        else onRequest(() => socket.write(complete))(socket);
      });
      return { probe: asking(server.url, {}, { attempts: 3 }) };
    },
  },
  {
    name: 'nothing at all can be reached',
    verdict: 'inconclusive',
    codes: ['RUNNER_OFFLINE'],
    arrange: async () => {
      const url = `http://127.0.0.1:${String(await closedPort())}`;
      return { beacon: false, probe: asking(url), probes: { other: asking(url) } };
    },
  },
  {
    name: 'the proxy does not open a tunnel',
    verdict: 'not-ready',
    codes: ['UNREACHABLE'],
    arrange: async (stack) => {
      const proxy = await raw(
        stack,
        onRequest((socket) => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')),
      );
      return { probe: asking('https://staging.invalid'), options: { env: { HTTPS_PROXY: proxy.url } } };
    },
  },
  {
    name: 'the proxy accepts and never answers',
    verdict: 'not-ready',
    codes: ['TIMEOUT'],
    arrange: async (stack) => {
      const proxy = await raw(stack, () => undefined);
      return {
        probe: asking('https://staging.invalid', {}, short),
        options: { env: { HTTPS_PROXY: proxy.url } },
      };
    },
  },
  {
    name: 'a proxy variable that is no address',
    verdict: 'inconclusive',
    says: 'HTTPS_PROXY: expected the address of a proxy',
    arrange: () => ({
      probe: asking('https://staging.invalid'),
      options: { env: { HTTPS_PROXY: 'socks5://user:pr0xy-word@proxy.invalid' } },
      secrets: ['pr0xy-word'],
    }),
  },
  {
    name: 'a server that resets each of many connections at once',
    verdict: 'not-ready',
    codes: ['CONNECT_RESET'],
    arrange: async (stack) => {
      const server = await raw(stack, (socket) => socket.resetAndDestroy());
      const others = Array.from({ length: 30 }, (_, index) => [`other-${String(index)}`, asking(server.url)]);
      return { probe: asking(server.url), probes: Object.fromEntries(others) as Record<string, never> };
    },
  },
  {
    name: 'a healthy server',
    verdict: 'ready',
    arrange: async (stack) => {
      const server = stack.use(await serve(ok));
      return {
        probe: asking(server.url),
        after: () => {
          // The secrets did arrive: a row in which none was sent would prove nothing.
          expect(server.requests[0]?.headers.authorization).toMatch(/^Bearer tok/u);
        },
      };
    },
  },
];

testRows('network', 'Network', rows);
