import { isHealthy } from '../core/layer-graph.ts';
import type { ProbeResult } from '../core/model.ts';
import type { Candidate } from './candidate.ts';

/** What one look takes, each part to be started when it is wanted. */
export interface Looking {
  readonly probe: () => Promise<readonly ProbeResult[]>;
  readonly find: () => Promise<Candidate>;
  /** Whether what was live before the probes still is. */
  readonly confirm: (before: Candidate) => Promise<Candidate>;
}

/** The probes and the candidate at once: nobody will take the result for evidence. */
export async function probeAtOnce({ probe, find }: Looking) {
  const [results, candidate] = await Promise.all([probe(), find()]);
  return { results, candidate };
}

/**
 * The probes between two looks at what is live, for a run that becomes evidence: a deployment in their midst must not
 * earn a commit what another one did. A run that found staging broken proves nothing anyway, so it is not asked again.
 */
export async function probeBetween({ probe, find, confirm }: Looking) {
  const before = await find();
  const results = await probe();
  const isEvidence = results.every((result) => !result.required || isHealthy(result));
  return { results, candidate: isEvidence ? await confirm(before) : before };
}
