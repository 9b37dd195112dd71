import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { untestedDebt } from '../../src/core/debt.ts';
import { readHistory, type History, type HistoryInput, type Strip } from '../../src/core/history.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { statuses, verdicts } from '../../src/core/model.ts';
import { dayMs, hourMs, minuteMs } from '../../src/core/spans.ts';
import { before, brokenAt, candidate, entryAt, now, otherCommit } from './ledger-entries.ts';

const history = (entries: readonly LedgerEntry[], more: Partial<HistoryInput> = {}): History =>
  readHistory({ entries, environment: 'staging', now, ...more });

/** `healthy -60..-30` in minutes before now. */
function shown({ segments }: Pick<Strip, 'segments'>): string[] {
  const minutes = (ms: number) => String((ms - now.getTime()) / minuteMs);
  return segments.map(({ state, fromMs, toMs }) => `${state} ${minutes(fromMs)}..${minutes(toMs)}`);
}

const minutes = (count: number) => before(count * minuteMs);
const weekStart = String(-7 * 24 * 60);

const cdwBroken = {
  layers: { cdw: 'fail', chip: 'pass' },
  rootCauses: [{ layer: 'cdw', code: 'COLUMN_MISSING' }],
} as const;

describe('the strip of an environment', () => {
  it('is nothing but no data without a sample', () => {
    const { overall, layers, outages, latest } = history([]);
    expect(shown(overall)).toEqual([`no-data ${weekStart}..0`]);
    expect(overall).toMatchObject({ state: 'no-data' });
    expect(overall.since).toBeUndefined();
    expect(overall.uptime.map(({ share }) => share)).toEqual([undefined, undefined, undefined]);
    expect({ layers, outages, latest }).toEqual({ layers: [], outages: [], latest: undefined });
  });

  it('is healthy between samples that both say so', () => {
    const { overall } = history([entryAt(minutes(60)), entryAt(minutes(30)), entryAt(now)]);
    expect(shown(overall)).toEqual([`no-data ${weekStart}..-60`, 'healthy -60..0']);
    expect(overall).toMatchObject({ state: 'healthy', since: minutes(60) });
  });

  it('knows nothing between samples further apart than the largest gap', () => {
    const entries = [entryAt(minutes(76)), entryAt(minutes(30)), entryAt(now)];
    expect(shown(history(entries).overall)).toEqual([`no-data ${weekStart}..-30`, 'healthy -30..0']);
    expect(history(entries).overall.since).toEqual(minutes(30));
    expect(shown(history(entries, { maxGapMs: 46 * minuteMs }).overall)).toEqual([
      `no-data ${weekStart}..-76`,
      'healthy -76..0',
    ]);
  });

  it('takes a gap of exactly the largest length as seen', () => {
    expect(shown(history([entryAt(minutes(45)), entryAt(now)]).overall)).toContain('healthy -45..0');
  });

  it('claims neither health nor outage for the time in which the environment broke', () => {
    const entries = [entryAt(minutes(60)), entryAt(minutes(40)), brokenAt(minutes(20))];
    const { overall } = history(entries);
    expect(shown(overall).slice(1)).toEqual(['healthy -60..-40', 'no-data -40..-20', 'broken -20..0']);
    expect(overall).toMatchObject({ state: 'broken', since: minutes(20) });
  });

  it('stays broken until a sample is healthy', () => {
    const entries = [brokenAt(minutes(40)), entryAt(minutes(20)), entryAt(now)];
    expect(shown(history(entries).overall).slice(1)).toEqual(['broken -40..-20', 'healthy -20..0']);
  });

  it('lets the last sample hold no longer than the largest gap', () => {
    const fresh = history([entryAt(minutes(45))]).overall;
    expect(shown(fresh).slice(1)).toEqual(['healthy -45..0']);
    const { overall } = history([brokenAt(minutes(80)), brokenAt(minutes(46))]);
    expect(shown(overall).slice(1)).toEqual(['broken -80..-46', 'no-data -46..0']);
    expect(overall).toMatchObject({ state: 'no-data', since: minutes(46) });
  });

  it('takes an inconclusive sample for neither healthy nor broken', () => {
    const unjudged = entryAt(minutes(20), { healthy: false, verdict: 'inconclusive' });
    const { overall } = history([entryAt(minutes(40)), unjudged, entryAt(now)]);
    expect(shown(overall)).toEqual([`no-data ${weekStart}..0`]);
    expect(overall).toMatchObject({ state: 'healthy', since: now });
    expect(history([entryAt(minutes(40)), unjudged]).overall).toMatchObject({
      state: 'no-data',
      since: minutes(40),
    });
  });

  it('counts what was waived as broken', () => {
    const waived = brokenAt(now, {
      verdict: 'ready',
      waivers: [{ probes: ['check-in'], reason: 'a known defect' }],
    });
    expect(history([waived]).overall.state).toBe('broken');
  });

  it('takes the worst of several samples at one instant', () => {
    expect(history([entryAt(now), brokenAt(now)]).overall.state).toBe('broken');
    const unjudged = entryAt(now, { healthy: false, verdict: 'inconclusive' });
    expect(history([entryAt(now), unjudged]).overall.state).toBe('no-data');
  });

  it('is in maintenance when every root is, and says since when', () => {
    const announced = (given: Date) => brokenAt(given, { ...cdwBroken, maintenance: ['cdw'] });
    const { overall, outages } = history([announced(minutes(30)), announced(now)]);
    expect(shown(overall).slice(1)).toEqual(['maintenance -30..0']);
    expect(overall).toMatchObject({ state: 'maintenance', since: minutes(30) });
    expect(outages).toEqual([]);
    const more = { rootCauses: [...cdwBroken.rootCauses, { layer: 'chip', code: 'GATEWAY' }] };
    expect(history([brokenAt(now, { ...more, maintenance: ['cdw'] })]).overall.state).toBe('broken');
  });

  it('is in maintenance anew after it was broken in between', () => {
    const announced = (at: Date) => brokenAt(at, { ...cdwBroken, maintenance: ['cdw'] });
    const entries = [announced(minutes(60)), brokenAt(minutes(40)), announced(minutes(20)), announced(now)];
    expect(history(entries).overall).toMatchObject({ state: 'maintenance', since: minutes(20) });
  });

  it('has been broken since before a gap, an unjudged sample and a maintenance window', () => {
    const entries = [
      entryAt(minutes(300)),
      brokenAt(minutes(280)),
      brokenAt(minutes(200), { ...cdwBroken, maintenance: ['cdw'] }),
      entryAt(minutes(30), { healthy: false, verdict: 'inconclusive' }),
      brokenAt(now),
    ];
    expect(history(entries).overall.since).toEqual(minutes(280));
  });
});

