/** One file per UTC day, so that two days never conflict and old ones can go. */
const dayFile = /^ledger\/(\d{4})\/(\d{2})\/(\d{2})\.jsonl$/u;

const dayMs = 86_400_000;

/** `ledger/YYYY/MM/DD.jsonl` for the UTC day of a moment. */
export function dayFileOf(at: Date): string {
  return `ledger/${at.toISOString().slice(0, 10).replaceAll('-', '/')}.jsonl`;
}

/** The start of a file's day in milliseconds since 1970, or nothing when it is no day file. */
function dayOf(path: string): number | undefined {
  const [, year, month, day] = dayFile.exec(path) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** Whether the path is a day file of the UTC days from the one of `from` to the one of `to`, both included. */
export function isDayBetween(path: string, from: Date, to: Date): boolean {
  const day = dayOf(path);
  return day !== undefined && day > from.getTime() - dayMs && day <= to.getTime();
}

/** Whether the path is a day file whose whole day is more than `days` before the moment. */
export function isDayOlderThan(path: string, days: number, at: Date): boolean {
  const day = dayOf(path);
  return day !== undefined && day + dayMs <= at.getTime() - days * dayMs;
}
