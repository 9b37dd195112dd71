import * as z from 'zod';

import { GitHubError, TransientGitHubError } from './github-error.ts';

/** What we read of octokit's RequestError. It carries the request, its headers included, so nothing else leaves here. */
const requestErrorSchema = z.object({
  status: z.number(),
  response: z.object({
    headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()),
    data: z.unknown(),
  }),
});

type Headers = z.output<typeof requestErrorSchema>['response']['headers'];

/** docs.github.com, "Rate limits for the REST API": without a header, "wait for at least one minute". */
const secondaryLimitPauseMs = 60_000;

/**
 * Translates whatever octokit threw. GitHub's message is read to tell a rate limit from a missing
 * permission, as both are 403, and goes no further.
 *
 * @param needs the permission that the request takes.
 */
export function toGitHubError(error: unknown, needs: string): GitHubError {
  const read = requestErrorSchema.safeParse(error);
  // Without a response it is octokit's own 500 for a connection that failed or took too long.
  if (!read.success) return new TransientGitHubError({ reason: 'unavailable' });
  const { status, response } = read.data;
  const message = messageOf(response.data);
  if (status >= 500 || status === 408) {
    return new TransientGitHubError({ reason: 'unavailable', status }, retryAfterMs(response.headers));
  }
  if (status === 429 || (status === 403 && isRateLimit(response.headers, message))) {
    return new TransientGitHubError({ reason: 'rate-limited', status }, rateLimitPauseMs(response.headers));
  }
  return new GitHubError({ ...permanent(status, message, needs), status });
}

function permanent(status: number, message: string, needs: string): Pick<GitHubError, 'reason' | 'needs'> {
  switch (status) {
    case 401:
      return { reason: 'unauthorised', needs: undefined };
    case 403:
      return { reason: 'forbidden', needs };
    // Issues that are switched off are 410, what is blocked for legal reasons 451.
    case 404:
    case 410:
    case 451:
      return { reason: 'not-found', needs };
    case 409:
    case 422:
      return /protected branch|rule violation/iu.test(message)
        ? { reason: 'forbidden', needs: `${needs}, and no rule that protects the branch` }
        : { reason: 'conflict', needs: undefined };
    default:
      return { reason: 'unreadable', needs: undefined };
  }
}

function messageOf(data: unknown): string {
  const body = z.object({ message: z.string() }).safeParse(data);
  return body.success ? body.data.message : '';
}

function isRateLimit(headers: Headers, message: string): boolean {
  return (
    String(headers['x-ratelimit-remaining']) === '0' ||
    headers['retry-after'] !== undefined ||
    /rate limit|abuse/iu.test(message)
  );
}

function rateLimitPauseMs(headers: Headers): number {
  if (headers['retry-after'] !== undefined) return retryAfterMs(headers);
  const resetS = Number(headers['x-ratelimit-reset']);
  if (String(headers['x-ratelimit-remaining']) !== '0' || !Number.isFinite(resetS))
    return secondaryLimitPauseMs;
  // Against GitHub's own clock, as the runner's may be wrong.
  const nowMs = Date.parse(String(headers['date']));
  return Math.max(0, resetS * 1000 - (Number.isNaN(nowMs) ? Date.now() : nowMs));
}

/** RFC 9110: seconds, or a date. */
function retryAfterMs(headers: Headers): number {
  const value = headers['retry-after'];
  if (value === undefined) return 0;
  const seconds = Number(value);
  const waitMs = Number.isNaN(seconds) ? Date.parse(String(value)) - Date.now() : seconds * 1000;
  return Number.isNaN(waitMs) ? 0 : Math.max(0, waitMs);
}
