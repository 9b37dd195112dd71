import { describe, expect, it } from 'vitest';

import { evaluateHealthyFor } from '../../src/core/evidence-health.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { readMoments } from '../../src/core/moments.ts';
import { hourMs, minuteMs } from '../../src/core/spans.ts';
import { before, brokenAt, candidate, entryAt, now, otherCommit } from './ledger-entries.ts';

const requirement = { type: 'healthy-for', healthyForMs: hourMs, maxGapMs: 30 * minuteMs } as const;

function evaluate(entries: readonly LedgerEntry[]) {
  const moments = readMoments({ entries, environment: 'staging', now });
  return evaluateHealthyFor(requirement, { moments, candidate, environment: 'staging' });
}

/** A healthy sample as many minutes before now as each number says. */
function healthy(...minutes: number[]): LedgerEntry[] {
  return minutes.map((each) => entryAt(before(each * minuteMs)));
}

const minutesOf = (entries: readonly LedgerEntry[]) => evaluate(entries).healthyMs / minuteMs;

describe('the time seen healthy', () => {
  it('says what it required, summed up and found', () => {
    expect(evaluate(healthy(75, 50, 25, 0))).toEqual({
      ...requirement,
      met: true,
      text: 'staging was seen healthy with 4f2a91c live for 1 h 15 min',
      healthyMs: 75 * minuteMs,
    });
  });

  it('is the sum of the intervals between samples, in whatever order they were written', () => {
    expect(minutesOf(healthy(0, 40, 20, 60))).toBe(60);
  });

  it('is nothing before the second sample, and does not go on after the last', () => {
    expect(minutesOf([])).toBe(0);
    expect(minutesOf(healthy(500))).toBe(0);
    expect(minutesOf(healthy(500, 490))).toBe(10);
  });

  it('counts an interval of exactly the longest gap, and none that is a millisecond longer', () => {
    expect(minutesOf(healthy(100, 70))).toBe(30);
    expect(minutesOf([entryAt(before(30 * minuteMs + 1)), entryAt(now)])).toBe(0);
  });

  it('goes on after a gap', () => {
    expect(minutesOf(healthy(200, 190, 100, 80))).toBe(30);
  });

  it.each([
    ['an unhealthy sample', brokenAt(before(50 * minuteMs))],
    ['an inconclusive sample', entryAt(before(50 * minuteMs), { healthy: false, verdict: 'inconclusive' })],
    ['a sample with another commit live', entryAt(before(50 * minuteMs), { candidate: otherCommit })],
    ['a sample with an unknown commit live', entryAt(before(50 * minuteMs), { candidate: undefined })],
  ])('does not reach over %s', (_, bad) => {
    expect(minutesOf(healthy(60, 45))).toBe(15);
    expect(minutesOf([...healthy(60, 45), bad])).toBe(0);
    expect(minutesOf([...healthy(80, 60, 45, 35), bad])).toBe(30);
  });

  it('takes an instant with a bad sample for bad, whichever was written first', () => {
    const [good, bad] = [entryAt(before(50 * minuteMs)), brokenAt(before(50 * minuteMs))];
    expect(minutesOf([...healthy(60, 45), good])).toBe(15);
    expect(minutesOf([...healthy(60, 45), good, bad])).toBe(0);
    expect(minutesOf([...healthy(60, 45), bad, good])).toBe(0);
  });

  it('does not ask whether the journey ran: that is what passes are for', () => {
    const entries = [40, 20].map((each) => entryAt(before(each * minuteMs), { probes: { chip: 'pass' } }));
    expect(minutesOf(entries)).toBe(20);
  });

  it('is enough at exactly the time required, and not a millisecond before', () => {
    expect(evaluate(healthy(60, 30, 0)).met).toBe(true);
    const short = evaluate([...healthy(30, 0), entryAt(before(hourMs - 1))]);
    expect(short).toMatchObject({ met: false, healthyMs: hourMs - 1 });
  });
});

describe('what is said about the time seen healthy', () => {
  it('names what was seen, what is still needed and how often it must be sampled', () => {
    expect(evaluate(healthy(30.5, 10)).text).toBe(
      'staging was seen healthy with 4f2a91c live for 20 min of 1 h; 40 min more, sampled at least every 30 min',
    );
  });

  it('rounds up what is asked for', () => {
    const moments = readMoments({ entries: healthy(30, 10), environment: 'staging', now });
    const odd = { ...requirement, healthyForMs: hourMs + 1 };
    expect(evaluateHealthyFor(odd, { moments, candidate, environment: 'staging' }).text).toBe(
      'staging was seen healthy with 4f2a91c live for 20 min of 1 h 1 min; 41 min more, sampled at least every 30 min',
    );
  });

  it('asks for all of it when nothing was seen', () => {
    expect(evaluate([]).text).toBe(
      'staging was seen healthy with 4f2a91c live for 0 s of 1 h; 1 h more, sampled at least every 30 min',
    );
  });
});
