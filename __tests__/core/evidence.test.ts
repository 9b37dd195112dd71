import { describe, expect, it } from 'vitest';

import { evaluateEvidence, type Evidence, type EvidenceInput } from '../../src/core/evidence.ts';
import type { EvidencePolicy } from '../../src/core/evidence-policy.ts';
import { dayMs, hourMs, minuteMs } from '../../src/core/spans.ts';
import { before, candidate, entryAt, now } from './ledger-entries.ts';

const passes = { type: 'passes', probe: 'check-in', passes: 1, spanningMs: 0 } as const;
const healthyFor = { type: 'healthy-for', healthyForMs: hourMs, maxGapMs: 45 * minuteMs } as const;
const check = { type: 'check', check: 'CHIP system tests' } as const;

function evaluate(policy: EvidencePolicy, given: Partial<EvidenceInput> = {}): Evidence {
  return evaluateEvidence({
    entries: [],
    candidate,
    environment: 'staging',
    policy,
    now,
    checks: [],
    ...given,
  });
}

describe('evaluateEvidence', () => {
  it('is met when nothing is required', () => {
    expect(evaluate({ require: [] })).toEqual({ state: 'met', missing: [], requirements: [] });
  });

  it('holds every requirement against the ledger, in their order, and lists only those that are not met', () => {
    const found = evaluate({ require: [check, passes, healthyFor] }, { entries: [entryAt(before(1))] });
    expect(found.state).toBe('missing');
    expect(found.requirements.map(({ type, met }) => [type, met])).toEqual([
      ['check', false],
      ['passes', true],
      ['healthy-for', false],
    ]);
    expect(found.missing).toEqual([found.requirements[0]?.text, found.requirements[2]?.text]);
  });

  it('is met when every requirement is', () => {
    const found = evaluate(
      { require: [passes, healthyFor, check] },
      {
        entries: [90, 60, 30].map((minutes) => entryAt(before(minutes * minuteMs))),
        checks: [{ name: check.check, state: 'success', at: before(minuteMs) }],
      },
    );
    expect(found.requirements.map(({ met }) => met)).toEqual([true, true, true]);
    expect(found).toMatchObject({ state: 'met', missing: [] });
  });

  it('counts nothing that was seen in another environment', () => {
    const entries = [entryAt(before(1), { environment: 'production' })];
    expect(evaluate({ require: [passes] }, { entries }).state).toBe('missing');
  });

  it('drops what has expired, for every sort of requirement', () => {
    const entries = [entryAt(before(8 * dayMs)), entryAt(before(8 * dayMs - hourMs))];
    const given = {
      entries,
      checks: [{ name: check.check, state: 'success' as const, at: before(8 * dayMs - hourMs) }],
    };
    const require = [passes, { ...healthyFor, maxGapMs: hourMs }, check];
    expect(evaluate({ require }, given).state).toBe('met');
    const found = evaluate({ require, expiresAfterMs: 7 * dayMs }, given);
    expect(found.requirements.map(({ met }) => met)).toEqual([false, false, false]);
  });

  it('goes by the time of deployment that it is given', () => {
    const given = {
      entries: [entryAt(before(hourMs))],
      checks: [{ name: check.check, state: 'success' as const, at: before(2 * minuteMs) }],
    };
    expect(evaluate({ require: [check] }, given).state).toBe('met');
    expect(evaluate({ require: [check] }, { ...given, deployedAt: before(minuteMs) }).state).toBe('missing');
  });

  it('evaluates 10,000 entries; how long that takes is printed', () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => entryAt(before(index * minuteMs)));
    const policy = { require: [{ ...passes, passes: 3, spanningMs: hourMs }, healthyFor, check] };
    const given = { entries, checks: [{ name: check.check, state: 'success' as const, at: now }] };
    const samples = Array.from({ length: 20 }, () => {
      const start = performance.now();
      expect(evaluate(policy, given).state).toBe('met');
      return performance.now() - start;
    }).sort((a, b) => a - b);
    const [least = 0, median = 0] = [samples[0], samples[10]];
    console.log(`10,000 entries: ${least.toFixed(1)} ms at best, ${median.toFixed(1)} ms as a rule`);
  });
});
