import { setTimeout as wait } from 'node:timers/promises';

import { refuse, type Reply } from './routing.ts';

export const gitHubFaults = [
  /** The connection is cut before anything is done. */
  'down',
  /** The answer comes a second late. */
  'slow',
  /** The answer never comes. */
  'hang',
  /** 502 with a page of HTML, before anything is done. */
  '502',
  /** 401: the token is not accepted. */
  '401',
  /** 403: the token lacks the permission. */
  '403-permission',
  /** 403: the requests of this hour are used up. */
  '403-rate-limit',
  /** 403: too much at once. */
  '403-secondary-rate-limit',
  '429',
  '404',
  '409',
  /** 422: a rule of the repository protects the branch. */
  '422-protected',
  /** It is done, and the connection is cut before the answer. */
  'lost-answer',
  /** The connection is cut in the middle of the answer. */
  'cut',
  /** 200 with JSON that is not what was asked for. */
  'nonsense',
  /** Of a tree what is too much is left out, and `truncated` is true; of a blob the second half is missing. */
  'truncated',
  /** Somebody else's commit is quicker by a moment: it lands just before a ref is created or moved. */
  'move-ref',
] as const;

export type GitHubFaultKind = (typeof gitHubFaults)[number];

export interface GitHubFaultOptions {
  /** How many requests it strikes; without it, all until `mend()`. */
  readonly times?: number;
  /** Which requests it strikes, as `METHOD path` after the repository: `/^PATCH \/git\/refs/`. */
  readonly only?: RegExp;
  /** With the rate limits: the value of `Retry-After`, in seconds. */
  readonly retryAfterS?: number;
  /** With `403-rate-limit`: when the limit starts anew, in seconds from now. Default 3600. */
  readonly resetS?: number;
}

interface ActiveFault {
  readonly kind: GitHubFaultKind;
  readonly options: GitHubFaultOptions;
  left: number;
}

/** The faults that are switched on, and the callers who wait for each other. */
export interface FaultBoard {
  add(kind: GitHubFaultKind, options: GitHubFaultOptions): void;
  /** Ends every fault. */
  clear(): void;
  /** The fault that strikes this request, counted off. */
  take(request: string): { readonly kind: GitHubFaultKind; readonly options: GitHubFaultOptions } | undefined;
  /** Holds the requests that match until there are so many of them; later ones pass. */
  gather(count: number, only: RegExp): void;
  /** Waits when this request is held. */
  gathered(request: string): Promise<void>;
}

export function createFaultBoard(): FaultBoard {
  let active: ActiveFault[] = [];
  let gathering:
    { readonly only: RegExp; missing: number; readonly all: PromiseWithResolvers<undefined> } | undefined;
  return {
    add(kind, options) {
      active.push({ kind, options, left: options.times ?? Number.POSITIVE_INFINITY });
    },
    clear() {
      active = [];
    },
    take(request) {
      const fault = active.find(({ left, options }) => left > 0 && (options.only?.test(request) ?? true));
      if (fault !== undefined) fault.left -= 1;
      return fault;
    },
    gather(count, only) {
      gathering = { only, missing: count, all: Promise.withResolvers<undefined>() };
    },
    async gathered(request) {
      if (gathering?.only.test(request) !== true || gathering.missing === 0) return;
      gathering.missing -= 1;
      if (gathering.missing === 0) gathering.all.resolve(undefined);
      await gathering.all.promise;
    },
  };
}

const slowMs = 1000;

/** What a fault answers instead of GitHub; `undefined` where GitHub answers itself. */
export async function replyOf(
  kind: GitHubFaultKind,
  options: GitHubFaultOptions,
): Promise<Reply | undefined> {
  const retryAfter: Record<string, string> =
    options.retryAfterS === undefined ? {} : { 'retry-after': String(options.retryAfterS) };
  switch (kind) {
    case 'slow':
      await wait(slowMs, undefined, { ref: false });
      return undefined;
    case '502':
      return {
        status: 502,
        body: '<html><h1>502 Bad Gateway</h1></html>',
        headers: { 'content-type': 'text/html' },
      };
    case '401':
      return refuse(401, 'Bad credentials');
    case '403-permission':
      return refuse(403, 'Resource not accessible by integration');
    case '403-rate-limit':
      return refuse(403, 'API rate limit exceeded for installation ID 1.', {
        ...retryAfter,
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + (options.resetS ?? 3600)),
      });
    case '403-secondary-rate-limit':
      return refuse(403, 'You have exceeded a secondary rate limit. Please wait a few minutes.', retryAfter);
    case '429':
      return refuse(429, 'Too many requests', retryAfter);
    case '404':
      return refuse(404, 'Not Found');
    case '409':
      return refuse(409, 'Git Repository is empty.');
    case '422-protected':
      return refuse(422, 'Repository rule violations found');
    case 'nonsense':
      return { status: 200, body: { nothing: 'of what was asked for' } };
    case 'hang':
    case 'down':
    case 'lost-answer':
    case 'cut':
    case 'truncated':
    case 'move-ref':
      return undefined;
  }
}
