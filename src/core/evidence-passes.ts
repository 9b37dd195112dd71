import { commitMatcher, shortCommit } from './commit.ts';
import type { PassesProgress, PassesRequirement } from './evidence-policy.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { Moment } from './moments.ts';
import { formatSpan } from './spans.ts';

interface Passes {
  readonly passed: number;
  readonly firstMs: number | undefined;
  readonly spannedMs: number;
}

/**
 * How often a probe went green in a healthy environment with the candidate live. A run counts once,
 * however often it was tried again; the time spanned runs from the first green sample to the last.
 */
export function evaluatePasses(
  requirement: PassesRequirement,
  given: { readonly moments: readonly Moment[]; readonly candidate: string; readonly nowMs: number },
): PassesProgress {
  const found = countPasses(requirement.probe, given);
  const { passed, spannedMs } = found;
  const met = passed >= requirement.passes && spannedMs >= requirement.spanningMs;
  const text = `${seen(requirement, found, given.candidate)}${met ? '' : `; ${needed(requirement, found, given.nowMs)}`}`;
  return { ...requirement, met, text, passed, spannedMs };
}

function countPasses(
  probe: string,
  { moments, candidate }: { readonly moments: readonly Moment[]; readonly candidate: string },
): Passes {
  const isLive = commitMatcher(candidate);
  const runs = new Set<string>();
  let firstMs: number | undefined;
  let spannedMs = 0;
  for (const { atMs, entries } of moments) {
    for (const entry of entries) {
      if (!isGreen(entry, probe) || !isLive(entry.candidate)) continue;
      runs.add(entry.run.id);
      firstMs ??= atMs;
      spannedMs = atMs - firstMs;
    }
  }
  return { passed: runs.size, firstMs, spannedMs };
}

function isGreen(entry: LedgerEntry, probe: string): boolean {
  const status = entry.probes[probe];
  return entry.healthy && (status === 'pass' || status === 'warn');
}

function seen({ probe, passes, spanningMs }: PassesRequirement, found: Passes, candidate: string): string {
  const { passed, spannedMs } = found;
  const live = `with ${shortCommit(candidate)} live`;
  if (passed < passes) return `${probe} passed ${String(passed)} of ${String(passes)} times ${live}`;
  const often = `${probe} passed ${passed === 1 ? 'once' : `${String(passed)} times`} ${live}`;
  if (spannedMs >= spanningMs) return spanningMs > 0 ? `${often}, over ${formatSpan(spannedMs)}` : often;
  return `${often}, but only over ${formatSpan(spannedMs)} instead of ${formatSpan(spanningMs, 'up')}`;
}

/**
 * What must still happen. One pass at or after `first + spanning` completes the span, so that is what
 * is asked for, as a wait from now; when that time is already past, any further pass completes it.
 */
function needed({ passes, spanningMs }: PassesRequirement, found: Passes, nowMs: number): string {
  const { passed, firstMs, spannedMs } = found;
  const lacking = passes - passed;
  if (spannedMs >= spanningMs) return `${String(lacking)} more`;
  if (firstMs === undefined)
    return `${String(Math.max(2, lacking))} more, the last at least ${formatSpan(spanningMs, 'up')} after the first`;
  const more = Math.max(1, lacking);
  const waitMs = firstMs + spanningMs - nowMs;
  if (waitMs <= 0) return `${String(more)} more`;
  return `${String(more)} more, ${more === 1 ? '' : 'the last '}no sooner than in ${formatSpan(waitMs, 'up')}`;
}
