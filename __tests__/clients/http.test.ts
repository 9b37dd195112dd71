import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';

import { afterEach, describe, expect, test } from 'vitest';

import { createHttpClient, type HttpAnswer, type HttpClient, type HttpSend } from '../../src/clients/http.ts';
import type { Fault } from '../../src/core/model.ts';
import { FaultError } from '../../src/errors.ts';
import { closedPort, sendJson, serve, serveRaw } from '../support/http-server.ts';

const userAgent = 'staging-health-gate/0.0.0';
const clients: HttpClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

function newClient(options: Partial<Parameters<typeof createHttpClient>[0]> = {}): HttpClient {
  const client = createHttpClient({ userAgent, ...options });
  clients.push(client);
  return client;
}

function get(url: string, more: Partial<HttpSend> = {}): HttpSend {
  const { signal } = new AbortController();
  return {
    method: 'GET',
    url,
    headers: {},
    signal,
    timeoutMs: 30_000,
    maxBodyBytes: 1_048_576,
    redirects: 0,
    ...more,
  };
}

async function faultOf(answer: Promise<HttpAnswer>): Promise<Fault> {
  const thrown: unknown = await answer.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof FaultError) return thrown.fault;
  throw new Error('expected a FaultError');
}

describe('an answer', () => {
  test('carries status, lower-case headers, bytes, times and the address', async () => {
    await using server = await serve((_request, response) => {
      sendJson(response, { ok: true }, 201, { 'X-Revision': 'abc' });
    });
    const answer = await newClient().send(get(`${server.url}/status`));
    expect(answer).toMatchObject({ status: 201, address: '127.0.0.1' });
    expect(answer.headers['x-revision']).toBe('abc');
    expect(answer.body.toString()).toBe('{"ok":true}');
    expect(answer.timings.totalMs).toBeGreaterThanOrEqual(answer.timings.firstByteMs ?? Infinity);
    expect(answer.timings.connectMs).toBeGreaterThanOrEqual(0);
    expect(answer.tls).toBeUndefined();
  });

  test('is decompressed', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('{"a":1}'));
    });
    const answer = await newClient().send(get(server.url));
    expect(answer.body.toString()).toBe('{"a":1}');
  });

  test('with any status is an answer', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(503).end();
    });
    expect((await newClient().send(get(server.url))).status).toBe(503);
  });
});

describe('a request', () => {
  test('says what sent it and marks itself as synthetic', async () => {
    await using server = await serve((_request, response) => response.end());
    await newClient().send(get(server.url, { headers: { 'user-agent': 'other' } }));
    expect(server.requests[0]?.headers).toMatchObject({
      'user-agent': userAgent,
      'sec-datadog': expect.stringContaining('synthetic') as string,
    });
  });

  test('carries its body byte for byte', async () => {
    await using server = await serve((_request, response) => response.end());
    const body = ' {"name":"Zoë \\u0000"} ';
    const headers = { 'content-type': 'application/json' };
    await newClient().send(get(server.url, { method: 'POST', body, headers }));
    expect(server.requests[0]).toMatchObject({ method: 'POST', body });
  });

  test.each([
    ['a line break', 'Bearer a\r\nx-injected: 1'],
    ['a character outside Latin-1', 'Bearer €'],
  ])('with %s in a header is refused before it is sent', async (_what, authorization) => {
    await using server = await serve((_request, response) => response.end());
    const fault = await faultOf(newClient().send(get(server.url, { headers: { authorization } })));
    expect(fault).toMatchObject({
      code: 'INTERNAL',
      expected: expect.stringContaining('authorization') as string,
    });
    expect(server.requests).toEqual([]);
  });

  test.each(['ftp://127.0.0.1/', 'no address', 'http://'])('to %s is refused', async (url) => {
    expect((await faultOf(newClient().send(get(url)))).code).toBe('INTERNAL');
  });
});

