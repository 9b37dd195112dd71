import type { GitHub } from '../clients/github.ts';
import { GitHubError } from '../clients/github-error.ts';
import type { HttpClient } from '../clients/http.ts';
import type { CandidateSource } from '../config/evidence-schema.ts';
import { isSameCommit, shortCommit } from '../core/commit.ts';
import { readPointer } from '../core/json-pointer.ts';
import type { JsonValue } from '../core/plan.ts';
import { FaultError } from '../errors.ts';

/** Which commit is to be deployed, and which one is live in staging. */
export interface Candidate {
  /** To be deployed: a full commit, or what the user wrote when it could not be resolved. */
  readonly commit: string;
  /** The full commit that this run saw live; absent when it saw none. */
  readonly live?: string | undefined;
  /** When `live` was deployed, where GitHub knows it. */
  readonly deployedAt?: Date | undefined;
  /** What keeps the gate from knowing the candidate; evidence cannot be judged then. */
  readonly problems: readonly string[];
}

export interface CandidateDeps {
  readonly github: Pick<GitHub, 'resolveCommit' | 'latestSuccessfulDeployment'> | undefined;
  readonly client: Pick<HttpClient, 'send'>;
  readonly signal: AbortSignal;
  /** This run of the workflow. */
  readonly runId?: string | undefined;
}

interface Live {
  readonly sha?: string | undefined;
  readonly at?: Date | undefined;
  readonly problem?: string | undefined;
}

const fullCommit = /^[0-9a-f]{40}$/u;
const urlTimeoutMs = 30_000;
const urlMaxBytes = 1_048_576;

/** Finds both commits. Never throws but for the signal's reason: what cannot be found out is a problem. */
export async function findCandidate(
  wanted: {
    readonly input: string | undefined;
    readonly sha: string;
    readonly source: CandidateSource | undefined;
  },
  deps: CandidateDeps,
): Promise<Candidate> {
  const live = await findLive(wanted.source, deps);
  const problems = live.problem === undefined ? [] : [live.problem];
  const facts = { live: live.sha, deployedAt: live.at };
  if (wanted.input === undefined) return { commit: live.sha ?? wanted.sha, ...facts, problems };
  // A short form of what is live needs no question to GitHub.
  if (isSameCommit(wanted.input, live.sha)) return { commit: live.sha ?? wanted.input, ...facts, problems };
  const commit = await resolve(wanted.input, deps);
  if (commit.sha !== undefined) return { commit: commit.sha, ...facts, problems };
  return { commit: wanted.input, ...facts, problems: [...problems, ...(commit.problem ?? [])] };
}

/**
 * The candidate of a run whose probes are done: what was live before them must be live now. Else nobody knows which of
 * the two commits they exercised, and the run proves nothing about either.
 */
export async function confirmLive(
  before: Candidate,
  source: CandidateSource | undefined,
  deps: CandidateDeps,
): Promise<Candidate> {
  if (before.live === undefined) return before;
  const { sha, problem } = await findLive(source, deps);
  if (sha === before.live) return before;
  const now = sha === undefined ? 'another commit' : shortCommit(sha);
  const changed = `what is live changed from ${shortCommit(before.live)} to ${now} while the probes ran`;
  return { commit: before.commit, problems: [...before.problems, problem ?? changed] };
}

async function findLive(source: CandidateSource | undefined, deps: CandidateDeps): Promise<Live> {
  if (source === undefined) return {};
  try {
    return source.from === 'url'
      ? await readUrl(source, deps)
      : await readDeployment(source.environment, deps);
  } catch (error) {
    return { problem: `what is live could not be read: ${reasonOf(error)}` };
  }
}

async function readDeployment(environment: string, { github, runId }: CandidateDeps): Promise<Live> {
  if (github === undefined)
    return { problem: 'the deployments could not be read: `github-token` is not given' };
  const deployment = await github.latestSuccessfulDeployment(environment, runId);
  if (deployment === undefined) return { problem: `GitHub has no successful deployment of ${environment}` };
  if (deployment.isOfThisRun === true) return { problem: ownDeployment(environment) };
  return { sha: deployment.sha, at: deployment.at };
}

/** Once the gate's own job is done its commit would pass for live, though nobody has deployed it. */
function ownDeployment(environment: string): string {
  return (
    `a job of this very run counts as a deployment to ${environment} that is not done, so nobody knows what is live; ` +
    "if it is the gate's job, take `environment` out of it"
  );
}

async function readUrl(
  { url, pointer }: Extract<CandidateSource, { from: 'url' }>,
  deps: CandidateDeps,
): Promise<Live> {
  const { status, body } = await deps.client.send({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    signal: deps.signal,
    timeoutMs: urlTimeoutMs,
    maxBodyBytes: urlMaxBytes,
    redirects: 0,
  });
  if (status !== 200)
    return { problem: `what is live could not be read: its address answered status ${String(status)}` };
  const value = readPointer(parse(body), pointer);
  if (typeof value !== 'string')
    return { problem: `what is live could not be read: there is no text at ${pointer}` };
  const commit = value.trim().toLowerCase();
  if (fullCommit.test(commit)) return { sha: commit };
  if (!/^[0-9a-f]{7,39}$/u.test(commit))
    return { problem: `what is live could not be read: no commit stands at ${pointer}` };
  const { sha, problem } = await resolve(commit, deps);
  return { sha, problem: problem?.join('; ') };
}

function parse(body: Buffer): JsonValue {
  try {
    return JSON.parse(body.toString('utf8')) as JsonValue;
  } catch {
    return null;
  }
}

async function resolve(
  ref: string,
  { github }: CandidateDeps,
): Promise<{ readonly sha?: string; readonly problem?: readonly string[] }> {
  const lower = ref.toLowerCase();
  if (fullCommit.test(lower)) return { sha: lower };
  if (github === undefined)
    return { problem: ['the candidate could not be resolved: `github-token` is not given'] };
  try {
    const sha = await github.resolveCommit(ref);
    return sha === undefined ? { problem: ['the repository has no such commit as the candidate'] } : { sha };
  } catch (error) {
    return { problem: [`the candidate could not be resolved: ${reasonOf(error)}`] };
  }
}

/** In our words only. @throws what is a bug, or the signal's reason */
export function reasonOf(error: unknown): string {
  if (error instanceof GitHubError) return error.message;
  if (error instanceof FaultError) return error.fault.code;
  throw error;
}
