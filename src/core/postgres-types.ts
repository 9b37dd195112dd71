/**
 * PostgreSQL's type names and their aliases (postgresql.org/docs/current/datatype.html; `format_type`
 * gives the canonical names).
 */
export interface PostgresType {
  readonly name: string;
  readonly schema?: string | undefined;
  /** Known by its bare name, in any case. Everything else is told apart by name only. */
  readonly isBuiltIn: boolean;
  /** What stands in parentheses. */
  readonly modifiers: readonly string[];
  /** Of an interval: `day to second`. */
  readonly fields?: string | undefined;
  readonly isArray: boolean;
}

type Modifiers = 'none' | 'length' | 'numeric' | 'float';

/** What may stand in parentheses, the canonical name, its aliases. */
const spellings: readonly (readonly [takes: Modifiers, name: string, ...aliases: string[]])[] = [
  ['none', 'smallint', 'int2', 'smallserial', 'serial2'],
  ['none', 'integer', 'int', 'int4', 'serial', 'serial4'],
  ['none', 'bigint', 'int8', 'bigserial', 'serial8'],
  ['none', 'real', 'float4'],
  ['none', 'double precision', 'float8'],
  ['float', 'float'],
  ['numeric', 'numeric', 'decimal', 'dec'],
  ['length', 'character varying', 'varchar', 'char varying', 'nchar varying'],
  ['length', 'character varying', 'national character varying', 'national char varying'],
  ['length', 'character', 'char', 'nchar', 'national character', 'national char'],
  ['length', 'bpchar'],
  ['length', 'bit'],
  ['length', 'bit varying', 'varbit'],
  ['none', 'boolean', 'bool'],
  ...['text', 'date', 'uuid', 'json', 'jsonb', 'bytea', 'xml', 'money', 'name', 'oid'].map(plain),
  ...['inet', 'cidr', 'macaddr', 'macaddr8', 'point', 'tsvector', 'tsquery'].map(plain),
];

function plain(name: string): readonly [Modifiers, string] {
  return ['none', name];
}

const builtIns = new Map(
  spellings.flatMap(([takes, name, ...aliases]) =>
    [name, ...aliases].map((alias) => [alias, { name, takes }] as const),
  ),
);

const identifier = String.raw`"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*`;
const ownType = new RegExp(`^(?:(${identifier})\\s*\\.\\s*)?(${identifier})\\s*(?:\\(([^()]*)\\))?$`, 'u');
const timeOfDayOrPoint =
  /^(timestamp|time)(tz)?\s*(?:\(\s*([0-6])\s*\))?(?:\s+(with|without)\s+time\s+zone)?$/u;
const intervalForm =
  /^interval(?:\s+((?:year|month|day|hour|minute|second)(?:\s+to\s+(?:month|hour|minute|second))?))?\s*(?:\(\s*([0-6])\s*\))?$/u;

/** Reads a type as SQL writes it: names in any case unless quoted. Nothing when it is no type. */
export function parsePostgresType(text: string): PostgresType | undefined {
  if (text.length > 200) return undefined;
  const trimmed = text.trim();
  const array = /(?:\s*\[\s*\d*\s*\])+$|\s+array(?:\s*\[\s*\d+\s*\])?$/iu.exec(trimmed);
  const element = array === null ? trimmed : trimmed.slice(0, array.index);
  const type = parseElement(element);
  return type && { ...type, isArray: array !== null };
}

type Element = Omit<PostgresType, 'isArray'>;

function parseElement(text: string): Element | undefined {
  const lower = text.toLowerCase().replaceAll(/\s+/gu, ' ');
  return parseTime(lower) ?? parseInterval(lower) ?? parseBuiltIn(lower) ?? parseOwnType(text);
}

function parseTime(text: string): Element | undefined {
  const match = timeOfDayOrPoint.exec(text);
  if (match === null) return undefined;
  const [, name, suffix, precision, zone] = match;
  if (suffix !== undefined && zone !== undefined) return undefined;
  const hasZone = suffix !== undefined || zone === 'with';
  return {
    name: `${name ?? ''} ${hasZone ? 'with' : 'without'} time zone`,
    isBuiltIn: true,
    modifiers: precision === undefined ? [] : [precision],
  };
}

