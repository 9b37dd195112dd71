import { inspect } from 'node:util';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { basicAuth, Redactor, revealText, Secret } from '../src/secrets.ts';

function redactorOf(...secrets: readonly (string | Secret)[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

/** Values with what regular expressions, JSON, URLs and shells make something of; long enough to be masked. */
const value = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '.',
        '*',
        '+',
        '$&',
        '$1',
        '\\',
        '"',
        "'",
        '\n',
        '\r\n',
        '/',
        '%',
        '&',
        '=',
        '?',
        ' ',
        'ä',
        '😀',
      ),
      fc.string({ minLength: 1, maxLength: 5 }),
    ),
    { minLength: 2, maxLength: 8 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text.trim().length >= 4 && !text.includes('***'));

describe('Secret', () => {
  const secret = new Secret('s3cret-value', ['s3cret']);

  test.each([
    ['a template', () => `a ${String(secret)}`],
    ['a sum', () => 'x'.concat(secret as unknown as string)],
    ['JSON', () => JSON.stringify({ secret, list: [secret] })],
    ['inspect', () => inspect({ secret }, { depth: 9, showHidden: true })],
    ['an error', () => inspect(new Error('refused', { cause: secret }))],
    ['its own keys', () => JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret)])],
    ['a structured clone', () => inspect(structuredClone({ secret }))],
  ])('does not show in %s', (_, show) => {
    expect(show()).not.toContain('s3cret');
  });

  test('is told only to whoever asks for it', () => {
    expect(secret.reveal()).toBe('s3cret-value');
    expect(revealText(secret)).toBe('s3cret-value');
    expect(revealText('plain')).toBe('plain');
    expect(secret.revealParts()).toEqual(['s3cret']);
  });
});

/** All but ASCII escaped. */
function asciiJson(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .split('')
    .map((unit) => (unit > '\x7f' ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit))
    .join('');
}

/** All but the unreserved characters of RFC 3986, byte by byte. */
function strictlyEncoded(text: string): string {
  return [...Buffer.from(text.toWellFormed())]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/u.test(character)
        ? character
        : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
    })
    .join('');
}

