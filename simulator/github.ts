import { createFaultBoard, type GitHubFaultKind, type GitHubFaultOptions } from './github/faults.ts';
import { addIssue } from './github/issue-routes.ts';
import {
  type CheckRun,
  commitOn,
  createRepository,
  type DeploymentStatus,
  filesOfCommit,
  type Issue,
  reportDeployment,
  type Repository,
  type Role,
  type Status,
} from './github/repository.ts';
import { type Exchange, startServer } from './github/server.ts';

export interface GitHubStandInOptions {
  /** `owner/name`. */
  readonly repository: string;
  /** The only token that is accepted; without it, any is. */
  readonly token?: string;
  /** `/api/v3` as on GitHub Enterprise Server. */
  readonly basePath?: string;
  /** The clock of everything that GitHub dates. */
  readonly now?: () => Date;
}

/** GitHub's REST API for one repository, in memory on 127.0.0.1: enough of it for the gate, and strict about it. */
export interface GitHubStandIn {
  /** What GITHUB_API_URL would say. */
  readonly apiUrl: string;
  /** Everything that was asked and answered, in order of the answers. */
  readonly exchanges: readonly Exchange[];
  readonly statuses: readonly Status[];
  readonly issues: readonly Issue[];
  /** Commits by the full name of their ref, `refs/heads/main`. */
  readonly refs: ReadonlyMap<string, string>;
  /** Commits on a branch as any writer might, and tells the SHA. */
  commit(branch: string, files: Readonly<Record<string, string | Buffer | null>>, message?: string): string;
  setTag(name: string, sha: string): void;
  deleteBranch(branch: string): void;
  readFile(branch: string, path: string): Buffer | undefined;
  listFiles(branch: string): readonly string[];
  /** The messages of a branch's commits, newest first. */
  history(branch: string): readonly string[];
  /** Starts a deployment and tells its id. */
  deploy(deployment: { environment: string; sha: string; at?: Date }): number;
  /** GitHub makes earlier successful deployments of the environment inactive when one succeeds. */
  reportDeployment(id: number, state: DeploymentStatus['state'], at?: Date, logUrl?: string): void;
  addCheckRun(run: Pick<CheckRun, 'sha' | 'name'> & Partial<CheckRun>): void;
  addStatus(status: Pick<Status, 'sha' | 'context' | 'state'> & { at?: Date }): void;
  /** `permission` is the role that a custom `role` is built on. */
  setPermission(user: string, role: string, permission?: Role): void;
  addIssue(issue: { title: string; body?: string; labels?: readonly string[] }): Issue;
  addPullRequest(pull: { title: string; labels?: readonly string[] }): Issue;
  /** Switches a fault on; several strike in the order in which they were switched on. */
  fault(kind: GitHubFaultKind, options?: GitHubFaultOptions): void;
  /** Ends every fault. */
  mend(): void;
  /** Holds the next requests that match (`METHOD path`) until `count` of them have come: they then go on at once. */
  gather(count: number, only: RegExp): void;
  stop(): Promise<void>;
}

/** The roles that GitHub itself has; `permission` knows them by what they were before there were roles. */
const legacyPermissions: Readonly<Record<string, Role>> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
};

export async function startGitHub(options: GitHubStandInOptions): Promise<GitHubStandIn> {
  const now = options.now ?? (() => new Date());
  const repository = createRepository(options.repository, now);
  const board = createFaultBoard();
  const exchanges: Exchange[] = [];
  const { token, basePath = '' } = options;
  const record = (exchange: Exchange) => exchanges.push(exchange);
  const server = await startServer({ repository, board, token, basePath, record });
  return {
    apiUrl: server.apiUrl,
    exchanges,
    ...standingState(repository),
    ...changes(repository),
    fault: (kind, faultOptions = {}) => {
      board.add(kind, faultOptions);
    },
    mend: () => {
      board.clear();
    },
    gather: (count, only) => {
      board.gather(count, only);
    },
    stop: () => server.close(),
  };
}

function standingState(repository: Repository) {
  const { objects, refs, statuses, issues } = repository;
  const filesOf = (branch: string) => filesOfCommit(objects, refs.get(`refs/heads/${branch}`) ?? '');
  return {
    statuses,
    issues,
    refs,
    readFile: (branch: string, path: string) => {
      const entry = filesOf(branch).get(path);
      return entry === undefined ? undefined : objects.blob(entry.sha);
    },
    listFiles: (branch: string) => [...filesOf(branch).keys()],
    history: (branch: string) => {
      const messages: string[] = [];
      let commit = objects.commit(refs.get(`refs/heads/${branch}`) ?? '');
      for (; commit !== undefined; commit = objects.commit(commit.parents[0] ?? ''))
        messages.push(commit.message);
      return messages;
    },
  } satisfies Partial<GitHubStandIn>;
}

function changes(repository: Repository) {
  const { refs, deployments, checkRuns, statuses, roles, nextId, now } = repository;
  return {
    commit: (branch, files, message = 'A commit') => commitOn(repository, branch, files, message),
    setTag: (name, sha) => {
      refs.set(`refs/tags/${name}`, sha);
    },
    deleteBranch: (branch) => {
      refs.delete(`refs/heads/${branch}`);
    },
    deploy: ({ environment, sha, at = now() }) => {
      const id = nextId();
      deployments.push({ id, sha, environment, at, statuses: [] });
      return id;
    },
    reportDeployment: (id, state, at = now(), logUrl) => {
      reportDeployment(repository, id, state, at, logUrl);
    },
    addCheckRun: (run) => {
      const done = {
        status: 'completed',
        conclusion: 'success',
        startedAt: now(),
        completedAt: now(),
      } as const;
      checkRuns.push({ id: nextId(), ...done, ...run });
    },
    addStatus: ({ at = now(), ...status }) => {
      statuses.push({ id: nextId(), description: null, targetUrl: null, at, ...status });
    },
    setPermission: (user, role, permission = legacyPermissions[role] ?? 'none') => {
      roles.set(user, { permission, role });
    },
    addIssue: (issue) => addIssue(repository, issue),
    addPullRequest: (pull) => addIssue(repository, pull, true),
  } satisfies Partial<GitHubStandIn>;
}
