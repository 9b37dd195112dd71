import { ConfigError } from '../errors.ts';
import type { Secret } from '../secrets.ts';
import { type Commits, createCommits } from './github-commits.ts';
import { createGitData, type GitData } from './github-git.ts';
import { createIssues, type Issues } from './github-issues.ts';
import { createRequester } from './github-request.ts';

/**
 * What the gate asks of one repository at GitHub. Every operation throws `GitHubError`, or the
 * signal's reason.
 */
export type GitHub = Commits & GitData & Issues;

export interface GitHubOptions {
  readonly token: Secret;
  /**
   * GITHUB_API_URL, so that GitHub Enterprise Server works: `https://host/api/v3`. The proxy is chosen
   * from HTTPS_PROXY, HTTP_PROXY and NO_PROXY for this variable's host.
   */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Ends every request and every pause at once. */
  readonly signal: AbortSignal;
  /** The most attempts for each request, the first one included. Default 4. */
  readonly attempts?: number | undefined;
  /** All waiting between the attempts of one request together, in milliseconds. Default 60,000. */
  readonly longestWaitMs?: number | undefined;
}

const defaultAttempts = 4;
const defaultLongestWaitMs = 60_000;

/**
 * Sends nothing yet. Server errors, network faults and rate limits are tried again within
 * `attempts` and `longestWaitMs`; nothing else is.
 *
 * @throws {ConfigError} when `repository` is not `owner/name`.
 */
export function createGitHub(options: GitHubOptions): GitHub {
  const [, owner, repo] = /^([^/\s]+)\/([^/\s]+)$/u.exec(options.repository) ?? [];
  if (owner === undefined || repo === undefined) {
    throw new ConfigError([{ where: 'GITHUB_REPOSITORY', message: 'expected `owner/name`' }]);
  }
  const requester = createRequester({
    token: options.token,
    apiUrl: options.apiUrl.replace(/\/+$/u, ''),
    owner,
    repo,
    signal: options.signal,
    attempts: options.attempts ?? defaultAttempts,
    longestWaitMs: options.longestWaitMs ?? defaultLongestWaitMs,
  });
  return { ...createCommits(requester), ...createGitData(requester), ...createIssues(requester) };
}
