import { commitMatcher, shortCommit } from './commit.ts';
import type { CheckProgress, CheckRequirement, CheckResult, CheckState } from './evidence-policy.ts';
import { clockSkewMs, type Moment } from './moments.ts';

interface Given {
  readonly moments: readonly Moment[];
  readonly candidate: string;
  readonly nowMs: number;
  readonly checks: readonly CheckState[];
  readonly deployedAt?: Date | undefined;
  readonly expiresAfterMs?: number | undefined;
}

/**
 * Whether the latest result of a named check is a success from after the candidate's deployment.
 * Without a time of deployment it is the first healthy sample that saw the candidate live. An
 * unhealthy sighting does not do: a broken sample must never make evidence better.
 */
export function evaluateCheck(requirement: CheckRequirement, given: Given): CheckProgress {
  const result = readResult(requirement.check, given);
  const text = `check "${requirement.check}" ${said(result, shortCommit(given.candidate))}`;
  return { ...requirement, met: result === 'success', text, result };
}

function readResult(name: string, given: Given): CheckResult {
  const { nowMs, deployedAt, expiresAfterMs = Infinity } = given;
  const latest = findLatest(given.checks, name, nowMs);
  if (latest === undefined) return 'absent';
  if (latest.state !== 'success') return latest.state;
  if (latest.atMs < nowMs - expiresAfterMs) return 'expired';
  const liveMs = deployedAt?.getTime() ?? firstHealthyMs(given);
  if (liveMs === undefined) return 'deployment-unknown';
  return latest.atMs > liveMs ? 'success' : 'before-deployment';
}

type TimedState = Pick<CheckState, 'state'> & { readonly atMs: number };

const badness = { success: 0, pending: 1, failure: 2 } as const satisfies Record<CheckState['state'], number>;

/**
 * A success from the future, or without a readable time, proves nothing. What did not succeed counts
 * whatever its date: a check that is red on the commit must not be overlooked for a wrong clock.
 */
function findLatest(checks: readonly CheckState[], name: string, nowMs: number): TimedState | undefined {
  let latest: TimedState | undefined;
  for (const check of checks) {
    if (check.name !== name) continue;
    const { state } = check;
    const readMs = check.at.getTime();
    if (state === 'success' && !(readMs <= nowMs + clockSkewMs)) continue;
    const found = { state, atMs: Number.isNaN(readMs) ? Infinity : readMs };
    if (latest === undefined || supersedes(found, latest)) latest = found;
  }
  return latest;
}

function supersedes(one: TimedState, other: TimedState): boolean {
  return one.atMs === other.atMs ? badness[one.state] > badness[other.state] : one.atMs > other.atMs;
}

function firstHealthyMs({ moments, candidate }: Given): number | undefined {
  const isLive = commitMatcher(candidate);
  return moments.find(({ entries }) => entries.some((entry) => entry.healthy && isLive(entry.candidate)))
    ?.atMs;
}

function said(result: CheckResult, commit: string): string {
  switch (result) {
    case 'success':
      return `succeeded on ${commit} after it was deployed`;
    case 'failure':
      return `failed on ${commit}`;
    case 'pending':
      return `is not finished on ${commit}`;
    case 'absent':
      return `has no result on ${commit}`;
    case 'expired':
      return `succeeded on ${commit} too long ago; it must succeed again`;
    case 'before-deployment':
      return `succeeded on ${commit}, but not after it was deployed; it must succeed again`;
    case 'deployment-unknown':
      return `succeeded on ${commit}, but nothing shows since when that commit is live`;
  }
}
