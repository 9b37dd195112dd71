/** What is known about a database system without asking one: its addresses and its types. */
import type { DescribedType, TypeRules } from './contract-diff.ts';
import { postgresDialect } from './postgres-dialect.ts';
import type { TimeRules } from './table-conditions.ts';

export interface TableDialect extends TypeRules, TimeRules {
  /** Of its URLs, without the colon, in lower case. */
  readonly schemes: readonly string[];
  /** The form of its URLs, for messages. */
  readonly urlForm: string;
  /** The URL has that form. */
  readonly isUrl: (url: string) => boolean;
  /** A URL of that form leads to this machine, or is only ever reached with TLS. */
  readonly isProtected: (url: string) => boolean;
  /** The type in the words of the catalogue (`int8` → `bigint`); nothing when it is no type. */
  readonly normaliseType: (text: string) => string | undefined;
  /** How a contract names a type of the catalogue, so that the two compare as the same; nothing when it cannot. */
  readonly contractType: (type: DescribedType) => string | undefined;
}

/** Every database system that table contracts can be checked on; each has a driver in `clients`. */
export const tableDialects: readonly TableDialect[] = [postgresDialect];

/** The dialect for the scheme of a URL. */
export function dialectOf(url: string): TableDialect | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/iu.exec(url)?.[1]?.toLowerCase();
  return tableDialects.find(({ schemes }) => scheme !== undefined && schemes.includes(scheme));
}
