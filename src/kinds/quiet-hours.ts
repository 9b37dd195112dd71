import * as z from 'zod';

import { choice, day, text, timeOfDay } from '../config/fields.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** When few check-ins are normal: outside the clinics' hours, on their days off and on holidays. */
export const quietHoursSchema = z
  .strictObject({
    'time-zone': text()
      .refine(isTimeZone, 'a time zone such as America/New_York')
      .default('America/New_York')
      .describe('Of the hours and days below.'),
    from: timeOfDay().optional().describe('Start of the quiet hours; they may go over midnight.'),
    to: timeOfDay().optional().describe('End of the quiet hours.'),
    days: z.array(choice(weekdays)).default([]).describe('Days that are quiet as a whole.'),
    holidays: z.array(day()).default([]).describe('Dates that are quiet as a whole.'),
  })
  .superRefine(({ from, to }, context) => {
    const report = (key: string, message: string) => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    if (from === undefined && to !== undefined) report('from', 'a time of day: `to` alone says nothing');
    if (to === undefined && from !== undefined) report('to', 'a time of day: `from` alone says nothing');
    if (from !== undefined && from === to)
      report('to', 'another time than `from`; a whole day goes under `days`');
  });

export type QuietHours = z.output<typeof quietHoursSchema>;

/** Whether the moment lies in quiet hours, by the clock of their time zone. */
export function isQuiet(quiet: QuietHours, now: Date): boolean {
  const local = localTime(now, quiet['time-zone']);
  if (quiet.days.includes(local.weekday) || quiet.holidays.includes(local.day)) return true;
  const { from, to } = quiet;
  if (from === undefined || to === undefined) return false;
  return from <= to
    ? local.minutes >= from && local.minutes < to
    : local.minutes >= from || local.minutes < to;
}

function localTime(now: Date, timeZone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const weekday = weekdays.find((name) => parts['weekday']?.toLowerCase().startsWith(name)) ?? 'mon';
  return {
    weekday,
    day: `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}`,
    minutes: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
}
