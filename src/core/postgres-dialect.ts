import { isLoopback } from './loopback.ts';
import { comparePostgresTypes, parseActual, postgresTimeOf } from './postgres-type-order.ts';
import { parsePostgresType, showPostgresType } from './postgres-types.ts';
import { isTlsCertain, parsePostgresUrl, postgresUrlForm } from './postgres-url.ts';
import type { TableDialect } from './table-dialect.ts';

export const postgresDialect: TableDialect = {
  schemes: ['postgres', 'postgresql'],
  urlForm: postgresUrlForm,
  isUrl: (url) => parsePostgresUrl(url) !== undefined,
  isProtected: (url) => {
    const target = parsePostgresUrl(url);
    return target !== undefined && (isLoopback(target.host) || isTlsCertain(target.tls));
  },
  normaliseType: (text) => {
    const type = parsePostgresType(text);
    return type && showPostgresType(type);
  },
  contractType: (type) => {
    const parsed = parseActual(type);
    const text = parsed && showPostgresType(parsed);
    return text !== undefined && comparePostgresTypes(text, type) === 'same' ? text : undefined;
  },
  compareTypes: comparePostgresTypes,
  timeOf: postgresTimeOf,
};
