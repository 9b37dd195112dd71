/**
 * The building blocks of every kind's settings: each takes what a user may write and gives what the
 * code wants. The message of an issue is what was expected, as a noun phrase ("a whole number of at
 * least 1"): the loader puts the place, the key and "expected" before it. It never holds a value.
 */
import * as z from 'zod';

import { pointerSegments } from '../core/json-pointer.ts';
import type { BodyTemplate, JsonSchema } from '../core/plan.ts';
import { schemaProblems } from '../core/schema-problems.ts';
import { Secret, type Text } from '../secrets.ts';
import { EnvValue, variablePattern } from './env-value.ts';
import { FileReference } from './file-reference.ts';

type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

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
  /** Takes `${NAME}` only. */
  readonly secret?: boolean;
}

/** A typed way to hand over `FieldMeta`: zod's own `meta` takes anything. */
function meta(facts: FieldMeta) {
  return { ...facts };
}

/** A pattern that also lets text with a variable through. */
function orVariable(pattern: string): string {
  return `${pattern}|${variablePattern}`;
}

function unwrap(value: unknown): unknown {
  return value instanceof EnvValue ? value.value : value;
}

/** Numbers too: the reader of the file gives a number only where its digits are exactly what stands there. */
function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : unwrap(value);
}

/** Non-empty text. */
export function text() {
  return z
    .preprocess(asText, z.string('text that is not empty').regex(/\S/u, 'text that is not empty'))
    .meta(meta({ type: ['string', 'number'] }));
}

/** One of these words, written out or from a variable. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z
    .preprocess(unwrap, z.enum(words))
    .meta(meta({ type: 'string', pattern: orVariable(`^(${words.join('|')})$`), examples: words }));
}

/** `true` or `false`. */
export function flag() {
  return z
    .preprocess(
      (value) =>
        value instanceof EnvValue ? ({ true: true, false: false }[value.value] ?? value.value) : value,
      z.boolean('true or false'),
    )
    .meta(meta({ type: ['boolean', 'string'], pattern: `^${variablePattern}$` }));
}

/** A value that must come from the environment: exactly `${NAME}`. Gives a `Secret`. */
export function secret() {
  return z
    .custom<EnvValue>(
      (value) => value instanceof EnvValue && value.isWhole,
      '${NAME}, the name of an environment variable: do not commit secrets',
    )
    .transform((value) => value.toSecret())
    .meta(
      meta({ type: 'string', pattern: `^${variablePattern}$`, examples: ['${SECRET_NAME}'], secret: true }),
    );
}

/** Text that is never shown, written out or from the environment: a synthetic patient's values. Gives a `Secret`. */
export function personal() {
  return z
    .preprocess(
      (value) => {
        if (value instanceof EnvValue) return value.toSecret();
        const plain = asText(value);
        return typeof plain === 'string' ? new Secret(plain) : plain;
      },
      z
        .instanceof(Secret, { error: 'text that is not empty' })
        .refine((value) => value.reveal().trim() !== '', 'text that is not empty'),
    )
    .meta(meta({ type: ['string', 'number'] }));
}

/** Text that may contain variables; with one it is masked like a secret. */
export function maskable() {
  return z
    .preprocess(
      (value) => (value instanceof EnvValue ? value.toSecret() : asText(value)),
      z.custom<Text>((value) => typeof value === 'string' || value instanceof Secret, 'text'),
    )
    .meta(meta({ type: ['string', 'number'] }));
}

/** Any JSON; a string with variables in it is masked like a secret. */
export function maskableJson() {
  return z
    .unknown()
    .transform(masked)
    .meta(meta({ type: ['object', 'array', 'string', 'number', 'boolean'] }));
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
    .meta(meta({ type: ['object', 'boolean'] }));
}

/** The `params` of an issue whose message is a whole sentence, not what was expected. */
export const asSentence = { isSentence: true };

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
    .meta(meta({ type: 'string', examples: ['.github/vetext-payload.schema.json'] }));
}

/** A calendar day, `YYYY-MM-DD`. */
export function day() {
  const expected = 'a calendar day such as 2026-12-25';
  return z
    .preprocess(unwrap, z.iso.date(expected))
    .meta(
      meta({ type: 'string', pattern: orVariable('^[0-9]{4}-[0-9]{2}-[0-9]{2}$'), examples: ['2026-12-25'] }),
    );
}

/** A time of day, `HH:MM`, 24 hours. Gives minutes since midnight. */
export function timeOfDay() {
  const expected = 'a time of day such as 08:00';
  return z
    .preprocess(
      unwrap,
      z
        .string(expected)
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/u, expected)
        .transform((value) => Number(value.slice(0, 2)) * 60 + Number(value.slice(3))),
    )
    .meta(
      meta({ type: 'string', pattern: orVariable('^([01][0-9]|2[0-3]):[0-5][0-9]$'), examples: ['08:00'] }),
    );
}

