/** Fields that take a switch, a number or a time. */
import * as z from 'zod';

import { EnvValue, variablePattern } from './env-value.ts';
import { meta, orVariable, unwrap } from './field.ts';

/** `true` or `false`. */
export function flag() {
  return z
    .preprocess(
      (value) =>
        value instanceof EnvValue ? ({ true: true, false: false }[value.value] ?? value.value) : value,
      z.boolean('true or false'),
    )
    .meta(meta({ type: ['boolean', 'string'], pattern: `^${variablePattern}$`, takes: '`true` or `false`' }));
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
        takes: expected,
      }),
    );
}

/** A calendar day, `YYYY-MM-DD`. */
export function day() {
  const expected = 'a calendar day such as 2026-12-25';
  return z.preprocess(unwrap, z.iso.date(expected)).meta(
    meta({
      type: 'string',
      pattern: orVariable('^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      examples: ['2026-12-25'],
      takes: expected,
    }),
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
      meta({
        type: 'string',
        pattern: orVariable('^([01][0-9]|2[0-3]):[0-5][0-9]$'),
        examples: ['08:00'],
        takes: expected,
      }),
    );
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
        takes: `a duration of at most ${most}`,
      }),
    );
}
