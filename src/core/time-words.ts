/** `2023-08-15 12:00 UTC`: a time as every text for people puts it. */
export function timeWords(time: Date): string {
  const iso = time.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** A time as it stands in a report, put like `timeWords` puts one; as it is when it is no time. */
export function isoWords(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : timeWords(time);
}
