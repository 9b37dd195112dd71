import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { untestedDebt } from '../../src/core/debt.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { dayMs, hourMs, minuteMs } from '../../src/core/spans.ts';
import {
  after,
  before,
  brokenAt,
  candidate,
  entryAt,
  now,
  otherCommit,
  thirdCommit,
} from './ledger-entries.ts';

function debtOf(entries: readonly LedgerEntry[]) {
  return untestedDebt({ entries, environment: 'staging', now });
}

function inconclusiveAt(at: Date, given: Parameters<typeof entryAt>[1] = {}): LedgerEntry {
  return entryAt(at, {
    healthy: false,
    verdict: 'inconclusive',
    probes: { 'check-in': 'unknown' },
    ...given,
  });
}

const hoursAgo = (hours: number) => before(hours * hourMs);

describe('untestedDebt', () => {
  it('tells how long, since when, since which healthy sample, and which candidates entered', () => {
    const since = before(3 * dayMs + 21 * hourMs);
    const entries = [
      entryAt(before(5 * dayMs), { candidate: thirdCommit }),
      entryAt(before(4 * dayMs), { candidate: thirdCommit }),
      brokenAt(since, { candidate: thirdCommit }),
      brokenAt(before(2 * dayMs)),
      brokenAt(before(dayMs), { candidate: otherCommit }),
      brokenAt(hoursAgo(1), { candidate: otherCommit }),
    ];
    expect(debtOf(entries)).toEqual({
      since,
      durationMs: 3 * dayMs + 21 * hourMs,
      candidates: [candidate, otherCommit],
      lastHealthy: before(4 * dayMs),
      sentence: 'staging could not run check-in for 3 d 21 h; 2 candidates entered untested',
    });
  });

  it('speaks of now where it has just begun', () => {
    expect(debtOf([entryAt(hoursAgo(3)), brokenAt(before(0))])?.sentence).toBe(
      'staging cannot run check-in as of now; no candidate entered untested',
    );
  });

  it('says one candidate, or none', () => {
    const start = [entryAt(hoursAgo(3)), brokenAt(hoursAgo(2))];
    expect(debtOf([...start, brokenAt(hoursAgo(1), { candidate: otherCommit })])?.sentence).toBe(
      'staging could not run check-in for 2 h; 1 candidate entered untested',
    );
    expect(debtOf(start)?.sentence).toBe(
      'staging could not run check-in for 2 h; no candidate entered untested',
    );
  });

  it.each([
    ['an empty ledger', []],
    ['only healthy samples', [entryAt(hoursAgo(1))]],
    ['an outage that is over', [brokenAt(hoursAgo(2)), entryAt(hoursAgo(1))]],
    ['only inconclusive samples', [inconclusiveAt(hoursAgo(1))]],
    ['an inconclusive sample after a healthy one', [entryAt(hoursAgo(2)), inconclusiveAt(hoursAgo(1))]],
    ['an outage elsewhere', [brokenAt(hoursAgo(1), { environment: 'dev' })]],
    ['an outage in the future', [brokenAt(after(hourMs))]],
  ])('is nothing for %s', (_, entries) => {
    expect(debtOf(entries)).toBeUndefined();
  });

  it('says "at least" and names no last healthy sample when there is none', () => {
    const found = debtOf([brokenAt(hoursAgo(2))]);
    expect(found).toEqual({
      since: hoursAgo(2),
      durationMs: 2 * hourMs,
      candidates: [candidate],
      sentence: 'staging could not run check-in for at least 2 h; 1 candidate entered untested',
    });
    expect(found).not.toHaveProperty('lastHealthy');
  });

  it('begins with the first broken sample after the last healthy one', () => {
    const entries = [
      brokenAt(hoursAgo(9)),
      entryAt(hoursAgo(8)),
      entryAt(hoursAgo(7)),
      brokenAt(hoursAgo(6)),
      brokenAt(hoursAgo(5)),
    ];
    expect(debtOf(entries)).toMatchObject({ since: hoursAgo(6), lastHealthy: hoursAgo(7) });
  });

  it('is neither begun nor ended by an inconclusive sample', () => {
    const entries = [
      entryAt(hoursAgo(5)),
      inconclusiveAt(hoursAgo(4)),
      brokenAt(hoursAgo(3)),
      inconclusiveAt(hoursAgo(2)),
    ];
    expect(debtOf(entries)).toMatchObject({ since: hoursAgo(3), durationMs: 3 * hourMs });
  });

  it('is ended by a sample that is healthy although its candidate is untested', () => {
    expect(debtOf([brokenAt(hoursAgo(2)), entryAt(hoursAgo(1), { verdict: 'untested' })])).toBeUndefined();
  });

  it.each(['ready', 'untested', 'inconclusive'] as const)(
    'goes on through a sample that a waiver made %s, for what it waived is broken',
    (verdict) => {
      const probes = { chip: 'fail', 'check-in': 'pass' } as const;
      const waived = (name: string) =>
        brokenAt(hoursAgo(1), {
          verdict,
          probes,
          waivers: [{ probes: [name, 'evidence'], reason: 'known' }],
        });
      expect(debtOf([entryAt(hoursAgo(2)), waived('chip')])?.since).toEqual(hoursAgo(1));
      expect(debtOf([entryAt(hoursAgo(2)), waived('check-in')])).toBeUndefined();
      expect(debtOf([entryAt(hoursAgo(2)), waived('absent')])).toBeUndefined();
    },
  );

  it('is not begun by a healthy sample in which a waiver was used for something else', () => {
    const waivers = [{ probes: ['chip'], reason: 'known' }];
    const entries = [entryAt(hoursAgo(1), { probes: { chip: 'fail' }, waivers })];
    expect(debtOf(entries)).toBeUndefined();
  });

  it('takes an instant with a broken sample for broken, whichever was written first', () => {
    const [good, bad] = [entryAt(hoursAgo(1)), brokenAt(hoursAgo(1))];
    expect(debtOf([good, bad])?.since).toEqual(hoursAgo(1));
    expect(debtOf([bad, good])?.since).toEqual(hoursAgo(1));
  });

  it('takes an instant with a healthy and an inconclusive sample for healthy', () => {
    const entries = [brokenAt(hoursAgo(2)), inconclusiveAt(hoursAgo(1)), entryAt(hoursAgo(1))];
    expect(debtOf(entries)).toBeUndefined();
  });
});

