import type { Decision, ProbeResult, Verdict } from './model.ts';
import { worst } from './worst.ts';

/** What the ledger proves about the candidate, as far as the verdict needs it. */
export interface EvidenceFinding {
  /** `met`: every requirement holds, or none is configured. `unreadable`: the ledger could not be read. */
  readonly state: 'met' | 'missing' | 'unreadable';
  /** One sentence per requirement that is not met. */
  readonly missing: readonly string[];
}

/** What waivers let through. */
export interface Waived {
  /** Names of probes. */
  readonly waived: ReadonlySet<string>;
  readonly evidenceWaived: boolean;
}

/**
 * The verdict on staging and the candidate. Fails closed: without a single required probe, or with
 * one that is neither passed nor warned, by its own status and by each of its checks, it is never
 * `ready`; a waived probe counts as a warning.
 */
export function decideVerdict(input: {
  readonly probes: readonly ProbeResult[];
  readonly evidence: EvidenceFinding;
  readonly waivers?: Waived | undefined;
  /** Ready at this look, but not for as long as was asked. */
  readonly unsteady?: string | undefined;
}): Verdict {
  const required = input.probes.filter((probe) => probe.required);
  const found = worst(
    required.flatMap(({ name, status, checks }) =>
      input.waivers?.waived.has(name) === true
        ? ['warn' as const]
        : [status, worst(checks.map((check) => check.status))],
    ),
  );
  switch (found) {
    case 'fail':
      return 'not-ready';
    case 'unknown':
      return 'inconclusive';
    case 'pass':
    case 'warn': {
      const verdict = input.waivers?.evidenceWaived === true ? 'ready' : verdictOnEvidence(input.evidence);
      return verdict === 'ready' && input.unsteady !== undefined ? 'untested' : verdict;
    }
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
