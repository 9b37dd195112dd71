import { describe, expect, it } from 'vitest';

import type { ReportInput } from '../../src/core/report.ts';
import { waitUntilReady, type Waiting } from '../../src/pipeline/waiting.ts';
import { evidenceOf, failingProbe, noWaivers, probeResult } from '../support/findings.ts';

const ready = [probeResult({ layer: 'cdw' })];
const broken = [failingProbe('cdw', 'COLUMN_MISSING')];

function seen(probes: ReportInput['probes'], evidence = evidenceOf({ state: 'met' })): ReportInput {
  return {
    probes,
    evidence,
    waivers: noWaivers,
    refusedWaivers: [],
    enforce: true,
    environment: 'staging',
    mode: 'gate',
    candidate: 'c'.repeat(40),
    startedAt: new Date('2023-08-15T12:00:00Z'),
    durationMs: 0,
  };
}

/**
 * Waits on a clock that the pauses and the looks move. `looks` says what each look sees, the last one for ever;
 * `overAtMs` is when the deadline comes.
 */
async function wait(
  waiting: Partial<Waiting>,
  looks: readonly ReportInput[],
  { lookMs = 0, overAtMs = Infinity }: { readonly lookMs?: number; readonly overAtMs?: number } = {},
) {
  let nowMs = 5000;
  let count = 0;
  const lookedAtMs: number[] = [];
  const pauses: number[] = [];
  const lines: string[] = [];
  const report = await waitUntilReady(
    { waitForMs: 0, steadyForMs: 0, intervalMs: 30_000, ...waiting },
    () => {
      lookedAtMs.push(nowMs - 5000);
      nowMs += lookMs;
      const found = looks[Math.min(count, looks.length - 1)];
      count += 1;
      if (found === undefined) throw new Error('nothing to see');
      return Promise.resolve(found);
    },
    {
      elapsedMs: () => nowMs,
      pause: (ms) => {
        pauses.push(ms);
        nowMs = Math.min(nowMs + ms, Math.max(nowMs, 5000 + overAtMs));
        return Promise.resolve();
      },
      isOver: () => nowMs - 5000 >= overAtMs,
      progress: (line) => lines.push(line),
    },
  );
  return { report, lookedAtMs, pauses, lines };
}

describe('without a wait', () => {
  it.each([
    ['ready', ready],
    ['not-ready', broken],
  ] as const)('looks once, and the verdict is %s', async (verdict, probes) => {
    const { report, lookedAtMs, lines } = await wait({}, [seen(probes)], { lookMs: 700 });
    expect(report).toMatchObject({ verdict, durationMs: 700 });
    expect(lookedAtMs).toEqual([0]);
    expect(lines).toEqual([]);
  });
});

describe('waiting', () => {
  it('ends with the first look that is ready', async () => {
    const { report, lookedAtMs } = await wait({ waitForMs: 600_000 }, [
      seen(broken),
      seen(broken),
      seen(ready),
    ]);
    expect(report.verdict).toBe('ready');
    expect(lookedAtMs).toEqual([0, 30_000, 60_000]);
    expect(report.durationMs).toBe(60_000);
  });

  it('gives up with the last verdict, after a look at the very end', async () => {
    const { report, lookedAtMs, pauses } = await wait({ waitForMs: 70_000 }, [seen(broken)]);
    expect(report.verdict).toBe('not-ready');
    expect(lookedAtMs).toEqual([0, 30_000, 60_000, 70_000]);
    expect(pauses).toEqual([30_000, 30_000, 10_000]);
  });

  it('begins when the first look is done', async () => {
    const { lookedAtMs } = await wait({ waitForMs: 30_000 }, [seen(broken)], { lookMs: 20_000 });
    expect(lookedAtMs).toEqual([0, 50_000]);
  });

  it('says before each pause what is missing, when it looks again and for how long still', async () => {
    const untested = seen(ready, evidenceOf({ missing: ['check-in passed 1 of 3 times'] }));
    const { lines } = await wait({ waitForMs: 45_000 }, [untested, seen(broken), seen(ready)]);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^⏳ .*check-in passed 1 of 3 times.* Looking again in 30 s, for at most 45 s\.$/u,
    );
    expect(lines[1]).toMatch(/^⏳ .*cdw is broken.* Looking again in 15 s, for at most 15 s\.$/u);
  });
});

describe('steadiness', () => {
  it('wants every look ready for that long', async () => {
    const { report, lookedAtMs } = await wait({ waitForMs: 300_000, steadyForMs: 60_000 }, [seen(ready)]);
    expect(report.verdict).toBe('ready');
    expect(lookedAtMs).toEqual([0, 30_000, 60_000]);
  });

  it('begins anew after a look that was not ready', async () => {
    const looks = [seen(ready), seen(ready), seen(broken), seen(ready)];
    const { report, lookedAtMs, lines } = await wait({ waitForMs: 300_000, steadyForMs: 60_000 }, looks);
    expect(report.verdict).toBe('ready');
    expect(lookedAtMs.at(-1)).toBe(150_000);
    expect(lines[0]).toContain('ready for 0 s of the 1 min that `steady-for` asks for');
    expect(lines[1]).toContain('ready for 30 s of the 1 min');
    expect(lines[2]).toContain('cdw is broken');
    expect(lines[3]).toContain('ready for 0 s of the 1 min');
  });

  it('begins anew with another commit: what one was does not count for the next', async () => {
    const next = { ...seen(ready), candidate: 'd'.repeat(40) };
    const looks = [seen(ready), seen(ready), next];
    const { report, lookedAtMs, lines } = await wait({ waitForMs: 300_000, steadyForMs: 60_000 }, looks);
    expect(report).toMatchObject({ verdict: 'ready', candidate: next.candidate });
    expect(lines[2]).toContain('ready for 0 s of the 1 min');
    expect(lookedAtMs.at(-1)).toBe(120_000);
  });

  it('may be asked for as long as the wait', async () => {
    const { report } = await wait({ waitForMs: 60_000, steadyForMs: 60_000 }, [seen(ready)], {
      lookMs: 2000,
    });
    expect(report.verdict).toBe('ready');
  });

  it('that is not reached blocks, and is told', async () => {
    const looks = [seen(broken), seen(broken), seen(ready)];
    const { report } = await wait({ waitForMs: 90_000, steadyForMs: 60_000 }, looks);
    expect(report).toMatchObject({
      verdict: 'untested',
      decision: 'block',
      unsteady: 'ready for 30 s of the 1 min that `steady-for` asks for',
    });
  });

  it('is not told of a look that is not ready', async () => {
    const { report } = await wait({ waitForMs: 30_000, steadyForMs: 30_000 }, [seen(ready), seen(broken)]);
    expect(report.verdict).toBe('not-ready');
    expect(report).not.toHaveProperty('unsteady');
  });
});

describe('the deadline of the run', () => {
  it('ends the wait after the look in which it came', async () => {
    const { lookedAtMs, pauses } = await wait({ waitForMs: 600_000 }, [seen(broken)], {
      lookMs: 40_000,
      overAtMs: 40_000,
    });
    expect(lookedAtMs).toEqual([0]);
    expect(pauses).toEqual([]);
  });

  it('ends the wait in a pause, with the last report and without another look', async () => {
    const { report, lookedAtMs } = await wait({ waitForMs: 600_000 }, [seen(broken), seen(ready)], {
      overAtMs: 10_000,
    });
    expect(report.verdict).toBe('not-ready');
    expect(lookedAtMs).toEqual([0]);
  });
});
