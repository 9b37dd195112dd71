/** Fields that take text. */
import * as z from 'zod';

import { Secret, type Text } from '../secrets.ts';
import { EnvValue, variablePattern } from './env-value.ts';
import { asText, meta, orVariable, unwrap } from './field.ts';

/** Non-empty text. */
export function text() {
  return z
    .preprocess(asText, z.string('text that is not empty').regex(/\S/u, 'text that is not empty'))
    .meta(meta({ type: ['string', 'number'], takes: 'text' }));
}

/**
 * The name of a probe, written out: a message that there is no such probe shows it, and the value of a variable
 * must not be shown.
 */
export function probeName() {
  return z
    .preprocess(
      (value) => (typeof value === 'number' ? String(value) : value),
      z.string('the name of a probe').regex(/\S/u, 'the name of a probe'),
    )
    .meta(meta({ type: ['string', 'number'], takes: 'the name of a probe' }));
}

/** One of these words, written out or from a variable. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  const pattern = orVariable(`^(${words.join('|')})$`);
  const takes = words.map((word) => `\`${word}\``).join(', ');
  return z.preprocess(unwrap, z.enum(words)).meta(meta({ type: 'string', pattern, examples: words, takes }));
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
      meta({
        type: 'string',
        pattern: `^${variablePattern}$`,
        examples: ['${SECRET_NAME}'],
        takes: 'secret: `${NAME}` only',
        secret: true,
      }),
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
    .meta(meta({ type: ['string', 'number'], takes: 'text, never shown' }));
}

/** Text that may contain variables; with one it is masked like a secret. */
export function maskable() {
  return z
    .preprocess(
      (value) => (value instanceof EnvValue ? value.toSecret() : asText(value)),
      z.custom<Text>((value) => typeof value === 'string' || value instanceof Secret, 'text'),
    )
    .meta(meta({ type: ['string', 'number'], takes: 'text, hidden when it has a variable' }));
}

const addressExpected = 'an absolute address that starts with https:// or http://, without user and password';

const addressMeta = meta({
  type: 'string',
  pattern: orVariable('^https?://[^/?#@]+([/?#]|$)'),
  examples: ['https://staging-api.va.gov'],
  takes: 'an address, `https://…`',
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
      takes: expected,
    }),
  );
}

/** A path on a server, with its leading slash. */
export function path(fallback: string) {
  const expected = 'a path that starts with /';
  return z
    .preprocess(unwrap, z.string(expected).startsWith('/', expected))
    .meta(meta({ type: 'string', pattern: orVariable('^/'), takes: expected }))
    .prefault(fallback);
}
