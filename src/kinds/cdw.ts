import * as z from 'zod';

import { meta, secret } from '../config/fields.ts';
import { dialectOf, tableDialects } from '../core/table-dialect.ts';
import { tables, toContract } from './cdw-tables.ts';
import { defineKind } from './kind.ts';

const addressForm = tableDialects.map(({ urlForm }) => urlForm).join(' or ');

/** An empty one is a variable that is not set, which is told by the name of the variable. */
function isDatabaseUrl(url: string): boolean {
  return url === '' || dialectOf(url)?.isUrl(url) === true;
}

const databaseUrl = () =>
  secret()
    .refine((url) => isDatabaseUrl(url.reveal()), `a variable that holds an address like ${addressForm}`)
    .meta(
      meta({
        type: 'string',
        pattern: '^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$',
        examples: ['${CDW_URL}'],
        takes: 'secret: `${NAME}` only',
        secret: true,
      }),
    );

/**
 * The data that VEText looks phone numbers up in. Which tables and columns those are is not public, so
 * the configuration names them all.
 */
export const cdw = defineKind({
  kind: 'cdw',
  summary:
    'CDW, in PostgreSQL: tables and views exist, may be read, and have the columns, rows and freshness agreed.',
  layer: 'cdw',
  upstreams: [],
  settings: () =>
    z.strictObject({
      url: databaseUrl().describe(
        'Address of the database. `sslmode` counts as in libpq: `verify-full` to be sure who answers, at least `require` for a database on another machine.',
      ),
      tables: tables().describe(
        'By `schema.table`, case-sensitive: the columns that must exist, how many rows, how fresh.',
      ),
    }),
  plan: ({ url, tables: settings }) => ({
    engine: 'table-contract',
    url,
    tables: Object.entries(settings).map(([name, table]) => toContract(name, table)),
  }),
});
