/** What PostgreSQL's catalogue says of tables, in one statement (postgresql.org/docs/current/catalogs.html). */
import type { ColumnDescription, FoundTable, TableDescription } from '../core/contract-diff.ts';
import type { TableName } from '../core/table-name.ts';

const kinds = {
  r: 'table',
  v: 'view',
  m: 'materialized view',
  p: 'partitioned table',
  f: 'foreign table',
} as const satisfies Record<string, FoundTable['kind']>;

/**
 * Parameters: the schemas and the names, as text[], so that a name of any length stays whole. A column
 * counts as NOT NULL when it or its domain says so; PostgreSQL 18 knows such constraints that were
 * never validated, which promise nothing about the rows that are there. A domain is followed down to
 * the type that it stands on.
 */
export const catalogueQuery = `
SELECT n.oid IS NOT NULL AS "isSchemaFound",
       c.relkind::text AS kind,
       coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE'), false) AS "isSchemaUsable",
       CASE WHEN c.oid IS NULL THEN alike.name END AS similar,
       columns.list AS columns
FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) WITH ORDINALITY AS wanted(schema, name, place)
LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
LEFT JOIN pg_catalog.pg_class c
  ON c.relnamespace = n.oid AND c.relname = wanted.name AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
LEFT JOIN LATERAL (
  SELECT pg_catalog.json_build_array(other_n.nspname, other_c.relname) AS name
  FROM pg_catalog.pg_class other_c
  JOIN pg_catalog.pg_namespace other_n ON other_n.oid = other_c.relnamespace
  WHERE c.oid IS NULL
    AND other_c.relkind IN ('r', 'v', 'm', 'p', 'f')
    AND pg_catalog.lower(other_n.nspname) = pg_catalog.lower(wanted.schema)
    AND pg_catalog.lower(other_c.relname) = pg_catalog.lower(wanted.name)
  ORDER BY other_n.nspname, other_c.relname LIMIT 1
) AS alike ON true
LEFT JOIN LATERAL (
  SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
    'name', a.attname,
    'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
    'schema', CASE WHEN owner.nspname <> 'pg_catalog' THEN owner.nspname END,
    'base', base.type,
    'isNotNull', coalesce(base.is_not_null, false) OR a.attnotnull AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_constraint k
      WHERE k.contype = 'n' AND NOT k.convalidated AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum]),
    'isSelectable', pg_catalog.has_table_privilege(c.oid, 'SELECT')
      OR pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')
  ) ORDER BY a.attnum) AS list
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_type element ON element.oid = t.typelem AND t.typcategory = 'A'
  JOIN pg_catalog.pg_namespace owner ON owner.oid = coalesce(element.typnamespace, t.typnamespace)
  LEFT JOIN LATERAL (
    WITH RECURSIVE ground(oid, mod, is_not_null) AS (
      SELECT t.typbasetype, t.typtypmod, t.typnotnull WHERE t.typtype = 'd'
      UNION ALL
      SELECT d.typbasetype, d.typtypmod, ground.is_not_null OR d.typnotnull
      FROM ground JOIN pg_catalog.pg_type d ON d.oid = ground.oid AND d.typtype = 'd'
    )
    SELECT pg_catalog.format_type(ground.oid, ground.mod) AS type, ground.is_not_null
    FROM ground JOIN pg_catalog.pg_type bottom ON bottom.oid = ground.oid AND bottom.typtype <> 'd'
  ) AS base ON true
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
) AS columns ON true
ORDER BY wanted.place`;

/** A row of its answer: one per table asked for, in that order. */
export interface CatalogueRow {
  readonly isSchemaFound: boolean;
  readonly kind: keyof typeof kinds | null;
  readonly isSchemaUsable: boolean;
  readonly similar: readonly [schema: string, table: string] | null;
  readonly columns: readonly CatalogueColumn[] | null;
}

interface CatalogueColumn {
  readonly name: string;
  readonly type: string;
  readonly schema: string | null;
  readonly base: string | null;
  readonly isNotNull: boolean;
  readonly isSelectable: boolean | null;
}

/** The parameters of the query. */
export function catalogueParameters(tables: readonly TableName[]): readonly (readonly string[])[] {
  return [tables.map(({ schema }) => schema), tables.map(({ table }) => table)];
}

export function toDescription(row: CatalogueRow): TableDescription {
  const { kind, isSchemaFound, isSchemaUsable, similar } = row;
  if (kind === null) {
    const other = similar === null ? undefined : { schema: similar[0], table: similar[1] };
    return { isFound: false, isSchemaFound, similar: other };
  }
  const isView = kind === 'v' || kind === 'm';
  const columns = (row.columns ?? []).map((column) => toColumn(column, isView));
  return { isFound: true, kind: kinds[kind], isSchemaUsable, columns };
}

function toColumn(column: CatalogueColumn, isView: boolean): ColumnDescription {
  const { name, type: text, schema, base, isNotNull, isSelectable } = column;
  return {
    name,
    type: { text, schema: schema ?? undefined, base: base ?? undefined },
    nullable: isView ? 'unknown' : !isNotNull,
    // Null when the table was dropped in this very moment.
    selectable: isSelectable === true,
  };
}
