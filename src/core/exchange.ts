import { childOf, isList } from './json-pointer.ts';
import type { JsonValue } from './plan.ts';

/** What diagnosis shows of one request. Times are milliseconds; foreign words are cut down to harmless ones. */
export interface Exchange {
  readonly dnsMs?: number | undefined;
  readonly connectMs?: number | undefined;
  readonly tlsMs?: number | undefined;
  readonly firstByteMs?: number | undefined;
  readonly totalMs: number;
  /** The resolved address, with its port. */
  readonly address?: string | undefined;
  readonly certificate?:
    { readonly subject: string; readonly issuer: string; readonly daysLeft: number } | undefined;
  /** What the server says of itself. */
  readonly server?: string | undefined;
  /** Keys and types of a JSON body, no values. */
  readonly shape?: string | undefined;
}

const longestWords = 120;

/**
 * Foreign text that may be shown in diagnosis: letters, digits and a few marks, on one line, not long.
 * Secrets are masked before, because no redactor knows what is left of one after this.
 */
export function harmless(text: string): string {
  return text
    .replaceAll(/[^\p{L}\p{N} .,:;/()=+_*-]+/gu, ' ')
    .replaceAll(/::+/gu, ':')
    .trim()
    .slice(0, longestWords);
}

/**
 * What a server says it is: the first product of its `Server` header (RFC 9110 §10.2.4) and the numbers of
 * its version. Anything else there may be a value in disguise.
 */
export function serverProduct(header: string): string | undefined {
  return /^(?:\*\*\*|[A-Za-z][A-Za-z-]{0,39}(?:\/\d{1,3}(?:\.\d{1,5}){0,3})?)(?=[\s;,(]|$)/u.exec(
    header,
  )?.[0];
}

const deepest = 5;
const mostKeys = 40;

/** `{ token: string, items: [{ id: number }, …] }`: keys and types, never a value. */
export function shapeOf(value: JsonValue, depth = 0): string {
  if (value === null) return 'null';
  if (isList(value)) {
    const [first] = value;
    if (first === undefined) return '[]';
    return depth >= deepest ? '[…]' : `[${shapeOf(first, depth + 1)}${value.length > 1 ? ', …' : ''}]`;
  }
  if (typeof value !== 'object') return typeof value;
  if (depth >= deepest) return '{…}';
  const keys = Object.keys(value);
  const members = keys
    .slice(0, mostKeys)
    .map((key) => `${keyName(key)}: ${shapeOf(childOf(value, key) ?? null, depth + 1)}`);
  const more = keys.length > mostKeys ? ['…'] : [];
  return members.length === 0 ? '{}' : `{ ${[...members, ...more].join(', ')} }`;
}

/** A key that is no plain name may be a value in disguise: a date, a number, a person. */
function keyName(key: string): string {
  return /^[A-Za-z_][A-Za-z_-]{0,39}\d{0,2}$/u.test(key) ? key : '*';
}
