import type { ServerResponse } from 'node:http';
import { createGzip, gzipSync } from 'node:zlib';

import { expect } from 'vitest';

import { asking, credentials, testRows, type Row, type Written } from '../support/fault-rows.ts';
import { sendJson, serve, type Answer } from '../support/http-server.ts';
import { onRequest, raw } from '../support/raw-server.ts';

/** Any JSON object will do. */
const anObject = { expect: { json: { type: 'object' } } };

/** A row about one answer to one request. */
function answering(
  name: string,
  expected: Pick<Row, 'verdict' | 'codes' | 'defect' | 'deadlineMs'>,
  answer: Answer,
  step: Written = anObject,
  probe: Written = {},
): Row {
  return {
    name,
    ...expected,
    arrange: async (stack) => ({ probe: asking(stack.use(await serve(answer)).url, step, probe) }),
  };
}

/** A row about a body, sent as JSON with status 200. */
function body(
  name: string,
  expected: Pick<Row, 'verdict' | 'codes' | 'defect'>,
  bytes: string | Buffer,
): Row {
  return answering(name, expected, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(bytes);
  });
}

/** A row about bytes that no HTTP server would send. */
function bytes(
  name: string,
  expected: Pick<Row, 'verdict' | 'codes' | 'defect'>,
  text: string,
  probe: Written = {},
): Row {
  return {
    name,
    ...expected,
    arrange: async (stack) => ({
      probe: asking(
        (
          await raw(
            stack,
            onRequest((socket) => socket.write(text)),
          )
        ).url,
        anObject,
        probe,
      ),
    }),
  };
}

/** A row about an answer that asks for a pause: it is answered so `times` times, then as agreed. */
function pausing(
  name: string,
  expected: Pick<Row, 'verdict' | 'codes' | 'deadlineMs'>,
  { status, retryAfter, times = 1 }: { status: number; retryAfter: () => string; times?: number },
  probe: Written = {},
): Row {
  return answering(
    name,
    expected,
    (_request, response, count) => {
      if (count > times) sendJson(response, {});
      else sendJson(response, { error: 'later' }, status, { 'retry-after': retryAfter() });
    },
    anObject,
    { attempts: 2, timeout: '10s', ...probe },
  );
}

/** Writes for ever, until the other side has had enough. */
function pour(response: ServerResponse, chunk: Buffer): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

const fail = (...codes: readonly NonNullable<Row['codes']>[number][]) =>
  ({ verdict: 'not-ready', codes }) as const;
const unknown = (...codes: readonly NonNullable<Row['codes']>[number][]) =>
  ({ verdict: 'inconclusive', codes }) as const;
const ready = { verdict: 'ready' } as const;
const flaky = { verdict: 'ready', codes: ['FLAKY'] } as const;

