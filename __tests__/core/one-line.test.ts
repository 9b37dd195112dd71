import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { oneLine, shortened } from '../../src/core/one-line.ts';

describe('oneLine', () => {
  test.each([
    ['plain', 'plain'],
    ['a\r\n\tb\u2028c', 'a b c'],
    ['  padded\n', 'padded'],
    ['\u001b[31mred', '[31mred'],
    ['user\u202egnp.exe', 'usergnp.exe'],
    ['half \ud83d', 'half \ufffd'],
    ['👩‍🚒', '👩‍🚒'],
  ])('makes of %j the line %j', (text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(oneLine(oneLine(text))).toBe(oneLine(text));
      }),
    );
  });
});

describe('shortened', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['😀😀', 3, '😀…'],
    ['', 3, ''],
  ])('makes of %j with at most %i units %j', (text, most, expected) => {
    expect(shortened(text, most)).toBe(expected);
  });

  test('never exceeds its length, and says where it cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, most) => {
        const short = shortened(text, most);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(short === text || short.endsWith('…')).toBe(true);
      }),
    );
  });
});
