import { defaultMaxGapMs } from './history.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { readMoments } from './moments.ts';
import { findOutages, type Outage } from './outages.ts';
import { hourMs } from './spans.ts';

/** Why people are told something: nobody is told what they know already. */
export type Change =
  | { readonly kind: 'broke' }
  /** Still broken, for another reason. */
  | { readonly kind: 'changed' }
  /** Broken again soon after it had recovered. */
  | { readonly kind: 'broke-again' }
  | { readonly kind: 'recovered'; readonly outageMs: number }
  /** A waiver let something through. */
  | { readonly kind: 'waived' };

/** A recovery that is younger than this was none: staging flaps. */
export const flapMs = hourMs;

/** What the ledger says of the environment before and after a run. */
export interface Turn {
  /** The outage that goes on now. */
  readonly outage: Outage | undefined;
  /** What is new with this run; nothing when people know it already. */
  readonly change: Change | undefined;
}

/** Compares the environment with and without the entry of this run. */
export function turnWith(input: {
  readonly previous: readonly LedgerEntry[];
  readonly entry: LedgerEntry;
  readonly now: Date;
}): Turn {
  const { previous, entry, now } = input;
  const before = latestOutage(previous, entry.environment, now);
  const after = latestOutage([...previous, entry], entry.environment, now);
  const outage = isOpen(after) ? after : undefined;
  return { outage, change: changeBetween(before, after, input) };
}

function changeBetween(
  before: Outage | undefined,
  after: Outage | undefined,
  {
    previous,
    entry,
    now,
  }: { readonly previous: readonly LedgerEntry[]; readonly entry: LedgerEntry; readonly now: Date },
): Change | undefined {
  const lastOf = (wanted: (one: LedgerEntry) => boolean) =>
    previous
      .filter((one) => one.environment === entry.environment && wanted(one))
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .at(-1);
  if (isOpen(after)) {
    if (!isOpen(before)) return { kind: isRecent(before, now) ? 'broke-again' : 'broke' };
    if (namesRoots(entry) && rootsOf(lastOf(namesRoots)) !== rootsOf(entry)) return { kind: 'changed' };
  } else if (isOpen(before) && after !== undefined) {
    return { kind: 'recovered', outageMs: after.durationMs };
  }
  const isNew = entry.waivers.length > 0 && waiversOf(entry) !== waiversOf(lastOf(() => true));
  return isNew ? { kind: 'waived' } : undefined;
}

function latestOutage(entries: readonly LedgerEntry[], environment: string, now: Date): Outage | undefined {
  const moments = readMoments({ entries, environment, now });
  return findOutages(moments, { nowMs: now.getTime(), maxGapMs: defaultMaxGapMs })[0];
}

function isOpen(outage: Outage | undefined): boolean {
  return outage !== undefined && outage.end === undefined;
}

function isRecent(outage: Outage | undefined, now: Date): boolean {
  return outage?.end !== undefined && now.getTime() - outage.end.getTime() < flapMs;
}

/** What a run could not judge is no root of an outage. */
function namesRoots({ rootCauses, verdict }: LedgerEntry): boolean {
  return rootCauses.length > 0 && verdict !== 'inconclusive';
}

function rootsOf(entry: LedgerEntry | undefined): string {
  const words = (entry?.rootCauses ?? []).map(({ layer, code }) => JSON.stringify([layer, code]));
  return [...new Set(words)].sort().join();
}

function waiversOf(entry: LedgerEntry | undefined): string {
  return JSON.stringify((entry?.waivers ?? []).map(({ probes, reason }) => [probes, reason]));
}
