/** Turns ajv's errors into what we may say of a foreign answer: paths, types and presence, never a value. */
import type { ErrorObject } from 'ajv';

import { aliasesIn } from './aliases.ts';
import { childOf, isList, pointerSegments, toPointer } from './json-pointer.ts';
import type { JsonSchema, JsonValue } from './plan.ts';
import { keywordWords, schemaWords } from './schema-words.ts';
import { groupOf, isInside } from './violation-groups.ts';

export interface Violation {
  /** JSON Pointer. Segments that the schema does not name are `*`; array indexes stay. */
  readonly path: string;
  /** Other names that the field may have. */
  readonly aliases?: readonly string[];
  /** From our schema. */
  readonly expected: string;
  /** A type, whether it is empty, or `missing`. */
  readonly observed: string;
}

/** Many more would only cost time: ten are shown. */
const mostTranslated = 1000;
const mostTold = 10;

/** @param names the property names that the schema knows; `undefined` shows every name. */
export function toViolations(
  errors: readonly ErrorObject[],
  value: JsonValue,
  schema: JsonSchema,
  names: ReadonlySet<string> | undefined,
): readonly Violation[] {
  const considered = errors.slice(0, mostTranslated);
  const groups = considered
    .filter(({ keyword }) => ['anyOf', 'oneOf', 'contains'].includes(keyword))
    .map((error) => groupOf(error, schema));
  const told = considered.filter(
    (error) =>
      error.keyword !== 'if' &&
      error.propertyName === undefined &&
      !groups.some((group) => group.error !== error && isInside(error, group)),
  );
  return told.flatMap(
    (error) => aliasViolations(error, value, schema, names) ?? [toViolation(error, value, schema, names)],
  );
}

/** A field with several names: the ones that are there are wrong, or none is there. */
function aliasViolations(
  error: ErrorObject,
  value: JsonValue,
  schema: JsonSchema,
  names: ReadonlySet<string> | undefined,
): readonly Violation[] | undefined {
  const { data } = error as { readonly data?: JsonValue };
  const aliases = error.keyword === 'anyOf' ? aliasesIn(error.schema as JsonValue) : undefined;
  if (aliases === undefined || typeof data !== 'object' || data === null || isList(data)) return undefined;
  const at = pointerSegments(error.instancePath);
  const present = aliases.filter(({ name }) => Object.hasOwn(data, name));
  const [first, ...others] = aliases;
  return (present.length === 0 ? [first] : present).map((alias) => ({
    path: shownPath([...at, alias.name], value, names),
    ...(present.length === 0 ? { aliases: others.map(({ name }) => name) } : {}),
    expected: alias.schema === undefined ? 'present' : schemaWords(alias.schema, schema),
    observed: formOf(childOf(data, alias.name)),
  }));
}

/** Two lines of one fault: what was expected where, and what was observed there. */
export function tellViolations(violations: readonly Violation[]): {
  readonly expected: string;
  readonly observed: string;
} {
  const told = violations.slice(0, mostTold);
  const more = violations.length > told.length ? `; and ${String(violations.length - told.length)} more` : '';
  const lines = (say: (violation: Violation) => string) =>
    // Places whose names are not shown may read the same.
    [...new Set(told.map((violation) => `${place(violation)}: ${say(violation)}`))].join('; ') + more;
  return { expected: lines(({ expected }) => expected), observed: lines(({ observed }) => observed) };
}

/** `/dob (or DOB, dateOfBirth)`. */
function place({ path, aliases = [] }: Violation): string {
  const others = aliases.length === 0 ? '' : ` (or ${aliases.join(', ')})`;
  return `${path === '' ? 'the body' : path}${others}`;
}

/** The type of a JSON value, and whether a text or list is empty. */
export function kindOfJson(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value === '') return 'empty string';
  if (Array.isArray(value)) return value.length === 0 ? 'empty array' : 'array';
  return typeof value;
}

function toViolation(
  error: ErrorObject,
  value: JsonValue,
  schema: JsonSchema,
  names: ReadonlySet<string> | undefined,
): Violation {
  const extra = childNamed(error);
  const segments = pointerSegments(error.instancePath);
  const path = shownPath(extra === undefined ? segments : [...segments, extra], value, names);
  return { path, expected: expectedBy(error, schema), observed: observedBy(error) };
}

/** The child that the error is about, where ajv reports it on the parent. */
function childNamed({ params }: ErrorObject): string | undefined {
  const named = params as Readonly<Record<string, unknown>>;
  const child = named['missingProperty'] ?? named['additionalProperty'] ?? named['unevaluatedProperty'];
  return typeof child === 'string' ? child : undefined;
}

function shownPath(
  segments: readonly string[],
  value: JsonValue,
  names: ReadonlySet<string> | undefined,
): string {
  let at: JsonValue | undefined = value;
  const shown: string[] = [];
  for (const segment of segments) {
    const isShown = isList(at) || names === undefined || names.has(segment);
    shown.push(isShown ? segment : '*');
    at = childOf(at, segment);
  }
  return toPointer(shown);
}

function expectedBy(error: ErrorObject, root: JsonSchema): string {
  const { keyword } = error;
  const parent = error.parentSchema as { readonly [key: string]: JsonValue } | undefined;
  switch (keyword) {
    case 'required':
    case 'dependentRequired': {
      const properties = parent?.['properties'];
      const child = childOf(properties, childNamed(error) ?? '');
      return child === undefined ? 'present' : schemaWords(child, root);
    }
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'no other property';
    case 'items':
    case 'unevaluatedItems':
      return 'no further item';
    case 'uniqueItems':
      return 'items that all differ';
    case 'oneOf':
      return `exactly one of: ${keywordWords(keyword, error.schema as JsonValue, root) ?? ''}`;
    case 'contains':
      return `an item that is ${schemaWords(error.schema as JsonValue, root)}`;
    case 'propertyNames':
      return 'property names of the agreed form';
    case 'false schema':
      return 'nothing';
    case 'type':
      return schemaWords(parent, root);
    case 'minLength':
      return error.schema === 1
        ? 'string that is not empty'
        : (keywordWords(keyword, error.schema as JsonValue, root) ?? '');
    default:
      return keywordWords(keyword, error.schema as JsonValue, root) ?? `what \`${keyword}\` asks for`;
  }
}

/** The right type is no news: where the form is what counts, say that it is another one. */
function formOf(value: unknown): string {
  const kind = kindOfJson(value);
  return kind === 'string' ? 'string of another form' : kind;
}

function observedBy(error: ErrorObject): string {
  const { missingProperty, additionalProperty, unevaluatedProperty } = error.params as Readonly<
    Record<string, unknown>
  >;
  if (missingProperty !== undefined) return 'missing';
  if ((additionalProperty ?? unevaluatedProperty) !== undefined) return 'present';
  const kind = kindOfJson(error.data);
  const { keyword, schema } = error;
  if (['pattern', 'format', 'past-date'].includes(keyword)) return formOf(error.data);
  const agreed: readonly unknown[] =
    keyword === 'const' ? [schema] : keyword === 'enum' ? (schema as unknown[]) : [];
  // Of the two booleans it is the other one, which tells no more than the schema does.
  if (keyword === 'const' && typeof error.data === 'boolean' && typeof schema === 'boolean')
    return String(!schema);
  // The right type is no news: say that it is another value of it.
  return agreed.some((value) => kindOfJson(value) === kind && value !== null) ? `another ${kind}` : kind;
}
