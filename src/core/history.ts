import { byChain } from './layer-graph.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { Layer, Verdict } from './model.ts';
import { readMoments, type Moment } from './moments.ts';
import { findOutages, type Outage } from './outages.ts';
import { environmentSamples, layerSamples, type Sample, type SeenState } from './seen-state.ts';
import { dayMs, minuteMs } from './spans.ts';
import { currentState, cutSegments, heldSinceMs, uptimeOf, type Segment, type Uptime } from './strip.ts';

/** Samples further apart than this prove nothing about the time between them, unless configured otherwise. */
export const defaultMaxGapMs = 45 * minuteMs;

/** How long uptime is counted back, in days. */
export const uptimeDays = [1, 7, 30] as const;

const mostOutages = 10;

/** One line of the picture: the environment as a whole, or one layer. */
export interface Strip {
  /** Now: `no-data` when the last sample is older than the largest gap, or could not judge. */
  readonly state: SeenState;
  /** Since when; for `no-data`, when something was last known. */
  readonly since?: Date;
  /** They follow each other without gap or overlap and cover the window. */
  readonly segments: readonly Segment[];
  /** One per length of `uptimeDays`. */
  readonly uptime: readonly Uptime[];
}

export interface LayerStrip extends Strip {
  readonly layer: Layer;
}

/** What the ledger tells of one environment. */
export interface History {
  readonly environment: string;
  readonly now: Date;
  /** Length of the window of the segments. */
  readonly days: number;
  readonly maxGapMs: number;
  readonly overall: Strip;
  /** Every layer that was looked at within the window, in the order of the chain. */
  readonly layers: readonly LayerStrip[];
  /** The last ten, latest first. */
  readonly outages: readonly Outage[];
  /** The last sample; of several at one instant the one with the worst verdict. */
  readonly latest?: LedgerEntry;
}

export interface HistoryInput {
  /** In any order, with duplicates, of any environment. */
  readonly entries: readonly LedgerEntry[];
  readonly environment: string;
  readonly now: Date;
  /** Length of the window; 7 unless told otherwise. */
  readonly days?: number;
  readonly maxGapMs?: number;
}

/**
 * Reads the ledger into strips, uptimes and outages. Pure, never throws; what cannot be read is left
 * out, and what nobody saw is `no-data`.
 */
export function readHistory(input: HistoryInput): History {
  const { environment, now, days = 7, maxGapMs = defaultMaxGapMs } = input;
  const nowMs = now.getTime();
  const moments = readMoments(input);
  const view = { nowMs, days, maxGapMs };
  const latest = latestOf(moments);
  return {
    environment,
    now,
    days,
    maxGapMs,
    overall: stripOf(environmentSamples(moments), view),
    layers: layersSince(moments, nowMs - days * dayMs).map((layer) => ({
      layer,
      ...stripOf(layerSamples(moments, layer), view),
    })),
    outages: findOutages(moments, view).slice(0, mostOutages),
    ...(latest === undefined ? {} : { latest }),
  };
}

function stripOf(
  samples: readonly Sample[],
  { nowMs, days, maxGapMs }: { readonly nowMs: number; readonly days: number; readonly maxGapMs: number },
): Strip {
  const sinceMs = heldSinceMs(samples, nowMs, maxGapMs);
  const last = (length: number) =>
    cutSegments(samples, { fromMs: nowMs - length * dayMs, toMs: nowMs }, maxGapMs);
  return {
    state: currentState(samples, nowMs, maxGapMs),
    ...(sinceMs === undefined ? {} : { since: new Date(sinceMs) }),
    segments: last(days),
    uptime: uptimeDays.map((length) => uptimeOf(last(length), length)),
  };
}

function layersSince(moments: readonly Moment[], fromMs: number): readonly Layer[] {
  const recent = moments.filter(({ atMs }) => atMs >= fromMs).flatMap(({ entries }) => entries);
  return [...new Set(recent.flatMap(({ layers }) => Object.keys(layers)))].sort(byChain);
}

/** Must not depend on the order of the entries. */
function latestOf(moments: readonly Moment[]): LedgerEntry | undefined {
  const rank = (entry: LedgerEntry) => [badness.indexOf(entry.verdict), JSON.stringify(entry)] as const;
  return moments.at(-1)?.entries.reduce((worst, entry) => {
    const [[bad, text], [worstBad, worstText]] = [rank(entry), rank(worst)];
    return bad > worstBad || (bad === worstBad && text > worstText) ? entry : worst;
  });
}

/** Best first. */
const badness: readonly Verdict[] = ['ready', 'untested', 'inconclusive', 'not-ready'];
