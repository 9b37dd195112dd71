import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cutToWidth, widthOf } from '../../src/cli/text-width.ts';

describe('the width of a text', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['✅ ok', 5],
    ['⚠️', 2],
    ['Straße', 6],
    ['漢字', 4],
    ['e\u0301', 1],
    ['\u200b', 0],
    ['👩‍⚕️', 2],
  ])('of %j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('is never more than asked for after cutting, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, columns) => {
        expect(widthOf(cutToWidth(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('leaves a text alone that fits, and marks one that does not', () => {
    expect(cutToWidth('check-in', 8)).toBe('check-in');
    expect(cutToWidth('check-in', 6)).toBe('check…');
  });
});
