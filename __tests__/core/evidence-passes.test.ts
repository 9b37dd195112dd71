import { describe, expect, it } from 'vitest';

import { evaluatePasses } from '../../src/core/evidence-passes.ts';
import type { PassesRequirement } from '../../src/core/evidence-policy.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { readMoments } from '../../src/core/moments.ts';
import { hourMs, minuteMs } from '../../src/core/spans.ts';
import { before, brokenAt, candidate, entryAt, now, otherCommit } from './ledger-entries.ts';

const threeInAnHour = { type: 'passes', probe: 'check-in', passes: 3, spanningMs: hourMs } as const;
const three = { ...threeInAnHour, spanningMs: 0 } as const;
const one = { ...three, passes: 1 } as const;

function evaluate(requirement: PassesRequirement, entries: readonly LedgerEntry[]) {
  const moments = readMoments({ entries, environment: 'staging', now });
  return evaluatePasses(requirement, { moments, candidate, nowMs: now.getTime() });
}

/** A green entry as many minutes before now as each number says. */
function greens(...minutes: number[]): LedgerEntry[] {
  return minutes.map((each) => entryAt(before(each * minuteMs)));
}

describe('the passes that count', () => {
  it('says what it required, counted and found', () => {
    expect(evaluate(threeInAnHour, greens(61, 31, 0.5))).toEqual({
      ...threeInAnHour,
      met: true,
      text: 'check-in passed 3 times with 4f2a91c live, over 1 h',
      passed: 3,
      spannedMs: 60.5 * minuteMs,
    });
  });

  it.each(['pass', 'warn'] as const)('counts a journey that came out as %s', (status) => {
    const entries = [entryAt(before(1), { probes: { 'check-in': status } })];
    expect(evaluate(one, entries)).toMatchObject({ met: true, passed: 1 });
  });

  it.each(['unknown', 'fail'] as const)('does not count a journey that came out as %s', (status) => {
    const entries = [entryAt(before(1), { probes: { 'check-in': status } })];
    expect(evaluate(one, entries)).toMatchObject({ met: false, passed: 0, spannedMs: 0 });
  });

  it.each([
    ['a run that did not play the journey', { probes: { chip: 'pass' } }],
    ['a pass in an unhealthy environment', { healthy: false }],
    ['a pass with another commit live', { candidate: otherCommit }],
    ['a pass with an unknown commit live', { candidate: undefined }],
  ] as const)('does not count %s', (_, given) => {
    expect(evaluate(one, [entryAt(before(1), given)])).toMatchObject({ met: false, passed: 0 });
  });

  it('counts a run once, however often it was tried again or written down', () => {
    const entries = [
      entryAt(before(60 * minuteMs), { run: '7', attempt: 1 }),
      entryAt(before(60 * minuteMs), { run: '7', attempt: 1 }),
      entryAt(before(30 * minuteMs), { run: '7', attempt: 2 }),
      entryAt(before(20 * minuteMs), { run: '8' }),
    ];
    expect(evaluate(three, entries)).toMatchObject({ met: false, passed: 2, spannedMs: 40 * minuteMs });
  });

  it('is not undone by a broken sample in between', () => {
    const entries = [...greens(90, 60, 15), brokenAt(before(30 * minuteMs))];
    expect(evaluate(threeInAnHour, entries)).toMatchObject({ met: true, passed: 3 });
  });

  it('spans from the first green sample to the last, whatever their order and what else was seen', () => {
    const entries = [
      brokenAt(before(200 * minuteMs)),
      ...greens(20, 80, 50),
      entryAt(before(10 * minuteMs), { candidate: otherCommit }),
    ];
    expect(evaluate(threeInAnHour, entries)).toMatchObject({ met: true, spannedMs: hourMs });
  });

  it('is met at exactly the time required, and not a millisecond before', () => {
    const last = entryAt(before(0));
    const met = evaluate({ ...threeInAnHour, passes: 2 }, [last, entryAt(before(hourMs))]);
    const missed = evaluate({ ...threeInAnHour, passes: 2 }, [last, entryAt(before(hourMs - 1))]);
    expect([met.met, missed.met]).toEqual([true, false]);
  });
});

