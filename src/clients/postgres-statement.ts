/** The SQL that reads tables. Names are quoted, values are parameters. */
import type { TableQuery } from '../core/table-conditions.ts';

/** One thing to find out about one table: one branch of a statement. */
export interface Question {
  readonly query: TableQuery;
  readonly aspect: 'select' | 'rows' | 'freshness';
}

/** What a branch answers. */
export interface AnswerRow {
  /** The place of the question in the list. */
  readonly id: number;
  /** Rows, or the age in milliseconds; a bigint, which comes as text. */
  readonly amount: string | null;
  readonly fresh: boolean | null;
}

/** PostgreSQL takes no more arguments for one function. */
const mostArguments = 100;

/** Adds a parameter; gives its placeholder. */
type Bind = (value: unknown) => string;

/** One statement that answers all questions, in at most one row each. */
export function readStatement(questions: readonly Question[]): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${String(values.push(value))}`;
  const branches = questions.map((question, id) => `(${branch(question, id, bind)})`);
  return { text: branches.join('\nUNION ALL\n'), values };
}

function branch({ query, aspect }: Question, id: number, bind: Bind): string {
  const amount = { select: selectAmount, rows: rowsAmount, freshness: freshnessAmount }[aspect];
  return amount(query, `SELECT ${String(id)} AS id,`, bind);
}

/**
 * `num_nulls` evaluates every column and lets no value out. `ROW(…) IS NULL` would stop at the first
 * column that is not null, and a subquery's columns that nobody uses are never computed at all.
 */
function selectAmount(query: TableQuery, select: string): string {
  const columns = query.columns.map(quote);
  const calls: string[] = [];
  for (let at = 0; at < columns.length; at += mostArguments) {
    calls.push(`pg_catalog.num_nulls(${columns.slice(at, at + mostArguments).join(', ')})`);
  }
  const nulls = calls.length === 0 ? '0' : calls.join(' + ');
  return `${select} (${nulls})::bigint AS amount, NULL::boolean AS fresh FROM ${tableOf(query)} LIMIT 1`;
}

/** Counts no further than is needed. The type of a parameter is that of its column. */
function rowsAmount(query: TableQuery, select: string, bind: Bind): string {
  const { atLeast, where } = query.rows ?? { atLeast: 1, where: {} };
  const conditions = Object.entries(where).map(([column, value]) =>
    value === null ? `${quote(column)} IS NULL` : `${quote(column)} = ${bind(value)}`,
  );
  const filter = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const rows = `SELECT FROM ${tableOf(query)}${filter} LIMIT ${bind(atLeast)}::bigint`;
  return `${select} (SELECT pg_catalog.count(*) FROM (${rows}) AS counted) AS amount, NULL::boolean AS fresh`;
}

/**
 * By the clock of the database; a timestamp without time zone, and midnight of a date, by its time
 * zone. A value more than a day ahead (9999-12-31, infinity) is no load that happened: it does not count.
 */
function freshnessAmount(query: TableQuery, select: string, bind: Bind): string {
  const { column, maxAgeMs } = query.freshness ?? { column: '', maxAgeMs: 0 };
  const newest =
    `SELECT pg_catalog.max(${quote(column)})::timestamptz AS at FROM ${tableOf(query)}` +
    ` WHERE ${quote(column)} <= pg_catalog.now() + interval '1 day'`;
  const age = `pg_catalog.date_part('epoch', pg_catalog.now() - at) * 1000`;
  return (
    `${select} CASE WHEN pg_catalog.isfinite(at) THEN greatest(${age}, 0)::bigint END AS amount,` +
    ` at >= pg_catalog.now() - ${bind(maxAgeMs)}::double precision * interval '1 millisecond' AS fresh` +
    ` FROM (${newest}) AS newest`
  );
}

function tableOf({ schema, table }: TableQuery): string {
  return `${quote(schema)}.${quote(table)}`;
}

/** An identifier in double quotes, which keeps its case and whatever else is in it. */
function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
