import { createObjectStore, type Files, type ObjectStore, type TreeEntry } from './objects.ts';

export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface DeploymentStatus {
  readonly id: number;
  readonly state: 'error' | 'failure' | 'inactive' | 'pending' | 'success' | 'queued' | 'in_progress';
  readonly at: Date;
  /** Of the job of a workflow that reports it. */
  readonly logUrl?: string;
}

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  readonly at: Date;
  readonly statuses: DeploymentStatus[];
}

export interface CheckRun {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | null;
  readonly startedAt: Date;
  readonly completedAt: Date | null;
}

export interface Status {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly at: Date;
}

export interface Issue {
  readonly number: number;
  title: string;
  body: string;
  labels: readonly string[];
  state: 'open' | 'closed';
  readonly isPullRequest: boolean;
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  readonly comments: { readonly id: number; readonly body: string; readonly at: Date }[];
}

/** What GitHub knows about the one repository. */
export interface Repository {
  /** `owner/name`. */
  readonly name: string;
  readonly objects: ObjectStore;
  /** Commits by the full name of their ref, `refs/heads/main`. */
  readonly refs: Map<string, string>;
  readonly deployments: Deployment[];
  readonly checkRuns: CheckRun[];
  readonly statuses: Status[];
  readonly roles: Map<string, { readonly permission: Role; readonly role: string }>;
  readonly issues: Issue[];
  readonly now: () => Date;
  /** A number that no record has had yet. */
  readonly nextId: () => number;
}

export function createRepository(name: string, now: () => Date): Repository {
  let lastId = 1000;
  return {
    name,
    objects: createObjectStore(),
    refs: new Map(),
    deployments: [],
    checkRuns: [],
    statuses: [],
    roles: new Map(),
    issues: [],
    now,
    nextId: () => (lastId += 1),
  };
}

/** Adds a commit on top of a branch, creating it when it is absent. Files stay unless given; `null` removes one. */
export function commitOn(
  { objects, refs, now }: Repository,
  branch: string,
  files: Readonly<Record<string, string | Buffer | null>>,
  message: string,
): string {
  const ref = `refs/heads/${branch}`;
  const parent = refs.get(ref);
  const all = new Map<string, TreeEntry>(parent === undefined ? [] : filesOfCommit(objects, parent));
  for (const [path, content] of Object.entries(files)) {
    if (content === null) all.delete(path);
    else all.set(path, { mode: '100644', sha: objects.putBlob(Buffer.from(content)) });
  }
  const parents = parent === undefined ? [] : [parent];
  const sha = objects.putCommit({ tree: objects.putTree(all), parents, message, at: now() });
  refs.set(ref, sha);
  return sha;
}

export function filesOfCommit(objects: ObjectStore, sha: string): Files {
  const commit = objects.commit(sha);
  return commit === undefined ? new Map() : objects.files(commit.tree);
}

/** What a ref, a full or a short SHA names; nothing when that is no commit, or more than one. */
export function resolveCommit({ objects, refs }: Repository, name: string): string | undefined {
  const named = [name, `refs/${name}`, `refs/heads/${name}`, `refs/tags/${name}`].flatMap(
    (ref) => refs.get(ref) ?? [],
  );
  if (named[0] !== undefined) return named[0];
  const like = /^[0-9a-f]{4,40}$/u.test(name) ? objects.commitsLike(name) : [];
  return like.length === 1 ? like[0] : undefined;
}

/** Reports on a deployment. As GitHub does by default, a success makes the earlier ones of its environment inactive. */
export function reportDeployment(
  { deployments, nextId }: Repository,
  id: number,
  state: DeploymentStatus['state'],
  at: Date,
  logUrl?: string,
): void {
  const deployment = deployments.find((candidate) => candidate.id === id);
  if (deployment === undefined) throw new Error(`no deployment ${String(id)}`);
  deployment.statuses.push({ id: nextId(), state, at, ...(logUrl === undefined ? {} : { logUrl }) });
  if (state !== 'success') return;
  for (const earlier of deployments) {
    const isEarlier = earlier.environment === deployment.environment && earlier.id < id;
    if (isEarlier && earlier.statuses.at(-1)?.state === 'success') {
      earlier.statuses.push({ id: nextId(), state: 'inactive', at });
    }
  }
}
