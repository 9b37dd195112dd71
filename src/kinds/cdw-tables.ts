/** The `tables` of a table contract as users write them. */
import * as z from 'zod';

import { EnvValue } from '../config/env-value.ts';
import { count, duration, meta, text } from '../config/fields.ts';
import { isMapping } from '../config/source-tree.ts';
import type { ColumnContract, ScalarValue, TableContract } from '../core/plan.ts';
import { dayMs, minuteMs } from '../core/spans.ts';
import type { TimeSort } from '../core/table-conditions.ts';
import { tableDialects } from '../core/table-dialect.ts';
import { parseTableName } from '../core/table-name.ts';
import { Secret } from '../secrets.ts';

/** More rows than that need no counting, and the time to count them would be the database's. */
const mostRows = 1_000_000;

/** In a flow mapping (`{ price: numeric(10,2) }`) YAML ends the value at the comma. */
const columnForm =
  'a type such as varchar(40), integer or timestamptz, then "not null" where it applies; in quotes when it has a comma';

const column = () =>
  z
    .string(columnForm)
    .transform((written, context): ColumnContract => {
      const [, type = '', not] = /^(.*?)(?:\s+(not\s+)?null)?$/isu.exec(written.trim()) ?? [];
      if (!isType(type)) context.addIssue({ code: 'custom', message: columnForm });
      return { type: type.trim(), notNull: not !== undefined };
    })
    .meta(
      meta({
        type: 'string',
        examples: ['varchar(40)', 'smallint not null'],
        takes: 'a type such as `varchar(40)` or `smallint not null`',
      }),
    );

function isType(type: string): boolean {
  return tableDialects.some(({ normaliseType }) => normaliseType(type) !== undefined);
}

const columnName = () => z.string().regex(/^[^\0]+$/u, 'the name of a column');

/** A value of the environment stays hidden; it is compared in the database and never shown anyway. */
const scalar = () =>
  z
    .preprocess(
      (value) => (value instanceof EnvValue ? value.toSecret() : value),
      z.union(
        [z.string(), z.number(), z.boolean(), z.null(), z.instanceof(Secret)],
        'text, a number, true, false or null',
      ),
    )
    .meta(
      meta({
        type: ['string', 'number', 'boolean', 'null'],
        takes: 'text, a number, `true`, `false` or `null`',
      }),
    );

const rows = () =>
  z.strictObject({
    'at-least': count(1, mostRows).describe('How many rows there must be.'),
    where: z
      .record(columnName(), scalar())
      .default({})
      .describe('Column: value. Rows count when every column equals its value; null stands for no value.'),
  });

const freshness = () =>
  z.strictObject({
    column: text().describe('A date or timestamp; without time zone it counts in that of the database.'),
    'max-age': duration()
      .refine((ms) => ms >= minuteMs, 'at least 1m: no table is ever fresher than that')
      .meta(
        meta({
          type: 'string',
          pattern: '^[0-9]+(ms|s|m|h|d)$|^\\$\\{',
          examples: ['36h'],
          takes: 'a duration of at least 1m',
        }),
      )
      .describe(
        'How old the newest value may be, by the clock of the database. Values more than a day ahead do not count.',
      ),
  });

const table = () =>
  z
    .strictObject({
      columns: z
        .record(columnName(), column())
        .default({})
        .describe(
          'Column: type, with `not null` where it applies. A narrower type fails, a wider one warns, other columns do not matter. Views do not tell what may be null.',
        ),
      rows: rows().optional().describe('How many rows there must be.'),
      freshness: freshness().optional().describe('How old the newest row may be.'),
    })
    .superRefine(
      (settings, context) => {
        for (const name of contradictions(settings)) {
          const message = `a value: \`columns\` say not null, so no row could count`;
          context.addIssue({ code: 'custom', path: ['rows', 'where', name], message });
        }
        const problem = freshnessProblem(settings);
        if (problem !== undefined) context.addIssue({ code: 'custom', ...problem });
      },
      { when: isReadable },
    );

/** Looked at although a key of it is misspelt, so that every mistake is told at once; not where a value has the wrong form. */
function isReadable({ issues }: z.core.ParsePayload): boolean {
  return issues.every(({ code }) => code === 'unrecognized_keys');
}

/** What the schema gives for one table. */
type TableSettings = z.output<ReturnType<typeof table>>;

/** Columns that must be null for a row to count, and may never be null. */
function contradictions({ columns, rows: agreed }: TableSettings): readonly string[] {
  const where = Object.entries(agreed?.where ?? {});
  return where.flatMap(([name, value]) => (value === null && columns[name]?.notNull === true ? [name] : []));
}

/** The column need not be agreed on; where it is, its type must have an age, and one that can be met. */
function freshnessProblem({ columns, freshness: agreed }: TableSettings) {
  const type = agreed && columns[agreed.column]?.type;
  if (agreed === undefined || type === undefined) return undefined;
  const sorts = new Set<TimeSort>(tableDialects.map(({ timeOf }) => timeOf({ text: type })));
  if (sorts.size === 1 && sorts.has('none')) {
    return {
      path: ['freshness', 'column'],
      message: `a column with a date or timestamp; it is agreed as ${type}`,
    };
  }
  if (sorts.size === 1 && sorts.has('date') && agreed['max-age'] < dayMs) {
    return { path: ['freshness', 'max-age'], message: 'at least 24h: a date counts from its midnight' };
  }
  return undefined;
}

const nameForm =
  'schema.table, a part with a dot in double quotes; the database itself stands in the address';

/** Tables by name. The names are looked at whatever is wrong with the tables, so that every mistake is told at once. */
export const tables = () =>
  z.record(z.string(), table()).superRefine(
    (settings, context) => {
      const names = Object.keys(settings);
      const report = (name: string, message: string) => {
        context.addIssue({ code: 'custom', path: [name], message });
      };
      if (names.length === 0) context.addIssue({ code: 'custom', message: 'at least one table' });
      const seen = new Set<string>();
      for (const name of names) {
        const parsed = parseTableName(name);
        const key = JSON.stringify(parsed);
        if (parsed === undefined) report(name, nameForm);
        else if (seen.has(key)) report(name, 'each table once: this one is named twice');
        seen.add(key);
      }
    },
    { when: ({ value }) => isMapping(value) },
  );

/** @throws Error when the name is none, which the schema refuses. */
export function toContract(name: string, settings: TableSettings): TableContract {
  const parsed = parseTableName(name);
  if (parsed === undefined) throw new Error('a table name that the schema let through');
  const { columns, rows: agreed, freshness: age } = settings;
  return {
    ...parsed,
    columns,
    ...(agreed && { rows: { atLeast: agreed['at-least'], where: revealed(agreed.where) } }),
    ...(age && { freshness: { column: age.column, maxAgeMs: age['max-age'] } }),
  };
}

function revealed(where: Readonly<Record<string, ScalarValue | Secret>>): Record<string, ScalarValue> {
  return Object.fromEntries(
    Object.entries(where).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
  );
}
