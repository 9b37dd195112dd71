import { setTimeout as pause } from 'node:timers/promises';

import type { Client } from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';

import { connectAsOwner, startDatabaseServer, type DatabaseServer } from '../../simulator/database.ts';
import { createAuthority } from '../support/certificates.ts';
import { askingTables, asRole, pretend } from '../support/fault-database.ts';
import { testRows, type Row } from '../support/fault-rows.ts';
import {
  encryptWith,
  errorResponse,
  ruleFirst,
  serverMessage,
  startRecorder,
  startTestDatabase,
  toUrl,
  proberPassword,
  type TestDatabase,
} from '../support/postgres.ts';

const authority = createAuthority();
const names = ['a "quoted" name', 'with spaces', 'UPPER Case', 'größe-名前', "it's; drop table x --"];
const widest = 1600;
const many = 500;

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
  const { owner } = database;
  await encryptWith(database, authority.issue());
  const columns = Array.from({ length: widest }, (_, index) => `c${String(index)} integer`);
  await owner.query(`create table wide (${columns.join(', ')})`);
  await owner.query('create schema many');
  const tables = Array.from(
    { length: many },
    (_, index) => `create table many.t${String(index)} (id integer)`,
  );
  await owner.query(tables.join(';'));
  for (const name of names)
    await owner.query(`create table ${owner.escapeIdentifier(name)} (${owner.escapeIdentifier(name)} text)`);
  await owner.query(`
    create table phones (id integer);
    create table locked (id integer);
    create table hidden (id integer);
    create view sleeping as select pg_sleep(30)::text as slept;
    create view secretive as select (1 / (id - id))::integer as broken from phones;
    insert into phones values (1);
    grant usage on schema many to prober;
    grant select on all tables in schema public to prober;
    grant select on all tables in schema many to prober;
    revoke all on hidden from prober`);
});
afterAll(() => database.stop());

const fail = (...codes: readonly NonNullable<Row['codes']>[number][]) =>
  ({ verdict: 'not-ready', codes }) as const;
const refused = { verdict: 'inconclusive', codes: ['CREDENTIAL_REFUSED'] } as const;
const ready = { verdict: 'ready' } as const;

/** Kills whoever is at work on the server, as soon as the question that was just passed on has come to it. */
async function killBusy(owner: Client): Promise<void> {
  const busy =
    "select pid from pg_stat_activity where state = 'active' and query ~ 'num_nulls' and pid <> pg_backend_pid()";
  for (let asked = 0; asked < 200; asked += 1) {
    const { rows } = await owner.query<{ pid: number }>(busy);
    for (const { pid } of rows) process.kill(pid, 'SIGKILL');
    if (rows.length > 0) return;
    await pause(25);
  }
}

/** Asks through the recorder for a view that sleeps, as whoever owns the server. */
function askingSleeper({ user, password }: DatabaseServer, port: number) {
  const address = { user, password, host: '127.0.0.1', port, database: 'postgres' };
  return {
    ...askingTables(toUrl({ ...address, query: '?sslmode=disable' }), {
      tables: { 'public.sleeping': { columns: { slept: 'text' } } },
    }),
    secrets: [password],
  };
}

