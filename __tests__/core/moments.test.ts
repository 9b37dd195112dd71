import { describe, expect, it } from 'vitest';

import { clockSkewMs, readMoments } from '../../src/core/moments.ts';
import { hourMs, minuteMs } from '../../src/core/spans.ts';
import { after, before, brokenAt, entryAt, now } from './ledger-entries.ts';

const environment = 'staging';

describe('readMoments', () => {
  it('puts entries in order of time, and those of one instant together', () => {
    const late = entryAt(before(minuteMs));
    const early = entryAt(before(3 * minuteMs));
    const middle = entryAt(before(2 * minuteMs));
    const also = brokenAt(before(2 * minuteMs));
    expect(readMoments({ entries: [middle, late, early, also], environment, now })).toEqual([
      { atMs: now.getTime() - 3 * minuteMs, entries: [early] },
      { atMs: now.getTime() - 2 * minuteMs, entries: [middle, also] },
      { atMs: now.getTime() - minuteMs, entries: [late] },
    ]);
  });

  it('reads only the environment that is asked for', () => {
    const entries = [entryAt(before(1), { environment: 'production' })];
    expect(readMoments({ entries, environment, now })).toEqual([]);
  });

  it('allows 5 minutes of clock skew, and takes what is within them as seen now', () => {
    expect(clockSkewMs).toBe(300_000);
    const within = entryAt(after(5 * minuteMs));
    const beyond = entryAt(after(5 * minuteMs + 1));
    expect(readMoments({ entries: [beyond, within], environment, now })).toEqual([
      { atMs: now.getTime(), entries: [within] },
    ]);
  });

  it('leaves out what is older than it may be, and keeps what is exactly as old', () => {
    const old = entryAt(before(hourMs + 1));
    const due = entryAt(before(hourMs));
    const read = readMoments({ entries: [old, due], environment, now, expiresAfterMs: hourMs });
    expect(read).toEqual([{ atMs: now.getTime() - hourMs, entries: [due] }]);
  });

  it('keeps everything from the past when nothing expires', () => {
    const old = entryAt(new Date(0));
    expect(readMoments({ entries: [old], environment, now })).toEqual([{ atMs: 0, entries: [old] }]);
  });

  it('leaves out an entry without a readable time', () => {
    const entries = [{ ...entryAt(now), at: 'yesterday' }];
    expect(readMoments({ entries, environment, now })).toEqual([]);
  });

  it('reads nothing when there is no now to compare with', () => {
    expect(readMoments({ entries: [entryAt(now)], environment, now: new Date(Number.NaN) })).toEqual([]);
  });
});
