/** A real PostgreSQL per test file, and what it takes to make trouble with it. */
import { once } from 'node:events';
import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { Client } from 'pg';

import { connectAsOwner, type DatabaseServer, startDatabaseServer } from '../../simulator/database.ts';
import type { Check } from '../../src/core/model.ts';
import type { TableContract } from '../../src/core/plan.ts';
import { FaultError } from '../../src/errors.ts';
import type { Engine } from '../../src/probes/engine.ts';
import { runTableContract } from '../../src/probes/table-contract.ts';
import { Secret } from '../../src/secrets.ts';

export interface TestDatabase {
  readonly server: DatabaseServer;
  /** May do anything. */
  readonly owner: Client;
  /** The address of the role `prober`, with its password; `change` may point it elsewhere. */
  readonly url: (change?: Partial<UrlParts>) => string;
  /** Another session of the owner, to hold locks; the caller ends it. */
  readonly session: (database?: string) => Promise<Client>;
  readonly stop: () => Promise<void>;
}

export interface UrlParts {
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly query: string;
}

/** Characters that mean something in URLs, JSON, SQL and Markdown. */
export const proberPassword = `p@ss:w/rd?#%"'|\\ söme`;

export async function startTestDatabase(): Promise<TestDatabase> {
  const server = await startDatabaseServer();
  const owner = await connectAsOwner(server);
  await owner.query(`create role prober login password ${owner.escapeLiteral(proberPassword)}`);
  const session = (database?: string) => connectAsOwner(server, database);
  const own = { user: 'prober', password: proberPassword, host: '127.0.0.1', port: server.port };
  return {
    server,
    owner,
    session,
    url: (change = {}) => toUrl({ ...own, database: 'postgres', query: '', ...change }),
    stop: async () => {
      await owner.end();
      await server.stop();
    },
  };
}

export function toUrl({ user, password, host, port, database, query }: UrlParts): string {
  const userinfo = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgres://${userinfo}@${host}:${String(port)}/${encodeURIComponent(database)}${query}`;
}

export interface EngineRun {
  readonly checks: readonly Check[];
  /** The number of each attempt, in the order told. */
  readonly attempts: readonly number[];
}

export interface RunOptions {
  readonly engine?: Engine<{ engine: 'table-contract'; url: Secret; tables: readonly TableContract[] }>;
  readonly attempts?: number;
  readonly diagnose?: boolean;
  readonly signal?: AbortSignal;
  /** Told each check as it is recorded. */
  readonly onCheck?: (check: Check) => void;
}

/** Runs the engine as the runner would. */
export async function runTables(
  url: string,
  tables: readonly TableContract[],
  options: RunOptions = {},
): Promise<EngineRun> {
  const checks: Check[] = [];
  const attempts: number[] = [];
  const { engine = runTableContract, signal = new AbortController().signal } = options;
  await engine(
    { engine: 'table-contract', url: new Secret(url), tables },
    {
      layer: 'cdw',
      signal,
      attempts: options.attempts ?? 1,
      diagnose: options.diagnose ?? false,
      record: (check) => {
        checks.push(check);
        options.onCheck?.(check);
      },
      attempted: (attempt) => attempts.push(attempt),
    },
  );
  return { checks, attempts };
}

/** `name: status` or `name: CODE` of each check. */
export function outcomes(checks: readonly Check[]): readonly string[] {
  return checks.map((check) => `${check.name}: ${check.status === 'pass' ? 'pass' : check.fault.code}`);
}

/** The faults alone, by the name of their check. */
export function faultsOf(checks: readonly Check[]): Record<string, string> {
  const faulty = checks.flatMap((check) => (check.status === 'pass' ? [] : [[check.name, check.fault.code]]));
  return Object.fromEntries(faulty) as Record<string, string>;
}

export interface ColumnSpec {
  readonly [name: string]: string;
}

/** A contract from `{ column: 'type not null' }`. */
export function contractOf(
  schema: string,
  table: string,
  columns: ColumnSpec = {},
  conditions: Pick<TableContract, 'rows' | 'freshness'> = {},
): TableContract {
  const entries = Object.entries(columns).map(([name, written]) => {
    const type = written.replace(/ not null$/u, '');
    return [name, { type, notNull: type !== written }] as const;
  });
  return { schema, table, columns: Object.fromEntries(entries), ...conditions };
}

/** A signal whose reason is a fault, as the runner's is, and the way to abort it. */
export function cancellable() {
  const controller = new AbortController();
  const cancel = () => {
    controller.abort(
      new FaultError({ code: 'CANCELLED', expected: 'a run to its end', observed: 'a cancelled run' }),
    );
  };
  return { signal: controller.signal, cancel };
}

