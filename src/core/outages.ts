import { byChain } from './layer-graph.ts';
import type { Layer } from './model.ts';
import type { Moment } from './moments.ts';
import { environmentSamples, foundBroken } from './seen-state.ts';

/** A time in which the environment could not run check-ins, as far as samples show. */
export interface Outage {
  /** The first sample that found it broken. */
  readonly start: Date;
  /** The first healthy sample after it; absent while the outage goes on. */
  readonly end?: Date;
  /** Until its end, or until now. */
  readonly durationMs: number;
  /** The layers that runs in it named as roots, in the order of the chain. */
  readonly roots: readonly Layer[];
  /** How much of it lies between samples further apart than the largest gap. */
  readonly unseenMs: number;
  /** No healthy sample stands before it, so that it may have begun earlier. */
  readonly atLeast: boolean;
}

interface Open {
  readonly startMs: number;
  readonly atLeast: boolean;
  lastMs: number;
  unseenMs: number;
  readonly roots: Set<Layer>;
}

/**
 * All outages of the environment, latest first. One begins with a broken sample and ends with the next
 * healthy one: neither a sample that could not judge, nor maintenance, nor silence mends anything.
 * Maintenance alone is no outage.
 */
export function findOutages(
  moments: readonly Moment[],
  { nowMs, maxGapMs }: { readonly nowMs: number; readonly maxGapMs: number },
): readonly Outage[] {
  const samples = environmentSamples(moments);
  const outages: Outage[] = [];
  let open: Open | undefined;
  let wasHealthy = false;
  samples.forEach(({ atMs, state }, index) => {
    if (open !== undefined) advance(open, atMs, maxGapMs);
    if (state === 'broken') {
      open ??= { startMs: atMs, atLeast: !wasHealthy, lastMs: atMs, unseenMs: 0, roots: new Set() };
      for (const layer of rootsOf(moments[index])) open.roots.add(layer);
    } else if (state === 'healthy') {
      if (open !== undefined) outages.push(closed(open, atMs, true));
      open = undefined;
      wasHealthy = true;
    }
  });
  if (open !== undefined) {
    advance(open, nowMs, maxGapMs);
    outages.push(closed(open, nowMs, false));
  }
  return outages.reverse();
}

function advance(open: Open, atMs: number, maxGapMs: number): void {
  const gapMs = atMs - open.lastMs;
  if (gapMs > maxGapMs) open.unseenMs += gapMs;
  open.lastMs = atMs;
}

function closed({ startMs, atLeast, unseenMs, roots }: Open, endMs: number, isOver: boolean): Outage {
  return {
    start: new Date(startMs),
    ...(isOver ? { end: new Date(endMs) } : {}),
    durationMs: endMs - startMs,
    roots: [...roots].sort(byChain),
    unseenMs,
    atLeast,
  };
}

function rootsOf(moment: Moment | undefined): readonly Layer[] {
  const broken = moment?.entries.filter(foundBroken) ?? [];
  return broken.flatMap(({ rootCauses }) => rootCauses.map(({ layer }) => layer));
}