describe('the strip of a layer', () => {
  it('shows each layer that was looked at within the window, in the order of the chain', () => {
    const entries = [
      entryAt(before(8 * dayMs), { layers: { datadog: 'pass' } }),
      entryAt(minutes(20), { layers: { zebra: 'pass', chip: 'warn', cdw: 'pass' } }),
      brokenAt(now, { ...cdwBroken, layers: { ...cdwBroken.layers, lorota: 'unknown' } }),
    ];
    const { layers } = history(entries);
    expect(layers.map(({ layer, state }) => `${layer} ${state}`)).toEqual([
      'cdw broken',
      'lorota no-data',
      'chip healthy',
      'zebra healthy',
    ]);
  });

  it('is not touched by runs that did not look at it', () => {
    const entries = [
      entryAt(minutes(40), { layers: { cdw: 'pass' } }),
      entryAt(minutes(20), { layers: { chip: 'pass' } }),
      entryAt(now, { layers: { cdw: 'pass' } }),
    ];
    expect(history(entries).layers.map((layer) => shown(layer).at(-1))).toEqual([
      'healthy -40..0',
      'healthy -20..0',
    ]);
  });

  it('tells maintenance from an outage', () => {
    const { layers } = history([brokenAt(now, { ...cdwBroken, maintenance: ['cdw'] })]);
    expect(layers.map(({ state }) => state)).toEqual(['maintenance', 'healthy']);
  });

  it('reads a layer that is called like a member of every object', () => {
    const entries = [entryAt(now, { layers: { constructor: 'fail' } }), entryAt(minutes(5))];
    expect(history(entries).layers).toMatchObject([{ layer: 'constructor', state: 'broken' }]);
  });
});

