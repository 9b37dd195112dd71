import type { TableSession } from '../clients/table-driver.ts';
import { driverFor } from '../clients/table-drivers.ts';
import type { TableDescription } from '../core/contract-diff.ts';
import type { Fault } from '../core/model.ts';
import type { TableDialect } from '../core/table-dialect.ts';
import type { TableName } from '../core/table-name.ts';
import { applicationName, usualLimits } from '../probes/table-contract.ts';
import { FaultError } from '../errors.ts';
import type { Secret } from '../secrets.ts';

/** A database to ask. */
export interface Database {
  /** The variable that holds its address: how it is called in what is shown. */
  readonly variable: string;
  readonly url: Secret;
}

export interface Asking {
  readonly signal: AbortSignal;
  /** Authorities to trust besides the runtime's own: certificates in PEM. */
  readonly ca: string | undefined;
}

export interface Described {
  /** In the order asked for. */
  readonly tables: readonly (readonly [TableName, TableDescription])[];
  readonly dialect: TableDialect;
  readonly serverVersion: string;
}

/** Asks the catalogue of a database; the fault when it cannot be reached or refuses. */
export async function describeTables(
  { url }: Database,
  names: readonly TableName[],
  asking: Asking,
): Promise<Described | { readonly fault: Fault }> {
  const driver = driverFor(url.reveal());
  if (driver === undefined) throw new Error('an address that was let through has no driver');
  let session: TableSession | undefined;
  try {
    session = await driver.connect(url, { ...usualLimits, ...asking, applicationName });
    const described = await session.describe(names);
    const tables = names.map((name, index) => [name, described[index] ?? unanswered()] as const);
    return { tables, dialect: driver.dialect, serverVersion: session.serverVersion };
  } catch (error) {
    if (error instanceof FaultError) return { fault: error.fault };
    throw error;
  } finally {
    await session?.close();
  }
}

function unanswered(): never {
  throw new Error('the driver answered for fewer tables than it was asked about');
}
