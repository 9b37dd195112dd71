import type { LedgerEntry } from './ledger-entry.ts';
import { readMoments, type Moment } from './moments.ts';
import { formatSpan } from './spans.ts';

/** How long an environment has been unable to run check-ins, and what went in meanwhile. */
export interface UntestedDebt {
  /** The first sample, after the last healthy one, that found it broken. */
  readonly since: Date;
  readonly durationMs: number;
  /** Commits seen live since the last healthy sample and in no healthy sample before, in order of appearance. */
  readonly candidates: readonly string[];
  /** Absent when the ledger, as far as it was read, has no healthy sample. */
  readonly lastHealthy?: Date;
  /** In words, without a full stop. */
  readonly sentence: string;
}

/**
 * The debt as of now; nothing when the environment is healthy or nothing found it broken. Samples
 * that are inconclusive neither start nor end it, but the commits that they saw live do count.
 */
export function untestedDebt(input: {
  readonly entries: readonly LedgerEntry[];
  readonly environment: string;
  readonly now: Date;
}): UntestedDebt | undefined {
  const moments = readMoments(input);
  const healthyAt = moments.findLastIndex(isHealthy);
  const after = moments.slice(healthyAt + 1);
  const sinceMs = after.find(isBroken)?.atMs;
  if (sinceMs === undefined) return undefined;
  const tested = new Set(moments.filter(isHealthy).flatMap(candidatesOf));
  const candidates = [...new Set(after.flatMap(candidatesOf))].filter((commit) => !tested.has(commit));
  const durationMs = input.now.getTime() - sinceMs;
  const lastHealthy = moments[healthyAt];
  return {
    since: new Date(sinceMs),
    durationMs,
    candidates,
    ...(lastHealthy === undefined ? {} : { lastHealthy: new Date(lastHealthy.atMs) }),
    sentence: `${input.environment} ${inability(durationMs, lastHealthy !== undefined)}; ${entered(candidates.length)}`,
  };
}

/** Without a healthy sample before it, it may have begun before the ledger did. */
function inability(durationMs: number, isBounded: boolean): string {
  if (durationMs === 0) return 'cannot run check-in as of now';
  return `could not run check-in for ${isBounded ? '' : 'at least '}${formatSpan(durationMs)}`;
}

function entered(count: number): string {
  if (count === 0) return 'no candidate entered untested';
  return `${String(count)} ${count === 1 ? 'candidate' : 'candidates'} entered untested`;
}

/** One broken sample spoils the instant: which of two was first cannot be known. */
function isHealthy(moment: Moment): boolean {
  return !isBroken(moment) && moment.entries.some((entry) => entry.healthy);
}

function isBroken({ entries }: Moment): boolean {
  return entries.some(
    (entry) => !entry.healthy && (entry.verdict === 'not-ready' || hasWaivedFailure(entry)),
  );
}

/** A waiver lets a deploy through; what it waived is broken all the same. */
function hasWaivedFailure({ waivers, probes }: LedgerEntry): boolean {
  return waivers.some((waiver) => waiver.probes.some((name) => probes[name] === 'fail'));
}

function candidatesOf({ entries }: Moment): string[] {
  return entries.flatMap(({ candidate }) => candidate ?? []).sort();
}
