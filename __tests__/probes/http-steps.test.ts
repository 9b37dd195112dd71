import type { Socket } from 'node:net';

import { describe, expect, test } from 'vitest';

import { createHttpClient } from '../../src/clients/http.ts';
import type { Check } from '../../src/core/model.ts';
import type { HttpPlan, HttpStep, JsonSchema } from '../../src/core/plan.ts';
import { FaultError } from '../../src/errors.ts';
import { createHttpStepsEngine } from '../../src/probes/http-steps.ts';
import { Redactor, Secret } from '../../src/secrets.ts';
import { trustAuthorities } from '../../src/trust.ts';
import { createAuthority } from '../support/certificates.ts';
import { closedPort, sendJson, serve, serveRaw } from '../support/http-server.ts';

const authority = createAuthority();
trustAuthorities(authority.cert);
const never = new AbortController().signal;

interface Ran {
  readonly checks: readonly Check[];
  readonly attempts: readonly number[];
  readonly redactor: Redactor;
}

async function run(
  plan: Omit<HttpPlan, 'engine'>,
  { signal = never, attempts = 1 }: { signal?: AbortSignal; attempts?: number } = {},
): Promise<Ran> {
  const client = createHttpClient({ userAgent: 'staging-health-gate/0.0.0' });
  const redactor = new Redactor();
  const checks: Check[] = [];
  const attempted: number[] = [];
  const context = {
    layer: 'chip',
    signal,
    attempts,
    diagnose: false,
    record: (check: Check) => checks.push(check),
    attempted: (attempt: number) => attempted.push(attempt),
  };
  try {
    await createHttpStepsEngine({ client, redactor })({ engine: 'http-steps', ...plan }, context);
  } finally {
    client.close();
  }
  return { checks, attempts: attempted, redactor };
}

function step(url: string, more: Partial<HttpStep> = {}): HttpStep {
  return { name: 'step', request: { method: 'GET', url }, expect: { status: [200] }, ...more };
}

/** `name: pass`, or `name: CODE`. */
function told(checks: readonly Check[]): readonly string[] {
  return checks.map((check) => `${check.name}: ${check.status === 'pass' ? 'pass' : check.fault.code}`);
}

function aborting(code: 'CANCELLED' | 'DEADLINE' | 'TIMEOUT') {
  const controller = new AbortController();
  const abort = () => {
    controller.abort(new FaultError({ code, expected: 'a run to its end', observed: 'it was ended' }));
  };
  return { signal: controller.signal, abort };
}

const withToken = {
  type: 'object',
  required: ['token'],
  properties: { token: { type: 'string', minLength: 1 } },
} as const;

