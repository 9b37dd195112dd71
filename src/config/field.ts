/** What all fields of the configuration share. */
import { EnvValue, variablePattern } from './env-value.ts';

type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/**
 * What a field says of itself beyond its zod type. All but `secret` is the field's part of the JSON
 * Schema, which describes what a user may write: with a variable, any field may be a string.
 */
export interface FieldMeta {
  readonly type: JsonType | readonly JsonType[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  readonly examples?: readonly string[];
  /** What a user may write, as a noun phrase in Markdown; for the documentation. */
  readonly takes: string;
  /** Takes `${NAME}` only. */
  readonly secret?: boolean;
}

/** A typed way to hand over `FieldMeta`: zod's own `meta` takes anything. */
export function meta(facts: FieldMeta) {
  return { ...facts };
}

/** A pattern that also lets text with a variable through. */
export function orVariable(pattern: string): string {
  return `${pattern}|${variablePattern}`;
}

export function unwrap(value: unknown): unknown {
  return value instanceof EnvValue ? value.value : value;
}

/** Numbers too: the reader of the file gives a number only where its digits are exactly what stands there. */
export function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : unwrap(value);
}

/** The `params` of an issue whose message is a whole sentence, not what was expected. */
export const asSentence = { isSentence: true };
