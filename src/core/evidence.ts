import { evaluateCheck } from './evidence-checks.ts';
import { evaluateHealthyFor } from './evidence-health.ts';
import { evaluatePasses } from './evidence-passes.ts';
import type { CheckState, EvidencePolicy, RequirementProgress } from './evidence-policy.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { readMoments } from './moments.ts';

/** What the ledger proves about one candidate. */
export interface Evidence {
  /** `met` when every requirement is, so also when there is none. */
  readonly state: 'met' | 'missing';
  /** One sentence, without a full stop, per requirement that is not met. */
  readonly missing: readonly string[];
  readonly requirements: readonly RequirementProgress[];
}

export interface EvidenceInput {
  /** In any order, with duplicates, of any environment. */
  readonly entries: readonly LedgerEntry[];
  /** The full commit that is to be deployed. */
  readonly candidate: string;
  readonly environment: string;
  readonly policy: EvidencePolicy;
  readonly now: Date;
  /** Check runs and commit statuses of the candidate. */
  readonly checks: readonly CheckState[];
  /** When the candidate was deployed to the environment, where that is known. */
  readonly deployedAt?: Date | undefined;
}

/** Holds the policy against the ledger. Pure, never throws; what cannot be read proves nothing. */
export function evaluateEvidence(input: EvidenceInput): Evidence {
  const { expiresAfterMs } = input.policy;
  const given = {
    ...input,
    expiresAfterMs,
    nowMs: input.now.getTime(),
    moments: readMoments({ ...input, expiresAfterMs }),
  };
  const requirements = input.policy.require.map((requirement) => {
    switch (requirement.type) {
      case 'passes':
        return evaluatePasses(requirement, given);
      case 'healthy-for':
        return evaluateHealthyFor(requirement, given);
      case 'check':
        return evaluateCheck(requirement, given);
    }
  });
  const missing = requirements.filter(({ met }) => !met).map(({ text }) => text);
  return { state: missing.length === 0 ? 'met' : 'missing', missing, requirements };
}
