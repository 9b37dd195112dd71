/** Which appointment of the synthetic patient is taken, and whether it can be checked in now. */
import { isList, pointerSegments, readPointer, toPointer } from '../core/json-pointer.ts';
import type { Fault } from '../core/model.ts';
import type { JsonValue } from '../core/plan.ts';
import { minuteMs } from '../core/spans.ts';

/** Where the answer of vista-api has the appointments, and what their start is called there. */
export interface AppointmentPlace {
  readonly appointmentPointer: string;
  readonly startTimeKey: string;
}

/** The window of a check-in: 45 minutes before to 15 minutes after the start (chip-design-doc.md). */
const windowMs = { before: 45 * minuteMs, after: 15 * minuteMs };

/**
 * Pointer to the appointment to check in. Of a list whose first one is asked for, it is the first that can be
 * checked in now: whoever books a new slot for the synthetic patient need not clear away those of the day.
 * Then one whose start cannot be read, which CHIP may take; else the first.
 */
export function appointmentAt(body: JsonValue, place: AppointmentPlace, now: Date): string {
  const { appointmentPointer, startTimeKey } = place;
  const segments = pointerSegments(appointmentPointer);
  const list = segments.slice(0, -1);
  const all = readPointer(body, toPointer(list));
  if (segments.at(-1) !== '0' || !isList(all)) return appointmentPointer;
  const untilStart = all.map((_, index) => {
    const start = readPointer(body, toPointer([...list, String(index), startTimeKey]));
    return untilStartMs(start, now);
  });
  const open = untilStart.findIndex((ms) => ms !== undefined && isInWindow(ms));
  const unread = untilStart.indexOf(undefined);
  return toPointer([...list, String(Math.max(open >= 0 ? open : unread, 0))]);
}

/** What keeps the appointment from being checked in now, as far as its start tells. */
export function windowFault(body: JsonValue, place: AppointmentPlace, now: Date): Fault | undefined {
  const at = appointmentAt(body, place, now);
  const ms = untilStartMs(readPointer(body, `${at}${toPointer([place.startTimeKey])}`), now);
  // Without a readable time CHIP decides, and answers in its own words.
  if (ms === undefined || isInWindow(ms)) return undefined;
  return {
    code: 'OUTSIDE_WINDOW',
    expected: 'an appointment that starts between 15 minutes ago and 45 minutes from now',
    observed: ms > 0 ? 'one that starts later' : 'one that started earlier',
  };
}

/** A time without a zone is the clinic's, whose zone the answer does not tell. */
const zoned = /T.*(?:Z|[+-]\d{2}:?\d{2})$/iu;

function untilStartMs(start: JsonValue | undefined, now: Date): number | undefined {
  if (typeof start !== 'string' || !zoned.test(start)) return undefined;
  const ms = Date.parse(start) - now.getTime();
  return Number.isNaN(ms) ? undefined : ms;
}

function isInWindow(ms: number): boolean {
  return ms <= windowMs.before && ms >= -windowMs.after;
}
