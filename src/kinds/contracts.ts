/** Small JSON Schemas that several kinds say the same way. */
import type { JsonSchema, JsonValue } from '../core/plan.ts';

/** An object in which `key` is exactly `value`. */
export function withValue(key: string, value: JsonValue): JsonSchema {
  return { type: 'object', required: [key], properties: { [key]: { const: value } } };
}

/** An object in which `key` is text that matches the pattern. */
export function withText(key: string, pattern: string): JsonSchema {
  return { type: 'object', required: [key], properties: { [key]: { type: 'string', pattern } } };
}

/** An object that holds a schema at a path of property names. */
export function nested(path: readonly string[], schema: JsonSchema): JsonSchema {
  const [first, ...rest] = path;
  if (first === undefined) return schema;
  return { type: 'object', required: [first], properties: { [first]: nested(rest, schema) } };
}

/** vets-api's coded error: `errors[].code` (modules/check_in/config/locales/exceptions.en.yml). */
export function withErrorCode(code: string): JsonSchema {
  return nested(['errors'], { type: 'array', contains: withValue('code', code) });
}

/** `token` is text that is not empty. */
export const withToken: JsonSchema = nested(['token'], { type: 'string', minLength: 1 });
