import { commitMatcher, shortCommit } from './commit.ts';
import type { HealthyForProgress, HealthyForRequirement } from './evidence-policy.ts';
import type { Moment } from './moments.ts';
import { formatSpan } from './spans.ts';

/**
 * How long the environment was seen healthy with the candidate live. Only the time between two
 * consecutive samples that both say so, at most `maxGapMs` apart, counts: absence is unknown, never
 * healthy, and so is the time since the last sample.
 */
export function evaluateHealthyFor(
  requirement: HealthyForRequirement,
  given: {
    readonly moments: readonly Moment[];
    readonly candidate: string;
    readonly environment: string;
  },
): HealthyForProgress {
  const { healthyForMs, maxGapMs } = requirement;
  const healthyMs = sumHealthy(given.moments, given.candidate, maxGapMs);
  const met = healthyMs >= healthyForMs;
  const seen = `${given.environment} was seen healthy with ${shortCommit(given.candidate)} live for ${formatSpan(healthyMs)}`;
  const text = met
    ? seen
    : `${seen} of ${formatSpan(healthyForMs, 'up')}; ${formatSpan(healthyForMs - healthyMs, 'up')} more, ` +
      `sampled at least every ${formatSpan(maxGapMs)}`;
  return { ...requirement, met, text, healthyMs };
}

function sumHealthy(moments: readonly Moment[], candidate: string, maxGapMs: number): number {
  const isLive = commitMatcher(candidate);
  let healthyMs = 0;
  let sinceMs: number | undefined;
  for (const { atMs, entries } of moments) {
    // One bad sample spoils the instant: which of two was first cannot be known.
    const good = entries.every((entry) => entry.healthy && isLive(entry.candidate));
    if (good && sinceMs !== undefined && atMs - sinceMs <= maxGapMs) healthyMs += atMs - sinceMs;
    sinceMs = good ? atMs : undefined;
  }
  return healthyMs;
}
