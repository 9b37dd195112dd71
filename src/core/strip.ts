import type { Sample, SeenState } from './seen-state.ts';

/** A stretch of time in one state. */
export interface Segment {
  readonly state: SeenState;
  /** Milliseconds since the epoch; `fromMs < toMs`. */
  readonly fromMs: number;
  readonly toMs: number;
}

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The window cut into segments that follow each other without gap or overlap, no two neighbours in the
 * same state. A time between two samples is healthy only when both say so; what was broken or in
 * maintenance stays it until a sample says otherwise; and between samples further apart than
 * `maxGapMs` nothing is known. The last sample holds as long as that, too.
 *
 * @param samples by time, earliest first, one per instant, none after the end of the window
 */
export function cutSegments(
  samples: readonly Sample[],
  window: Window,
  maxGapMs: number,
): readonly Segment[] {
  const segments: Segment[] = [];
  const add = (state: SeenState, fromMs: number, toMs: number) => {
    const from = Math.max(fromMs, window.fromMs);
    const to = Math.min(toMs, window.toMs);
    if (from >= to) return;
    const last = segments.at(-1);
    if (last?.state === state) segments[segments.length - 1] = { ...last, toMs: to };
    else segments.push({ state, fromMs: from, toMs: to });
  };
  add('no-data', window.fromMs, samples[0]?.atMs ?? window.toMs);
  samples.forEach(({ atMs, state }, index) => {
    const next = samples[index + 1];
    const endMs = next?.atMs ?? window.toMs;
    const seen = endMs - atMs <= maxGapMs && isConfirmed(state, next);
    add(seen ? state : 'no-data', atMs, endMs);
  });
  return segments;
}

function isConfirmed(state: SeenState, next: Sample | undefined): boolean {
  return state !== 'healthy' || next === undefined || next.state === 'healthy';
}

/** The state now: what the last sample says, as long as it is not older than `maxGapMs`. */
export function currentState(samples: readonly Sample[], nowMs: number, maxGapMs: number): SeenState {
  const last = samples.at(-1);
  return last === undefined || nowMs - last.atMs > maxGapMs ? 'no-data' : last.state;
}

/**
 * Since when the state that `currentState` gives has held. Broken and maintenance go on over times that
 * nobody saw; healthy began after the last gap; and nothing is known since the last sample that told
 * something. Undefined when no sample ever did.
 */
export function heldSinceMs(samples: readonly Sample[], nowMs: number, maxGapMs: number): number | undefined {
  const state = currentState(samples, nowMs, maxGapMs);
  const endsIt = enders[state];
  if (state === 'no-data') return samples.findLast((sample) => sample.state !== 'no-data')?.atMs;
  let beginMs: number | undefined;
  for (const sample of samples.toReversed()) {
    if (endsIt.includes(sample.state)) break;
    if (state === 'healthy' && beginMs !== undefined && beginMs - sample.atMs > maxGapMs) break;
    if (sample.state === state) beginMs = sample.atMs;
  }
  return beginMs;
}

/** Which other states end a state, going back in time. A maintenance window does not mend what was broken. */
const enders: Readonly<Record<SeenState, readonly SeenState[]>> = {
  healthy: ['no-data', 'maintenance', 'broken'],
  broken: ['healthy'],
  maintenance: ['healthy', 'broken'],
  'no-data': [],
};

/** How much of a time was healthy. */
export interface Uptime {
  /** Length of the time that was asked about, counted back from now. */
  readonly days: number;
  /** Of how much of it the state is known: healthy, broken or in maintenance. */
  readonly knownMs: number;
  readonly healthyMs: number;
  /** From 0 to 1: healthy of known. Undefined when nothing is known. */
  readonly share: number | undefined;
}

/** The uptime of a window that was cut into segments. Who is in maintenance cannot be tested: it is not up. */
export function uptimeOf(segments: readonly Segment[], days: number): Uptime {
  const total = (wanted: (state: SeenState) => boolean) =>
    segments.reduce((sum, { state, fromMs, toMs }) => sum + (wanted(state) ? toMs - fromMs : 0), 0);
  const knownMs = total((state) => state !== 'no-data');
  const healthyMs = total((state) => state === 'healthy');
  return { days, knownMs, healthyMs, share: knownMs === 0 ? undefined : healthyMs / knownMs };
}
