/** A contract from what a database says of a table. */
import type { ColumnDescription, FoundTable } from './contract-diff.ts';
import type { ColumnContract, TableContract } from './plan.ts';
import type { TableDialect } from './table-dialect.ts';
import type { TableName } from './table-name.ts';

export interface TableSnapshot {
  readonly contract: TableContract;
  /** Columns that the contract leaves out, and why. */
  readonly omitted: readonly { readonly column: string; readonly reason: string }[];
}

/**
 * Every column that the probing role may read, with its type and NOT NULL. The table that was described meets
 * this contract. A view does not tell what may be null, so its columns promise nothing about that.
 */
export function snapshotOf(
  { schema, table }: TableName,
  found: FoundTable,
  dialect: TableDialect,
): TableSnapshot {
  const judged = found.columns.map((column) => ({ column: column.name, ...columnOf(column, dialect) }));
  const columns = judged.flatMap(({ column, agreed }) =>
    agreed === undefined ? [] : [[column, agreed] as const],
  );
  return {
    contract: { schema, table, columns: Object.fromEntries(columns) },
    omitted: judged.flatMap(({ column, reason }) => (reason === undefined ? [] : [{ column, reason }])),
  };
}

type Judged =
  | { readonly agreed: ColumnContract; readonly reason?: undefined }
  | { readonly reason: string; readonly agreed?: undefined };

function columnOf({ name, type, nullable, selectable }: ColumnDescription, dialect: TableDialect): Judged {
  if (!selectable) return { reason: 'the role may not read it' };
  // The reader of a configuration refuses this key.
  if (name === '__proto__') return { reason: 'a contract cannot name it' };
  const text = dialect.contractType(type);
  // `${` would be read as a variable.
  return text === undefined || text.includes('${')
    ? { reason: 'a contract cannot name its type' }
    : { agreed: { type: text, notNull: nullable === false } };
}
