/** A real PostgreSQL for the fault matrix, and servers that only pretend to be one. */
import type { Socket } from 'node:net';

import { proberPassword, startStandIn, toUrl, type TestDatabase, type UrlParts } from './postgres.ts';
import type { Arranged, Written } from './fault-rows.ts';

export interface Asked {
  readonly tables?: Readonly<Record<string, Written>>;
  /** Keys of the probe beside `url` and `tables`. */
  readonly keys?: Written;
  readonly after?: Arranged['after'];
}

/** A probe of these tables, at an address that only the environment holds. */
export function askingTables(
  url: string,
  { tables = { 'public.phones': {} }, keys = {}, after }: Asked = {},
): Arranged {
  return {
    probe: { kind: 'cdw', attempts: 1, timeout: '20s', url: '${CDW_URL}', tables, ...keys },
    options: { env: { CDW_URL: url } },
    secrets: [url, proberPassword],
    ...(after === undefined ? {} : { after }),
  };
}

/** The same for a role of its own, with rights on nothing but what the SQL grants to `{role}`. */
export async function asRole(
  { owner, url }: TestDatabase,
  role: string,
  sql: string,
  change: Partial<UrlParts> = {},
): Promise<string> {
  await owner.query(`create role ${role} login password ${owner.escapeLiteral(proberPassword)}`);
  await owner.query(sql.replaceAll('{role}', role));
  return url({ user: role, ...change });
}

/** Starts a pretender, and gives its address. */
export async function pretend(
  stack: AsyncDisposableStack,
  onConnection: (socket: Socket) => void,
): Promise<string> {
  const server = await startStandIn(onConnection);
  stack.defer(() => server.stop());
  const parts = { user: 'prober', password: proberPassword, host: '127.0.0.1', port: server.port };
  return toUrl({ ...parts, database: 'postgres', query: '?sslmode=disable' });
}
