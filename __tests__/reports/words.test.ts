import { describe, expect, test } from 'vitest';

import { statuses, verdicts } from '../../src/core/model.ts';
import {
  ownerOf,
  resultOf,
  statusMarks,
  tally,
  timeOf,
  verdictTitles,
  worstFirst,
} from '../../src/reports/words.ts';

test.each([
  [0, '0 ms'],
  [0.4, '0 ms'],
  [340.2, '340 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [2140, '2.1 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min 0 s'],
  [60_000, '1 min 0 s'],
  [119_700, '2 min 0 s'],
  [185_000, '3 min 5 s'],
  [3_600_000, '60 min 0 s'],
])('%d ms reads %s', (ms, expected) => {
  expect(timeOf(ms)).toBe(expected);
});

test.each([
  [{ status: 'pass' }, 'pass'],
  [{ status: 'fail', blockedBy: ['cdw'] }, 'fail, blocked by cdw'],
  [{ status: 'fail', blockedBy: ['cdw', 'lorota'] }, 'fail, blocked by cdw, lorota'],
] as const)('the result of %j reads %s', (probe, expected) => {
  expect(resultOf(probe)).toBe(expected);
});

test.each([
  [undefined, 'no owner configured'],
  [{ team: 'Data' }, 'Data'],
  [{ team: 'Data', contact: '#data' }, 'Data (#data)'],
])('the owner %j reads %s', (owner, expected) => {
  expect(ownerOf(owner)).toBe(expected);
});

test('a tally counts passes only', () => {
  expect(tally([])).toBe('0 of 0');
  expect(tally([{ status: 'pass' }, { status: 'warn' }, { status: 'fail' }, { status: 'pass' }])).toBe(
    '2 of 4',
  );
});

describe('worstFirst', () => {
  test('sorts by status, what nothing blocks first, and keeps the order otherwise', () => {
    const results = [
      { id: 1, status: 'pass' },
      { id: 2, status: 'fail', blockedBy: ['cdw'] },
      { id: 3, status: 'unknown' },
      { id: 4, status: 'fail' },
      { id: 5, status: 'warn' },
      { id: 6, status: 'fail' },
    ] as const;
    expect(worstFirst(results).map(({ id }) => id)).toEqual([4, 6, 2, 3, 5, 1]);
  });
});

test('no two statuses share a mark, and no two verdicts a title', () => {
  expect(new Set(statuses.map((status) => statusMarks[status])).size).toBe(statuses.length);
  expect(new Set(verdicts.map((verdict) => verdictTitles[verdict])).size).toBe(verdicts.length);
});
