export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Whole milliseconds of each unit, largest first, as people read them. */
const units = [
  ['d', dayMs],
  ['h', hourMs],
  ['min', minuteMs],
  ['s', secondMs],
  ['ms', 1],
] as const;

/**
 * A duration in milliseconds for people, in at most two units: `3 d 21 h`, `1 h 5 min`, `41 min`,
 * `1 min 30 s`, `12 s`. Round what was observed `down` and what is still needed `up`, so that a
 * report never says that more has happened, or less is needed, than is true.
 */
export function formatSpan(ms: number, rounding: 'down' | 'up' = 'down'): string {
  if (!Number.isFinite(ms)) return 'an unknown time';
  const step = resolution(ms);
  const round = rounding === 'up' ? Math.ceil : Math.floor;
  let rest = round(Math.max(0, ms) / step) * step;
  const parts: string[] = [];
  for (const [unit, unitMs] of units) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0) parts.push(`${String(count)} ${unit}`);
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** The finest step that still matters to a reader of a duration of this length. */
function resolution(ms: number): number {
  if (ms >= dayMs) return hourMs;
  if (ms >= 10 * minuteMs) return minuteMs;
  return ms >= secondMs ? secondMs : 1;
}