const bodies: readonly Row[] = [
  body('200 with an empty body', fail('BODY_NOT_JSON'), ''),
  body('200 with a page of HTML', fail('BODY_NOT_JSON'), '<!doctype html><h1>Sign in</h1>'),
  body('JSON that is cut off, though complete for HTTP', fail('BODY_NOT_JSON'), '{"data": {"id": "1'),
  body('a body that is not UTF-8', fail('BODY_NOT_JSON'), Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
  body('JSON behind a byte order mark', ready, '\uFEFF{}'),
  body('JSON in UTF-16', fail('BODY_NOT_JSON'), Buffer.from('\uFEFF{}', 'utf16le')),
  body('JSON with duplicate keys', ready, '{"id": 1, "id": 2}'),
  body('JSON with the key __proto__', ready, '{"__proto__": {"polluted": true}, "constructor": 1}'),
  body(
    'JSON nested 10,000 deep where an object is agreed',
    fail('BODY_MISMATCH'),
    '['.repeat(10_000) + ']'.repeat(10_000),
  ),
  {
    name: 'JSON nested 10,000 deep under a contract that goes down with it',
    ...fail('BODY_MISMATCH'),
    arrange: async (stack) => {
      const answer = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
      const server = stack.use(
        await serve((_request, response) => {
          response.end(answer);
        }),
      );
      const down = { type: 'object', properties: { a: { $ref: '#' } } };
      return { probe: asking(server.url, { expect: { json: down } }) };
    },
  },
  {
    name: 'JSON nested 10,000 deep, looked at in full detail',
    ...ready,
    arrange: async (stack) => {
      const answer = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
      const server = stack.use(
        await serve((_request, response) => {
          response.end(answer);
        }),
      );
      return { probe: asking(server.url, anObject), options: { inputs: { mode: 'diagnose' } } };
    },
  },
  body('a number of a million digits', ready, `{"n": ${'9'.repeat(1_000_000)}}`),
  body(
    'workflow commands and markup as the body',
    fail('BODY_NOT_JSON'),
    '::set-output name=ready::true\n##[group]<img src=x>@team',
  ),
];

const streams: readonly Row[] = [
  answering('a stream of 1 GB and more', fail('BODY_TOO_LARGE'), (_request, response) => {
    pour(response.writeHead(200), Buffer.alloc(65_536, 'a'));
  }),
  answering('a gzip bomb', fail('BODY_TOO_LARGE'), (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.pipe(response);
    for (let megabytes = 0; megabytes < 64; megabytes += 1) gzip.write(Buffer.alloc(1_048_576));
    gzip.end();
  }),
  answering('a compressed body that is corrupt', fail('PROTOCOL'), (_request, response) => {
    const packed = gzipSync('{"a": 1}');
    packed.fill(0xff, 12, 16);
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
  }),
  answering('a body that says gzip and is not', fail('PROTOCOL'), (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('{}');
  }),
  bytes(
    'a Content-Length that is too large, then silence',
    fail('TIMEOUT'),
    'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{}',
    { timeout: '1s' },
  ),
  bytes(
    'a Content-Length that is too small',
    fail('BODY_NOT_JSON'),
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\n{"a": 1}',
  ),
  bytes(
    'two different Content-Lengths',
    fail('PROTOCOL'),
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\n{}',
  ),
  bytes(
    'a chunk whose length is no number',
    {
      ...fail('PROTOCOL'),
      defect: 'What is no HTTP within a body was told as a connection that was cut, which blames the network',
    },
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n',
  ),
  bytes('a status that is none', fail('PROTOCOL'), 'HTTP/1.1 abc OK\r\ncontent-length: 2\r\n\r\n{}'),
  {
    name: 'a pattern that backtracks for ever on the body',
    ...unknown(),
    says: 'the gate itself hung',
    deadlineMs: 2000,
    defect:
      'A regular expression of the configuration that backtracks for ever on an answer stopped the clock of the deadline itself, so the job ran into its own timeout and said nothing',
    arrange: async (stack) => {
      const server = stack.use(
        await serve((_request, response) => {
          response.end(`${'a'.repeat(60)}!`);
        }),
      );
      return { probe: asking(server.url, { expect: { text: '^(a+)+$' } }) };
    },
  },
];

const statuses: readonly Row[] = [
  answering('204 where 200 with a body is agreed', fail('HTTP_STATUS'), (_request, response) =>
    response.writeHead(204).end(),
  ),
  answering('204 without a body, as agreed', ready, (_request, response) => response.writeHead(204).end(), {
    expect: { status: 204 },
  }),
  answering(
    '204 where a body is agreed for it',
    fail('BODY_NOT_JSON'),
    (_request, response) => response.writeHead(204).end(),
    { expect: { status: 204, json: { type: 'object' } } },
  ),
  answering('500 that repeats the request with its secrets', fail('HTTP_STATUS'), (request, response) => {
    sendJson(response, request, 500, { 'x-echo': String(request.headers.authorization) });
  }),
  answering('404 where 200 is agreed', fail('HTTP_STATUS'), (_request, response) => {
    sendJson(response, {}, 404);
  }),
  answering(
    '503 at every attempt',
    fail('GATEWAY'),
    (_request, response) => {
      sendJson(response, {}, 503);
    },
    anObject,
    { attempts: 2 },
  ),
  answering(
    '429 at every attempt',
    unknown('RATE_LIMITED'),
    (_request, response) => {
      sendJson(response, {}, 429);
    },
    anObject,
    { attempts: 2 },
  ),
  pausing('429 with Retry-After in seconds, then the answer', flaky, { status: 429, retryAfter: () => '1' }),
  pausing('503 with Retry-After in seconds, then the answer', flaky, { status: 503, retryAfter: () => '1' }),
  pausing('429 with Retry-After as a date, then the answer', flaky, {
    status: 429,
    retryAfter: () => new Date(Date.now() + 1500).toUTCString(),
  }),
  pausing('503 with Retry-After as a date in the past, then the answer', flaky, {
    status: 503,
    retryAfter: () => 'Mon, 01 Jan 2001 00:00:00 GMT',
  }),
  pausing(
    '429 with an absurd Retry-After',
    unknown('RATE_LIMITED'),
    { status: 429, retryAfter: () => '99999999999' },
    { timeout: '1s' },
  ),
  pausing(
    '503 with Retry-After in the year 9999',
    fail('GATEWAY'),
    { status: 503, retryAfter: () => 'Fri, 31 Dec 9999 23:59:59 GMT' },
    { timeout: '1s' },
  ),
  pausing('503 with Retry-After that is no time, then the answer', flaky, {
    status: 503,
    retryAfter: () => '-1e309 soon',
  }),
  pausing(
    '429 with an absurd Retry-After, until the deadline',
    { ...unknown('RATE_LIMITED'), deadlineMs: 2500 },
    { status: 429, retryAfter: () => '86400' },
    { timeout: '5m' },
  ),
  {
    name: '401 on a step that is never repeated',
    ...unknown('CREDENTIAL_REFUSED'),
    arrange: async (stack) => {
      const server = stack.use(
        await serve((_request, response) => {
          sendJson(response, {}, 401);
        }),
      );
      return {
        probe: asking(server.url, { retry: 'never' }, { attempts: 5 }),
        after: () => {
          expect(server.requests).toHaveLength(1);
        },
      };
    },
  },
  {
    name: 'a connection that is cut on a step that is never repeated',
    ...fail('CONNECT_RESET'),
    arrange: async (stack) => {
      const server = stack.use(await serve((_request, response) => response.destroy()));
      return {
        probe: asking(server.url, { retry: 'never' }, { attempts: 5 }),
        after: () => {
          expect(server.requests).toHaveLength(1);
        },
      };
    },
  },
  {
    name: '401 is not asked again',
    ...unknown('CREDENTIAL_REFUSED'),
    arrange: async (stack) => {
      const server = stack.use(
        await serve((_request, response) => {
          sendJson(response, {}, 401, { 'retry-after': '0' });
        }),
      );
      return {
        probe: asking(server.url, {}, { attempts: 5 }),
        after: () => {
          expect(server.requests).toHaveLength(1);
        },
      };
    },
  },
  {
    name: 'a clean-up that answers 500 after all else passed',
    verdict: 'ready',
    codes: ['LEFTOVER'],
    arrange: async (stack) => {
      const server = stack.use(
        await serve(({ method }, response) => {
          sendJson(response, { id: 'x1' }, method === 'DELETE' ? 500 : 200);
        }),
      );
      const create = {
        name: 'create',
        method: 'POST',
        url: server.url,
        capture: { id: '/id' },
        ...credentials,
      };
      const remove = { name: 'remove', method: 'DELETE', url: `${server.url}/{{id}}`, always: true };
      return { probe: { kind: 'http', attempts: 1, steps: [create, remove] } };
    },
  },
];

const redirects: readonly Row[] = [
  answering(
    'a redirect that never ends',
    fail('REDIRECTED'),
    (_request, response, count) => {
      response.writeHead(302, { location: `/again/${String(count)}` }).end();
    },
    { redirects: 20 },
  ),
  answering(
    'a redirect without an address',
    fail('REDIRECTED'),
    (_request, response) => response.writeHead(302).end(),
    { redirects: 5 },
  ),
  answering(
    'a redirect to a file',
    fail('REDIRECTED'),
    (_request, response) => {
      response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    },
    { redirects: 5 },
  ),
  answering(
    'a redirect that puts the token into its address',
    fail('REDIRECTED'),
    (request, response) => {
      response
        .writeHead(302, {
          location: `https://elsewhere.invalid/?t=${encodeURIComponent(String(request.headers.authorization))}`,
        })
        .end();
    },
    { redirects: 0 },
  ),
  {
    name: 'a broken server that nothing but a clean-up asks',
    verdict: 'inconclusive',
    says: 'at least one step without `always`: a clean-up alone can never fail',
    defect:
      'A probe of `always` steps only was ready whatever was broken, as a clean-up that fails is a mere warning',
    arrange: async (stack) => {
      const server = stack.use(
        await serve((_request, response) => {
          sendJson(response, {}, 500);
        }),
      );
      return {
        probe: asking(server.url, { always: true }),
        after: () => {
          expect(server.requests).toHaveLength(0);
        },
      };
    },
  },
  {
    name: 'a redirect to another host: no header of ours goes along',
    ...ready,
    arrange: async (stack) => {
      const other = stack.use(
        await serve((_request, response) => {
          sendJson(response, {});
        }),
      );
      const server = stack.use(
        await serve((_request, response) => {
          response.writeHead(302, { location: other.url }).end();
        }),
      );
      return {
        probe: asking(server.url, { redirects: 3 }),
        after: () => {
          expect(server.requests[0]?.headers).toHaveProperty('x-api-key');
          const { headers, url } = other.requests[0] ?? { headers: {}, url: '' };
          expect(Object.keys(headers).sort()).toEqual([
            'accept',
            'accept-encoding',
            'connection',
            'host',
            'sec-datadog',
            'user-agent',
          ]);
          expect(url).toBe('/');
        },
      };
    },
  },
  {
    name: 'a redirect of a body to another host: nothing is sent there',
    ...fail('REDIRECTED'),
    arrange: async (stack) => {
      const other = stack.use(
        await serve((_request, response) => {
          sendJson(response, {});
        }),
      );
      const server = stack.use(
        await serve((_request, response) => {
          response.writeHead(307, { location: other.url }).end();
        }),
      );
      return {
        probe: asking(server.url, { method: 'POST', json: { password: '${PASSWORD}' }, redirects: 3 }),
        after: () => {
          expect(server.requests[0]?.body).toContain('p@ss');
          expect(other.requests).toHaveLength(0);
        },
      };
    },
  },
];

testRows('http', 'HTTP', [...bodies, ...streams, ...statuses, ...redirects]);