describe('steps in turn', () => {
  test('hand captured values on, encoded for where they go', async () => {
    const token = 'a/b c?"ü&';
    await using server = await serve((seen, response) => {
      sendJson(response, seen.url === '/token' ? { token, patient: { ien: 42, flags: [true] } } : {});
    });
    const { checks } = await run({
      variables: { station: new Secret('530 A'), plain: 'x' },
      steps: [
        step(`${server.url}/token`, {
          name: 'token',
          expect: { status: [200], json: withToken },
          capture: {
            token: { pointer: '/token' },
            patient: { pointer: '/patient' },
            ien: { pointer: '/patient/ien' },
          },
        }),
        {
          name: 'use',
          needs: ['token'],
          request: {
            method: 'POST',
            url: `${server.url}/{{station}}/{{token}}?ien={{ ien }}`,
            headers: { 'x-plain': 'Bearer {{plain}}', 'x-secret': new Secret('key {{station}}') },
            json: {
              text: 'token: {{token}}',
              whole: '{{patient}}',
              number: '{{ien}}',
              secret: new Secret('{{plain}}!'),
              list: ['{{plain}}', 1, null],
            },
          },
          expect: { status: [200] },
        },
      ],
    });
    expect(told(checks)).toEqual(['token: pass', 'use: pass']);
    const [, used] = server.requests;
    expect(used?.url).toBe(`/530%20A/${encodeURIComponent(token)}?ien=42`);
    expect(used?.headers).toMatchObject({
      'x-plain': 'Bearer x',
      'x-secret': 'key 530 A',
      'content-type': 'application/json',
    });
    expect(JSON.parse(used?.body ?? '')).toEqual({
      text: `token: ${token}`,
      whole: { ien: 42, flags: [true] },
      number: 42,
      secret: 'x!',
      list: ['x', 1, null],
    });
  });

  test('stop at the first that fails, and name it for those that could not run', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {}, 500);
    });
    const { checks } = await run({
      steps: [step(server.url, { name: 'token' }), step(server.url, { name: 'use', layer: 'vista' })],
    });
    expect(server.requests).toHaveLength(1);
    expect(checks).toMatchObject([
      {
        name: 'token',
        layer: 'chip',
        status: 'fail',
        fault: { code: 'HTTP_STATUS', expected: 'status 200', observed: 'status 500' },
      },
      {
        name: 'use',
        layer: 'vista',
        status: 'unknown',
        fault: { code: 'NOT_RUN', expected: '`token` passes' },
      },
    ]);
  });

  test('stop when a further check of the body fails', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, { flag: true });
    });
    const flagged = {
      name: 'no flag',
      json: { type: 'object', properties: { flag: { const: false } } },
    } as const;
    const { checks } = await run({
      steps: [
        step(server.url, { name: 'read', checks: [{ ...flagged, code: 'INSURANCE_FLAG', layer: 'vista' }] }),
        step(server.url, { name: 'write' }),
      ],
    });
    expect(told(checks)).toEqual(['read: pass', 'no flag: INSURANCE_FLAG', 'write: NOT_RUN']);
    expect(checks[1]?.layer).toBe('vista');
    expect(server.requests).toHaveLength(1);
  });

  test('tell a missing capture at its pointer, unless a check has told more', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, { appointments: [] });
    });
    const capture = { ien: { pointer: '/appointments/0/ien' } };
    const none = { code: 'NO_APPOINTMENT', expected: 'an appointment', observed: 'none' } as const;
    const silent = await run({ steps: [step(server.url, { capture })] });
    expect(silent.checks).toMatchObject([
      { status: 'fail', fault: { code: 'BODY_MISMATCH', observed: '/appointments/0/ien: missing' } },
    ]);
    const checks = [{ name: 'appointment', json: true, inspect: () => none }];
    const telling = await run({
      steps: [step(server.url, { capture, checks }), step(`${server.url}/{{ien}}`)],
    });
    expect(told(telling.checks)).toEqual(['step: pass', 'appointment: NO_APPOINTMENT', 'step: NOT_RUN']);
  });

  test('need what they say they need', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {});
    });
    const { checks } = await run({ steps: [step(server.url, { needs: ['record'] })] });
    expect(checks).toMatchObject([
      { status: 'unknown', fault: { code: 'NOT_RUN', expected: 'an earlier step gives `record`' } },
    ]);
    expect(server.requests).toEqual([]);
  });

  test('never let a variable lead to another resource', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {});
    });
    const { checks } = await run({
      variables: { id: '..' },
      steps: [step(`${server.url}/records/{{id}}/x`)],
    });
    expect(told(checks)).toEqual(['step: INTERNAL']);
    expect(server.requests).toEqual([]);
  });

  test('never let a variable add a header', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {});
    });
    const request = {
      method: 'GET',
      url: server.url,
      headers: { authorization: 'Bearer {{token}}' },
    } as const;
    const { checks } = await run({
      variables: { token: 'a\r\nx-injected: 1' },
      steps: [step(server.url, { request })],
    });
    expect(told(checks)).toEqual(['step: INTERNAL']);
    expect(server.requests).toEqual([]);
  });

  test('share one connection', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {});
    });
    await run({ steps: Array.from({ length: 8 }, () => step(server.url)) });
    expect(server.requests).toHaveLength(8);
    expect(server.connections()).toBe(1);
  });

  test('survive a connection that is dropped between them', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {});
      response.on('close', () => {
        server.cutConnections();
      });
    });
    const { checks, attempts } = await run({ steps: [step(server.url), step(server.url)] });
    expect(told(checks)).toEqual(['step: pass', 'step: pass']);
    expect(attempts).toEqual([1, 1]);
  });
});

