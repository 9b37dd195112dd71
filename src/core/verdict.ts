import type { Decision, ProbeResult, Verdict } from './model.ts';
import { worst } from './worst.ts';

/** What the ledger proves about the candidate, as far as the verdict needs it. */
export interface EvidenceFinding {
  /** `met`: every requirement holds, or none is configured. `unreadable`: the ledger could not be read. */
  readonly state: 'met' | 'missing' | 'unreadable';
  /** One sentence per requirement that is not met. */
  readonly missing: readonly string[];
}

/**
 * The verdict on staging and the candidate. Fails closed: without a single required probe, or with
 * one that is neither passed nor warned, by its own status and by each of its checks, it is never `ready`.
 */
export function decideVerdict(input: {
  readonly probes: readonly ProbeResult[];
  readonly evidence: EvidenceFinding;
}): Verdict {
  const required = input.probes.filter((probe) => probe.required);
  const found = worst(
    required.flatMap(({ status, checks }) => [status, worst(checks.map((check) => check.status))]),
  );
  switch (found) {
    case 'fail':
      return 'not-ready';
    case 'unknown':
      return 'inconclusive';
    case 'pass':
    case 'warn':
      return verdictOnEvidence(input.evidence);
  }
}

function verdictOnEvidence({ state, missing }: EvidenceFinding): Verdict {
  switch (state) {
    case 'met':
      return missing.length === 0 ? 'ready' : 'untested';
    case 'missing':
      return 'untested';
    case 'unreadable':
      return 'inconclusive';
  }
}

/** Only `ready` lets a deploy through, unless the user asked not to enforce the verdict. */
export function decide(verdict: Verdict, { enforce }: { readonly enforce: boolean }): Decision {
  return verdict === 'ready' || !enforce ? 'allow' : 'block';
}
