import { createServer as createProxy } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getCACertificates, setDefaultCACertificates, type SecureVersion } from 'node:tls';

import { afterEach, describe, expect, test } from 'vitest';

import { createHttpClient, type HttpAnswer, type HttpClient } from '../../src/clients/http.ts';
import { ConfigError, FaultError } from '../../src/errors.ts';
import { createAuthority, selfSigned } from '../support/certificates.ts';
import { sendJson, serve, type Answer } from '../support/http-server.ts';

const dayMs = 86_400_000;
const authority = createAuthority();
const clients: HttpClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const usual = getCACertificates('default');

/** Node keeps one list of trusted authorities for the process; each request here says what is on it. */
function send(
  url: string,
  options: Partial<Parameters<typeof createHttpClient>[0]> = {},
  trusted: readonly string[] = [authority.cert],
) {
  setDefaultCACertificates([...usual, ...trusted]);
  const client = createHttpClient({ userAgent: 'staging-health-gate/0.0.0', ...options });
  clients.push(client);
  const { signal } = new AbortController();
  return client.send({
    method: 'GET',
    url,
    headers: { authorization: 'Bearer hunter2' },
    signal,
    timeoutMs: 30_000,
    maxBodyBytes: 1000,
    redirects: 1,
  });
}

async function codeOf(answer: Promise<HttpAnswer>): Promise<string> {
  return answer.then(
    ({ status }) => String(status),
    (error: unknown) => (error instanceof FaultError ? error.fault.code : 'no FaultError'),
  );
}

const ok: Answer = (_request, response) => {
  sendJson(response, {});
};

describe('TLS', () => {
  test('to a server of a known authority gives the facts of its certificate', async () => {
    const notAfter = new Date(Date.now() + 10 * dayMs + 60_000);
    await using server = await serve(ok, authority.issue({ notAfter }));
    const answer = await send(server.url);
    expect(answer.status).toBe(200);
    expect(answer.tls).toEqual({
      origin: server.url,
      daysLeft: 10,
      subject: 'synthetic.test',
      issuer: 'Synthetic Test Authority',
      protocol: 'TLSv1.3',
    });
    expect(answer.timings.tlsMs).toBeGreaterThan(0);
  });

  test('facts are there on a connection that is used again', async () => {
    await using server = await serve(ok, authority.issue());
    const client = createHttpClient({ userAgent: 'x' });
    setDefaultCACertificates([...usual, authority.cert]);
    clients.push(client);
    const { signal } = new AbortController();
    const request = { method: 'GET', url: server.url, headers: {}, signal, timeoutMs: 30_000 };
    await client.send({ ...request, maxBodyBytes: 99, redirects: 0 });
    const second = await client.send({ ...request, maxBodyBytes: 99, redirects: 0 });
    expect(server.connections()).toBe(1);
    expect(second.tls?.daysLeft).toBe(89);
  });

  test('of an authority that we do not know is not trusted', async () => {
    await using server = await serve(ok, authority.issue());
    expect(await codeOf(send(server.url, {}, []))).toBe('TLS_UNTRUSTED');
  });

  test('of another authority than the given one is not trusted', async () => {
    await using server = await serve(ok, authority.issue());
    expect(await codeOf(send(server.url, {}, [createAuthority('Other Authority').cert]))).toBe(
      'TLS_UNTRUSTED',
    );
  });

  test('self-signed is not trusted', async () => {
    await using server = await serve(ok, selfSigned());
    expect(await codeOf(send(server.url))).toBe('TLS_UNTRUSTED');
  });

  test('expired', async () => {
    await using server = await serve(ok, authority.issue({ notAfter: new Date(Date.now() - 1000) }));
    expect(await codeOf(send(server.url))).toBe('TLS_EXPIRED');
  });

  test('not yet valid', async () => {
    await using server = await serve(ok, authority.issue({ notBefore: new Date(Date.now() + dayMs) }));
    expect(await codeOf(send(server.url))).toBe('TLS_NOT_YET_VALID');
  });

  test('for another host', async () => {
    await using server = await serve(ok, authority.issue({ hosts: ['other.test'] }));
    expect(await codeOf(send(server.url))).toBe('TLS_WRONG_HOST');
  });

  test.each<SecureVersion>(['TLSv1.2', 'TLSv1.3'])(
    'a client certificate is demanded, %s',
    async (maxVersion) => {
      const demanding = { ...authority.issue(), requestCert: true, rejectUnauthorized: true, maxVersion };
      await using server = await serve(ok, demanding);
      expect(await codeOf(send(server.url))).toBe('TLS_HANDSHAKE');
    },
  );

  test('of a version that is too old', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await using server = await serve(ok, { ...authority.issue(), ...old });
    expect(await codeOf(send(server.url))).toBe('TLS_HANDSHAKE');
  });

  test('redirect down to plain HTTP is not followed', async () => {
    await using plain = await serve(ok);
    await using server = await serve((_request, response) => {
      response.writeHead(302, { location: plain.url }).end();
    }, authority.issue());
    expect(await send(server.url)).toMatchObject({ status: 302, redirect: 'plain HTTP' });
    expect(plain.requests).toEqual([]);
  });
});

