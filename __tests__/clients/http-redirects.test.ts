import { afterEach, describe, expect, test } from 'vitest';

import { createHttpClient, type HttpSend } from '../../src/clients/http.ts';
import { serve } from '../support/http-server.ts';

const client = createHttpClient({ userAgent: 'staging-health-gate/0.0.0' });

afterEach(() => {
  client.close();
});

const secretHeaders = { authorization: 'Bearer hunter2', 'x-apigw-api-id': 'hunter2', cookie: 'a=hunter2' };

function request(url: string, more: Partial<HttpSend> = {}): HttpSend {
  return {
    method: 'GET',
    url,
    headers: secretHeaders,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
    maxBodyBytes: 1000,
    redirects: 5,
    ...more,
  };
}

function redirecting(status: number, location?: string) {
  return serve((seen, response) => {
    if (seen.url === '/end') response.end('end');
    else response.writeHead(status, location === undefined ? {} : { location }).end();
  });
}

describe('a redirect', () => {
  test('is an answer unless following was asked for', async () => {
    await using server = await redirecting(302, '/end');
    const answer = await client.send(request(server.url, { redirects: 0 }));
    expect(answer).toMatchObject({ status: 302, redirect: 'the same host' });
    expect(server.requests).toHaveLength(1);
  });

  test('on the same host is followed with all headers', async () => {
    await using server = await redirecting(302, '/end');
    const answer = await client.send(request(server.url));
    expect(answer.body.toString()).toBe('end');
    expect(server.requests[1]?.headers).toMatchObject(secretHeaders);
  });

  test('to another host is followed without any header of ours', async () => {
    await using other = await redirecting(200);
    await using server = await redirecting(302, `${other.url}/end`);
    const url = server.url.replace('http://', 'http://user:hunter2@');
    const answer = await client.send(request(url, { headers: { 'x-apigw-api-id': 'hunter2' } }));
    expect(answer.body.toString()).toBe('end');
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('user:hunter2')}`);
    expect(JSON.stringify(other.requests)).not.toMatch(/hunter2|authorization|apigw/u);
    expect(other.requests[0]?.headers).toHaveProperty('sec-datadog');
  });

  test('that comes back from another host brings no header back', async () => {
    const back = { url: '' };
    await using other = await serve((_seen, response) => {
      response.writeHead(302, { location: back.url }).end();
    });
    await using server = await redirecting(302, `${other.url}/`);
    back.url = `${server.url}/end`;
    await client.send(request(server.url));
    expect(server.requests[1]?.url).toBe('/end');
    expect(JSON.stringify(server.requests[1])).not.toContain('hunter2');
  });

  test('that would carry a body to another host is not followed', async () => {
    await using other = await redirecting(200);
    await using server = await redirecting(307, `${other.url}/end`);
    const answer = await client.send(request(server.url, { method: 'POST', body: 'hunter2' }));
    expect(answer).toMatchObject({ status: 307, redirect: 'another host' });
    expect(other.requests).toEqual([]);
  });

  test.each([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', '{}'],
    [308, 'POST', '{}'],
  ])('%i of a POST on the same host is followed by %s', async (status, method, body) => {
    await using server = await redirecting(status, '/end');
    await client.send(request(server.url, { method: 'POST', body: '{}' }));
    expect(server.requests[1]).toMatchObject({ method, body });
  });

  test('loop ends at the limit', async () => {
    await using server = await redirecting(302, '/');
    const answer = await client.send(request(server.url, { redirects: 5 }));
    expect(answer).toMatchObject({ status: 302, redirect: 'the same host' });
    expect(server.requests).toHaveLength(6);
  });

  test.each([undefined, 'http://', 'file:///etc/passwd', 'javascript:0'])(
    'to %s leads nowhere and is not followed',
    async (location) => {
      await using server = await redirecting(302, location);
      expect(await client.send(request(server.url))).toMatchObject({ status: 302, redirect: 'nowhere' });
      expect(server.requests).toHaveLength(1);
    },
  );
});
