/** Random secrets of every sort that people have, each long enough to be told from words. */
import { randomBytes } from 'node:crypto';

import fc from 'fast-check';

/** What quoting, patterns, addresses, JSON, Markdown and shells make something of. */
const marks = [
  ...'"\'`\\$&|<>(){}[]*+?^.,;:!@#%=~/-_ '.split(''),
  '\n',
  '\r\n',
  '%41',
  '%0A',
  '::',
  '##[',
  '${HOME}',
  '{{token}}',
  'ä',
  'ß',
  '€',
  '漢',
  '😀',
  '\u2028',
  '\u0085',
];

const letters = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'.split('')),
  minLength: 2,
  maxLength: 12,
});

const base64Of = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const segment = fc
  .uint8Array({ minLength: 16, maxLength: 48 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

/** Begins so that it stands nowhere by chance, however short it is. */
const odd = (text: string) => `Zq${randomBytes(1).toString('hex')}${text}`;

/** 4 to 200 characters; variables of the environment hold no NUL and no half of a character. */
export const secretValue: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 2, arbitrary: letters.map(odd) },
    {
      weight: 6,
      arbitrary: fc
        .array(fc.oneof(letters, fc.constantFrom(...marks)), { minLength: 1, maxLength: 16 })
        .map((parts) => odd(parts.join(''))),
    },
    { weight: 1, arbitrary: fc.constantFrom('', '"', 'é', '/').map(odd) },
    { weight: 2, arbitrary: fc.uint8Array({ minLength: 9, maxLength: 90 }).map(base64Of) },
    { weight: 2, arbitrary: fc.tuple(segment, segment, segment).map((parts) => `eyJ${parts.join('.')}`) },
    {
      weight: 1,
      arbitrary: fc
        .uint8Array({ minLength: 60, maxLength: 100 })
        .map((bytes) => `-----BEGIN KEY-----\n${base64Of(bytes)}\n-----END KEY-----\n`),
    },
  )
  .map((text) => text.toWellFormed().slice(0, 200).toWellFormed().trim());

/** As a header of the runner or an input takes it: without any blank. */
export const unspaced: fc.Arbitrary<string> = secretValue
  .map((text) => text.replaceAll(/[\s\u0085]/gu, ''))
  .filter((text) => text.length >= 4);

/** Seldom anything that HTTP cannot carry in a header. */
export const sendable: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: secretValue },
  {
    weight: 5,
    arbitrary: secretValue.map((text) => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/gu, '').trim()),
  },
);
