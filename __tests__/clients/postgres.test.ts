import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { promisify, inspect } from 'node:util';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { freePort } from '../../simulator/ports.ts';
import { postgres } from '../../src/clients/postgres.ts';
import type { ConnectOptions } from '../../src/clients/table-driver.ts';
import { FaultError } from '../../src/errors.ts';
import { Secret } from '../../src/secrets.ts';
import { createAuthority, selfSigned } from '../support/certificates.ts';
import {
  cancellable,
  encryptWith,
  errorResponse,
  proberPassword,
  ruleFirst,
  serverMessage,
  type StandIn,
  startStandIn,
  startTestDatabase,
  type TestDatabase,
} from '../support/postgres.ts';

const options: ConnectOptions = {
  signal: new AbortController().signal,
  connectTimeoutMs: 30_000,
  statementTimeoutMs: 10_000,
  lockTimeoutMs: 1000,
  applicationName: 'staging-health-gate',
};

let database: TestDatabase;
const standIns: StandIn[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
});

afterAll(() => database.stop());

afterEach(async () => {
  await Promise.all(standIns.splice(0).map((standIn) => standIn.stop()));
});

async function standIn(onConnection: Parameters<typeof startStandIn>[0]): Promise<number> {
  const started = await startStandIn(onConnection);
  standIns.push(started);
  return started.port;
}

/** The fault of a connection, whose error is looked at for the password; nothing when it was made. */
async function faultOf(url: string, change: Partial<ConnectOptions> = {}) {
  try {
    const session = await postgres.connect(new Secret(url), { ...options, ...change });
    await session.close();
    return undefined;
  } catch (error) {
    for (const shown of [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)]) {
      expect(shown).not.toContain(proberPassword);
      expect(shown).not.toContain(encodeURIComponent(proberPassword));
    }
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
}

async function codeOf(url: string, change: Partial<ConnectOptions> = {}) {
  return (await faultOf(url, change))?.code;
}

describe('a log-in', () => {
  test('works, and tells the version of the server', async () => {
    const session = await postgres.connect(new Secret(database.url()), options);
    const { rows } = await database.owner.query<{ version: string }>(
      `select split_part(current_setting('server_version'), ' ', 1) as version`,
    );
    expect(session.serverVersion).toBe(rows[0]?.version);
    await session.close();
  });

  test.each<[string, Parameters<TestDatabase['url']>[0], string]>([
    ['a wrong password', { password: 'wrong' }, 'CREDENTIAL_REFUSED'],
    ['an unknown role', { user: 'nobody here' }, 'CREDENTIAL_REFUSED'],
    ['an unknown database', { database: 'nowhere' }, 'DATABASE_MISSING'],
    ['a database that it may not enter', { database: 'closed' }, 'CREDENTIAL_REFUSED'],
    ['a role that may not log in', { user: 'locked_out' }, 'CREDENTIAL_REFUSED'],
    ['a role whose connections are used up', { user: 'crowded' }, 'TOO_MANY_CONNECTIONS'],
    ['a host name that does not exist', { host: 'staging-database.invalid' }, 'DNS'],
  ])('with %s', async (_, change, code) => {
    const password = database.owner.escapeLiteral(proberPassword);
    await database.owner.query(`
      drop role if exists locked_out, crowded;
      create role locked_out nologin password ${password};
      create role crowded login connection limit 0 password ${password}`);
    await database.owner.query('drop database if exists closed');
    await database.owner.query('create database closed');
    await database.owner.query('revoke connect on database closed from public');
    expect(await codeOf(database.url(change))).toBe(code);
  });

  test('without the password that the server asks for says so', async () => {
    const url = `postgres://prober@127.0.0.1:${String(database.server.port)}/postgres`;
    expect(await faultOf(url)).toMatchObject({
      code: 'CREDENTIAL_REFUSED',
      observed: 'the server asks for a password, and the address has none',
    });
  });

  test('that the rules of the server refuse is told by its SQLSTATE', async () => {
    const undo = await ruleFirst(database, 'host all prober 127.0.0.1/32 reject');
    expect(await faultOf(database.url())).toMatchObject({
      code: 'CREDENTIAL_REFUSED',
      observed: 'the log-in was refused (SQLSTATE 28000)',
    });
    await undo();
    expect(await codeOf(database.url())).toBeUndefined();
  });

  test('with a bare password is made on loopback, and nowhere else without TLS', async () => {
    const undo = await ruleFirst(database, 'host all prober 127.0.0.1/32 password');
    expect(await codeOf(database.url())).toBeUndefined();
    await undo();
    const received: Buffer[] = [];
    const port = await standIn((socket) => {
      socket.on('data', (bytes) => {
        if (received.push(bytes) === 1) socket.write(serverMessage('R', Buffer.from([0, 0, 0, 3])));
      });
    });
    const url = (host: string) => database.url({ host, port, query: '?sslmode=disable' });
    expect(await faultOf(url(ownAddress()))).toMatchObject({
      code: 'CREDENTIAL_REFUSED',
      observed: 'the server asks for the bare password over a connection without TLS; it was not sent',
    });
    expect(Buffer.concat(received).toString('utf8')).not.toContain(proberPassword);
    // The same server on loopback does get it, so that the test above can fail.
    const { signal, cancel } = cancellable();
    received.length = 0;
    const waiting = faultOf(url('127.0.0.1'), { signal });
    while (!Buffer.concat(received).toString('utf8').includes(proberPassword)) await tick();
    cancel();
    expect((await waiting)?.code).toBe('CANCELLED');
  });

  test('at an address of another form is refused without showing it', async () => {
    for (const url of ['postgres://user:hunter2@', 'hunter2', `${database.url()}#hunter2`]) {
      const error: unknown = await postgres.connect(new Secret(url), options).catch((it: unknown) => it);
      expect(error).toBeInstanceOf(Error);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2');
    }
  });
});

