import { describe, expect, it } from 'vitest';

import { sampleHistory } from '../../scripts/sample-history.ts';
import { readHistory, type History } from '../../src/core/history.ts';
import { hourMs, minuteMs } from '../../src/core/spans.ts';
import { renderTimeline } from '../../src/reports/timeline.ts';
import { before, brokenAt, entryAt, now } from '../core/ledger-entries.ts';
import { attacks, hostileHistory } from './hostile.ts';

/** Samples every half hour; those between these hours before now are broken. */
function history(broken: readonly [from: number, to: number] = [0, 0]): History {
  const entries = Array.from({ length: 340 }, (_, index) => {
    const hours = index / 2;
    const isBroken = hours <= broken[0] && hours >= broken[1] && broken[0] > 0;
    return isBroken
      ? brokenAt(before(hours * hourMs), { layers: { cdw: 'fail' } })
      : entryAt(before(hours * hourMs), { layers: { cdw: 'pass' } });
  });
  return readHistory({ entries, environment: 'staging', now });
}

/** The spans drawn in a class or pattern, as `from+width`, row by row. */
function drawn(svg: string, what: string): string[] {
  const rows = svg.slice(0, svg.lastIndexOf('class="now'));
  return [...rows.matchAll(/<path class="([^"]*)"(?: fill="url\(#timeline-([a-z]+)\)")? d="(M[^"]*z)"/gu)]
    .filter(([, name, pattern]) => name === what || pattern === what)
    .flatMap(([, , , path = '']) => [...path.matchAll(/M([\d.]+) [\d.]+h([\d.]+)/gu)])
    .map(([, from, width]) => `${from ?? ''}+${width ?? ''}`);
}

describe('the timeline', () => {
  it('draws a strip for the environment and for each layer, across the whole width', () => {
    const svg = renderTimeline(history());
    expect([...svg.matchAll(/class="name">([^<]*)</gu)].map(([, name]) => name)).toEqual(['staging', 'cdw']);
    expect(drawn(svg, 'healthy')).toEqual(['128+528', '128+528']);
    expect(drawn(svg, 'hatch')).toEqual([]);
  });

  it('draws an outage where and as long as it was, hatched and over all else', () => {
    // From 84 to 42 hours ago: the second quarter of seven days, one half to three quarters.
    const svg = renderTimeline(history([84, 42.5]));
    expect(drawn(svg, 'hatch')).toEqual(['392+132', '392+132']);
  });

  it('keeps a short outage visible, and one at the very end inside of the picture', () => {
    const widths = (svg: string) => drawn(svg, 'hatch').map((span) => span.split('+').map(Number));
    expect(widths(renderTimeline(history([50, 50])))[0]?.[1]).toBeGreaterThanOrEqual(2.5);
    const entries = [entryAt(before(hourMs / 2)), brokenAt(before(minuteMs))];
    const [from = 0, width = 0] =
      widths(renderTimeline(readHistory({ entries, environment: 'staging', now })))[0] ?? [];
    expect(width).toBeGreaterThanOrEqual(2.5);
    expect(from + width).toBeLessThanOrEqual(656);
  });

  it('draws a time without data as a thin line', () => {
    const svg = renderTimeline(readHistory({ entries: [], environment: 'staging', now }));
    expect(drawn(svg, 'no-data')).toEqual(['128+528']);
    expect(svg).toMatch(/class="no-data" d="M128 [\d.]+h528v1.5/u);
  });

  it('gives each state a height or pattern of its own', () => {
    const legend = renderTimeline(history()).split('class="now').at(-1) ?? '';
    const heights = [...legend.matchAll(/v([\d.]+)h-24z/gu)].map(([, height]) => height);
    expect(new Set(heights).size).toBe(4);
    expect(legend).toContain('url(#timeline-hatch)');
    expect(legend).toContain('url(#timeline-dots)');
  });

  it('has a title and says in words what it shows', () => {
    const svg = renderTimeline(history([10, 0]));
    expect(svg).toContain('role="img" aria-labelledby="timeline-title timeline-desc"');
    expect(svg).toContain('<title id="timeline-title">staging over the last 7 days</title>');
    expect(svg).toContain('cdw: broken since 2023-08-15 02:00 UTC, healthy 9');
    expect(svg).toContain('class="now bad">broken</text>');
  });

  it('marks the midnights of UTC', () => {
    const svg = renderTimeline(history());
    const labels = [...svg.matchAll(/class="tick middle">([^<]*)</gu)].map(([, label]) => label);
    expect(labels).toEqual(['Aug 9', 'Aug 10', 'Aug 11', 'Aug 12', 'Aug 13', 'Aug 14', 'Aug 15']);
    expect(svg).toContain('>UTC</text>');
  });

  it('knows light and dark, and loads nothing', () => {
    const svg = renderTimeline(history());
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    expect(svg).not.toMatch(/<script|href|@import|url\((?!#)/u);
  });

  it('has a narrow form with ids of its own', () => {
    const svg = renderTimeline(history(), { layout: 'narrow', id: 'small' });
    expect(svg).toContain('viewBox="0 0 340 ');
    expect([...svg.matchAll(/ id="([^"]*)"/gu)].every(([, id]) => id?.startsWith('small-'))).toBe(true);
  });

  it('stays small, however often everything broke', () => {
    expect(renderTimeline(sampleHistory('not-ready')).length).toBeLessThan(10_000);
    const layers = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`layer-${String(index)}`, 'fail'] as const),
    );
    const healthy = Object.fromEntries(Object.keys(layers).map((name) => [name, 'pass'] as const));
    const entries = Array.from({ length: 7 * 24 * 12 }, (_, index) =>
      index % 2 === 0
        ? brokenAt(before(index * 5 * minuteMs), { layers })
        : entryAt(before(index * 5 * minuteMs), { layers: healthy }),
    );
    expect(renderTimeline(readHistory({ entries, environment: 'staging', now })).length).toBeLessThan(60_000);
  });

  it.each(attacks)('lets no text break out: %j', (attack) => {
    const tags = (text: string) => renderTimeline(hostileHistory(text)).match(/<\/?[a-z]+/gu);
    expect(tags(attack)).toEqual(tags('plain'));
  });
});
