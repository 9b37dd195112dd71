/** Fields about JSON: values, contracts, pointers, patterns. */
import * as z from 'zod';

import { pointerSegments } from '../core/json-pointer.ts';
import type { BodyTemplate, JsonSchema } from '../core/plan.ts';
import { schemaProblems } from '../core/schema-problems.ts';
import { EnvValue } from './env-value.ts';
import { asSentence, asText, meta, unwrap } from './field.ts';
import { FileReference } from './file-reference.ts';

/** Any JSON; a string with variables in it is masked like a secret. */
export function maskableJson() {
  return z
    .unknown()
    .transform(masked)
    .meta(meta({ type: ['object', 'array', 'string', 'number', 'boolean'], takes: 'any JSON' }));
}

function masked(value: unknown): BodyTemplate {
  if (value instanceof EnvValue) return value.toSecret();
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item)]));
  }
  return value as BodyTemplate;
}

/** A JSON Schema 2020-12 that compiles in strict mode; it takes no variables. */
export function contract() {
  return z
    .custom<JsonSchema>((value) => value !== undefined, 'a JSON Schema 2020-12')
    .superRefine((value, context) => {
      if (holdsVariable(value)) {
        context.addIssue({ code: 'custom', message: 'a JSON Schema without variables' });
        return;
      }
      for (const { path, reason } of schemaProblems(value))
        context.addIssue({
          code: 'custom',
          path: [...pointerSegments(path)],
          message: reason,
          params: asSentence,
        });
    })
    .meta(meta({ type: ['object', 'boolean'], takes: 'a JSON Schema 2020-12' }));
}

function holdsVariable(value: unknown): boolean {
  if (value instanceof EnvValue) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsVariable);
}

/** A file of the repository that holds a JSON Schema 2020-12; read and compiled with the configuration. */
export function contractFile() {
  const expected = 'the path of a JSON Schema file inside the repository';
  return z
    .preprocess(
      unwrap,
      z
        .string(expected)
        .min(1, expected)
        .transform((path) => new FileReference(path)),
    )
    .meta(meta({ type: 'string', examples: ['.github/vetext-payload.schema.json'], takes: expected }));
}

/** The source of a regular expression with the `u` flag. */
export function pattern() {
  const expected = 'a regular expression (JavaScript, u flag)';
  return z
    .preprocess(asText, z.string(expected).min(1, expected).refine(isRegExp, expected))
    .meta(meta({ type: 'string', examples: ['^application/json'], takes: expected }));
}

function isRegExp(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

/** A JSON Pointer (RFC 6901), such as `/data/0/id`; the empty one is the whole document. */
export function pointer() {
  const expected = 'a JSON Pointer such as /data/0/id';
  return z
    .preprocess(unwrap, z.string(expected).regex(/^(\/([^~/]|~[01])*)*$/u, expected))
    .meta(
      meta({ type: 'string', pattern: '^(/([^~/]|~[01])*)*$', examples: ['/data/0/id'], takes: expected }),
    );
}
