import type { Members } from '../json.ts';

/** A request as a route sees it. */
export interface Call {
  readonly method: string;
  /** After `/repos/{owner}/{repo}`, decoded. */
  readonly path: string;
  /** What the groups of the route's pattern matched. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly accept: string;
  /** The members of a JSON object; empty for anything else. */
  readonly body: Members;
  /** The address of the repository in the API: `http://…/repos/owner/name`. */
  readonly url: string;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Method, pattern of the path after `/repos/{owner}/{repo}`, and what answers. */
export type Route = readonly [string, RegExp, (call: Call) => Reply];

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function created(body: unknown): Reply {
  return { status: 201, body };
}

/** An error as GitHub's bodies have it; its description knows `status` in every one but those of a validation. */
export function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const body = { message, documentation_url: 'https://docs.github.com/rest' };
  return { status, body: status === 422 ? body : { ...body, status: String(status) }, headers };
}

export function notFound(): Reply {
  return refuse(404, 'Not Found');
}

/** One page of a list with the `Link` header that leads to the others (docs.github.com, "Using pagination"). */
export function paged<T>(call: Call, items: readonly T[], toBody: (page: readonly T[]) => unknown): Reply {
  const size = Math.min(100, Math.max(1, Number(call.query.get('per_page') ?? 30)));
  const page = Math.max(1, Number(call.query.get('page') ?? 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (relation: string, target: number) => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(target));
    return `<${call.url}${call.path}?${query.toString()}>; rel="${relation}"`;
  };
  const links = [
    ...(page > 1 ? [link('prev', page - 1), link('first', 1)] : []),
    ...(page < last ? [link('next', page + 1), link('last', last)] : []),
  ];
  return {
    status: 200,
    body: toBody(items.slice((page - 1) * size, page * size)),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}
