import type { GitHub } from '../clients/github.ts';
import type { EvidenceConfig } from '../config/evidence-schema.ts';
import { isFullCommit, isSameCommit, shortCommit } from '../core/commit.ts';
import { evaluateEvidence, type Evidence } from '../core/evidence.ts';
import type { CheckState } from '../core/evidence-policy.ts';
import { dayMs } from '../core/spans.ts';
import type { EvidenceFinding } from '../core/verdict.ts';
import type { LedgerReading } from '../ledger/read.ts';
import { reasonOf, type Candidate } from './candidate.ts';

/** What is known of the candidate's past. */
export interface FoundEvidence extends EvidenceFinding {
  readonly requirements: Evidence['requirements'];
  /** Lines of the ledger that could not be read and were left out. */
  readonly damaged: number;
}

export interface EvidenceDeps {
  readonly github: Pick<GitHub, 'readTree' | 'readBlob' | 'checksOf'> | undefined;
  readonly now: () => Date;
}

/** What a policy without any requirement asks for. */
const nothingAsked: FoundEvidence = { state: 'met', missing: [], requirements: [], damaged: 0 };

/**
 * Holds the policy against the ledger and the candidate's checks. What cannot be read is `unreadable`, never
 * met; throws nothing but bugs.
 */
export async function findEvidence(
  wanted: {
    readonly config: EvidenceConfig;
    readonly candidate: Candidate;
    readonly environment: string;
    readonly branch: string;
  },
  { github, now }: EvidenceDeps,
): Promise<FoundEvidence> {
  const { config, candidate, environment, branch } = wanted;
  const { policy } = config;
  // Nothing is asked of a commit that is known; one that is not is never let through.
  if (policy.require.length === 0 && isFullCommit(candidate.commit)) return nothingAsked;
  if (candidate.problems.length > 0) return unreadable(candidate.problems);
  if (github === undefined) return unreadable(['the ledger could not be read: `github-token` is not given']);
  const at = now();
  try {
    const { readLedger } = await import('../ledger/read.ts');
    const wantsChecks = policy.require.some(({ type }) => type === 'check');
    const from = new Date(at.getTime() - policy.expiresAfterMs);
    const to = new Date(at.getTime() + dayMs);
    const [ledger, checks] = await Promise.all([
      orUnreadable('the ledger', () => readLedger(github, { branch, from, to })),
      wantsChecks
        ? orUnreadable('the checks of the candidate', () => readChecks(github, candidate.commit))
        : [],
    ]);
    const isLive = isSameCommit(candidate.live, candidate.commit);
    const found = evaluateEvidence({
      entries: ledger.entries,
      candidate: candidate.commit,
      environment,
      policy,
      now: at,
      checks,
      deployedAt: isLive ? candidate.deployedAt : undefined,
    });
    const missing = [
      ...notLive(found, candidate, environment),
      ...withoutLedger(found, ledger, branch),
      ...found.missing,
    ];
    return { ...found, missing, damaged: ledger.damaged.length };
  } catch (error) {
    if (error instanceof UnreadableError) return unreadable([error.message]);
    throw error;
  }
}

function unreadable(missing: readonly string[]): FoundEvidence {
  return { state: 'unreadable', missing, requirements: [], damaged: 0 };
}

/** Says what could not be read, and why, in our words. */
class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** @throws {UnreadableError} and what is a bug */
async function orUnreadable<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new UnreadableError(`${what} could not be read: ${reasonOf(error)}`);
  }
}

/**
 * A result without a date has one that cannot be read: a success proves nothing then, while a check that waits, such
 * as one that was just started again, counts all the same.
 */
async function readChecks(github: Pick<GitHub, 'checksOf'>, commit: string): Promise<readonly CheckState[]> {
  const checks = await github.checksOf(commit);
  return checks.map(({ name, state, at = new Date(Number.NaN) }) => ({ name, state, at }));
}

/** Something else is live: the first thing to know for whoever waits for evidence. */
function notLive({ state }: Evidence, { commit, live }: Candidate, environment: string): readonly string[] {
  if (state === 'met' || isSameCommit(live, commit)) return [];
  const seen = live === undefined ? 'no commit was seen live' : `${shortCommit(live)} is`;
  return [`${shortCommit(commit)} is not live in ${environment} now, ${seen}`];
}

function withoutLedger({ state }: Evidence, { exists }: LedgerReading, branch: string): readonly string[] {
  if (state === 'met' || exists) return [];
  return [`there is no ledger yet on the branch ${branch}: the first run of the monitor makes it`];
}
