/** What a contract demands of the rows of a table, as one question to the database and a judgement on its answer. */
import {
  columnNamed,
  isReadable,
  missingColumn,
  shownType,
  type DescribedType,
  type Finding,
  type FoundTable,
} from './contract-diff.ts';
import type { Fault } from './model.ts';
import type { ScalarValue, TableContract } from './plan.ts';
import { showName } from './table-name.ts';

/** What to read of one table. Every column that it names exists and may be read. */
export interface TableQuery {
  readonly schema: string;
  readonly table: string;
  /** To be evaluated for one row; no value leaves the database. */
  readonly columns: readonly string[];
  /** Count the rows for which every column equals its value, up to `atLeast`. */
  readonly rows?:
    { readonly atLeast: number; readonly where: Readonly<Record<string, ScalarValue>> } | undefined;
  readonly freshness?: { readonly column: string; readonly maxAgeMs: number } | undefined;
}

/** What the database answered, or the fault that kept it from answering. */
export interface TableReading {
  /** Absent when one row could be read, or there is none. With a fault nothing else was asked. */
  readonly select?: Fault | undefined;
  readonly rows?: number | Fault | undefined;
  readonly freshness?: Freshness | Fault | undefined;
}

export interface Freshness {
  readonly isFresh: boolean;
  /** Age of the newest value by the clock of the database; absent when no row has one. */
  readonly ageMs: number | undefined;
}

/** Whether a type holds a point in time, so that its age can be told. A date counts from its midnight. */
export type TimeSort = 'date' | 'timestamp' | 'none' | 'unknown';

export interface TimeRules {
  readonly timeOf: (type: DescribedType) => TimeSort;
}

/**
 * The question for one table, and findings for the conditions that cannot be asked. No question when
 * the table may not be read: what depends on a fault that is told already is left out.
 */
export function planReading(
  contract: TableContract,
  table: FoundTable,
  rules: TimeRules,
): { readonly query?: TableQuery; readonly findings: readonly Finding[] } {
  if (!isReadable(table)) return { findings: [] };
  const { schema, table: name, rows, freshness } = contract;
  const where = rows?.where ?? {};
  const rowsFault = firstFault(Object.keys(where), contract, table);
  const freshnessFault = freshness && freshnessObstacle(freshness.column, contract, table, rules);
  const columns = Object.keys(contract.columns).filter((it) => columnNamed(table, it)?.selectable === true);
  const findings: Finding[] = [];
  if (rowsFault) findings.push({ name: checkName(contract, 'rows'), fault: rowsFault });
  if (freshnessFault) findings.push({ name: checkName(contract, 'freshness'), fault: freshnessFault });
  return {
    findings,
    query: {
      schema,
      table: name,
      columns,
      rows: rows === undefined || rowsFault ? undefined : { atLeast: rows.atLeast, where },
      freshness: freshnessFault ? undefined : freshness,
    },
  };
}

function firstFault(columns: readonly string[], contract: TableContract, table: FoundTable) {
  return columns
    .map((column) => columnObstacle(column, contract, table))
    .find((fault) => fault !== undefined);
}

function columnObstacle(name: string, contract: TableContract, table: FoundTable): Fault | undefined {
  const column = columnNamed(table, name);
  if (column === undefined) {
    const { observed } = missingColumn(name, contract.columns[name], table);
    return { code: 'COLUMN_MISSING', expected: `a column ${showName(name)} to look at`, observed };
  }
  if (column.selectable) return undefined;
  return {
    code: 'NO_GRANT',
    expected: `SELECT on the column ${showName(name)}`,
    observed: 'SELECT on other columns of the table only',
  };
}

function freshnessObstacle(name: string, contract: TableContract, table: FoundTable, rules: TimeRules) {
  const obstacle = columnObstacle(name, contract, table);
  const type = columnNamed(table, name)?.type;
  if (obstacle !== undefined || type === undefined) return obstacle;
  if (['date', 'timestamp'].includes(rules.timeOf(type))) return undefined;
  return {
    code: 'TYPE_MISMATCH',
    expected: `a date or timestamp in ${showName(name)}`,
    observed: shownType(type.text),
  } as const;
}

/**
 * One finding for reading the table at all, and one for each condition that was asked.
 *
 * @throws Error when a question was left without an answer: that must not count as passed.
 */
export function judgeReading(
  contract: TableContract,
  query: TableQuery,
  reading: TableReading,
): readonly Finding[] {
  const read: Finding = { name: checkName(contract, 'read'), fault: reading.select };
  if (reading.select !== undefined) return [read];
  const findings = [read];
  if (query.rows !== undefined) {
    findings.push({
      name: checkName(contract, 'rows'),
      fault: rowsFault(query.rows, answered(reading.rows)),
    });
  }
  if (query.freshness !== undefined) {
    const fault = freshnessFault(query.freshness, answered(reading.freshness));
    findings.push({ name: checkName(contract, 'freshness'), fault });
  }
  return findings;
}

function answered<T>(answer: T | undefined): T {
  if (answer === undefined) throw new Error('a condition was left without an answer');
  return answer;
}

function rowsFault(agreed: NonNullable<TableQuery['rows']>, reading: number | Fault): Fault | undefined {
  if (typeof reading !== 'number') return reading;
  if (reading >= agreed.atLeast) return undefined;
  const columns = Object.keys(agreed.where).map((column) => showName(column));
  const condition = columns.length === 0 ? '' : ` with the given ${columns.join(', ')}`;
  return {
    code: 'NOT_ENOUGH_ROWS',
    expected: `at least ${rowsText(agreed.atLeast)}${condition}`,
    observed: reading === 0 ? 'none' : rowsText(reading),
  };
}

function rowsText(rows: number): string {
  return rows === 1 ? '1 row' : `${String(rows)} rows`;
}

function freshnessFault(
  { column, maxAgeMs }: NonNullable<TableQuery['freshness']>,
  reading: Freshness | Fault,
): Fault | undefined {
  if ('code' in reading) return reading;
  if (reading.isFresh) return undefined;
  return {
    code: 'STALE',
    expected: `the newest ${showName(column)} at most ${ageText(maxAgeMs, maxAgeMs)} old`,
    observed:
      reading.ageMs === undefined
        ? 'no row that has one, leaving out those more than a day in the future'
        : `${ageText(reading.ageMs, maxAgeMs)} old`,
  };
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** In the largest unit that divides the limit, rounded up: what is too old never reads like what is allowed. */
function ageText(ms: number, limitMs: number): string {
  const [name, unitMs] = units.find(([, size]) => limitMs % size === 0) ?? ['ms', 1];
  return `${String(Math.ceil(ms / unitMs))}${name}`;
}

function checkName({ schema, table }: TableContract, aspect: 'read' | 'rows' | 'freshness'): string {
  return `${showName(schema, table)} ${aspect}`;
}
