import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dayMs, formatSpan, hourMs, minuteMs, secondMs } from '../../src/core/spans.ts';

describe('formatSpan', () => {
  it.each([
    [0, '0 s'],
    [1, '1 ms'],
    [999, '999 ms'],
    [secondMs, '1 s'],
    [59 * secondMs + 999, '59 s'],
    [minuteMs, '1 min'],
    [90 * secondMs, '1 min 30 s'],
    [10 * minuteMs - 1, '9 min 59 s'],
    [10 * minuteMs, '10 min'],
    [10 * minuteMs + 30 * secondMs, '10 min'],
    [41 * minuteMs, '41 min'],
    [hourMs - 1, '59 min'],
    [hourMs, '1 h'],
    [hourMs + 5 * minuteMs, '1 h 5 min'],
    [dayMs - 1, '23 h 59 min'],
    [dayMs, '1 d'],
    [dayMs + 59 * minuteMs, '1 d'],
    [3 * dayMs + 21 * hourMs + 30 * minuteMs, '3 d 21 h'],
    [400 * dayMs, '400 d'],
  ])('writes %i ms as %s, rounded down', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
    expect(formatSpan(ms, 'down')).toBe(text);
  });

  it.each([
    [0, '0 s'],
    [0.5, '1 ms'],
    [999, '999 ms'],
    [999.5, '1 s'],
    [1001, '2 s'],
    [40 * minuteMs + 1, '41 min'],
    [41 * minuteMs, '41 min'],
    [10 * minuteMs - 1, '10 min'],
    [hourMs - 1, '1 h'],
    [dayMs - 1, '1 d'],
    [dayMs + 1, '1 d 1 h'],
  ])('writes %d ms as %s, rounded up', (ms, text) => {
    expect(formatSpan(ms, 'up')).toBe(text);
  });

  it.each([-1, -dayMs])('writes %i ms, a time that runs backwards, as nothing', (ms) => {
    expect(formatSpan(ms)).toBe('0 s');
    expect(formatSpan(ms, 'up')).toBe('0 s');
  });

  it.each([Number.NaN, Infinity, -Infinity])('says that %d is not known', (ms) => {
    expect(formatSpan(ms)).toBe('an unknown time');
  });

  it('never says more than is true when rounded down, nor less when rounded up, in at most two units', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3650 * dayMs }), (ms) => {
        expect(read(formatSpan(ms))).toBeLessThanOrEqual(ms);
        expect(read(formatSpan(ms, 'up'))).toBeGreaterThanOrEqual(ms);
        expect(read(formatSpan(ms, 'up')) - read(formatSpan(ms))).toBeLessThanOrEqual(hourMs);
        expect(formatSpan(ms)).toMatch(/^\d+ (?:d|h|min|s|ms)(?: \d+ (?:h|min|s))?$/u);
      }),
    );
  });
});

const unitMs = new Map([
  ['d', dayMs],
  ['h', hourMs],
  ['min', minuteMs],
  ['s', secondMs],
  ['ms', 1],
]);

/** Milliseconds of a text of `formatSpan`. */
function read(text: string): number {
  return [...text.matchAll(/(\d+) ([a-z]+)/gu)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs.get(unit ?? '') ?? Number.NaN),
    0,
  );
}