describe('steps together', () => {
  test('run at once, each judged for itself, are told in their order, the clean-up after them', async () => {
    let open = 0;
    let most = 0;
    await using server = await serve((seen, response) => {
      open += 1;
      most = Math.max(most, open);
      const answer = () => {
        open -= 1;
        sendJson(response, {}, seen.url === '/bad' ? 500 : 200);
      };
      setTimeout(answer, seen.url === '/a' ? 100 : 50);
    });
    const names = ['/a', '/bad', '/c'];
    const { checks } = await run({
      parallel: true,
      steps: [
        step(`${server.url}/clean`, { name: 'clean-up', always: true }),
        ...names.map((name) => step(server.url + name, { name })),
      ],
    });
    expect(most).toBe(3);
    expect(told(checks).slice(0, 3)).toEqual(['/a: pass', '/bad: HTTP_STATUS', '/c: pass']);
    expect(told(checks).at(-1)).toBe('clean-up: pass');
    expect(server.requests.at(-1)?.url).toBe('/clean');
  });
});

describe('another attempt', () => {
  test.each([429, 502, 503, 504])('is made after status %i', async (status) => {
    await using server = await serve((_seen, response, count) => {
      sendJson(response, {}, count === 1 ? status : 200);
    });
    const { checks, attempts } = await run({ steps: [step(server.url)] }, { attempts: 3 });
    expect(told(checks)).toEqual(['step: pass']);
    expect(attempts).toEqual([1, 2]);
  });

  test('is made after a network fault', async () => {
    await using server = await serveRaw((socket, count) => {
      if (count === 1) socket.destroy();
      else socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'));
    });
    const { checks, attempts } = await run({ steps: [step(server.url)] }, { attempts: 2 });
    expect(told(checks)).toEqual(['step: pass']);
    expect(attempts).toEqual([1, 2]);
  });

  test.each([400, 401, 403, 404, 500])('is not made after status %i', async (status) => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {}, status);
    });
    await run({ steps: [step(server.url)] }, { attempts: 3 });
    expect(server.requests).toHaveLength(1);
  });

  test.each([401, 503])('is not made of a step that is never retried: status %i', async (status) => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {}, status);
    });
    const { attempts } = await run({ steps: [step(server.url, { retry: 'never' })] }, { attempts: 3 });
    expect(server.requests).toHaveLength(1);
    expect(attempts).toEqual([1]);
  });

  test('of a step that is never retried is not made on a cut connection either', async () => {
    await using server = await serveRaw((socket) => socket.on('data', () => socket.destroy()));
    const { checks } = await run({ steps: [step(server.url, { retry: 'never' })] }, { attempts: 3 });
    expect(told(checks)).toEqual(['step: CONNECT_RESET']);
    expect(server.connections()).toBe(1);
  });

  test('of a step that is never retried is not needed because an older connection went stale', async () => {
    let requests = 0;
    await using server = await serveRaw((socket) => {
      let onThisConnection = 0;
      socket.on('data', () => {
        requests += 1;
        onThisConnection += 1;
        if (onThisConnection === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
        else socket.destroy();
      });
    });
    const once = step(server.url, { name: 'once', retry: 'never' });
    const { checks } = await run({ steps: [step(server.url), once] });
    expect(told(checks)).toEqual(['step: pass', 'once: pass']);
    expect(requests).toBe(2);
  });

  test('waits as long as Retry-After says', async () => {
    const seenAt: number[] = [];
    await using server = await serve((_seen, response, count) => {
      seenAt.push(performance.now());
      sendJson(response, {}, count === 1 ? 503 : 200, { 'retry-after': '1' });
    });
    await run({ steps: [step(server.url)] }, { attempts: 2 });
    expect((seenAt[1] ?? 0) - (seenAt[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('that the deadline forbids leaves what was seen before', async () => {
    const { signal, abort } = aborting('DEADLINE');
    await using server = await serve((_seen, response) => {
      sendJson(response, {}, 503, { 'retry-after': '99999999' });
      setTimeout(abort, 200);
    });
    const { checks } = await run({ steps: [step(server.url)] }, { attempts: 3, signal });
    expect(checks).toMatchObject([{ status: 'fail', fault: { code: 'GATEWAY', observed: 'status 503' } }]);
  });

  test('that ends as badly is judged by the last answer', async () => {
    await using server = await serve((_seen, response, count) => {
      sendJson(response, {}, count === 1 ? 503 : 500);
    });
    const { checks } = await run({ steps: [step(server.url)] }, { attempts: 3 });
    expect(told(checks)).toEqual(['step: HTTP_STATUS']);
    expect(server.requests).toHaveLength(2);
  });
});

describe('clean-up', () => {
  const created = { created: { pointer: '/id' } };

  test('runs after a failure', async () => {
    await using server = await serve((seen, response) => {
      sendJson(response, { id: 7 }, seen.url === '/fail' ? 500 : 200);
    });
    const { checks } = await run({
      steps: [
        step(`${server.url}/create`, { name: 'create', capture: created }),
        step(`${server.url}/fail`, { name: 'fail' }),
        step(`${server.url}/delete/{{created}}`, { name: 'delete', always: true, needs: ['created'] }),
      ],
    });
    expect(told(checks)).toEqual(['create: pass', 'fail: HTTP_STATUS', 'delete: pass']);
    expect(server.requests.at(-1)?.url).toBe('/delete/7');
  });

  test('runs after the run was ended', async () => {
    const { signal, abort } = aborting('CANCELLED');
    await using server = await serve((seen, response) => {
      if (seen.url === '/hang') abort();
      else sendJson(response, { id: 7 });
    });
    const { checks } = await run(
      {
        steps: [
          step(`${server.url}/create`, { name: 'create', capture: created }),
          step(`${server.url}/hang`, { name: 'hang' }),
          step(`${server.url}/more`, { name: 'more' }),
          step(`${server.url}/delete/{{created}}`, { name: 'delete', always: true, needs: ['created'] }),
        ],
      },
      { signal },
    );
    expect(told(checks)).toEqual(['create: pass', 'hang: CANCELLED', 'more: NOT_RUN', 'delete: pass']);
    expect(server.requests.map(({ url }) => url)).toEqual(['/create', '/hang', '/delete/7']);
  });

  test('knows what to remove although the run was ended while it was created', async () => {
    const { signal, abort } = aborting('TIMEOUT');
    await using server = await serve((seen, response) => {
      if (seen.url === '/create') abort();
      setTimeout(() => {
        sendJson(response, { id: 7 });
      }, 100);
    });
    const { checks } = await run(
      {
        steps: [
          step(`${server.url}/create`, { name: 'create', creates: true, retry: 'never', capture: created }),
          step(`${server.url}/use`, { name: 'use' }),
          step(`${server.url}/delete/{{created}}`, { name: 'delete', always: true, needs: ['created'] }),
        ],
      },
      { signal },
    );
    expect(told(checks)).toEqual(['create: pass', 'use: TIMEOUT', 'delete: pass']);
    expect(server.requests.map(({ url }) => url)).toEqual(['/create', '/delete/7']);
  });

  test('creates nothing once the run was ended', async () => {
    const { signal, abort } = aborting('CANCELLED');
    abort();
    await using server = await serve((_seen, response) => {
      sendJson(response, { id: 7 });
    });
    const { checks } = await run(
      {
        steps: [
          step(server.url, { creates: true, capture: created }),
          step(server.url, { always: true, needs: ['created'] }),
        ],
      },
      { signal },
    );
    expect(told(checks)).toEqual(['step: CANCELLED']);
    expect(server.requests).toEqual([]);
  });

  test('takes what there is to remove out of an unexpected answer too', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, { id: 7 }, 500);
    });
    const { checks } = await run({
      steps: [
        step(server.url, { name: 'create', creates: true, retry: 'never', capture: created }),
        step(`${server.url}/delete/{{created}}`, { name: 'delete', always: true, needs: ['created'] }),
      ],
    });
    expect(told(checks)).toEqual(['create: HTTP_STATUS', 'delete: LEFTOVER']);
    expect(server.requests.at(-1)?.url).toBe('/delete/7');
  });

  const gatewayTimeout = 'HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 0\r\n\r\n';
  test.each<[string, string, (socket: Socket) => unknown]>([
    ['cuts the connection', 'CONNECT_RESET', (socket) => socket.destroy()],
    ['never answers', 'TIMEOUT', (socket) => socket.resume()],
    ['has a gateway that gives up', 'GATEWAY', (socket) => socket.end(gatewayTimeout)],
  ])('says that something may be left of a service that %s', async (_, code, treat) => {
    await using server = await serveRaw((socket) => {
      socket.on('data', () => {
        treat(socket);
      });
    });
    const { checks } = await run({
      steps: [
        step(server.url, { name: 'create', creates: true, retry: 'never', timeoutMs: 300, capture: created }),
        step(server.url, { name: 'delete', always: true, needs: ['created'] }),
      ],
    });
    expect(told(checks)).toEqual([`create: ${code}`, 'delete: LEFTOVER']);
    expect(checks.at(-1)).toMatchObject({
      fault: { observed: 'no answer to `create` that says whether it made anything' },
    });
  });

  test.each<[string, object, object | undefined, string]>([
    ['lacks what it made', { done: true }, undefined, 'BODY_MISMATCH'],
    ['is not as agreed', { done: true }, { type: 'object', required: ['id'] }, 'BODY_MISMATCH'],
  ])('says that something may be left after a success that %s', async (_, answer, json, code) => {
    await using server = await serve((_seen, response) => {
      sendJson(response, answer);
    });
    const create = step(server.url, { name: 'create', creates: true, retry: 'never', capture: created });
    const expectation = json === undefined ? create.expect : { ...create.expect, json: json as JsonSchema };
    const { checks } = await run({
      steps: [
        { ...create, expect: expectation },
        step(server.url, { name: 'delete', always: true, needs: ['created'] }),
      ],
    });
    expect(told(checks)).toEqual([`create: ${code}`, 'delete: LEFTOVER']);
  });

  test('that has nothing to remove is skipped silently', async () => {
    const url = `http://127.0.0.1:${String(await closedPort())}`;
    const { checks } = await run({
      steps: [
        step(url, { name: 'create', creates: true, retry: 'never', capture: created }),
        step(url, { always: true, needs: ['created'] }),
      ],
    });
    expect(told(checks)).toEqual(['create: CONNECT_REFUSED']);
  });

  test('that fails is a warning that something was left', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {}, 503);
    });
    const { checks } = await run(
      { steps: [step(server.url, { name: 'delete', always: true })] },
      { attempts: 5 },
    );
    expect(checks).toMatchObject([
      { status: 'warn', fault: { code: 'LEFTOVER', observed: 'status 503 (GATEWAY)' } },
    ]);
    expect(server.requests).toHaveLength(2);
  });

  test('that hangs after the run was ended is given up within its grace', async () => {
    const { signal, abort } = aborting('CANCELLED');
    abort();
    await using server = await serveRaw(() => undefined);
    const startedAt = performance.now();
    const { checks } = await run({ steps: [step(server.url, { always: true })] }, { signal });
    expect(told(checks)).toEqual(['step: LEFTOVER']);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });

  test('runs although a bug of ours broke the step before it', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {});
    });
    const inspect = () => {
      throw new TypeError('hunter2');
    };
    const { checks } = await run({
      steps: [
        step(server.url, { checks: [{ name: 'bug', json: true, inspect }] }),
        step(server.url, { name: 'delete', always: true }),
      ],
    });
    expect(told(checks)).toEqual(['step: INTERNAL', 'delete: pass']);
    expect(JSON.stringify(checks)).not.toContain('hunter2');
  });
});

