import { diffTable, type TableDescription } from '../core/contract-diff.ts';
import { faultLine } from '../core/faults.ts';
import { oneLine } from '../core/one-line.ts';
import type { TableContract } from '../core/plan.ts';
import type { TableDialect } from '../core/table-dialect.ts';
import { showName, type TableName } from '../core/table-name.ts';
import { snapshotOf } from '../core/table-snapshot.ts';
import type { Described } from './describe-tables.ts';

export interface Snapshot {
  readonly contracts: readonly TableContract[];
  /** One line per table that is not there, or may not be read. */
  readonly missing: readonly string[];
  /** One line per column that the contracts leave out. */
  readonly omitted: readonly string[];
  /** What the reader of the contracts should know of the views among them. */
  readonly notes: readonly string[];
}

/** Makes a contract of each table that was described. */
export function takeSnapshot({ tables, dialect }: Described): Snapshot {
  const taken = tables.map(([name, found]) => takeOne(name, found, dialect));
  return {
    contracts: taken.flatMap(({ contract }) => contract ?? []),
    missing: taken.flatMap(({ missing }) => missing ?? []),
    omitted: taken.flatMap(({ omitted = [] }) => omitted),
    notes: taken.flatMap(({ note }) => note ?? []),
  };
}

interface Taken {
  readonly contract?: TableContract;
  readonly missing?: string;
  readonly omitted?: readonly string[];
  readonly note?: string | undefined;
}

function takeOne(name: TableName, found: TableDescription, dialect: TableDialect): Taken {
  const shown = showName(name.schema, name.table);
  const fault = diffTable({ ...name, columns: {} }, found, dialect).find((finding) => finding.fault)?.fault;
  if (fault !== undefined) return { missing: oneLine(`${shown}: ${fault.code}, ${faultLine(fault)}`) };
  if (!found.isFound) throw new Error('a table that is not there has a fault');
  const { contract, omitted } = snapshotOf(name, found, dialect);
  const isView = found.kind === 'view' || found.kind === 'materialized view';
  return {
    contract,
    omitted: omitted.map(({ column, reason }) =>
      oneLine(`${shown}.${showName(column)} is left out: ${reason}`),
    ),
    note: isView ? oneLine(`${shown} is a ${found.kind}, which does not tell what may be null.`) : undefined,
  };
}
