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
 * one that is neither passed nor warned, it is never `ready`.
 */
export function decideVerdict(input: {
  readonly probes: readonly ProbeResult[];
  readonly evidence: EvidenceFinding;
}): Verdict {
  const required = input.probes.filter((probe) => probe.required);
  const status = worst(required.map(({ checks }) => worst(checks.map((check) => check.status))));
  switch (status) {
    case 'fail':
      return 'not-ready';
    case 'unknown':
      return 'inconclusive';
    case 'pass':
    case 'warn':
      return verdictOnEvidence(input.evidence);
  }
}

function verdictOnEvidence({ state }: EvidenceFinding): Verdict {
  switch (state) {
    case 'met':
      return 'ready';
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