describe('a server', () => {
  test('that is not there refuses', async () => {
    expect(await codeOf(database.url({ port: await freePort() }))).toBe('CONNECT_REFUSED');
  });

  test.each(['disable', 'prefer', 'require'])('that hangs up, with sslmode=%s', async (mode) => {
    const port = await standIn((socket) => socket.destroy());
    expect(await codeOf(database.url({ port, query: `?sslmode=${mode}` }))).toBe('CONNECT_RESET');
  });

  test('that is starting up says so, before and after the question of TLS', async () => {
    const refusal = errorResponse('57P03', 'the database system is starting up');
    const atOnce = await standIn((socket) => socket.once('data', () => socket.end(refusal)));
    expect(await codeOf(database.url({ port: atOnce, query: '?sslmode=prefer' }))).toBe('STARTING_UP');
    expect(await codeOf(database.url({ port: atOnce, query: '?sslmode=require' }))).toBe('SERVER_ERROR');
    const later = await standIn((socket) =>
      socket.on('data', (bytes) => {
        const asksForTls = bytes.length === 8;
        if (asksForTls) socket.write('N');
        else socket.end(refusal);
      }),
    );
    expect(await codeOf(database.url({ port: later }))).toBe('STARTING_UP');
  });

  test('that never answers is given up after the time for connecting', async () => {
    const port = await standIn(() => undefined);
    expect(await codeOf(database.url({ port }), { connectTimeoutMs: 50 })).toBe('TIMEOUT');
  });

  test('that never answers is left at once when the run is cancelled', async () => {
    const port = await standIn((socket) => {
      socket.once('data', cancel);
    });
    const { signal, cancel } = cancellable();
    expect(await codeOf(database.url({ port }), { signal })).toBe('CANCELLED');
    while (standIns[0]?.open() !== 0) await tick();
  });

  test.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', true],
    ['a web server that waits', 'HTTP/1.1 400 Bad Request\r\n\r\n', false],
    ['an SSH server', 'SSH-2.0-Synthetic\r\n', false],
    ['a mail server', '220 synthetic.test ESMTP\r\n', false],
    ['a TLS server', Buffer.from([0x15, 3, 1, 0, 2, 2, 80]), true],
  ])('that is %s is none of PostgreSQL', async (_, answer, ends) => {
    const port = await standIn((socket) => {
      socket.once('data', () => {
        socket.write(answer);
        if (ends) socket.end();
      });
    });
    for (const mode of ['disable', 'prefer', 'verify-full']) {
      expect(await codeOf(database.url({ port, query: `?sslmode=${mode}` }))).toBe('PROTOCOL');
    }
  });

  test('that speaks first is none of PostgreSQL', async () => {
    const port = await standIn((socket) => {
      socket.write('220 synthetic.test FTP\r\n');
    });
    expect(await codeOf(database.url({ port }))).toBe('PROTOCOL');
  });
});