describe('Redactor', () => {
  test.each([
    ['as it is', (text: string) => text],
    ['in JSON', (text: string) => JSON.stringify({ text })],
    ['in a URL', (text: string) => `https://example.test/?q=${encodeURIComponent(text.toWellFormed())}`],
    ['in a path', (text: string) => `https://example.test/${encodeURI(text.toWellFormed())}`],
    ['in a form', (text: string) => new URLSearchParams({ text }).toString()],
    ['in base64', (text: string) => Buffer.from(text).toString('base64')],
    ['in base64 without padding', (text: string) => Buffer.from(text).toString('base64').replaceAll('=', '')],
    ['in base64url', (text: string) => Buffer.from(text).toString('base64url')],
    [
      'in a URL with small hexadecimal digits',
      (text: string) =>
        encodeURIComponent(text.toWellFormed()).replaceAll(/%../gu, (escape) => escape.toLowerCase()),
    ],
    ['in JSON of PHP', (text: string) => asciiJson(text).replaceAll('/', '\\/')],
    ['in JSON of Python', (text: string) => asciiJson(text)],
    [
      'in JSON of Go',
      (text: string) =>
        JSON.stringify(text).replaceAll(/[<>&]/gu, (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`),
    ],
    ['in a URL of PHP', (text: string) => strictlyEncoded(text)],
    ['in a URL of Python', (text: string) => strictlyEncoded(text).replaceAll('%2F', '/')],
  ])('masks a secret %s', (_, encode) => {
    fc.assert(
      fc.property(value, fc.string(), fc.string(), (secret, before, after) => {
        const redacted = redactorOf(secret).redact(`${before}${encode(secret)}${after}`);
        expect(redacted).toContain('***');
        expect(redacted).not.toContain(encode(secret));
        expect(redacted).not.toContain(secret);
      }),
    );
  });

  test.each([
    ['(a+)+$', 'x (a+)+$ y', 'x *** y'],
    ['$&$1', 'x $&$1 y', 'x *** y'],
    ['say "hi"', '{"a":"say \\"hi\\""}', '{"a":"***"}'],
    ['first line\nsecond line', 'the second line alone', 'the *** alone'],
    ['p@ss/word', 'postgres://u:p%40ss%2Fword@h', 'postgres://u:***@h'],
    ['p@ss/word', 'postgres://u:p%40ss%2fword@h', 'postgres://u:***@h'],
    ['abab', 'xababaabab', 'x***a***'],
    ['abab', 'xabababy', 'x***y'],
    // Neither base64 with padding nor base64url has this form.
    ['~~~~', 'x fn5+fg y', 'x *** y'],
    ['\ud800half', 'x \ud800half', 'x ***'],
  ])('masks %j', (secret, text, expected) => {
    expect(redactorOf(secret).redact(text)).toBe(expected);
  });

  test.each(['base64', 'base64url'] as const)(
    'masks a password within a pair in %s, wherever it stands',
    (encoding) => {
      const name = fc.stringMatching(/^[a-z]{1,9}$/u);
      fc.assert(
        fc.property(value, name, fc.stringMatching(/^[a-z]{0,4}$/u), (secret, user, after) => {
          const before = Buffer.from(`${user}:`);
          const bytes = Buffer.from(secret);
          fc.pre(bytes.length >= 7 && secret.trim() === secret);
          const pair = Buffer.concat([before, bytes, Buffer.from(after)]).toString(encoding);
          const [head = '', ...tails] = redactorOf(secret).redact(pair).split('***');
          expect(tails).toHaveLength(1);
          // What is left on either side holds at most a part of one byte of the secret.
          expect(head.length).toBeLessThanOrEqual(Math.ceil((before.length * 8) / 6));
          expect(tails.join('').replaceAll('=', '').length).toBeLessThanOrEqual(
            Math.ceil((after.length * 8) / 6) + 1,
          );
        }),
      );
    },
  );

  test('masks a secret of which the blanks were folded, or the end cut off', () => {
    const redactor = redactorOf('two  blanks\tand a line\nmore\n');
    expect(redactor.redact('x two blanks and a line more y')).toBe('x *** *** y');
    expect(redactor.redact(encodeURIComponent('two  blanks\tand a line\nmore'))).not.toContain('blanks');
  });

  test('masks a secret as a line of the log shows it, without its control characters', () => {
    const redactor = redactorOf('ab\u0085cd\u2028ef\u200e\x07gh');
    expect(redactor.redact('x abcd efgh y')).toBe('x *** y');
  });

  test('tells the runner none of the rarer forms, each of which it would hold every line against', () => {
    const told: string[] = [];
    const redactor = new Redactor((form) => told.push(form));
    redactor.add('pass"word/ä\n');
    expect(redactor.redact('x cGFzcyJ3b3JkL8Ok y, pass\\"word\\/\\u00e4')).toBe('x *** y, ***');
    expect(told).not.toContain('pass\\"word\\/\\u00e4');
    expect(new Set(told).size).toBe(told.length);
    redactor.add('pass"word/ä');
    expect(told).toContain('pass%22word%2F%C3%A4');
  });

  test('leaves nothing of secrets that overlap, whatever the order in which they were learnt', () => {
    for (const secrets of [
      ['abcdef', 'defghi'],
      ['defghi', 'abcdef'],
    ]) {
      expect(redactorOf(...secrets).redact('<abcdefghi>')).toBe('<***>');
    }
    expect(redactorOf('token', 'token-with-more').redact('token-with-more, token')).toBe('***, ***');
  });

  test('leaves no secret in the text, however many there are', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (secrets, picks) => {
          const text = picks.map((pick) => secrets[pick % secrets.length] ?? '').join('');
          const redacted = redactorOf(...secrets).redact(text);
          for (const secret of secrets) expect(redacted).not.toContain(secret);
        },
      ),
    );
  });

  test('changes nothing else, and nothing at all when it knows no secret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(new Redactor().redact(text)).toBe(text);
        expect(redactorOf('\u{10ffff}never-there').redact(text)).toBe(text);
      }),
    );
  });

  test('does not mask what is too short to be told from ordinary words, nor blanks', () => {
    expect(redactorOf('abc', '', '    ', 'a\n      \nb').redact('abc      b')).toBe('abc      b');
    expect(redactorOf('abcd').redact('abcd')).toBe('***');
  });

  test('knows the parts of a secret that are secret on their own', () => {
    const redactor = redactorOf(new Secret('Bearer t0ken-value', ['t0ken-value']));
    expect(redactor.redact('got t0ken-value')).toBe('got ***');
    expect(redactor.redact('Bearer t0ken-value')).toBe('***');
  });

  test('tells each new form once, so that the runner masks it too', () => {
    const told: string[] = [];
    const redactor = new Redactor((form) => told.push(form));
    redactor.add('p@ss word');
    redactor.add(new Secret('p@ss word'));
    expect(told).toEqual([...new Set(told)]);
    expect(told).toEqual(
      expect.arrayContaining(['p@ss word', 'p%40ss%20word', 'p%40ss+word', 'cEBzcyB3b3Jk']),
    );
  });

  test('redacts every string of a JSON value, keys included, and keeps its shape', () => {
    const redactor = redactorOf('hidden');
    const json = { a: ['hidden', 1, null, true, { 'key hidden': 'x hidden y' }], __proto__: { b: 'hidden' } };
    expect(redactor.redactJson(json)).toEqual({ a: ['***', 1, null, true, { 'key ***': 'x *** y' }] });
    expect(json.a[0]).toBe('hidden');
    const evil = JSON.parse('{"__proto__":"hidden"}') as object;
    expect(JSON.stringify(redactor.redactJson(evil))).toBe('{"__proto__":"***"}');
  });

  test('gives a JSON value without secrets back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(redactorOf('\u{10ffff}never-there').redactJson(json)).toEqual(json);
      }),
    );
  });
});

describe('basicAuth', () => {
  test('encodes the pair as UTF-8', () => {
    expect(basicAuth('Aladdin', 'open sesame').reveal()).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
    expect(basicAuth(new Secret('tëst'), new Secret('pä:ss')).reveal()).toBe(
      `Basic ${Buffer.from('tëst:pä:ss', 'utf8').toString('base64')}`,
    );
  });

  test('is masked without its scheme, too, and so is what it is made of', () => {
    const redactor = redactorOf(basicAuth(new Secret('probe-user'), new Secret('open sesame')));
    const encoded = Buffer.from('probe-user:open sesame').toString('base64');
    expect(redactor.redact(`${encoded} probe-user open sesame`)).toBe('*** *** ***');
  });

  test('does not mask a name that is no secret', () => {
    expect(redactorOf(basicAuth('gate', new Secret('open sesame'))).redact('the gate')).toBe('the gate');
  });
});