/** A forward proxy: tunnels CONNECT and passes plain requests on, all to one port of this machine. */
async function startProxy(targetPort: number, isOpen = true) {
  const lines: string[] = [];
  const sockets = new Set<Duplex>();
  const proxy = createProxy((request, response) => {
    lines.push(`${request.method ?? ''} ${request.url ?? ''}`);
    sendJson(response, { via: 'proxy' });
  });
  proxy.on('connect', (request, socket, head) => {
    lines.push(`CONNECT ${request.url ?? ''} ${JSON.stringify(request.headers)}`);
    sockets.add(socket.on('error', () => undefined));
    if (!isOpen) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const target = connect(targetPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const url = `http://user:secret@127.0.0.1:${String(port)}`;
  return {
    lines,
    env: { HTTP_PROXY: url, HTTPS_PROXY: url },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => proxy.close(resolve));
      proxy.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

describe('a proxy', () => {
  test('gets HTTPS as a tunnel and sees nothing but the host', async () => {
    await using server = await serve(ok, authority.issue({ hosts: ['staging.test'] }));
    await using proxy = await startProxy(server.port);
    const answer = await send('https://staging.test/path', { proxyEnv: proxy.env });
    expect(answer).toMatchObject({ status: 200, tls: { subject: 'synthetic.test' } });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer hunter2');
    expect(proxy.lines).toHaveLength(1);
    expect(proxy.lines[0]).toMatch(/^CONNECT staging\.test:443 /u);
    expect(proxy.lines[0]).not.toMatch(/hunter2|path/u);
  });

  test('passes plain HTTP on', async () => {
    await using proxy = await startProxy(0);
    await send('http://staging.test/path', { proxyEnv: proxy.env });
    expect(proxy.lines).toEqual(['GET http://staging.test/path']);
  });

  test('is left out for the hosts of NO_PROXY', async () => {
    await using proxy = await startProxy(0);
    const proxyEnv = { ...proxy.env, NO_PROXY: 'no-such-host.invalid' };
    expect(await codeOf(send('http://no-such-host.invalid/', { proxyEnv }))).toBe('DNS');
    expect(proxy.lines).toEqual([]);
  });

  test('is left out for loopback', async () => {
    await using server = await serve(ok);
    await using proxy = await startProxy(0);
    expect((await send(server.url, { proxyEnv: proxy.env })).status).toBe(200);
    expect(proxy.lines).toEqual([]);
  });

  test('of the process environment is not used behind our back', async () => {
    await using proxy = await startProxy(0);
    process.env['HTTP_PROXY'] = proxy.env.HTTP_PROXY;
    try {
      expect(await codeOf(send('http://no-such-host.invalid/'))).toBe('DNS');
    } finally {
      delete process.env['HTTP_PROXY'];
    }
    expect(proxy.lines).toEqual([]);
  });

  test('that refuses the tunnel makes the host unreachable', async () => {
    await using proxy = await startProxy(0, false);
    const sending = send('https://staging.test/', { proxyEnv: proxy.env });
    expect(await codeOf(sending)).toBe('UNREACHABLE');
  });

  test('may be given without a scheme', async () => {
    await using proxy = await startProxy(0);
    const proxyEnv = { http_proxy: proxy.env.HTTP_PROXY.replace('http://', '') };
    await send('http://staging.test/path', { proxyEnv });
    expect(proxy.lines).toHaveLength(1);
  });

  test.each(['secret nonsense', 'socks5://secret:1', 'http://'])(
    'that is no address is refused, and not shown: %s',
    (address) => {
      const make = () => createHttpClient({ userAgent: 'x', proxyEnv: { HTTPS_PROXY: address } });
      expect(make).toThrow(ConfigError);
      expect(make).toThrow(/^HTTPS_PROXY: expected the address of a proxy: http:\/\/host:port$/u);
    },
  );
});
