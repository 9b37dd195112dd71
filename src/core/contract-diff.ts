/** Compares what a configuration says about a table with what the catalogue of a database says. */
import type { Fault } from './model.ts';
import type { ColumnContract, TableContract } from './plan.ts';
import { showName, type TableName } from './table-name.ts';

/** How the actual type relates to the agreed one: a wider one holds every agreed value, and more. */
export type TypeComparison = 'same' | 'wider' | 'narrower' | 'different';

/** A type in the words of the database. */
export interface DescribedType {
  readonly text: string;
  /** The schema of a type that somebody made: a domain, an enum. */
  readonly schema?: string | undefined;
  /** What a domain stands on, in the words of the database. */
  readonly base?: string | undefined;
}

export interface ColumnDescription {
  readonly name: string;
  readonly type: DescribedType;
  /** A view does not tell whether its columns may be empty. */
  readonly nullable: boolean | 'unknown';
  /** The probing role may read it. */
  readonly selectable: boolean;
}

export interface FoundTable {
  readonly isFound: true;
  readonly kind: 'table' | 'view' | 'materialized view' | 'partitioned table' | 'foreign table';
  /** The probing role may look into the schema. */
  readonly isSchemaUsable: boolean;
  readonly columns: readonly ColumnDescription[];
}

export interface AbsentTable {
  readonly isFound: false;
  readonly isSchemaFound: boolean;
  /** A table whose name differs in case only. */
  readonly similar?: TableName | undefined;
}

export type TableDescription = FoundTable | AbsentTable;

/** What a database knows about its types. */
export interface TypeRules {
  /** How the actual type relates to the agreed one. A text that is no type is `different` from all. */
  readonly compareTypes: (contract: string, actual: DescribedType) => TypeComparison;
}

/** A check without its layer and duration; without a fault it passed. */
export interface Finding {
  readonly name: string;
  readonly fault?: Fault | undefined;
  /** What a pass does not prove. */
  readonly note?: string | undefined;
}

/** The column whose name is exactly this. */
export function columnNamed(table: FoundTable, name: string): ColumnDescription | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The probing role may read the table, or at least one of its columns. */
export function isReadable(table: FoundTable): boolean {
  return table.isSchemaUsable && (table.columns.length === 0 || table.columns.some((it) => it.selectable));
}

/** The same rules, asked once for each pair of types: thousands of columns have a handful of them. */
export function rememberComparisons({ compareTypes }: TypeRules): TypeRules {
  const known = new Map<string, TypeComparison>();
  return {
    compareTypes: (contract, actual) => {
      const pair = JSON.stringify([contract, actual.text, actual.schema, actual.base]);
      const comparison = known.get(pair) ?? compareTypes(contract, actual);
      known.set(pair, comparison);
      return comparison;
    },
  };
}

/**
 * One finding for the table (there, and readable) and one for each column of the contract. Columns of
 * a table that is not there are left out: one fault says it all. Columns that the contract does not
 * name are never looked at.
 */
export function diffTable(
  contract: TableContract,
  table: TableDescription,
  rules: TypeRules,
): readonly Finding[] {
  const name = showName(contract.schema, contract.table);
  if (!table.isFound) return [{ name, fault: absence(contract, table) }];
  const columns = Object.entries(contract.columns).map(([column, agreed]): Finding => {
    const fault = columnFault(column, agreed, table, rules);
    const checkName = `${name}.${showName(column)}`;
    return fault === undefined
      ? { name: checkName, note: unknownNote(column, agreed, table) }
      : { name: checkName, fault };
  });
  return [{ name, fault: grantFault(table) }, ...columns];
}

function absence(contract: TableContract, table: AbsentTable): Fault {
  const expected = `the table or view ${showName(contract.schema, contract.table)}`;
  return { code: 'TABLE_MISSING', expected, observed: absentAs(contract, table) };
}

function absentAs({ schema }: TableContract, { similar, isSchemaFound }: AbsentTable): string {
  if (similar !== undefined) {
    return `none; ${showName(similar.schema, similar.table)} exists: names are case-sensitive`;
  }
  return isSchemaFound ? 'no such table or view in the schema' : `no schema ${showName(schema)}`;
}

function grantFault(table: FoundTable): Fault | undefined {
  if (isReadable(table)) return undefined;
  return {
    code: 'NO_GRANT',
    expected: 'SELECT on the table and USAGE on its schema',
    observed: table.isSchemaUsable ? 'no SELECT on the table' : 'no USAGE on the schema',
  };
}

/** A view hides NOT NULL, so that part of the contract cannot be checked there. */
function unknownNote(column: string, agreed: ColumnContract, table: FoundTable): string | undefined {
  const isUnknown = agreed.notNull && columnNamed(table, column)?.nullable === 'unknown';
  return isUnknown ? `a ${table.kind} does not tell what may be null: only the type was compared` : undefined;
}

function columnFault(
  name: string,
  agreed: ColumnContract,
  table: FoundTable,
  rules: TypeRules,
): Fault | undefined {
  const column = columnNamed(table, name);
  if (column === undefined) return missingColumn(name, agreed, table);
  const comparison = rules.compareTypes(agreed.type, column.type);
  const code = columnCode(agreed, column, comparison, table);
  if (code === undefined) return undefined;
  if (code === 'NO_GRANT') {
    return { code, expected: 'SELECT on the column', observed: 'SELECT on other columns of the table only' };
  }
  return { code, expected: agreedText(agreed), observed: actualText(agreed, column) };
}

/** The worst of what is wrong: a schema that drifted goes before a right that is missing. */
function columnCode(
  agreed: ColumnContract,
  column: ColumnDescription,
  comparison: TypeComparison,
  table: FoundTable,
) {
  if (comparison === 'narrower' || comparison === 'different') return 'TYPE_MISMATCH';
  if (agreed.notNull && column.nullable === true) return 'NULLABLE';
  // Of a table that may not be read at all, the table's own finding tells.
  if (!column.selectable && isReadable(table)) return 'NO_GRANT';
  return comparison === 'wider' ? 'TYPE_WIDENED' : undefined;
}

/** COLUMN_MISSING, with a word about a column that differs in case only. */
export function missingColumn(name: string, agreed: ColumnContract | undefined, table: FoundTable): Fault {
  const lower = name.toLowerCase();
  const similar = table.columns.find((column) => column.name.toLowerCase() === lower);
  return {
    code: 'COLUMN_MISSING',
    expected: agreed === undefined ? `a column ${showName(name)}` : agreedText(agreed),
    observed:
      similar === undefined
        ? 'no such column'
        : `no such column; a column "${similar.name}" exists: names are case-sensitive`,
  };
}

function agreedText({ type, notNull }: ColumnContract): string {
  return notNull ? `${type} not null` : type;
}

function actualText(agreed: ColumnContract, { type, nullable }: ColumnDescription): string {
  const { text, base } = type;
  const shown =
    base === undefined ? shownType(text) : `${shownType(text)} (a domain over ${shownType(base)})`;
  return agreed.notNull && nullable === true ? `${shown}, nullable` : shown;
}

/** Names of types are the server's text: only such are shown as look like one. */
export function shownType(text: string): string {
  return /^[\p{L}\p{N}_ .,()[\]"]{1,120}$/u.test(text) ? text : 'a type of its own';
}