describe('the uptime', () => {
  it('is a share of the known time, and says how much was known', () => {
    const every = (from: number, to: number, make: typeof entryAt) =>
      Array.from({ length: (from - to) / 30 + 1 }, (_, index) => make(minutes(from - 30 * index)));
    // Broken for 3 h, healthy for 9 h: the half hour of the change belongs to the outage.
    const entries = [...every(720, 570, brokenAt), ...every(540, 0, entryAt)];
    const [day, week, month] = history(entries).overall.uptime;
    expect(day).toEqual({ days: 1, knownMs: 12 * hourMs, healthyMs: 9 * hourMs, share: 0.75 });
    expect(week).toEqual({ ...day, days: 7 });
    expect(month).toEqual({ ...day, days: 30 });
  });

  it('counts maintenance as known, and as not up', () => {
    const announced = brokenAt(minutes(30), { ...cdwBroken, maintenance: ['cdw'] });
    const [day] = history([announced, entryAt(minutes(15)), entryAt(now)]).overall.uptime;
    expect(day?.share).toBe(0.5);
  });
});

describe('the outages', () => {
  it('run from the first broken sample to the first healthy one, with every root', () => {
    const entries = [
      entryAt(minutes(100)),
      brokenAt(minutes(80), cdwBroken),
      brokenAt(minutes(60), { rootCauses: [{ layer: 'chip', code: 'GATEWAY' }, ...cdwBroken.rootCauses] }),
      entryAt(minutes(40)),
      brokenAt(minutes(20)),
    ];
    expect(history(entries).outages).toEqual([
      { start: minutes(20), durationMs: 20 * minuteMs, roots: [], unseenMs: 0, atLeast: false },
      {
        start: minutes(80),
        end: minutes(40),
        durationMs: 40 * minuteMs,
        roots: ['cdw', 'chip'],
        unseenMs: 0,
        atLeast: false,
      },
    ]);
  });

  it('say how much of them nobody saw, and whether they may have begun earlier', () => {
    const entries = [brokenAt(minutes(300)), brokenAt(minutes(100)), brokenAt(minutes(70)), entryAt(now)];
    expect(history(entries).outages).toMatchObject([
      { durationMs: 300 * minuteMs, unseenMs: 270 * minuteMs, atLeast: true },
    ]);
  });

  it('are the last ten', () => {
    const entries = Array.from({ length: 24 }, (_, index) =>
      (index % 2 === 0 ? entryAt : brokenAt)(minutes(index * 10)),
    );
    const { outages } = history(entries);
    expect(outages).toHaveLength(10);
    expect(outages[0]?.start).toEqual(minutes(10));
  });
});

describe('the latest sample', () => {
  it('is the one with the worst verdict of those at the last instant', () => {
    const entries = verdicts.map((verdict) => entryAt(now, { verdict }));
    expect(history([...entries, brokenAt(minutes(1))]).latest?.verdict).toBe('not-ready');
  });
});

