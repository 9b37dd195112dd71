import * as z from 'zod';

/** One key of the configuration as the documentation shows it. */
export interface KeyRow {
  /** `expect.status`, `tables.NAME.rows`, `require[].probe`. */
  readonly key: string;
  /** What may be written, in Markdown. */
  readonly takes: string;
  readonly isRequired: boolean;
  /** As a user would write it; absent where there is none. */
  readonly fallback?: string;
  readonly meaning: string;
}

type Schema = z.core.$ZodType;

/** What a schema says of itself beside its type. */
interface Said {
  readonly takes?: string;
  readonly description?: string;
}

/** A schema without what only makes it optional, gives it a default or converts it, and what that said. */
interface Unwrapped {
  readonly inner: z.core.$ZodTypes;
  readonly isRequired: boolean;
  readonly fallback: unknown;
  readonly said: Said;
}

function unwrap(schema: Schema): Unwrapped {
  const known = schema as z.core.$ZodTypes;
  const { def } = known._zod;
  const own = z.globalRegistry.get(known) as Said | undefined;
  const inner = innerOf(known);
  // What converts a value is a field as a whole, and says what it takes.
  const isField = def.type === 'pipe' && own?.takes !== undefined;
  if (inner === undefined || isField)
    return { inner: known, isRequired: true, fallback: undefined, said: own ?? {} };
  const below = unwrap(inner);
  const isOptional = def.type === 'optional' || def.type === 'default' || def.type === 'prefault';
  return {
    ...below,
    isRequired: below.isRequired && !isOptional,
    fallback: 'defaultValue' in def ? def.defaultValue : below.fallback,
    said: { ...below.said, ...own },
  };
}

function innerOf({ _zod: { def } }: z.core.$ZodTypes): Schema | undefined {
  if (def.type === 'pipe') return isTransform(def.in) ? def.out : def.in;
  if (def.type === 'lazy') return def.getter();
  return 'innerType' in def ? def.innerType : undefined;
}

function isTransform(schema: Schema): boolean {
  return (schema as z.core.$ZodTypes)._zod.def.type === 'transform';
}

/**
 * Every key of an object, those of the objects in it below it, in the order of the schema.
 * @throws Error for a key that has no description, or of which it is not said what it takes
 */
export function keyRows(schema: z.ZodObject, prefix = ''): readonly KeyRow[] {
  const shape: Readonly<Record<string, Schema>> = schema.shape;
  return Object.entries(shape).flatMap(([name, field]) => rowsOf(`${prefix}${name}`, field));
}

function rowsOf(key: string, field: Schema): readonly KeyRow[] {
  const { inner, isRequired, fallback, said } = unwrap(field);
  if (said.description === undefined) throw new Error(`The key "${key}" has no description.`);
  const row = { key, takes: takesOf(key, inner, said), isRequired, meaning: said.description };
  const shown = shownDefault(fallback);
  return [{ ...row, ...(shown === undefined ? {} : { fallback: shown }) }, ...nestedRows(key, inner, said)];
}

/** What stands below a key: of a mapping by NAME, of a list by []. */
function nestedRows(key: string, inner: z.core.$ZodTypes, said: Said): readonly KeyRow[] {
  if (said.takes !== undefined) return [];
  if (inner instanceof z.ZodObject) return keyRows(inner, `${key}.`);
  const [element, suffix] = elementOf(inner);
  if (element === undefined) return [];
  const below = unwrap(element);
  return nestedRows(`${key}${suffix}`, below.inner, below.said);
}

function elementOf({ _zod: { def } }: z.core.$ZodTypes): readonly [Schema | undefined, string] {
  if (def.type === 'record') return [def.valueType, '.NAME'];
  if (def.type === 'array') return [def.element, '[]'];
  return [undefined, ''];
}

const plainTypes: Readonly<Record<string, string>> = {
  object: 'a mapping',
  string: 'text',
  number: 'a number',
};

function takesOf(key: string, inner: z.core.$ZodTypes, said: Said): string {
  const { def } = inner._zod;
  const plain = said.takes ?? plainTypes[def.type];
  if (plain !== undefined) return plain;
  if (def.type === 'record') return `a mapping of names to ${elementTakes(key, def.valueType)}`;
  if (def.type === 'array') return `a list, each entry ${elementTakes(key, def.element)}`;
  if (def.type === 'literal') return def.values.map((value) => `\`${String(value)}\``).join(', ');
  throw new Error(`Nothing says what the key "${key}" takes.`);
}

function elementTakes(key: string, element: Schema): string {
  const { inner, said } = unwrap(element);
  return takesOf(key, inner, said);
}

/** An empty list or mapping is no default worth a word. */
function shownDefault(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '[]' || text === '{}' ? undefined : text;
}
