import type { SeenState } from '../core/seen-state.ts';
import type { Segment } from '../core/strip.ts';
import { markup, type Markup } from './markup.ts';

export interface Scale {
  readonly left: number;
  readonly right: number;
  /** Milliseconds since the epoch to pixels. */
  readonly x: (ms: number) => number;
}

/** Height of a strip in pixels; each state has its own, so that they differ without colour. */
const full = 14;
const heights: Readonly<Record<SeenState, number>> = {
  healthy: 7,
  broken: full,
  maintenance: 11,
  'no-data': 1.5,
};

/** Later ones are drawn over earlier ones: an outage is never hidden. */
const order: readonly SeenState[] = ['no-data', 'healthy', 'maintenance', 'broken'];

/** What is broken stays visible however short it was. */
const narrowest: Partial<Record<SeenState, number>> = { broken: 2.5, maintenance: 2 };

/** One path per state, so that a strip of many short outages stays small. */
export function stripShapes(
  segments: readonly Segment[],
  scale: Scale,
  { y, id }: { readonly y: number; readonly id: string },
): readonly Markup[] {
  return order.flatMap((state) => {
    const spans = joined(
      segments.filter((segment) => segment.state === state).map((segment) => span(segment, scale)),
    );
    if (spans.length === 0) return [];
    const height = heights[state];
    const top = y + (full - height) / 2;
    const path = spans
      .map(
        ([from, to]) =>
          `M${pixels(from)} ${pixels(top)}h${pixels(to - from)}v${pixels(height)}h${pixels(from - to)}z`,
      )
      .join('');
    const fill = fills[state];
    const patterned = fill === undefined ? undefined : markup` fill="url(#${id}-${fill})"`;
    return [markup`<path class="${fill === undefined ? state : 'patterned'}"${patterned} d="${path}"/>`];
  });
}

const fills: Partial<Record<SeenState, string>> = { broken: 'hatch', maintenance: 'dots' };

type Span = readonly [from: number, to: number];

function span({ state, fromMs, toMs }: Segment, { left, right, x }: Scale): Span {
  const snap = (value: number) => Math.round(value * 2) / 2;
  const [from, to] = [snap(x(fromMs)), snap(x(toMs))];
  const width = Math.max(to - from, narrowest[state] ?? 0);
  const start = Math.max(left, Math.min(from, right - width));
  return [start, start + width];
}

/** Without empty spans; those that touch are one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const [from, to] of spans) {
    const last = found.at(-1);
    if (from >= to) continue;
    if (last !== undefined && from <= last[1]) found[found.length - 1] = [last[0], Math.max(last[1], to)];
    else found.push([from, to]);
  }
  return found;
}

function pixels(value: number): string {
  return String(Math.round(value * 100) / 100);
}