const real: readonly Row[] = [
  { name: 'a healthy database', ...ready, arrange: () => askingTables(database.url()) },
  {
    name: 'a wrong password',
    ...refused,
    arrange: () => ({ ...askingTables(database.url({ password: 'wr0ng-word' })), secrets: ['wr0ng-word'] }),
  },
  {
    name: 'an unknown database',
    ...fail('DATABASE_MISSING'),
    arrange: () => askingTables(database.url({ database: 'cdw_of_last_year' })),
  },
  {
    name: 'no right to connect to the database',
    ...refused,
    arrange: async () => {
      await database.owner.query('create database closed');
      await database.owner.query('revoke connect on database closed from public');
      return askingTables(database.url({ database: 'closed' }));
    },
  },
  {
    name: 'no connection left for the role',
    ...fail('TOO_MANY_CONNECTIONS'),
    arrange: async () =>
      askingTables(await asRole(database, 'crowded', 'alter role {role} connection limit 0')),
  },
  {
    name: 'no grant on one of two tables',
    ...fail('NO_GRANT'),
    arrange: () => askingTables(database.url(), { tables: { 'public.phones': {}, 'public.hidden': {} } }),
  },
  {
    name: 'a table that another session has locked',
    ...fail('LOCKED'),
    arrange: async (stack) => {
      const holder = await database.session();
      stack.defer(() => holder.end());
      await holder.query('begin; lock table locked in access exclusive mode');
      return askingTables(database.url(), { tables: { 'public.locked': {} } });
    },
  },
  {
    name: 'a view that takes longer than a statement may',
    ...fail('TIMEOUT'),
    arrange: () =>
      askingTables(database.url(), {
        tables: { 'public.sleeping': { columns: { slept: 'text' } } },
        keys: { timeout: '2s' },
      }),
  },
  {
    name: 'a view whose rows cannot be computed',
    ...fail('SELECT_FAILED'),
    arrange: () =>
      askingTables(database.url(), { tables: { 'public.secretive': { columns: { broken: 'integer' } } } }),
  },
  {
    name: 'the session is ended in the middle of a query',
    ...fail('STARTING_UP'),
    arrange: async (stack) => {
      const recorder = await startRecorder(database.server.port, (text) => {
        if (!text.includes('num_nulls')) return;
        void database.owner.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ended'",
        );
      });
      stack.defer(() => recorder.stop());
      const url = await asRole(database, 'ended', 'grant select on sleeping to {role}', {
        port: recorder.port,
        query: '?sslmode=disable',
      });
      return askingTables(url, { tables: { 'public.sleeping': { columns: { slept: 'text' } } } });
    },
  },
  {
    name: 'the server is killed in the middle of a query',
    ...fail('CONNECT_RESET'),
    arrange: async (stack) => {
      const server = await startDatabaseServer();
      stack.defer(() => server.stop());
      const owner = await connectAsOwner(server);
      // The others lose their connection with the one that is killed.
      owner.on('error', () => undefined);
      await owner.query('create view sleeping as select pg_sleep(30)::text as slept');
      const recorder = await startRecorder(server.port, (text) => {
        if (!text.includes('num_nulls')) return;
        // Once its connection is gone as well, whoever asks again is left alone; what came of it is asserted below.
        killBusy(owner).catch(() => undefined);
      });
      stack.defer(() => recorder.stop());
      return askingSleeper(server, recorder.port);
    },
  },
  {
    name: 'the whole server is shut down in the middle of a query',
    ...fail('STARTING_UP'),
    arrange: async (stack) => {
      const server = await startDatabaseServer();
      let stopping: Promise<void> | undefined;
      const stop = () => (stopping ??= server.stop());
      const owner = await connectAsOwner(server);
      await owner.query('create view sleeping as select pg_sleep(30)::text as slept');
      await owner.end();
      const recorder = await startRecorder(server.port, (text) => {
        if (!text.includes('num_nulls')) return;
        void stop();
      });
      stack.defer(stop);
      stack.defer(() => recorder.stop());
      return askingSleeper(server, recorder.port);
    },
  },
  {
    name: 'the server takes encrypted connections only, and `sslmode=disable`',
    ...refused,
    arrange: async (stack) => {
      const url = await asRole(database, 'plain', 'grant select on phones to {role}', {
        query: '?sslmode=disable',
      });
      const undo = await ruleFirst(database, 'hostnossl all plain 127.0.0.1/32 reject');
      stack.defer(undo);
      return askingTables(url);
    },
  },
  {
    name: 'an unknown authority, without `ca-file`',
    verdict: 'inconclusive',
    codes: ['TLS_UNTRUSTED'],
    arrange: () => askingTables(database.url({ query: '?sslmode=verify-full' })),
  },
  {
    name: 'an unknown authority, with `ca-file`',
    ...ready,
    arrange: () => {
      const asked = askingTables(database.url({ query: '?sslmode=verify-full' }));
      const trusting = { files: { 'ca.pem': authority.cert }, inputs: { 'ca-file': 'ca.pem' } };
      return { ...asked, options: { ...asked.options, ...trusting } };
    },
  },
  {
    name: 'a table with 1,600 columns, all of them agreed',
    ...ready,
    arrange: () => {
      const columns = Array.from({ length: widest }, (_, index) => [`c${String(index)}`, 'integer']);
      return askingTables(database.url(), {
        tables: { 'public.wide': { columns: Object.fromEntries(columns) as object } },
        after: ({ report }) => {
          expect(report?.probes.find(({ name }) => name === 'subject')?.checks.length).toBeGreaterThan(
            widest,
          );
        },
      });
    },
  },
  {
    name: 'a table with 1,600 columns, each of another type than agreed',
    ...fail('TYPE_MISMATCH'),
    arrange: () => {
      const columns = Array.from({ length: widest }, (_, index) => [`c${String(index)}`, 'text']);
      return askingTables(database.url(), {
        tables: { 'public.wide': { columns: Object.fromEntries(columns) as object } },
        after: ({ summary }) => {
          expect(Buffer.byteLength(summary)).toBeLessThan(1_048_576);
        },
      });
    },
  },
  {
    name: 'a contract of 500 tables',
    ...ready,
    arrange: () => {
      const tables = Array.from({ length: many }, (_, index) => [
        `many.t${String(index)}`,
        { columns: { id: 'integer' } },
      ]);
      return askingTables(database.url(), {
        tables: Object.fromEntries(tables) as Record<string, never>,
        after: ({ report }) => {
          expect(report?.probes.find(({ name }) => name === 'subject')?.checks.length).toBeGreaterThan(many);
        },
      });
    },
  },
  {
    name: 'tables and columns with quotes, spaces, upper case and unicode in their names',
    ...ready,
    arrange: () => {
      const tables = names.map((name) => [
        `public."${name.replaceAll('"', '""')}"`,
        { columns: { [name]: 'text' }, rows: undefined },
      ]);
      return askingTables(database.url(), { tables: Object.fromEntries(tables) as Record<string, never> });
    },
  },
];