describe('sslmode', () => {
  const authority = createAuthority();
  const dayMs = 86_400_000;
  const url = (mode: string) => database.url({ query: `?sslmode=${mode}` });
  const trusting = { ca: authority.cert };

  /** Whether the connection of a session is encrypted, as the server sees it. */
  async function isEncrypted(address: string): Promise<boolean | undefined> {
    const session = await postgres.connect(new Secret(address), options);
    const { rows } = await database.owner.query<{ ssl: boolean }>(
      `select ssl from pg_stat_ssl join pg_stat_activity using (pid) where usename = 'prober'
       order by backend_start desc limit 1`,
    );
    await session.close();
    return rows[0]?.ssl;
  }

  test('of a server without TLS', async () => {
    for (const mode of ['disable', 'allow', 'prefer']) expect(await codeOf(url(mode))).toBeUndefined();
    for (const mode of ['require', 'verify-ca', 'verify-full']) {
      expect(await faultOf(url(mode))).toMatchObject({
        code: 'TLS_HANDSHAKE',
        observed: 'the server offers no encryption',
      });
    }
  });

  test('of a server with a good certificate', async () => {
    await encryptWith(database, authority.issue());
    expect(await isEncrypted(url('disable'))).toBe(false);
    expect(await isEncrypted(database.url())).toBe(true);
    expect(await isEncrypted(url('require'))).toBe(true);
    for (const mode of ['verify-ca', 'verify-full']) {
      expect(await codeOf(url(mode))).toBe('TLS_UNTRUSTED');
      expect(await codeOf(url(mode), trusting)).toBeUndefined();
    }
    expect(await codeOf(url('require'), trusting)).toBeUndefined();
  });

  test('shows what the connection looked like from here, and the certificate where there is one', async () => {
    await encryptWith(database, authority.issue());
    const seen = async (mode: string) => {
      const session = await postgres.connect(new Secret(url(mode)), options);
      await session.close();
      return session.connection;
    };
    const server = expect.stringMatching(/^PostgreSQL\/\d+\.\d+$/u) as string;
    const plain = { address: '127.0.0.1', connectMs: expect.any(Number) as number, server };
    expect(await seen('disable')).toEqual(plain);
    expect(await seen('require')).toEqual({
      ...plain,
      tlsMs: expect.any(Number) as number,
      certificate: {
        subject: expect.stringMatching(/^[\w .-]+$/u) as string,
        issuer: expect.stringMatching(/^[\w .-]+$/u) as string,
        daysLeft: expect.any(Number) as number,
      },
    });
  });

  test('of a server that takes encrypted connections only', async () => {
    const undo = await ruleFirst(database, 'hostnossl all prober 127.0.0.1/32 reject');
    expect(await codeOf(url('disable'))).toBe('CREDENTIAL_REFUSED');
    expect(await codeOf(url('prefer'))).toBeUndefined();
    await undo();
  });

  test('of a server with a certificate for another host', async () => {
    await encryptWith(database, authority.issue({ hosts: ['elsewhere.test'] }));
    expect(await codeOf(url('verify-full'), trusting)).toBe('TLS_WRONG_HOST');
    expect(await codeOf(url('verify-ca'), trusting)).toBeUndefined();
    expect(await codeOf(url('require'), trusting)).toBeUndefined();
  });

  test.each([
    ['expired', { notAfter: new Date(Date.now() - dayMs / 2) }, 'TLS_EXPIRED'],
    ['not valid yet', { notBefore: new Date(Date.now() + dayMs) }, 'TLS_NOT_YET_VALID'],
  ])('of a server with a certificate that is %s', async (_, request, code) => {
    await encryptWith(database, authority.issue(request));
    expect(await codeOf(url('verify-full'), trusting)).toBe(code);
    expect(await codeOf(url('verify-ca'), trusting)).toBe(code);
    expect(await codeOf(url('require'))).toBeUndefined();
  });

  test('of a server with a certificate that it signed itself', async () => {
    await encryptWith(database, selfSigned());
    expect(await codeOf(url('verify-full'), trusting)).toBe('TLS_UNTRUSTED');
    // An authority that was given is there to be asked, even by a mode that asks none.
    expect(await codeOf(url('require'), trusting)).toBe('TLS_UNTRUSTED');
    expect(await codeOf(url('require'))).toBeUndefined();
  });

  test('of a server that breaks off the handshake', async () => {
    const port = await standIn((socket) =>
      socket.once('data', () => {
        socket.write('S');
        // handshake_failure
        socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])));
      }),
    );
    expect(await codeOf(database.url({ port, query: '?sslmode=require' }))).toBe('TLS_HANDSHAKE');
  });
});

