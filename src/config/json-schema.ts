import * as z from 'zod';

import type { FieldMeta } from './fields.ts';
import { fileSchema, probeSchema, type Kinds } from './schema.ts';

interface Json {
  [keyword: string]: unknown;
}

/**
 * JSON Schema 2020-12 of the configuration file, for completion in editors: made from the zod schemas
 * that read the file, one branch per kind. It describes what is written, so any value may be a variable.
 */
export function configJsonSchema(kinds: Kinds): Json {
  const schema = toJson(fileSchema);
  const names = Object.keys(kinds);
  const probe = {
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string', enum: names } },
    allOf: Object.values(kinds).map((kind) => ({
      if: { type: 'object', required: ['kind'], properties: { kind: { const: kind.kind } } },
      then: { ...without(toJson(probeSchema(kind)), '$schema'), description: kind.summary },
    })),
  };
  const { probes, ...properties } = schema['properties'] as Readonly<Record<string, Json>>;
  const record = { ...probes, minProperties: 1, additionalProperties: probe };
  return { ...schema, title: 'Staging Health Gate', properties: { ...properties, probes: record } };
}

function toJson(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: asWritten });
}

/** A field says itself what may be written; what zod derives describes the value after variables are filled in. */
function asWritten({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }): void {
  Reflect.deleteProperty(jsonSchema, 'takes');
  const facts = z.globalRegistry.get(zodSchema) as (FieldMeta & Json) | undefined;
  if (facts?.type === undefined) return;
  const { default: fallback } = jsonSchema;
  for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
  Object.assign(
    jsonSchema,
    without(without(facts, 'secret'), 'takes'),
    fallback === undefined ? {} : { default: fallback },
  );
}

function without<T extends object, K extends string>(value: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Omit<T, K>;
}