describe('the candidates that entered untested', () => {
  const candidatesOf = (entries: readonly LedgerEntry[]) => debtOf(entries)?.candidates;

  it('are each named once, in order of appearance', () => {
    const entries = [
      brokenAt(hoursAgo(3), { candidate: thirdCommit }),
      brokenAt(hoursAgo(2), { candidate: otherCommit }),
      brokenAt(hoursAgo(1), { candidate: thirdCommit }),
    ];
    expect(candidatesOf(entries)).toEqual([thirdCommit, otherCommit]);
    expect(candidatesOf(entries.toReversed())).toEqual([thirdCommit, otherCommit]);
  });

  it('do not include one that was seen live in a healthy environment before, even if it came back', () => {
    const entries = [
      entryAt(hoursAgo(9), { candidate: thirdCommit }),
      entryAt(hoursAgo(8), { candidate: otherCommit }),
      brokenAt(hoursAgo(7), { candidate: otherCommit }),
      brokenAt(hoursAgo(6)),
      brokenAt(hoursAgo(5), { candidate: thirdCommit }),
    ];
    expect(candidatesOf(entries)).toEqual([candidate]);
  });

  it('include one that had only been seen in an earlier outage', () => {
    const entries = [
      brokenAt(hoursAgo(9)),
      entryAt(hoursAgo(8), { candidate: otherCommit }),
      brokenAt(hoursAgo(7)),
    ];
    expect(candidatesOf(entries)).toEqual([candidate]);
  });

  it('include one that an inconclusive sample saw enter, before or during the outage', () => {
    const entries = [
      entryAt(hoursAgo(4)),
      inconclusiveAt(hoursAgo(3), { candidate: thirdCommit }),
      brokenAt(hoursAgo(2), { candidate: thirdCommit }),
      inconclusiveAt(hoursAgo(1), { candidate: otherCommit }),
    ];
    expect(candidatesOf(entries)).toEqual([thirdCommit, otherCommit]);
  });

  it('leave out samples that saw no commit', () => {
    expect(candidatesOf([brokenAt(hoursAgo(1), { candidate: undefined })])).toEqual([]);
  });

  it('are named in one order when they were seen at one instant', () => {
    const both = [brokenAt(hoursAgo(1), { candidate: otherCommit }), brokenAt(hoursAgo(1))];
    expect(candidatesOf(both)).toEqual([candidate, otherCommit]);
    expect(candidatesOf(both.toReversed())).toEqual([candidate, otherCommit]);
  });
});

describe('the debt, whatever the ledger holds', () => {
  const line = fc
    .record({
      step: fc.integer({ min: -10, max: 2 }),
      make: fc.constantFrom(entryAt, brokenAt, inconclusiveAt),
      commit: fc.constantFrom(candidate, otherCommit, undefined),
    })
    .map(({ step, make, commit }) => make(after(step * 3 * minuteMs), { candidate: commit }));
  const lines = fc.array(line, { maxLength: 10 });

  it('is the same in any order of lines and with lines written twice', () => {
    fc.assert(
      fc.property(lines, (entries) => {
        expect(debtOf([...entries.toReversed(), ...entries])).toEqual(debtOf(entries));
      }),
    );
  });

  it('never begins after now, nor before the last healthy sample', () => {
    fc.assert(
      fc.property(lines, (entries) => {
        const found = debtOf(entries);
        if (found === undefined) return;
        expect(found.durationMs).toBe(now.getTime() - found.since.getTime());
        expect(found.durationMs).toBeGreaterThanOrEqual(0);
        expect((found.lastHealthy ?? new Date(0)).getTime()).toBeLessThan(found.since.getTime());
      }),
    );
  });
});
