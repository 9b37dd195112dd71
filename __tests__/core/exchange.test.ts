import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { harmless, serverProduct, shapeOf } from '../../src/core/exchange.ts';
import type { JsonValue } from '../../src/core/plan.ts';

describe('harmless words', () => {
  it.each([
    [
      'keep letters, digits and plain marks',
      'R3, Żółw (CN=a.b:443/x_y+z-*)',
      'R3, Żółw (CN=a.b:443/x_y+z-*)',
    ],
    ['lose markup and quotes', '<b>"Let\'s"</b> [Encrypt]', 'b Let s /b   Encrypt'],
    ['stay on one line', 'a\r\nb\tc\u2028d', 'a b c d'],
    ['are no command of the runner', '::set-output name=x::y', ':set-output name=x:y'],
    ['have no space at their ends', '  `a`  ', 'a'],
  ])('%s', (_, text, expected) => {
    expect(harmless(text)).toBe(expected);
  });

  it('are at most 120 characters', () => {
    expect(harmless('a'.repeat(121))).toBe('a'.repeat(120));
  });
});

describe('the product of a server', () => {
  it.each([
    ['nginx', 'nginx'],
    ['nginx/1.25.3', 'nginx/1.25.3'],
    ['Apache/2.4.57 (Unix) OpenSSL/3.0', 'Apache/2.4.57'],
    ['Microsoft-IIS/10.0', 'Microsoft-IIS/10.0'],
    ['awselb/2.0; x', 'awselb/2.0'],
    ['envoy,other', 'envoy'],
    ['***', '***'],
    ['*** and more', '***'],
    ['a/1.2.3.4', 'a/1.2.3.4'],
    [`${'a'.repeat(40)}/123.12345`, `${'a'.repeat(40)}/123.12345`],
  ])('of "%s" is "%s"', (header, product) => {
    expect(serverProduct(header)).toBe(product);
  });

  it.each([
    ['', ''],
    ['begins with a digit', '1password'],
    ['is longer than a name', 'a'.repeat(41)],
    ['has a version that is no number', 'nginx/19770101x'],
    ['has a long number as its version', 'nginx/1977'],
    ['has five numbers', 'a/1.2.3.4.5'],
    ['has a long second number', 'a/1.123456'],
    ['goes on behind the name', 'nginx:1'],
    ['begins with a space', ' nginx'],
    ['has four stars', '****'],
  ])('is nothing where it %s', (_, header) => {
    expect(serverProduct(header)).toBeUndefined();
  });
});

describe('the shape of a body', () => {
  it.each<readonly [string, JsonValue, string]>([
    ['null', null, 'null'],
    ['a text', 'secret', 'string'],
    ['a number', 7, 'number'],
    ['a truth', true, 'boolean'],
    ['an empty list', [], '[]'],
    ['a list of one', ['a'], '[string]'],
    ['a list of more, by its first', [1, 'a'], '[number, …]'],
    ['an empty object', {}, '{}'],
    [
      'an object',
      { token: 'x', items: [{ id: 1 }, { id: 2 }], none: null },
      '{ token: string, items: [{ id: number }, …], none: null }',
    ],
    ['a member that is called like one of every object', { constructor: 1 }, '{ constructor: number }'],
  ])('tells %s', (_, value, shape) => {
    expect(shapeOf(value)).toBe(shape);
  });

  it('ends at the fifth level', () => {
    expect(shapeOf({ a: { b: { c: { d: { e: { f: 1 } } } } } })).toBe(
      '{ a: { b: { c: { d: { e: {…} } } } } }',
    );
    expect(shapeOf([[[[[[1]]]]]])).toBe('[[[[[[…]]]]]]');
    expect(shapeOf([[[[[]]]]])).toBe('[[[[[]]]]]');
    expect(shapeOf({ a: { b: { c: { d: { e: 1 } } } } })).toBe('{ a: { b: { c: { d: { e: number } } } } }');
  });

  it('ends at the fortieth key', () => {
    const keys = (count: number): JsonValue =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `k${'x'.repeat(index % 39)}${String(Math.floor(index / 39))}`,
          1,
        ]),
      );
    expect(shapeOf(keys(30))).not.toContain('…');
    expect(shapeOf(keys(41)).endsWith(', … }')).toBe(true);
    expect(shapeOf(keys(41)).split(', ')).toHaveLength(41);
    expect(shapeOf(keys(40))).not.toContain('…');
  });

  it.each([
    ['a date', '1977-01-31'],
    ['a number', '101'],
    ['a name of a person', 'Test, Zz'],
    ['something with digits inside', 'a1b'],
    ['a number of three digits', 'patient123'],
    ['nothing', ''],
    ['a long word', 'a'.repeat(41)],
    ['a word on two lines', 'a\nb'],
  ])('does not show a key that is %s', (_, key) => {
    expect(shapeOf({ [key]: 1 })).toBe('{ *: number }');
  });

  it.each(['token', '_id', 'patient-dob', 'line12', 'A', `${'a'.repeat(40)}12`])(
    'shows the key %s',
    (key) => {
      expect(shapeOf({ [key]: 1 })).toBe(`{ ${key}: number }`);
    },
  );

  it('never shows a value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.stringMatching(/^Q[0-9]{6}Q$/u), (value, mark) => {
        const marked = JSON.parse(
          JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? mark : one)),
        ) as JsonValue;
        expect(shapeOf(marked)).not.toContain(mark);
      }),
    );
  });
});
