/** The building blocks of every kind's settings: each takes what a user may write and gives what the code wants. */
import * as z from 'zod';

import { Secret, type Text } from '../secrets.ts';
import { EnvValue } from './env-value.ts';

/** What a field says of itself beyond its type; read by the documentation and by `validate`. */
export interface FieldMeta {
  readonly type?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly examples?: readonly string[];
  /** Takes `${NAME}` only. */
  readonly secret?: boolean;
}

function unwrap(value: unknown): unknown {
  return value instanceof EnvValue ? value.value : value;
}

/** Non-empty text. */
export function text() {
  return z.preprocess(unwrap, z.string('text').min(1, 'text that is not empty')).meta({ type: 'string' });
}

/** A value that must come from the environment: exactly `${NAME}`. Gives a `Secret`. */
export function secret() {
  return z
    .custom<EnvValue>(
      (value) => value instanceof EnvValue && value.isWhole,
      '${NAME}, the name of an environment variable: do not commit secrets',
    )
    .transform((value) => new Secret(value.value))
    .meta({ type: 'string', pattern: '^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$', secret: true });
}

/** Text that is never shown, written out or from the environment: a synthetic patient's values. Gives a `Secret`. */
export function personal() {
  return z
    .preprocess(unwrap, z.union([z.string().min(1), z.number().transform(String)], 'text that is not empty'))
    .transform((value) => new Secret(value))
    .meta({ type: 'string' });
}

/** Text that may contain variables; with one it is masked like a secret. */
export function maskable() {
  return z
    .preprocess(
      (value) => (value instanceof EnvValue ? new Secret(value.value) : value),
      z.custom<Text>((value) => typeof value === 'string' || value instanceof Secret, 'text'),
    )
    .meta({ type: 'string' });
}

/** An absolute http or https address, without its trailing slashes. */
export function httpUrl() {
  return z
    .preprocess(
      unwrap,
      z.url({ protocol: /^https?$/u, error: 'an absolute address that starts with https:// or http://' }),
    )
    .transform((value) => value.replace(/\/+$/u, ''))
    .meta({ type: 'string', examples: ['https://staging-api.va.gov'] });
}

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `500ms`, `30s`, `10m`, `4h` or `7d`. Gives milliseconds. */
export function duration() {
  return z
    .preprocess(
      unwrap,
      z
        .string('a duration such as 500ms, 30s, 10m, 4h or 7d')
        .refine(
          (value) => parseDuration(value) !== undefined,
          'a duration such as 500ms, 30s, 10m, 4h or 7d',
        ),
    )
    .transform((value) => parseDuration(value) ?? 0)
    .meta({ type: 'string', pattern: '^[0-9]+(ms|s|m|h|d)$', examples: ['30s', '4h'] });
}

/** Milliseconds, or nothing when the text is not a duration of at least 1 ms and at most 10 years. */
export function parseDuration(value: string): number | undefined {
  const match = /^(\d{1,12})(ms|s|m|h|d)$/u.exec(value);
  if (match === null) return undefined;
  const ms = Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
  return ms >= 1 && ms <= 3650 * unitMs.d ? ms : undefined;
}

/**
 * A station number, three digits with an optional suffix (`530`, `657A4`). A number in YAML is taken
 * too, but never becomes one: suffixes and leading zeros count.
 */
export function station() {
  return z
    .preprocess(
      (value) => (typeof value === 'number' ? String(value) : unwrap(value)),
      z
        .string('a station number such as 530 or 657A4')
        .regex(/^\d{3}[A-Z0-9]{0,3}$/u, 'a station number such as 530 or 657A4'),
    )
    .meta({ type: 'string', examples: ['530'] });
}

/** A whole number of at least `least`. */
export function count(least: number) {
  return z
    .preprocess(
      (value) => (value instanceof EnvValue && /^\d+$/u.test(value.value) ? Number(value.value) : value),
      z
        .int(`a whole number of at least ${String(least)}`)
        .min(least, `a whole number of at least ${String(least)}`),
    )
    .meta({ type: 'integer' });
}

/** A path on a server, with its leading slash. */
export function path(fallback: string) {
  return z
    .preprocess(unwrap, z.string('a path').startsWith('/', 'a path that starts with /'))
    .default(fallback)
    .meta({ type: 'string' });
}