describe('what is said about passes', () => {
  it.each([
    ['check-in passed once with 4f2a91c live', one, greens(5)],
    ['check-in passed 2 times with 4f2a91c live', one, greens(5, 1)],
    ['check-in passed 4 times with 4f2a91c live, over 1 h 30 min', threeInAnHour, greens(95, 60, 30, 5)],
  ] as const)('is, when met: %s', (text, requirement, entries) => {
    expect(evaluate(requirement, entries)).toMatchObject({ met: true, text });
  });

  it.each([
    ['0 of 1 times with 4f2a91c live; 1 more', one, []],
    ['1 of 3 times with 4f2a91c live; 2 more', three, greens(19)],
    ['0 of 3 times with 4f2a91c live; 3 more, the last at least 1 h after the first', threeInAnHour, []],
    [
      '0 of 1 times with 4f2a91c live; 2 more, the last at least 1 h after the first',
      { ...one, spanningMs: hourMs },
      [],
    ],
    ['1 of 3 times with 4f2a91c live; 2 more, the last no sooner than in 41 min', threeInAnHour, greens(19)],
    [
      '1 of 3 times with 4f2a91c live; 2 more, the last no sooner than in 41 min',
      threeInAnHour,
      greens(19.5),
    ],
    ['2 of 3 times with 4f2a91c live; 1 more, no sooner than in 30 min', threeInAnHour, greens(30, 10)],
    [
      '2 of 3 times with 4f2a91c live; 1 more, no sooner than in 1 ms',
      threeInAnHour,
      greens(60 - 1 / 60_000, 10),
    ],
    ['1 of 3 times with 4f2a91c live; 2 more', threeInAnHour, greens(60)],
    ['2 of 3 times with 4f2a91c live; 1 more', threeInAnHour, greens(90, 80)],
    ['2 of 3 times with 4f2a91c live; 1 more', threeInAnHour, greens(90, 10)],
    [
      '3 times with 4f2a91c live, but only over 9 min instead of 1 h; 1 more, no sooner than in 41 min',
      threeInAnHour,
      greens(19, 15, 10),
    ],
    [
      '4 times with 4f2a91c live, but only over 30 min instead of 1 h; 1 more',
      threeInAnHour,
      greens(90, 80, 70, 60),
    ],
    [
      'once with 4f2a91c live, but only over 0 s instead of 1 h; 1 more',
      { ...one, spanningMs: hourMs },
      greens(90),
    ],
  ] as const)('is, when something is missing: check-in passed %s', (text, requirement, entries) => {
    expect(evaluate(requirement, entries)).toMatchObject({ met: false, text: `check-in passed ${text}` });
  });

  it('rounds up the time that is asked for', () => {
    const odd = { ...one, spanningMs: hourMs + 1 };
    expect(evaluate(odd, []).text).toBe(
      'check-in passed 0 of 1 times with 4f2a91c live; 2 more, the last at least 1 h 1 min after the first',
    );
    expect(evaluate(odd, greens(90)).text).toBe(
      'check-in passed once with 4f2a91c live, but only over 0 s instead of 1 h 1 min; 1 more',
    );
  });

  it('asks for exactly what completes the requirement', () => {
    const entries = greens(19);
    const asked = [entryAt(before(0)), entryAt(before(-41 * minuteMs))];
    const at = (later: Date) => ({
      moments: readMoments({ entries: [...entries, ...asked], environment: 'staging', now: later }),
      candidate,
      nowMs: later.getTime(),
    });
    expect(evaluatePasses(threeInAnHour, at(before(-41 * minuteMs))).met).toBe(true);
    expect(evaluatePasses(threeInAnHour, at(before(-35 * minuteMs))).met).toBe(false);
  });
});
