import { describe, expect, it } from 'vitest';

import { evaluateCheck } from '../../src/core/evidence-checks.ts';
import type { CheckState } from '../../src/core/evidence-policy.ts';
import { clockSkewMs, readMoments } from '../../src/core/moments.ts';
import { hourMs, minuteMs } from '../../src/core/spans.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { after, before, brokenAt, candidate, entryAt, now, otherCommit } from './ledger-entries.ts';

const requirement = { type: 'check', check: 'CHIP system tests' } as const;

function evaluate(
  checks: readonly CheckState[],
  given: { entries?: readonly LedgerEntry[]; deployedAt?: Date; expiresAfterMs?: number; now?: Date } = {},
) {
  const { entries = [], now: at = now, ...rest } = given;
  const moments = readMoments({ entries, environment: 'staging', now });
  return evaluateCheck(requirement, { ...rest, moments, candidate, nowMs: at.getTime(), checks });
}

function result(state: CheckState['state'], at: Date, name: string = requirement.check): CheckState {
  return { name, state, at };
}

const deployedAt = before(hourMs);
const passedAfter = result('success', before(minuteMs));

describe('a check that must have succeeded', () => {
  it('counts when it succeeded after the deployment', () => {
    expect(evaluate([passedAfter], { deployedAt })).toEqual({
      ...requirement,
      met: true,
      text: 'check "CHIP system tests" succeeded on 4f2a91c after it was deployed',
      result: 'success',
    });
  });

  it.each([
    ['failure', 'failed on 4f2a91c'],
    ['pending', 'is not finished on 4f2a91c'],
  ] as const)('does not count as %s', (state, said) => {
    expect(evaluate([result(state, before(minuteMs))], { deployedAt })).toMatchObject({
      met: false,
      result: state,
      text: `check "CHIP system tests" ${said}`,
    });
  });

  it('must be there, by its very name', () => {
    const others = [result('success', before(minuteMs), 'CHIP system test'), result('success', now, 'lint')];
    for (const checks of [[], others]) {
      expect(evaluate(checks, { deployedAt })).toMatchObject({
        met: false,
        result: 'absent',
        text: 'check "CHIP system tests" has no result on 4f2a91c',
      });
    }
  });

  it('is not disturbed by a later result of another name', () => {
    expect(evaluate([passedAfter, result('failure', now, 'lint')], { deployedAt }).met).toBe(true);
  });
});

describe('the deployment that a check must come after', () => {
  it('must be earlier: at the same instant is not after', () => {
    const again = {
      met: false,
      result: 'before-deployment',
      text: 'check "CHIP system tests" succeeded on 4f2a91c, but not after it was deployed; it must succeed again',
    };
    expect(evaluate([result('success', before(1, deployedAt))], { deployedAt })).toMatchObject(again);
    expect(evaluate([result('success', deployedAt)], { deployedAt })).toMatchObject(again);
    expect(evaluate([result('success', after(1, deployedAt))], { deployedAt }).met).toBe(true);
  });

  it('is the first healthy sample with the candidate live, when no other time is known', () => {
    const entries = [entryAt(before(20 * minuteMs)), entryAt(before(30 * minuteMs))];
    expect(evaluate([result('success', before(30 * minuteMs))], { entries }).met).toBe(false);
    expect(evaluate([result('success', before(30 * minuteMs - 1))], { entries }).met).toBe(true);
  });

  it('is found among all that was seen at one instant', () => {
    const at = before(30 * minuteMs);
    expect(evaluate([passedAfter], { entries: [brokenAt(at), entryAt(at)] }).met).toBe(true);
  });

  it('is the time that is given, rather than what the samples say', () => {
    const entries = [entryAt(before(2 * hourMs))];
    expect(evaluate([result('success', before(90 * minuteMs))], { entries, deployedAt }).met).toBe(false);
    expect(evaluate([passedAfter], { entries: [entryAt(now)], deployedAt }).met).toBe(true);
  });

  it.each([
    ['no sample', []],
    ['only an unhealthy sample', [brokenAt(deployedAt)]],
    ['only samples of another commit', [entryAt(deployedAt, { candidate: otherCommit })]],
    ['only samples that saw no commit', [entryAt(deployedAt, { candidate: undefined })]],
  ])('is unknown with %s', (_, entries) => {
    expect(evaluate([passedAfter], { entries })).toMatchObject({
      met: false,
      result: 'deployment-unknown',
      text: 'check "CHIP system tests" succeeded on 4f2a91c, but nothing shows since when that commit is live',
    });
  });

  it('lets nothing count when its time cannot be read', () => {
    expect(evaluate([passedAfter], { deployedAt: new Date(Number.NaN) }).met).toBe(false);
  });
});

describe('the latest result of a check', () => {
  const early = before(20 * minuteMs);
  const late = before(10 * minuteMs);

  it.each([
    ['failure', 'success', 'success'],
    ['pending', 'success', 'success'],
    ['success', 'failure', 'failure'],
    ['success', 'pending', 'pending'],
    ['failure', 'pending', 'pending'],
  ] as const)('is what counts: after %s, %s means %s', (first, second, expected) => {
    const [one, other] = [result(first, early), result(second, late)];
    expect(evaluate([one, other], { deployedAt }).result).toBe(expected);
    expect(evaluate([other, one], { deployedAt }).result).toBe(expected);
  });

  it.each([
    ['success', 'failure', 'failure'],
    ['success', 'pending', 'pending'],
    ['pending', 'failure', 'failure'],
  ] as const)('is the worse of two of one instant: of %s and %s, %s', (first, second, expected) => {
    const [one, other] = [result(first, late), result(second, late)];
    expect(evaluate([one, other], { deployedAt }).result).toBe(expected);
    expect(evaluate([other, one], { deployedAt }).result).toBe(expected);
  });

  it('may be a success as far ahead as clocks may differ, and no further', () => {
    expect(evaluate([result('success', after(clockSkewMs))], { deployedAt }).met).toBe(true);
    expect(evaluate([result('success', after(clockSkewMs + 1))], { deployedAt }).result).toBe('absent');
  });

  it('is a failure although it is dated in the future: a wrong clock makes nothing green', () => {
    const checks = [passedAfter, result('failure', after(hourMs))];
    expect(evaluate(checks, { deployedAt }).result).toBe('failure');
  });

  it('is a failure although its time cannot be read, and no success then', () => {
    const unreadable = new Date(Number.NaN);
    expect(evaluate([result('success', unreadable)], { deployedAt }).result).toBe('absent');
    const [bad, good] = [result('failure', unreadable), passedAfter];
    expect(evaluate([bad, good], { deployedAt }).result).toBe('failure');
    expect(evaluate([good, bad], { deployedAt }).result).toBe('failure');
  });

  it('expires, but not before its time', () => {
    const expiresAfterMs = 30 * minuteMs;
    expect(evaluate([result('success', before(30 * minuteMs))], { deployedAt, expiresAfterMs }).met).toBe(
      true,
    );
    expect(
      evaluate([result('success', before(30 * minuteMs + 1))], { deployedAt, expiresAfterMs }),
    ).toMatchObject({
      met: false,
      result: 'expired',
      text: 'check "CHIP system tests" succeeded on 4f2a91c too long ago; it must succeed again',
    });
  });

  it('is no success when there is no now to compare with', () => {
    expect(evaluate([passedAfter], { deployedAt, now: new Date(Number.NaN) }).met).toBe(false);
  });
});
