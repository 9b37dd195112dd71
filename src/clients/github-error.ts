export const githubFaultReasons = [
  'unauthorised',
  'forbidden',
  'not-found',
  'conflict',
  'rate-limited',
  'unavailable',
  'unreadable',
] as const;

export type GitHubFaultReason = (typeof githubFaultReasons)[number];

export interface GitHubFault {
  readonly reason: GitHubFaultReason;
  /** The permission of the token that the request takes, `contents: write`; only where it may be missing. */
  readonly needs?: string | undefined;
  /** Absent when GitHub did not answer. */
  readonly status?: number | undefined;
}

const sentences: Readonly<Record<GitHubFaultReason, string>> = {
  unauthorised: 'GitHub does not accept the token',
  forbidden: 'GitHub forbids it',
  'not-found': 'GitHub does not find it, or does not show it to this token',
  conflict: 'it does not fit what is there now',
  'rate-limited': "GitHub's rate limit is used up",
  unavailable: 'GitHub did not answer, or answered with an error of its own',
  unreadable: 'GitHub and the gate do not understand each other',
};

/**
 * Why GitHub's API did not do what was asked. Written by us from the status and the permission
 * alone: it carries no text of the answer, no address and never the token.
 */
export class GitHubError extends Error {
  override readonly name: string = 'GitHubError';
  readonly reason: GitHubFaultReason;
  readonly needs: string | undefined;
  readonly status: number | undefined;

  constructor({ reason, needs, status }: GitHubFault) {
    const answered = status === undefined ? '' : ` (status ${String(status)})`;
    const permission = needs === undefined ? '' : `; the token needs \`${needs}\``;
    super(`${sentences[reason]}${answered}${permission}`);
    this.reason = reason;
    this.needs = needs;
    this.status = status;
  }
}

/** A fault that may be gone at another attempt. */
export class TransientGitHubError extends GitHubError {
  /** Milliseconds that GitHub asks to wait before the next request. */
  readonly retryAfterMs: number;

  constructor(fault: GitHubFault, retryAfterMs = 0) {
    super(fault);
    this.retryAfterMs = retryAfterMs;
  }
}
