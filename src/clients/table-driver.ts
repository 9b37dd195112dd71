/** The one interface behind which stands everything that is a database system's own. */
import type { TableDescription } from '../core/contract-diff.ts';
import type { Exchange } from '../core/exchange.ts';
import type { TableQuery, TableReading } from '../core/table-conditions.ts';
import type { TableDialect } from '../core/table-dialect.ts';
import type { TableName } from '../core/table-name.ts';
import type { Secret } from '../secrets.ts';

export interface ConnectOptions {
  /** Closes the connection at once. Its reason is a `FaultError`, and what was under way rejects with it. */
  readonly signal: AbortSignal;
  /** For the connection itself, encryption and log-in included. */
  readonly connectTimeoutMs: number;
  /** After this time the server ends a statement. */
  readonly statementTimeoutMs: number;
  /** After this time the server ends a statement that waits for a lock. */
  readonly lockTimeoutMs: number;
  /** How the server's own lists of sessions name us. */
  readonly applicationName: string;
  /** Authorities to trust besides the runtime's own: certificates in PEM. */
  readonly ca?: string | undefined;
}

/** What a connection looked like from here, for diagnosis. Times are milliseconds. */
export interface ConnectionFacts {
  readonly dnsMs?: number | undefined;
  /** From the name's resolution to the TCP connection. */
  readonly connectMs?: number | undefined;
  readonly tlsMs?: number | undefined;
  /** The address that the name resolved to. */
  readonly address?: string | undefined;
  /** Its names are foreign text, whole or left out. */
  readonly certificate?: NonNullable<Exchange['certificate']> | undefined;
  /** Product and version, as far as the server tells. */
  readonly server?: string | undefined;
}

/** A connection that only reads. After a rejection it is of no more use; close it. */
export interface TableSession {
  /** `18.1`; `unknown` when the server does not tell. */
  readonly serverVersion: string;
  readonly connection: ConnectionFacts;
  /**
   * What the catalogue says of each table, in the order given: one round trip however many.
   *
   * @throws FaultError
   */
  describe(tables: readonly TableName[]): Promise<readonly TableDescription[]>;
  /**
   * Reads the tables, in the order given: one statement for all when nothing fails. A fault of one
   * table is in its reading and leaves the others alone.
   *
   * @throws FaultError when the connection is lost.
   */
  read(queries: readonly TableQuery[]): Promise<readonly TableReading[]>;
  /** Never rejects. */
  close(): Promise<void>;
}

/** A database system: what is known of it, and the way to reach one. */
export interface TableDriver {
  readonly dialect: TableDialect;
  /**
   * @throws FaultError when the server cannot be reached or refuses.
   * @throws Error when the URL has not the form of its URLs; the error does not carry it.
   */
  readonly connect: (url: Secret, options: ConnectOptions) => Promise<TableSession>;
}