describe('a certificate', () => {
  const inTenDays = new Date(Date.now() + 10 * 86_400_000 + 60_000);

  test('that expires soon is told once for each origin', async () => {
    await using server = await serve(
      (_seen, response) => {
        sendJson(response, {});
      },
      authority.issue({ notAfter: inTenDays }),
    );
    const { checks } = await run({
      steps: [step(server.url, { name: 'a' }), step(server.url, { name: 'b' })],
    });
    expect(told(checks)).toEqual(['a: pass', 'certificate (a): TLS_EXPIRES_SOON', 'b: pass']);
    expect(checks[1]).toMatchObject({ status: 'warn', fault: { observed: '10 days left' } });
  });

  test('that is valid for long is not mentioned', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {});
    }, authority.issue());
    expect(told((await run({ steps: [step(server.url)] })).checks)).toEqual(['step: pass']);
  });
});

describe('checks', () => {
  test('carry layer, independence, hints and notes', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {}, 500);
    });
    const hints = { HTTP_STATUS: 'Restart the container.' };
    const failing = await run({ steps: [step(server.url, { layer: 'vista', independent: true, hints })] });
    expect(failing.checks).toMatchObject([
      { layer: 'vista', independent: true, fault: { hint: 'Restart the container.' } },
    ]);
    const checks = [{ name: 'empty', json: true, note: 'proves nothing' }];
    const passing = await run({ steps: [step(server.url, { expect: { status: [500] }, checks })] });
    expect(passing.checks[1]).toMatchObject({ status: 'pass', note: 'proves nothing' });
  });

  test('blame the layer that a known answer names', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, { title: 'no token from LoROTA' }, 500);
    });
    const known = [
      { when: { status: [500] }, code: 'UPSTREAM', layer: 'lorota', observed: 'as CHIP says' },
    ] as const;
    const { checks } = await run({ steps: [step(server.url, { known })] });
    expect(checks).toMatchObject([
      { layer: 'lorota', fault: { code: 'UPSTREAM', observed: 'as CHIP says' } },
    ]);
  });

  test('say why a step ended with the run', async () => {
    await using server = await serveRaw(() => undefined);
    const { signal, abort } = aborting('DEADLINE');
    setTimeout(abort, 100);
    const { checks } = await run({ steps: [step(server.url)] }, { signal });
    expect(told(checks)).toEqual(['step: DEADLINE']);
  });

  test('carry nothing secret, whatever the server echoes', async () => {
    const secret = 'hunter2-"quoted"\\';
    await using server = await serve((seen, response, count) => {
      const echo = JSON.stringify([seen.url, seen.headers, seen.body]);
      const headers = { 'x-echo': encodeURIComponent(echo), location: encodeURI(echo) };
      sendJson(
        response,
        { token: secret, [secret]: secret, echo },
        [200, 302, 500][count % 3] ?? 200,
        headers,
      );
    });
    const request = {
      method: 'POST',
      url: new Secret(`${server.url}/{{secret}}?key=${encodeURIComponent(secret)}`),
      headers: { authorization: new Secret(`Bearer ${secret}`) },
      json: { password: new Secret(secret) },
    } as const;
    const additional = {
      type: 'object',
      properties: { token: { type: 'number' } },
      additionalProperties: false,
    } as const;
    const expectation = { status: [200], json: additional, headers: { 'x-echo': '^nothing$' } };
    const { checks, redactor } = await run({
      parallel: true,
      variables: { secret: new Secret(secret) },
      steps: [
        ...Array.from({ length: 3 }, () => step('', { request, expect: expectation })),
        ...Array.from({ length: 3 }, () =>
          step('', { request, expect: { status: [200, 302, 500], json: additional } }),
        ),
      ],
    });
    expect(checks).toHaveLength(6);
    expect(checks.every(({ status }) => status === 'fail')).toBe(true);
    expect(JSON.stringify(checks)).not.toMatch(/hunter2|quoted/u);
    expect(redactor.redact(`a ${secret} b`)).toBe('a *** b');
  });

  test('mask what was captured as secret, deep within too, but not the words of a report', async () => {
    await using server = await serve((_seen, response) => {
      sendJson(response, {
        patient: { name: 'Synthetic, Patient', dfn: 987_654, gender: 'unknown', zip: ['02139'] },
      });
    });
    const capture = { patient: { pointer: '/patient', secret: true } };
    const { redactor } = await run({ steps: [step(server.url, { capture })] });
    expect(redactor.redact('Synthetic, Patient 987654 02139 unknown')).toBe('*** *** *** unknown');
  });
});