/* Times on a coarse grid, so that entries fall together and gaps lie at the limit. */
const entry = fc
  .record({
    step: fc.integer({ min: -60, max: 1 }),
    run: fc.constantFrom('1', '2', '3'),
    healthy: fc.boolean(),
    verdict: fc.constantFrom(...verdicts),
    candidate: fc.constantFrom(candidate, otherCommit),
    environment: fc.constantFrom('staging', 'staging', 'staging', 'dev'),
    layers: fc.dictionary(fc.constantFrom('cdw', 'chip', 'own'), fc.constantFrom(...statuses)),
    maintenance: fc.subarray(['cdw', 'chip']),
    rootCauses: fc.subarray([
      { layer: 'cdw', code: 'STALE' },
      { layer: 'chip', code: 'GATEWAY' },
    ]),
  })
  .map(({ step, ...given }) => entryAt(before(-step * 15 * minuteMs), given));

const given = fc.record({
  entries: fc.array(entry, { maxLength: 20 }),
  maxGapMs: fc.integer({ min: 1, max: 6 }).map((steps) => steps * 15 * minuteMs),
  days: fc.integer({ min: 1, max: 8 }),
});

describe('every history', () => {
  it('is the same whatever the order of the entries, and with duplicates', () => {
    fc.assert(
      fc.property(given, fc.infiniteStream(fc.nat()), ({ entries, ...more }, numbers) => {
        const shuffled = [...entries, ...entries.filter(() => (numbers.next().value ?? 0) % 2 === 0)]
          .map((each) => [numbers.next().value ?? 0, each] as const)
          .sort(([a], [b]) => a - b)
          .map(([, each]) => each);
        expect(history(shuffled, more)).toEqual(history(entries, more));
      }),
    );
  });

  it('has strips that cover the window without gap, overlap or a needless cut', () => {
    fc.assert(
      fc.property(given, ({ entries, ...more }) => {
        const { overall, layers } = history(entries, more);
        for (const { segments } of [overall, ...layers]) {
          expect(segments[0]?.fromMs).toBe(now.getTime() - more.days * dayMs);
          expect(segments.at(-1)?.toMs).toBe(now.getTime());
          segments.forEach((segment, index) => {
            expect(segment.toMs).toBeGreaterThan(segment.fromMs);
            const next = segments[index + 1];
            if (next === undefined) return;
            expect(next.fromMs).toBe(segment.toMs);
            expect(next.state).not.toBe(segment.state);
          });
        }
      }),
    );
  });

  it('calls no time healthy that two healthy samples within the gap, or the last one, do not enclose', () => {
    fc.assert(
      fc.property(given, ({ entries, ...more }) => {
        const own = entries.filter(({ environment }) => environment === 'staging');
        const healthyAt = (limit: (ms: number) => boolean) =>
          own.some((each) => each.healthy && limit(Math.min(Date.parse(each.at), now.getTime())));
        const nowMs = now.getTime();
        for (const { state, fromMs, toMs } of history(entries, more).overall.segments) {
          if (state !== 'healthy') continue;
          expect(healthyAt((ms) => ms <= fromMs && fromMs - ms <= more.maxGapMs)).toBe(true);
          expect(healthyAt((ms) => (toMs === nowMs ? nowMs - ms <= more.maxGapMs : ms === toMs))).toBe(true);
        }
      }),
    );
  });

  it('has an outage that goes on exactly when the debt says so, where nothing is in maintenance', () => {
    fc.assert(
      fc.property(given, ({ entries, ...more }) => {
        const plain = entries.map((each) => ({ ...each, maintenance: [] }));
        const debt = untestedDebt({ entries: plain, environment: 'staging', now });
        const [last] = history(plain, more).outages;
        // At one instant with a healthy and an unjudged sample the debt ends, and the outage does not.
        const mixed = plain.some(
          (one) => one.healthy && plain.some((other) => other.at === one.at && !other.healthy),
        );
        fc.pre(!mixed);
        expect(last?.end === undefined ? last?.durationMs : undefined).toBe(debt?.durationMs);
      }),
    );
  });
});