/** The source of a regular expression with the `u` flag. */
export function pattern() {
  const expected = 'a regular expression (JavaScript, u flag)';
  return z
    .preprocess(asText, z.string(expected).min(1, expected).refine(isRegExp, expected))
    .meta(meta({ type: 'string', examples: ['^application/json'] }));
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
    .meta(meta({ type: 'string', pattern: '^(/([^~/]|~[01])*)*$', examples: ['/data/0/id'] }));
}

const addressExpected = 'an absolute address that starts with https:// or http://, without user and password';

const addressMeta = meta({
  type: 'string',
  pattern: orVariable('^https?://[^/?#@]+([/?#]|$)'),
  examples: ['https://staging-api.va.gov'],
});

function absoluteAddress() {
  return z
    .url({ protocol: /^https?$/u, error: addressExpected })
    .refine((value) => !/^[^/]*\/\/[^/?#]*@/u.test(value), addressExpected);
}

/**
 * An absolute http or https address, as it is. One with a user and a password in it is refused: an
 * address is shown, and those have keys of their own.
 */
export function address() {
  return z.preprocess(unwrap, absoluteAddress()).meta(addressMeta);
}

/** The address of a service, to which paths are added: like `address`, without its trailing slashes. */
export function httpUrl() {
  return z
    .preprocess(
      unwrap,
      absoluteAddress().transform((value) => value.replace(/\/+$/u, '')),
    )
    .meta(addressMeta);
}

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds, or nothing when the text is not a duration of at least 1 ms and at most 10 years. */
export function parseDuration(value: string): number | undefined {
  const match = /^(\d{1,12})(ms|s|m|h|d)$/u.exec(value);
  if (match === null) return undefined;
  const ms = Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
  return ms >= 1 && ms <= 3650 * unitMs.d ? ms : undefined;
}

const durationForm = /^\d+(ms|s|m|h|d)$/u;

/**
 * A duration such as `500ms`, `30s`, `10m`, `4h` or `7d`, longer than 0. Gives milliseconds.
 *
 * @param most the longest that is taken, written the same way; `24h` and less can be waited for by a timer.
 */
export function duration(most = '3650d') {
  const expected = 'a duration such as 500ms, 30s, 10m, 4h or 7d';
  const range = `a duration longer than 0 and at most ${most}`;
  const mostMs = parseDuration(most) ?? 0;
  return z
    .preprocess(
      unwrap,
      z
        .string(expected)
        .regex(durationForm, { error: expected, abort: true })
        .refine((value) => (parseDuration(value) ?? Infinity) <= mostMs, range)
        .transform((value) => parseDuration(value) ?? 0),
    )
    .meta(
      meta({
        type: 'string',
        pattern: orVariable('^[0-9]+(ms|s|m|h|d)$'),
        examples: ['500ms', '30s', '10m', '4h', '7d'],
      }),
    );
}

/**
 * A station number, three digits with an optional suffix (`530`, `657A4`). It is text: suffixes and
 * leading zeros count. Written without quotes, it is taken as it stands.
 */
export function station() {
  const expected = 'a station number such as 530 or 657A4';
  return z.preprocess(asText, z.string(expected).regex(/^\d{3}[A-Z0-9]{0,3}$/u, expected)).meta(
    meta({
      type: ['string', 'integer'],
      pattern: orVariable('^[0-9]{3}[A-Z0-9]{0,3}$'),
      examples: ['530', '657A4'],
    }),
  );
}

/** A whole number of at least `least` and, where given, at most `most`. */
export function count(least: number, most?: number) {
  const expected =
    most === undefined
      ? `a whole number of at least ${String(least)}`
      : `a whole number from ${String(least)} to ${String(most)}`;
  return z
    .preprocess(
      (value) => (value instanceof EnvValue && /^\d+$/u.test(value.value) ? Number(value.value) : value),
      z
        .int(expected)
        .min(least, expected)
        .max(most ?? Number.MAX_SAFE_INTEGER, expected),
    )
    .meta(
      meta({
        type: ['integer', 'string'],
        minimum: least,
        ...(most === undefined ? {} : { maximum: most }),
        pattern: `^${variablePattern}$`,
      }),
    );
}

/** A path on a server, with its leading slash. */
export function path(fallback: string) {
  const expected = 'a path that starts with /';
  return z
    .preprocess(unwrap, z.string(expected).startsWith('/', expected))
    .meta(meta({ type: 'string', pattern: orVariable('^/') }))
    .prefault(fallback);
}
