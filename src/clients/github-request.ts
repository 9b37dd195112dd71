import type * as z from 'zod';

import type { Secret } from '../secrets.ts';
import { TransientGitHubError } from './github-error.ts';
import { toGitHubError } from './github-faults.ts';
import { retryTransient, type RetryLimits } from './github-retry.ts';

export interface Call<S extends z.ZodType> {
  /** Method and path template as GitHub's description has them, from `/repos/{owner}/{repo}` on. */
  readonly route: `${'GET' | 'POST' | 'PATCH'} /repos/{owner}/{repo}${string}`;
  readonly params?: Readonly<Record<string, unknown>>;
  /** The media type, where it is not GitHub's JSON. */
  readonly accept?: string;
  /** What we need of the answer. */
  readonly schema: S;
  /** The permission of the token that this takes, `contents: read`. */
  readonly needs: string;
  /** False where sending it twice would do it twice. */
  readonly repeatable?: boolean;
}

/** Sends requests about one repository; every fault is a `GitHubError`. */
export interface Requester {
  readonly one: <S extends z.ZodType>(call: Call<S>) => Promise<z.output<S>>;
  /** Page after page, a hundred items each; the next one is asked for when it is wanted. */
  readonly pages: <S extends z.ZodType>(call: Call<S>) => AsyncGenerator<z.output<S>>;
}

export interface RequesterOptions extends RetryLimits {
  readonly token: Secret;
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
}

interface Answer<T> {
  readonly data: T;
  readonly isLast: boolean;
}

/** Far above what GitHub takes: it ends a request of its own after 10 s. */
const requestTimeoutMs = 30_000;

/** GitHub keeps a version for at least two years after the next one. */
const apiVersion = '2022-11-28';

/** octokit would print texts of the answer, such as deprecations, to the console. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export function createRequester(options: RequesterOptions): Requester {
  const { owner, repo, signal } = options;
  let client: ReturnType<typeof connect> | undefined;

  async function attempt<S extends z.ZodType>(call: Call<S>, page: number): Promise<Answer<z.output<S>>> {
    client ??= connect(options);
    const { request } = await client;
    const paging = page === 0 ? {} : { per_page: 100, page };
    const response = await request(call.route as string, {
      owner,
      repo,
      headers: {
        'x-github-api-version': apiVersion,
        ...(call.accept === undefined ? {} : { accept: call.accept }),
      },
      ...call.params,
      ...paging,
      request: { signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]), log: silent },
    }).catch((error: unknown) => {
      throw toGitHubError(error, call.needs);
    });
    const parsed = call.schema.safeParse(response.data);
    // A body that was cut on its way is given as text, or is not there: worth another attempt.
    if (!parsed.success) throw new TransientGitHubError({ reason: 'unreadable', status: response.status });
    return { data: parsed.data, isLast: response.headers.link?.includes('rel="next"') !== true };
  }

  async function send<S extends z.ZodType>(call: Call<S>, page: number): Promise<Answer<z.output<S>>> {
    return retryTransient(() => attempt(call, page), call.repeatable ?? true, options);
  }

  return {
    one: async (call) => (await send(call, 0)).data,
    async *pages(call) {
      for (let page = 1; ; page += 1) {
        const { data, isLast } = await send(call, page);
        yield data;
        if (isLast) return;
      }
    },
  };
}

/** octokit is heavy, so it loads with the first request. Its `fetch` honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
async function connect({ token, apiUrl }: RequesterOptions) {
  const { getOctokit } = await import('@actions/github');
  return getOctokit(token.reveal(), { baseUrl: apiUrl, userAgent: 'staging-health-gate', log: silent });
}

function ignore(): void {
  // Nothing to say.
}
