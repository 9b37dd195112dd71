/** JSON Schema in words. Everything said here stands in our own or the user's schema, never in an answer. */
import { isList, readPointer } from './json-pointer.ts';
import type { JsonSchema, JsonValue } from './plan.ts';

const longestLiteral = 60;

const formatWords: Readonly<Record<string, string>> = {
  date: 'a date (YYYY-MM-DD)',
  'date-time': 'a date and time (ISO 8601)',
  time: 'a time of day',
  duration: 'a duration (ISO 8601)',
  email: 'an e-mail address',
  uuid: 'a UUID',
  uri: 'an absolute address',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};

const boundWords: Readonly<Record<string, (bound: string) => string>> = {
  minLength: (bound) => `at least ${bound} characters`,
  maxLength: (bound) => `at most ${bound} characters`,
  minimum: (bound) => `at least ${bound}`,
  maximum: (bound) => `at most ${bound}`,
  exclusiveMinimum: (bound) => `more than ${bound}`,
  exclusiveMaximum: (bound) => `less than ${bound}`,
  multipleOf: (bound) => `a multiple of ${bound}`,
  minItems: (bound) => `at least ${bound} items`,
  maxItems: (bound) => `at most ${bound} items`,
  minProperties: (bound) => `at least ${bound} properties`,
  maxProperties: (bound) => `at most ${bound} properties`,
};

/** What one keyword asks for, or nothing when it asks for nothing by itself. */
export function keywordWords(keyword: string, value: JsonValue, root: JsonSchema): string | undefined {
  const bound = boundWords[keyword];
  if (bound !== undefined && typeof value === 'number') return bound(String(value));
  switch (keyword) {
    case 'const':
      return literal(value);
    case 'enum':
      return isList(value) ? `one of ${value.map(literal).join(', ')}` : undefined;
    case 'past-date':
      return 'a date (YYYY-MM-DD) that is not in the future';
    case 'format':
      return typeof value === 'string' ? (formatWords[value] ?? `the format ${value}`) : undefined;
    case 'pattern':
      return typeof value === 'string' ? patternWords(value) : undefined;
    case 'type':
      return (isList(value) ? value : [value]).map(plain).join(' or ');
    case 'required':
      return isList(value)
        ? `object with ${value.map((name) => `\`${plain(name)}\``).join(', ')}`
        : undefined;
    case 'anyOf':
    case 'oneOf':
      return isList(value) ? branchWords(value, root) : undefined;
    case 'not':
      return `not ${schemaWords(value, root)}`;
    case '$ref':
      return referenceWords(value, root);
    default:
      return undefined;
  }
}

function patternWords(source: string): string {
  return source === '\\S' ? 'text that is not empty' : `text that matches ${shortened(`/${source}/`)}`;
}

/** The keywords that say most about a value, the most telling first. */
const telling = [
  'const',
  'enum',
  'past-date',
  'format',
  'pattern',
  '$ref',
  'anyOf',
  'oneOf',
  'required',
  'type',
  'not',
];

/** What a schema asks for, in one short phrase. `root` is where its `$ref`s lead. */
export function schemaWords(schema: JsonValue | undefined, root: JsonSchema): string {
  if (schema === false) return 'nothing';
  if (typeof schema !== 'object' || schema === null || isList(schema)) return 'any value';
  const keyword = telling.find((name) => schema[name] !== undefined);
  if (keyword === undefined) return 'any value';
  const words = keywordWords(keyword, schema[keyword] ?? null, root) ?? 'any value';
  return schema['minLength'] === 1 && words === 'string' ? 'string that is not empty' : words;
}

function branchWords(branches: readonly JsonValue[], root: JsonSchema): string {
  return [...new Set(branches.map((branch) => schemaWords(branch, root)))].join(' or ');
}

/** One step along a local reference; a chain of them ends in words rather than in a loop. */
function referenceWords(reference: JsonValue, root: JsonSchema): string {
  const target = localTarget(reference, root);
  const isChain = typeof target === 'object' && target !== null && Object.hasOwn(target, '$ref');
  const canRecur = JSON.stringify(target ?? null).includes('"$ref"');
  return target === undefined || isChain || canRecur
    ? 'the form that the contract names'
    : schemaWords(target, root);
}

/** What a `$ref` within the same document leads to. */
export function localTarget(reference: JsonValue, root: JsonSchema): JsonValue | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  try {
    return readPointer(root, decodeURIComponent(reference.slice(1)));
  } catch {
    return undefined;
  }
}

function plain(value: JsonValue): string {
  return typeof value === 'string' ? value : literal(value);
}

function literal(value: JsonValue): string {
  return shortened(JSON.stringify(value));
}

function shortened(text: string): string {
  return text.length > longestLiteral ? `${text.slice(0, longestLiteral)}…` : text;
}
