import { describe, expect, test } from 'vitest';

import { isQuiet, quietHoursSchema } from '../../src/kinds/quiet-hours.ts';

type Written = Readonly<Record<string, unknown>>;

function quiet(written: Written, at: string): boolean {
  return isQuiet(quietHoursSchema.parse(written), new Date(at));
}

describe('quiet hours', () => {
  const utc = { 'time-zone': 'UTC' };

  test.each([
    ['before they begin', '08:59', false],
    ['when they begin', '09:00', true],
    ['before they end', '16:59', true],
    ['when they end', '17:00', false],
  ])('within a day: %s', (_, time, expected) => {
    expect(quiet({ ...utc, from: '09:00', to: '17:00' }, `2026-03-04T${time}:30Z`)).toBe(expected);
  });

  test.each([
    ['in the evening', '21:59', false],
    ['when they begin', '22:00', true],
    ['at midnight', '00:00', true],
    ['before they end', '05:59', true],
    ['when they end', '06:00', false],
    ['at noon', '12:00', false],
  ])('across midnight: %s', (_, time, expected) => {
    expect(quiet({ ...utc, from: '22:00', to: '06:00' }, `2026-03-04T${time}:00Z`)).toBe(expected);
  });

  test('may end at midnight', () => {
    expect(quiet({ ...utc, from: '18:00', to: '00:00' }, '2026-03-04T23:59:59Z')).toBe(true);
    expect(quiet({ ...utc, from: '18:00', to: '00:00' }, '2026-03-05T00:00:00Z')).toBe(false);
  });

  test('are none without hours, days and holidays', () => {
    expect(quiet({}, '2026-03-04T03:00:00Z')).toBe(false);
  });
});

describe('quiet days and holidays', () => {
  test.each([
    ['Friday evening in the clinics', '2026-03-07T04:59:00Z', false],
    ['the first minute of Saturday in the clinics', '2026-03-07T05:00:00Z', true],
    ['the last minute of Sunday in the clinics', '2026-03-09T03:59:00Z', true],
    ['the first minute of Monday in the clinics', '2026-03-09T04:00:00Z', false],
  ])('begin and end by the clock of the time zone: %s', (_, at, expected) => {
    expect(quiet({ days: ['sat', 'sun'] }, at)).toBe(expected);
  });

  test.each([
    ['the evening before', '2026-12-25T04:59:59Z', false],
    ['the holiday', '2026-12-25T05:00:00Z', true],
    ['its last minute', '2026-12-26T04:59:59Z', true],
    ['the day after', '2026-12-26T05:00:00Z', false],
  ])('are whole: %s', (_, at, expected) => {
    expect(quiet({ holidays: ['2026-12-25'] }, at)).toBe(expected);
  });
});

describe('daylight saving time', () => {
  // 2026-03-08 in New York: 02:00 becomes 03:00; 2026-11-01: 02:00 becomes 01:00.
  const night = { from: '20:00', to: '06:00' };

  test.each([
    ['06:30 in winter is 11:30 UTC', '2026-03-07T11:30:00Z', false],
    ['05:30 in winter is 10:30 UTC', '2026-03-07T10:30:00Z', true],
    ['06:30 in summer is 10:30 UTC', '2026-03-09T10:30:00Z', false],
    ['05:30 in summer is 09:30 UTC', '2026-03-09T09:30:00Z', true],
    ['the night of the change', '2026-03-08T07:30:00Z', true],
    ['01:30, the second time, in autumn', '2026-11-01T06:30:00Z', true],
  ])('%s', (_, at, expected) => {
    expect(quiet(night, at)).toBe(expected);
  });

  test('hours that a spring night skips are skipped', () => {
    const skipped = { from: '02:00', to: '03:00' };
    expect(quiet(skipped, '2026-03-08T06:59:59Z')).toBe(false);
    expect(quiet(skipped, '2026-03-08T07:00:00Z')).toBe(false);
    expect(quiet(skipped, '2026-03-09T06:30:00Z')).toBe(true);
  });

  test('other time zones count by their own clock', () => {
    const honolulu = { ...night, 'time-zone': 'Pacific/Honolulu' };
    expect(quiet(honolulu, '2026-07-01T15:59:00Z')).toBe(true);
    expect(quiet(honolulu, '2026-07-01T16:00:00Z')).toBe(false);
    expect(quiet({ ...night, 'time-zone': 'Asia/Kolkata' }, '2026-07-01T00:30:00Z')).toBe(false);
  });
});

test.each<[string, Written, RegExp]>([
  ['a time zone that does not exist', { 'time-zone': 'Mars/Olympus' }, /a time zone such as/u],
  ['a beginning without an end', { from: '20:00' }, /`from` alone says nothing/u],
  ['an end without a beginning', { to: '20:00' }, /`to` alone says nothing/u],
  ['hours of no length', { from: '20:00', to: '20:00' }, /another time than `from`/u],
  ['a time that does not exist', { from: '24:00', to: '06:00' }, /a time of day/u],
  ['a day that does not exist', { holidays: ['2026-02-29'] }, /a calendar day/u],
  ['a misspelt day', { days: ['saturday'] }, /sat/u],
])('quiet hours refuse %s', (_, written, message) => {
  expect(() => quietHoursSchema.parse(written)).toThrow(message);
});