function parseInterval(text: string): Element | undefined {
  const match = intervalForm.exec(text);
  if (match === null) return undefined;
  const [, fields, precision] = match;
  if (precision !== undefined && fields !== undefined && !fields.endsWith('second')) return undefined;
  return { name: 'interval', isBuiltIn: true, fields, modifiers: precision === undefined ? [] : [precision] };
}

function parseBuiltIn(text: string): Element | undefined {
  const match = /^(?:pg_catalog\.)?([a-z][a-z0-9 ]*?)\s*(?:\(([^()]*)\))?$/u.exec(text);
  const known = builtIns.get(match?.[1] ?? '');
  if (match === null || known === undefined) return undefined;
  const modifiers = splitModifiers(match[2]);
  if (modifiers === undefined || !areModifiersOf(known.takes, modifiers)) return undefined;
  if (known.takes !== 'float') return { name: known.name, isBuiltIn: true, modifiers };
  // float(1) to float(24) is real, the rest double precision.
  const isReal = modifiers[0] !== undefined && Number(modifiers[0]) <= 24;
  return { name: isReal ? 'real' : 'double precision', isBuiltIn: true, modifiers: [] };
}

function areModifiersOf(takes: Modifiers, modifiers: readonly string[]): boolean {
  if (modifiers.length === 0) return true;
  const [first, second] = modifiers;
  const size = /^\d{1,8}$/u.test(first ?? '') ? Number(first) : 0;
  if (size < 1) return false;
  if (takes === 'length') return modifiers.length === 1;
  if (takes === 'float') return modifiers.length === 1 && size <= 53;
  if (takes === 'numeric') {
    return size <= 1000 && modifiers.length <= 2 && (second === undefined || /^-?\d{1,4}$/u.test(second));
  }
  return false;
}

function parseOwnType(text: string): Element | undefined {
  const match = ownType.exec(text);
  if (match === null) return undefined;
  const [, schema, name = '', inner] = match;
  // A built-in name comes here only with modifiers that it cannot have.
  if (schema === undefined && isTaken(name.toLowerCase())) return undefined;
  const modifiers = splitModifiers(inner);
  return (
    modifiers && {
      name: unquote(name),
      schema: schema === undefined ? undefined : unquote(schema),
      isBuiltIn: false,
      modifiers,
    }
  );
}

/** A bare name that means a built-in type, or what may stand behind a type. */
function isTaken(name: string): boolean {
  return builtIns.has(name) || /^(?:(?:timestamp|time)(?:tz)?|interval|not|null)$/u.test(name);
}

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

function splitModifiers(inner: string | undefined): readonly string[] | undefined {
  if (inner === undefined) return [];
  const modifiers = inner.split(',').map((modifier) => modifier.trim().toLowerCase());
  return modifiers.every((modifier) => /^[\w-]+$/u.test(modifier)) ? modifiers : undefined;
}

/** The canonical spelling of a type, as `format_type` gives it. */
export function showPostgresType({
  name,
  schema,
  isBuiltIn,
  modifiers,
  fields,
  isArray,
}: PostgresType): string {
  const quoted = (part: string) =>
    /^[a-z_][a-z0-9_$]*$/u.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
  // A name of their own that is spelt like a built-in one must stay in quotes.
  const own = isTaken(name) && schema === undefined ? `"${name}"` : quoted(name);
  const full = isBuiltIn ? name : schema === undefined ? own : `${quoted(schema)}.${quoted(name)}`;
  const inner = modifiers.length === 0 ? '' : `(${modifiers.join(',')})`;
  const [head = '', ...zone] = isBuiltIn && name.includes(' time zone') ? name.split(/ (?=with)/u) : [full];
  const words = [`${head}${fields === undefined ? '' : ` ${fields}`}${inner}`, ...zone];
  return `${words.join(' ')}${isArray ? '[]' : ''}`;
}