describe('a session', () => {
  test('that lost its server rejects with a fault, and closes without a word', async () => {
    const session = await postgres.connect(new Secret(database.url()), options);
    await database.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'prober'`,
    );
    await expect(session.describe([{ schema: 'pg_catalog', table: 'pg_class' }])).rejects.toThrow(FaultError);
    await expect(session.read([{ schema: 'pg_catalog', table: 'pg_class', columns: [] }])).rejects.toThrow(
      FaultError,
    );
    await session.close();
  });

  test('leaves nothing behind on the server', async () => {
    const session = await postgres.connect(new Secret(database.url()), options);
    await session.close();
    for (;;) {
      const { rowCount } = await database.owner.query(
        `select from pg_stat_activity where application_name = 'staging-health-gate'`,
      );
      if (rowCount === 0) break;
    }
    await session.close();
  });

  test('cannot write', async () => {
    await database.owner.query(`
      create schema writes; grant usage on schema writes to prober;
      create table writes.log (a int); grant all on writes.log to prober;
      create function writes.note() returns int language plpgsql volatile
        as $$ begin insert into writes.log values (1); return 1; end $$;
      create view writes.noisy as select writes.note() as a; grant select on writes.noisy to prober`);
    const session = await postgres.connect(new Secret(database.url()), options);
    const [reading] = await session.read([{ schema: 'writes', table: 'noisy', columns: ['a'] }]);
    expect(reading?.select).toMatchObject({
      code: 'SELECT_FAILED',
      observed: 'reading it fails with SQLSTATE 25006',
    });
    await session.close();
    const { rowCount } = await database.owner.query('select from writes.log');
    expect(rowCount).toBe(0);
  });
});

test('pg is not loaded before the first connection', async () => {
  const script = `
    await import('./src/probes/table-contract.ts');
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(loaded.filter((path) => /[\\\\/]pg[\\\\/]lib[\\\\/]/u.test(path)).length);
    await import('pg');
    console.log(Object.keys(createRequire(import.meta.url).cache).some((path) => /[\\\\/]pg[\\\\/]lib[\\\\/]/u.test(path)));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: resolve(import.meta.dirname, '../..'),
  });
  expect(stdout.trim().split(/\s+/u)).toEqual(['0', 'true']);
});

function tick(): Promise<void> {
  return new Promise((done) => setTimeout(done, 5));
}

/** An address of this machine that is not loopback; without a network, one that leads to it all the same. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '0.0.0.0';
}
