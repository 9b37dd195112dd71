import { comparePostgresTypes, postgresTimeOf } from './postgres-type-order.ts';
import { parsePostgresType, showPostgresType } from './postgres-types.ts';
import { parsePostgresUrl, postgresUrlForm } from './postgres-url.ts';
import type { TableDialect } from './table-dialect.ts';

export const postgresDialect: TableDialect = {
  schemes: ['postgres', 'postgresql'],
  urlForm: postgresUrlForm,
  isUrl: (url) => parsePostgresUrl(url) !== undefined,
  normaliseType: (text) => {
    const type = parsePostgresType(text);
    return type && showPostgresType(type);
  },
  compareTypes: comparePostgresTypes,
  timeOf: postgresTimeOf,
};
