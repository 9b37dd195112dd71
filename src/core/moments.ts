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
  const samples: { readonly atMs: number; readonly entry: LedgerEntry }[] = [];
  for (const entry of input.entries) {
    if (entry.environment !== input.environment) continue;
    const atMs = Date.parse(entry.at);
    // Said positively, so that a time that is no number is left out as well.
    if (atMs >= oldestMs && atMs <= nowMs + clockSkewMs) samples.push({ atMs: Math.min(atMs, nowMs), entry });
  }
  return together(samples.sort((a, b) => a.atMs - b.atMs));
}

function together(samples: readonly { readonly atMs: number; readonly entry: LedgerEntry }[]): Moment[] {
  const moments: Moment[] = [];
  let entries: LedgerEntry[] = [];
  let lastMs: number | undefined;
  for (const { atMs, entry } of samples) {
    if (atMs === lastMs) {
      entries.push(entry);
    } else {
      entries = [entry];
      moments.push({ atMs, entries });
      lastMs = atMs;
    }
  }
  return moments;
}