const ok = serverMessage('R', Buffer.from([0, 0, 0, 0]));
const readyForQuery = serverMessage('Z', Buffer.from('I'));

const pretenders: readonly Row[] = [
  {
    name: 'it is starting up',
    ...fail('STARTING_UP'),
    arrange: async (stack) =>
      askingTables(
        await pretend(stack, (socket) =>
          socket.once('data', () => socket.end(errorResponse('57P03', 'starting up'))),
        ),
      ),
  },
  {
    name: 'no connection is left at all',
    ...fail('TOO_MANY_CONNECTIONS'),
    arrange: async (stack) =>
      askingTables(
        await pretend(stack, (socket) =>
          socket.once('data', () => socket.end(errorResponse('53300', 'too many clients'))),
        ),
      ),
  },
  {
    name: 'it accepts the connection and never answers',
    ...fail('TIMEOUT'),
    arrange: async (stack) =>
      askingTables(await pretend(stack, () => undefined), { keys: { timeout: '1s' } }),
  },
  {
    name: 'it lets us in and never answers a query',
    ...fail('TIMEOUT'),
    arrange: async (stack) =>
      askingTables(
        await pretend(stack, (socket) =>
          socket.once('data', () => socket.write(Buffer.concat([ok, readyForQuery]))),
        ),
        { keys: { timeout: '1s' } },
      ),
  },
  {
    name: 'it never answers, until the deadline',
    verdict: 'inconclusive',
    codes: ['DEADLINE'],
    deadlineMs: 2500,
    arrange: async (stack) => askingTables(await pretend(stack, () => undefined)),
  },
  {
    name: 'notices without end',
    ...fail('TIMEOUT'),
    arrange: async (stack) =>
      askingTables(
        await pretend(stack, (socket) => {
          const notice = serverMessage('N', Buffer.from('SNOTICE\0VNOTICE\0C00000\0Mwait\0\0'));
          const timer = setInterval(() => socket.write(notice), 5);
          socket.on('close', () => {
            clearInterval(timer);
          });
        }),
        { keys: { timeout: '1s' } },
      ),
  },
  {
    name: 'it breaks off in the middle of a message',
    ...fail('CONNECT_RESET'),
    arrange: async (stack) =>
      askingTables(
        await pretend(stack, (socket) =>
          socket.once('data', () => socket.end(Buffer.from([0x52, 0, 0, 0, 8, 0]))),
        ),
      ),
  },
  {
    name: 'it announces a message of 2 GB',
    ...fail('PROTOCOL'),
    arrange: async (stack) =>
      askingTables(
        await pretend(stack, (socket) =>
          socket.once('data', () => socket.write(Buffer.from([0x45, 0x7f, 0xff, 0xff, 0xff]))),
        ),
      ),
  },
  {
    name: 'it asks for a log-in by Kerberos',
    ...refused,
    arrange: async (stack) =>
      askingTables(
        await pretend(stack, (socket) =>
          socket.once('data', () => socket.write(serverMessage('R', Buffer.from([0, 0, 0, 7])))),
        ),
      ),
  },
  {
    name: 'its error repeats the password that it was sent',
    ...refused,
    arrange: async (stack) =>
      askingTables(
        await pretend(stack, (socket) => {
          socket.once('data', () => socket.write(serverMessage('R', Buffer.from([0, 0, 0, 3]))));
          socket.on('data', (bytes) => {
            if (bytes[0] === 0x70)
              socket.end(
                errorResponse('28P01', `no entry for ${bytes.toString('utf8', 5, bytes.length - 1)}`),
              );
          });
        }),
      ),
  },
  {
    name: 'its error has a code that is none, with markup and workflow commands in it',
    ...fail('CONNECT_RESET'),
    arrange: async (stack) =>
      askingTables(
        await pretend(stack, (socket) =>
          socket.once('data', () =>
            socket.end(errorResponse(`::set-output::${proberPassword}`, '<img src=x>@team')),
          ),
        ),
      ),
  },
];

testRows('postgres', 'PostgreSQL', [...real, ...pretenders]);
