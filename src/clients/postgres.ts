/** The driver for PostgreSQL. Everything that is PostgreSQL's own is in files of this name. */
import type { Client } from 'pg';

import { postgresDialect } from '../core/postgres-dialect.ts';
import { parsePostgresUrl } from '../core/postgres-url.ts';
import type { Secret } from '../secrets.ts';
import {
  catalogueParameters,
  catalogueQuery,
  toDescription,
  type CatalogueRow,
} from './postgres-catalogue.ts';
import { openClient, whileOpen, type OpenClient } from './postgres-connect.ts';
import { catalogueFault, translated } from './postgres-faults.ts';
import { readTables, savepoint } from './postgres-reads.ts';
import type { ConnectOptions, TableDriver, TableSession } from './table-driver.ts';

export const postgres: TableDriver = { dialect: postgresDialect, connect };

async function connect(url: Secret, options: ConnectOptions): Promise<TableSession> {
  const target = parsePostgresUrl(url.reveal());
  if (target === undefined) throw new Error('not a PostgreSQL address');
  const open = await openClient(target, options);
  try {
    const serverVersion = await whileOpen(begin(open.client, options), open.socket, options.signal);
    return sessionOn(open, options, serverVersion);
  } catch (error) {
    open.socket.destroy();
    throw translated(error, catalogueFault);
  }
}

/**
 * Opens the one transaction of the session, in one round trip. Limits are set for the transaction only,
 * and not as start-up parameters: a pooler such as pgbouncer hands its connections on, and refuses such
 * parameters.
 */
async function begin(client: Client, { statementTimeoutMs, lockTimeoutMs }: ConnectOptions): Promise<string> {
  const statements = [
    'BEGIN TRANSACTION READ ONLY',
    `SET LOCAL statement_timeout = ${String(Math.ceil(statementTimeoutMs))}`,
    `SET LOCAL lock_timeout = ${String(Math.ceil(lockTimeoutMs))}`,
    `SAVEPOINT ${savepoint}`,
    'SHOW server_version_num',
  ];
  // Several statements in one text give a list of results, which the types of pg do not know.
  const results: unknown = await client.query(statements.join('; '));
  return versionIn(Array.isArray(results) ? results.at(-1) : undefined);
}

/** `180001` → `18.1`. Versions before 10 count differently, and are long out of support. */
function versionIn(result: unknown): string {
  const { rows = [] } = (result ?? {}) as { rows?: readonly { server_version_num?: unknown }[] };
  const match = /^(\d{2})(\d{4})$/u.exec(String(rows[0]?.server_version_num));
  return match === null ? 'unknown' : `${match[1] ?? ''}.${String(Number(match[2]))}`;
}

function sessionOn(open: OpenClient, { signal }: ConnectOptions, serverVersion: string): TableSession {
  const { client, socket, facts } = open;
  const product = serverVersion === 'unknown' ? 'PostgreSQL' : `PostgreSQL/${serverVersion}`;
  return {
    serverVersion,
    connection: { ...facts, server: product },
    describe: async (tables) => {
      const query = { text: catalogueQuery, values: [...catalogueParameters(tables)] };
      const rows = await whileOpen(client.query<CatalogueRow>(query), socket, signal).then(
        (result) => result.rows,
        (error: unknown) => {
          throw translated(error, catalogueFault);
        },
      );
      if (rows.length !== tables.length) throw new Error('the catalogue did not answer for each table');
      return rows.map(toDescription);
    },
    read: (queries) => whileOpen(readTables(client, queries), socket, signal),
    close: () => close(open),
  };
}

const longestGoodbyeMs = 1000;

/** Ends the transaction first: a pooler throws away a connection that is left inside one. */
async function close({ client, socket }: OpenClient): Promise<void> {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), longestGoodbyeMs);
  try {
    await client.query('ROLLBACK');
    await client.end();
  } catch {
    // It is gone already, which is what was wanted.
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
