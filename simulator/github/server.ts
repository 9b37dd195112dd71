import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

import { asMembers, asText, parseMembers } from '../json.ts';
import { commitRoutes } from './commit-routes.ts';
import { type FaultBoard, type GitHubFaultKind, replyOf } from './faults.ts';
import { gitRoutes } from './git-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { commitOn, type Repository } from './repository.ts';
import { type Call, notFound, refuse, type Reply, type Route } from './routing.ts';

/** One request and what came of it. */
export interface Exchange {
  readonly method: string;
  /** As sent, without the query: `/repos/owner/name/git/ref/heads%2Fmain`. */
  readonly path: string;
  /** After `/repos/{owner}/{repo}`, decoded. */
  readonly resource: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined without a body. */
  readonly requestBody: unknown;
  /** Undefined when the connection was cut before an answer. */
  readonly status: number | undefined;
  readonly contentType: string;
  readonly responseBody: unknown;
  /** The fault that struck it. */
  readonly fault: GitHubFaultKind | undefined;
}

export interface ServerSurroundings {
  readonly repository: Repository;
  readonly board: FaultBoard;
  readonly token: string | undefined;
  readonly basePath: string;
  readonly record: (exchange: Exchange) => void;
}

export interface GitHubServer {
  readonly apiUrl: string;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function startServer(surroundings: ServerSurroundings): Promise<GitHubServer> {
  const { repository, basePath } = surroundings;
  const routes = [...gitRoutes(repository), ...commitRoutes(repository), ...issueRoutes(repository)];
  const server = createServer((request, response) => {
    serve(surroundings, routes, request, response).catch(() => {
      // The caller went away, or a route has a bug: either way there is nothing more to say.
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${basePath}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  surroundings: ServerSurroundings,
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { repository, board, basePath, record } = surroundings;
  const method = request.method ?? 'GET';
  const origin = `http://${request.headers.host ?? 'github.invalid'}`;
  const url = new URL(request.url ?? '/', origin);
  const root = `${basePath}/repos/${repository.name}`;
  const isOurs = url.pathname.startsWith(`${root}/`);
  const resource = isOurs ? decodeURIComponent(url.pathname.slice(root.length)) : url.pathname;
  const text = await readText(request);
  const body = parseMembers(text);
  const label = `${method} ${resource}`;
  await board.gathered(label);
  const fault = board.take(label);
  const accept = request.headers.accept ?? '';
  const call: Call = {
    method,
    path: resource,
    params: [],
    query: url.searchParams,
    accept,
    body,
    url: `${origin}${root}`,
  };

  const refused = isAllowed(surroundings.token, request) ? undefined : refuse(401, 'Bad credentials');
  if (fault?.kind === 'move-ref') beQuicker(repository, call);
  const instead = refused ?? (fault === undefined ? undefined : await replyOf(fault.kind, fault.options));
  const answersItself = instead === undefined && fault?.kind !== 'down' && fault?.kind !== 'hang';
  const own = answersItself ? (isOurs ? dispatch(routes, call) : notFound()) : undefined;
  const reply = instead ?? (own !== undefined && fault?.kind === 'truncated' ? truncate(own) : own);
  const silent = reply === undefined || fault?.kind === 'lost-answer';

  const contentType = reply?.headers?.['content-type'] ?? 'application/json; charset=utf-8';
  record({
    method,
    path: url.pathname.slice(basePath.length),
    resource,
    query: Object.fromEntries(url.searchParams),
    requestBody: text === '' ? undefined : JSON.parse(text),
    status: silent ? undefined : reply.status,
    contentType,
    responseBody: silent ? undefined : reply.body,
    fault: fault?.kind,
  });
  if (fault?.kind === 'hang') return;
  if (silent) response.destroy();
  else send(response, reply, contentType, fault?.kind === 'cut');
}

function isAllowed(token: string | undefined, request: IncomingMessage): boolean {
  const given = request.headers.authorization;
  return token === undefined || given === `token ${token}` || given === `Bearer ${token}`;
}

function dispatch(routes: readonly Route[], call: Call): Reply {
  for (const [method, pattern, handler] of routes) {
    const found = method === call.method ? pattern.exec(call.path) : null;
    if (found !== null) return handler({ ...call, params: found.slice(1) });
  }
  return notFound();
}

/** Another writer's commit on the branch that this request is about to create or move. */
function beQuicker(repository: Repository, { path, body }: Call): void {
  const named =
    /^\/git\/refs\/heads\/(.+)$/u.exec(path)?.[1] ?? String(body['ref']).replace(/^refs\/heads\//u, '');
  commitOn(repository, named, { [`others/${String(repository.nextId())}`]: 'somebody else\n' }, 'Quicker');
}

function truncate(reply: Reply): Reply {
  const body = asMembers(reply.body);
  if (Array.isArray(body['tree']))
    return { ...reply, body: { ...body, tree: body['tree'].slice(0, 1), truncated: true } };
  const content = asText(body['content']);
  return { ...reply, body: { ...body, content: content.slice(0, Math.floor(content.length / 2)) } };
}

function send(
  response: ServerResponse,
  { status, body, headers }: Reply,
  contentType: string,
  cut: boolean,
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    ...headers,
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
  });
  if (!cut) {
    response.end(text);
    return;
  }
  response.write(text.slice(0, Math.floor(text.length / 2)), () => {
    response.destroy();
  });
}
