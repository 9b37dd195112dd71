import type { LedgerEntry } from './ledger-entry.ts';
import { minuteMs } from './spans.ts';

/** How far the clock of a runner that wrote an entry may be ahead of ours. */
export const clockSkewMs = 5 * minuteMs;

/** All that was seen at one instant. Whoever judges it must not depend on the order of its entries. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly entries: readonly LedgerEntry[];
}

/**
 * The entries of one environment by time, earliest first. Entries further in the future than the
 * clock skew, older than `expiresAfterMs` or without a readable time are left out; those within the
 * skew count as seen now. Never throws.
 */
export function readMoments(input: {
  readonly entries: readonly LedgerEntry[];
  readonly environment: string;
  readonly now: Date;
  readonly expiresAfterMs?: number | undefined;
}): readonly Moment[] {
  const nowMs = input.now.getTime();
  const oldestMs = nowMs - (input.expiresAfterMs ?? Infinity);
  const byTime = new Map<number, LedgerEntry[]>();
  for (const entry of input.entries) {
    if (entry.environment !== input.environment) continue;
    const seenMs = Date.parse(entry.at);
    // Said positively, so that a time that is no number is left out as well.
    if (!(seenMs >= oldestMs && seenMs <= nowMs + clockSkewMs)) continue;
    const atMs = Math.min(seenMs, nowMs);
    const together = byTime.get(atMs);
    if (together === undefined) byTime.set(atMs, [entry]);
    else together.push(entry);
  }
  return [...byTime].map(([atMs, entries]) => ({ atMs, entries })).sort((a, b) => a.atMs - b.atMs);
}
