import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import type { JsonSchema, JsonValue } from './plan.ts';
import { kindOfJson, toViolations, type Violation } from './violations.ts';

export interface JsonContract {
  /** Every way in which the value breaks the contract; none when it holds. Never throws, however deep the value. */
  check(value: JsonValue, options?: { readonly today?: Date }): readonly Violation[];
  /** Whether the time that a check takes may grow without measure with the value. */
  readonly mayTakeLong: boolean;
}

/** What the validation of one value is told; ajv hands it on as `this`. */
interface CheckContext {
  /** Today in UTC, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Strict, but unions of types are written `type: [a, b]` by everyone, and `anyOf: [{ required }]` is how
 * aliases of a field are told: `strictRequired` and `strictTuples` would refuse both. Keywords see own
 * properties only, and ajv's texts, which may carry values, are never made.
 */
const options: Options = {
  strict: true,
  strictRequired: false,
  strictTuples: false,
  allowUnionTypes: true,
  allErrors: true,
  verbose: true,
  messages: false,
  ownProperties: true,
  passContext: true,
  logger: false,
};

/** An ajv of its own for each contract, so that the `$id`s of two contracts never meet. */
export function createAjv(more: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({ ...options, ...more });
  formats.default(ajv);
  ajv.addKeyword({
    keyword: 'past-date',
    type: 'string',
    schemaType: 'boolean',
    errors: false,
    validate(this: Partial<CheckContext> | undefined, wanted: boolean, data: string): boolean {
      return !wanted || isPastDate(data, this?.today ?? utcDay(new Date()));
    },
  });
  return ajv;
}

const byIdentity = new WeakMap<object, JsonContract>();
const byText = new Map<string, JsonContract>();

/**
 * Compiles a JSON Schema 2020-12 document, once for each document. Beside the standard it knows
 * `past-date: true`: a real calendar date `YYYY-MM-DD` that is not after today.
 *
 * @throws an ajv error for a schema that `schemaProblems` would refuse: call that first for a user's schema.
 */
export function compileContract(schema: JsonSchema): JsonContract {
  const known = typeof schema === 'object' ? byIdentity.get(schema) : undefined;
  if (known !== undefined) return known;
  const text = schemaText(schema);
  const contract = byText.get(text) ?? createContract(schema, text);
  byText.set(text, contract);
  if (typeof schema === 'object') byIdentity.set(schema, contract);
  return contract;
}

/** Keywords whose check may take for ever on a short text; the others take at most schema times value. */
const slowKeyword = /"(?:pattern|patternProperties|format|uniqueItems|\$ref|\$dynamicRef)":/u;

/** A text for each document; JSON alone would take a number that is none for `null`. */
export function schemaText(schema: JsonValue): string {
  return JSON.stringify(schema, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? `\0${String(value)}` : value,
  );
}

/** Keywords of a definition that is copied to where it is used. */
const mostInlined = 20;

function createContract(schema: JsonSchema, text: string): JsonContract {
  // The schema was checked when the configuration was read. To optimize the code takes longer than to run it, and a
  // large definition that is copied to each of its uses makes it grow with their product.
  const validate = createAjv({
    validateSchema: false,
    meta: false,
    code: { optimize: false },
    inlineRefs: mostInlined,
  }).compile(schema);
  const names = propertyNames(schema);
  return {
    mayTakeLong: slowKeyword.test(text),
    check: (value, { today = new Date() } = {}) => {
      const context: CheckContext = { today: utcDay(today) };
      const verdict = judge(validate, context, value);
      if (verdict === 'valid') return [];
      const violations = violationsOf(validate, value, schema, names) ?? [];
      if (violations.length > 0) return violations;
      return [{ path: '', expected: undecidable[verdict], observed: kindOfJson(value) }];
    },
  };
}

/** What was expected of a value on which ajv gives up: no verdict, so it is not valid. */
const undecidable = {
  invalid: 'JSON that the schema can be held against',
  'too-deep': 'JSON that is not nested so deeply',
  incomparable: 'JSON without a member called `valueOf` or `toString` where values are compared',
} as const;

function judge(
  validate: ValidateFunction,
  context: CheckContext,
  value: JsonValue,
): 'valid' | keyof typeof undecidable {
  try {
    return validate.call(context, value) ? 'valid' : 'invalid';
  } catch (error) {
    validate.errors = null;
    // A recursive schema on a value nested deeper than the stack.
    if (error instanceof RangeError) return 'too-deep';
    // ajv compares objects by calling their `valueOf`, which an answer may define as something else.
    if (error instanceof TypeError) return 'incomparable';
    throw error;
  }
}

function violationsOf(
  validate: ValidateFunction,
  value: JsonValue,
  schema: JsonSchema,
  names: ReadonlySet<string>,
): readonly Violation[] | undefined {
  const { errors } = validate;
  // The errors hold the value: keep neither.
  validate.errors = null;
  if (errors === null || errors === undefined || errors.length === 0) return undefined;
  return toViolations(errors, value, schema, names);
}

const opaque: readonly string[] = ['const', 'enum', 'default', 'examples'];
const keyedByProperty: readonly string[] = ['properties', 'dependentSchemas', 'dependentRequired'];

/** Every property name that a schema mentions: these may be shown, other names of an answer may not. */
function propertyNames(schema: JsonValue): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: JsonValue): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [keyword, value] of Object.entries<JsonValue>(part)) {
      if (opaque.includes(keyword)) continue;
      const isKeyed = keyedByProperty.includes(keyword) && typeof value === 'object' && value !== null;
      if (isKeyed) for (const name of Object.keys(value)) names.add(name);
      if (keyword === 'required' || keyword === 'dependentRequired')
        for (const name of namesWithin(value)) names.add(name);
      for (const child of isKeyed ? Object.values<JsonValue>(value) : [value]) visit(child);
    }
  };
  visit(schema);
  return names;
}

/** The texts of a list, or of each list of a map. */
function namesWithin(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values<JsonValue>(value).flatMap(namesWithin);
}

/** Whether the text is a calendar date `YYYY-MM-DD` (29 February in leap years only) up to `today`. */
export function isPastDate(text: string, today: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // `Date` rolls 30 February over to March: a real date comes back as it was.
  return !Number.isNaN(date.getTime()) && utcDay(date) === text && text <= today;
}

function utcDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