export interface Recorder extends StandIn {
  /** The text of every statement that went to the server. */
  readonly statements: readonly string[];
  /** The parameters of each log-in, as names and values in turn. */
  readonly startups: readonly (readonly string[])[];
}

/** Stands before the server and writes down what is asked of it; for connections without TLS. */
export async function startRecorder(
  target: number,
  onStatement: (text: string) => void = () => undefined,
): Promise<Recorder> {
  const statements: string[] = [];
  const startups: string[][] = [];
  const standIn = await startStandIn((client) => {
    const server = connect(target, '127.0.0.1');
    server.on('error', () => client.destroy());
    server.on('close', () => client.destroy());
    client.on('close', () => server.destroy());
    client.on(
      'data',
      messageReader({
        onStartup: (parameters) => startups.push(parameters),
        onStatement: (text) => {
          statements.push(text);
          onStatement(text);
        },
      }),
    );
    client.pipe(server).pipe(client);
  });
  return { ...standIn, statements, startups };
}

interface ClientMessages {
  readonly onStartup: (parameters: string[]) => void;
  readonly onStatement: (text: string) => void;
}

/** Reads the messages of a client: Parse and Query carry SQL (PostgreSQL documentation, "Message Formats"). */
function messageReader({ onStartup, onStatement }: ClientMessages): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (pending.length < head + 4) return;
      const end = head + pending.readInt32BE(head);
      if (pending.length < end) return;
      const type = isStarted ? String.fromCharCode(pending[0] ?? 0) : '';
      const body = pending.toString('utf8', head + 4, end).split('\0');
      if (type === 'Q') onStatement(body[0] ?? '');
      if (type === 'P') onStatement(body[1] ?? '');
      // Behind the version of the protocol.
      if (!isStarted) onStartup(pending.toString('utf8', 8, end).split('\0'));
      isStarted = true;
      pending = pending.subarray(end);
    }
  };
}

export interface StandIn {
  readonly port: number;
  /** How many connections are open. */
  readonly open: () => number;
  /** Cuts every connection that is open. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

/** A server of our own on all addresses; sockets that break are none of its business. */
export async function startStandIn(onConnection: (socket: Socket) => void): Promise<StandIn> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  server.listen(0);
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    open: () => sockets.size,
    cut,
    stop: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}

/** A message of the server: its letter, its length, its body. */
export function serverMessage(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** An ErrorResponse as a server sends it that refuses a log-in. */
export function errorResponse(state: string, message: string): Buffer {
  return serverMessage('E', Buffer.from(`SFATAL\0VFATAL\0C${state}\0M${message}\0\0`));
}

let certificates = 0;

/** Switches TLS on with this certificate; it holds for the connections that are made afterwards. */
export async function encryptWith(
  database: TestDatabase,
  { cert, key }: { readonly cert: string; readonly key: string },
): Promise<void> {
  const { owner } = database;
  const folder = await setting(owner, 'data_directory');
  const { uid, gid } = statSync(folder);
  certificates += 1;
  const name = `test-${String(certificates)}`;
  for (const [file, text] of [
    [`${name}.crt`, cert],
    [`${name}.key`, key],
  ] as const) {
    const path = join(folder, file);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    chownSync(path, uid, gid);
  }
  await owner.query(`alter system set ssl_cert_file = '${name}.crt'`);
  await owner.query(`alter system set ssl_key_file = '${name}.key'`);
  await owner.query(`alter system set ssl = on`);
  await reload(database);
}

/** Puts a rule before all others of pg_hba.conf; the answer takes it out again. */
export async function ruleFirst(database: TestDatabase, rule: string): Promise<() => Promise<void>> {
  const file = await setting(database.owner, 'hba_file');
  const before = readFileSync(file, 'utf8');
  const write = async (text: string) => {
    writeFileSync(file, text);
    await reload(database);
  };
  await write(`${rule}\n${before}`);
  return () => write(before);
}

/** Waits until new sessions see the configuration; the test's own limit ends what never comes. */
async function reload({ owner, session }: TestDatabase): Promise<void> {
  const before = await loadTime(session);
  await owner.query('select pg_reload_conf()');
  while ((await loadTime(session)) === before) await wait(10);
}

async function loadTime(session: TestDatabase['session']): Promise<string> {
  const client = await session();
  const { rows } = await client.query<{ at: string }>('select pg_conf_load_time()::text as at');
  await client.end();
  return rows[0]?.at ?? '';
}

async function setting(client: Client, name: string): Promise<string> {
  const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name]);
  return rows[0]?.value ?? '';
}