describe('connections', () => {
  test('are kept alive: twenty requests in a row need one', async () => {
    await using server = await serve((_request, response) => {
      sendJson(response, {});
    });
    const client = newClient();
    for (let sent = 0; sent < 20; sent += 1) await client.send(get(server.url));
    expect(server.requests).toHaveLength(20);
    expect(server.connections()).toBe(1);
  });

  test('of a request that is sent once are its own', async () => {
    await using server = await serve((_request, response) => {
      sendJson(response, {});
    });
    const client = newClient();
    await client.send(get(server.url));
    await client.send(get(server.url, { method: 'POST', once: true }));
    await client.send(get(server.url));
    expect(server.connections()).toBe(2);
  });

  test('that the server closes under a repeatable request are replaced unnoticed', async () => {
    await using server = await serveRaw(answerOnceThenCut);
    const client = newClient();
    await client.send(get(server.url));
    const answer = await client.send(get(server.url));
    expect(answer.status).toBe(200);
    expect(server.connections()).toBe(2);
  });

  test('that the server closes under a POST are a fault, because it may have had its effect', async () => {
    await using server = await serveRaw(answerOnceThenCut);
    const client = newClient();
    await client.send(get(server.url));
    const fault = await faultOf(client.send(get(server.url, { method: 'POST', body: '{}' })));
    expect(fault.code).toBe('CONNECT_RESET');
    expect(server.connections()).toBe(1);
  });

  test('that were closed while idle are not used again', async () => {
    await using server = await serve((_request, response) => {
      sendJson(response, {});
    });
    const client = newClient();
    await client.send(get(server.url));
    server.cutConnections();
    await client.send(get(server.url));
    expect(server.requests).toHaveLength(2);
  });

  test('end with the client', async () => {
    await using server = await serve((_request, response) => {
      sendJson(response, {});
    });
    const client = newClient();
    await client.send(get(server.url));
    client.close();
    const left = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    await client.send(get(server.url));
    expect(server.connections()).toBe(2);
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toEqual(left);
  });
});

const okHead = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';

/** The first request on a connection is answered, the second cuts it. */
function answerOnceThenCut(socket: import('node:net').Socket): void {
  let count = 0;
  socket.on('data', () => {
    count += 1;
    if (count === 1) socket.write(okHead);
    else socket.destroy();
  });
}

describe('a network fault', () => {
  test('refused', async () => {
    const url = `http://127.0.0.1:${String(await closedPort())}/`;
    expect(await faultOf(newClient().send(get(url)))).toMatchObject({ code: 'CONNECT_REFUSED' });
  });

  test('refused on every address of a name', async () => {
    const url = `http://localhost:${String(await closedPort())}/`;
    expect(await faultOf(newClient().send(get(url)))).toMatchObject({ code: 'CONNECT_REFUSED' });
  });

  test('no such name', async () => {
    const fault = await faultOf(newClient().send(get('http://no-such-host.invalid/')));
    expect(fault.code).toBe('DNS');
  });

  test.each<[string, string, (socket: import('node:net').Socket) => void]>([
    ['CONNECT_RESET', 'cut before the request is read', (socket) => socket.destroy()],
    [
      'CONNECT_RESET',
      'reset after the request',
      (socket) => socket.on('data', () => socket.resetAndDestroy()),
    ],
    ['CONNECT_RESET', 'closed politely without an answer', (socket) => socket.on('data', () => socket.end())],
    [
      'CONNECT_RESET',
      'cut within the head',
      (socket) => socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nx-a')),
    ],
    [
      'CONNECT_RESET',
      'cut within the body',
      (socket) => socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"a":')),
    ],
    [
      'CONNECT_RESET',
      'cut within a chunked body',
      (socket) =>
        socket.on('data', () =>
          socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a":'),
        ),
    ],
    ['PROTOCOL', 'an answer of another protocol', (socket) => socket.end('220 mail.test ESMTP ready\r\n')],
    [
      'PROTOCOL',
      'both a length and chunks',
      (socket) =>
        socket.on('data', () =>
          socket.end(
            'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
          ),
        ),
    ],
    [
      'PROTOCOL',
      'a length that is no number',
      (socket) => socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\n{}')),
    ],
    [
      'PROTOCOL',
      'a head without end',
      (socket) => socket.on('data', () => socket.end(`HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(100_000)}`)),
    ],
    [
      'PROTOCOL',
      'a body that claims to be compressed',
      (socket) =>
        socket.on('data', () =>
          socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\n{"a":"b"}'),
        ),
    ],
  ])('%s: %s', async (code, _what, misbehave) => {
    await using server = await serveRaw(misbehave);
    expect((await faultOf(newClient().send(get(server.url)))).code).toBe(code);
  });

  test('HTTP on a port where TLS is expected', async () => {
    await using server = await serve((_request, response) => response.end());
    const fault = await faultOf(newClient().send(get(`https://127.0.0.1:${String(server.port)}/`)));
    expect(fault.code).toBe('PROTOCOL');
  });

  test('keeps nothing of the request or of the foreign error', async () => {
    await using server = await serveRaw((socket) => socket.end('HTTP/1.1 hunter2-echo\r\n\r\n'));
    const url = `http://user:hunter2@127.0.0.1:${String(server.port)}/?key=hunter2`;
    const headers = { authorization: 'Bearer hunter2' };
    const thrown: unknown = await newClient()
      .send(get(url, { method: 'POST', headers, body: 'hunter2' }))
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(FaultError);
    expect(inspect(thrown, { depth: 20, showHidden: true })).not.toContain('hunter2');
    expect(JSON.stringify(thrown)).not.toContain('hunter2');
  });
});

