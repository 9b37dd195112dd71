import { compileContract, schemaText } from './json-contract.ts';
import { toPointer } from './json-pointer.ts';
import { dialect, metaValidator } from './meta-schema.ts';
import type { JsonSchema, JsonValue } from './plan.ts';
import { toViolations } from './violations.ts';

/** One thing wrong with a JSON Schema that a user wrote. */
export interface SchemaProblem {
  /** JSON Pointer into the schema. */
  readonly path: string;
  readonly reason: string;
}

const typeReason =
  'expected array, boolean, integer, null, number, object or string, or a list of some of them';

const known = new Map<string, readonly SchemaProblem[]>();

/**
 * Why a document is not a schema that `compileContract` takes: not 2020-12, an unknown keyword or
 * format, a reference that leads nowhere, or a constraint that can never apply (ajv's strict mode).
 * Nothing is fetched. None when it is fine. Looked at once for each document.
 */
export function schemaProblems(schema: JsonValue): readonly SchemaProblem[] {
  const text = schemaText(schema);
  const problems = known.get(text) ?? findProblems(schema);
  known.set(text, problems);
  return problems;
}

function findProblems(schema: JsonValue): readonly SchemaProblem[] {
  const isObject = typeof schema === 'object' && schema !== null && !Array.isArray(schema);
  if (!isObject && typeof schema !== 'boolean')
    return [{ path: '', reason: 'expected a JSON Schema: an object, true or false' }];
  const named = dialectOf(schema);
  if (named !== undefined && named.replace(/#$/u, '') !== dialect)
    return [{ path: '/$schema', reason: `expected "${dialect}", or nothing` }];
  const unknown = unknownKeywords(schema);
  if (unknown.length > 0) return unknown;
  const malformed = metaProblems(schema);
  return malformed.length > 0 ? malformed : compileProblems(schema);
}

function dialectOf(schema: JsonValue): string | undefined {
  const named = (schema as { readonly $schema?: JsonValue }).$schema;
  return named === undefined || typeof named === 'string' ? named : '';
}

/** Keywords whose value is a schema, a list of schemas, or a map of names to schemas. */
const subschemas = new Set(
  'additionalProperties contains contentSchema else if items not propertyNames then unevaluatedItems unevaluatedProperties allOf anyOf oneOf prefixItems'.split(
    ' ',
  ),
);
const schemaMaps = new Set(['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties']);
const plainKeywords = new Set(
  '$anchor $comment $dynamicAnchor $dynamicRef $id $ref $schema $vocabulary const contentEncoding contentMediaType default dependentRequired deprecated description enum examples exclusiveMaximum exclusiveMinimum format maxContains maxItems maxLength maxProperties maximum minContains minItems minLength minProperties minimum multipleOf past-date pattern readOnly required title type uniqueItems writeOnly'.split(
    ' ',
  ),
);

function unknownKeywords(schema: JsonValue, path: readonly string[] = []): readonly SchemaProblem[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema))
    return schema.flatMap((item: JsonValue, index) => unknownKeywords(item, [...path, String(index)]));
  return Object.entries(schema).flatMap(([keyword, value]: [string, JsonValue]) => {
    const at = [...path, keyword];
    if (subschemas.has(keyword)) return unknownKeywords(value, at);
    if (schemaMaps.has(keyword) && typeof value === 'object' && value !== null)
      return Object.entries(value).flatMap(([name, child]: [string, JsonValue]) =>
        unknownKeywords(child, [...at, name]),
      );
    return plainKeywords.has(keyword) || schemaMaps.has(keyword)
      ? []
      : [{ path: toPointer(at), reason: `\`${keyword}\` is not a keyword of JSON Schema 2020-12` }];
  });
}

function metaProblems(schema: JsonValue): readonly SchemaProblem[] {
  const validate = metaValidator();
  try {
    if (validate(schema)) return [];
  } catch {
    // ajv compares objects by calling their `valueOf`, which a document may define as something else.
    return [{ path: '', reason: 'a member called `valueOf` or `toString` stands where values are compared' }];
  }
  const violations = toViolations(validate.errors ?? [], schema, true, undefined);
  validate.errors = null;
  return violations.map(({ path, expected, observed }) => ({
    path,
    reason: path.endsWith('/type') ? typeReason : `expected ${expected}, found ${observed}`,
  }));
}

function compileProblems(schema: JsonValue): readonly SchemaProblem[] {
  try {
    compileContract(schema as JsonSchema);
    return [];
  } catch (error) {
    return [compileProblem(error instanceof Error ? error.message : '')];
  }
}

/** ajv's messages for a schema are made of the user's own schema; the known ones are put in our words. */
const compileMessages: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/can't resolve reference (\S+) from/u, (reference = '') => `the reference ${reference} leads nowhere`],
  [/unknown format "([^"]*)"/u, (format = '') => `\`${format}\` is not a format that is known here`],
  [
    /missing type "([^"]*)" for keyword "([^"]*)"/u,
    (type = '', keyword = '') => `\`${keyword}\` needs \`type: ${type}\` beside it`,
  ],
  [
    /type "([^"]*)" not allowed by context "([^"]*)"/u,
    (type = '', outer = '') => `\`type: ${type}\` can never hold within \`type: ${outer}\``,
  ],
  [/"(?:then|else)" without "if"/u, () => '`then` and `else` need `if`'],
  [/past-date value/u, () => '`past-date` takes true or false'],
  [/"if" without "then" and "else"/u, () => '`if` needs `then` or `else`'],
  [/"(min|max)Contains" without "contains"/u, (bound = '') => `\`${bound}Contains\` needs \`contains\``],
  [/Invalid regular expression/u, () => 'a `pattern` is not a regular expression (with the `u` flag)'],
  [/duplicate|resolves to more than one schema/u, () => 'two schemas have the same `$id` or `$anchor`'],
];

function compileProblem(message: string): SchemaProblem {
  const path = /at (?:path )?"#?(\/[^"]*)"/u.exec(message)?.[1] ?? '';
  for (const [pattern, words] of compileMessages) {
    const found = pattern.exec(message);
    if (found !== null) return { path, reason: words(...found.slice(1)) };
  }
  return { path, reason: 'the schema cannot be compiled in strict mode' };
}