describe('time', () => {
  test('runs out for a server that accepts and never answers', async () => {
    await using server = await serveRaw(() => undefined);
    expect(await faultOf(newClient().send(get(server.url, { timeoutMs: 250 })))).toEqual({
      code: 'TIMEOUT',
      expected: 'an answer within 250 ms',
      observed: 'a connection, but no answer',
    });
  });

  test('runs out for a server that never finishes the TLS handshake', async () => {
    await using server = await serveRaw(() => undefined);
    const url = `https://127.0.0.1:${String(server.port)}/`;
    const fault = await faultOf(newClient().send(get(url, { timeoutMs: 250 })));
    expect(fault).toMatchObject({ code: 'TIMEOUT', observed: 'a connection, but no TLS' });
  });

  test('runs out for a server that sends a byte now and then', async () => {
    await using server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => {
        clearInterval(timer);
      });
    });
    const fault = await faultOf(newClient().send(get(server.url, { timeoutMs: 1000 })));
    expect(fault).toEqual({
      code: 'TIMEOUT',
      expected: 'an answer within 1 s',
      observed: 'part of an answer',
    });
  });

  test('covers the whole chain of redirects', async () => {
    await using server = await serve((_request, response) => {
      setTimeout(() => {
        response.writeHead(302, { location: '/again' }).end();
      }, 100);
    });
    const fault = await faultOf(newClient().send(get(server.url, { timeoutMs: 1000, redirects: 1000 })));
    expect(fault.code).toBe('TIMEOUT');
  });

  test('ends with the caller, for the reason the caller gives', async () => {
    await using server = await serveRaw(() => undefined);
    const controller = new AbortController();
    const reason = new FaultError({ code: 'CANCELLED', expected: 'a run to the end', observed: 'SIGTERM' });
    const sending = newClient().send(get(server.url, { signal: controller.signal }));
    setTimeout(() => {
      controller.abort(reason);
    }, 100);
    expect((await faultOf(sending)).code).toBe('CANCELLED');
  });

  test('leaves no timer behind', async () => {
    await using server = await serve((_request, response) => response.end());
    const before = timers();
    await newClient().send(get(server.url, { once: true }));
    expect(timers()).toBeLessThanOrEqual(before);
  });
});

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

describe('a body', () => {
  test('over the limit is not read to its end', async () => {
    let sent = 0;
    await using server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n');
      const chunk = Buffer.alloc(65_536);
      const pump = () => {
        while (socket.writable && sent < 1_073_741_824) {
          sent += chunk.length;
          if (!socket.write(chunk)) {
            socket.once('drain', pump);
            return;
          }
        }
      };
      pump();
    });
    const fault = await faultOf(newClient().send(get(server.url)));
    expect(fault).toMatchObject({ code: 'BODY_TOO_LARGE', expected: 'at most 1048576 bytes' });
    expect(sent).toBeLessThan(100_000_000);
  });

  test('is measured after decompression: a gzip bomb does not go off', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    await using server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    });
    const before = process.memoryUsage().rss;
    expect(bomb.length).toBeLessThan(1_048_576);
    expect((await faultOf(newClient().send(get(server.url)))).code).toBe('BODY_TOO_LARGE');
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('of exactly the limit is fine', async () => {
    await using server = await serve((_request, response) => response.end('x'.repeat(1000)));
    const answer = await newClient().send(get(server.url, { maxBodyBytes: 1000 }));
    expect(answer.body).toHaveLength(1000);
  });
});
