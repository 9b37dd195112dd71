import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import type { ServiceName } from './faults.ts';
import { parseMembers, type Members } from './json.ts';
import { listenOnFreePort, tryToListen } from './ports.ts';

/** A request as a route sees it. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The segments that the pattern names with a colon. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The members of a JSON object; empty for anything else. */
  readonly body: Members;
}

export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly html?: string;
}

/** `hang` keeps the connection open and never answers. */
export type Answer = Reply | 'hang';

/** Method, path with `:name` segments, and what answers. The first that matches is taken. */
export type Route = readonly [string, string, (call: Call) => Answer | Promise<Answer>];

export interface ServiceDefinition {
  readonly name: ServiceName;
  readonly routes: readonly Route[];
  /** Asked first for every request: what stands before the service, such as a gateway. */
  readonly before?: (call: Call) => Answer | undefined;
  readonly notFound: (call: Call) => Reply;
}

/** One request that a service received. */
export interface RecordedRequest {
  readonly service: ServiceName;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface HttpService {
  readonly origin: string;
  /** Refuses connections from now on and cuts those that exist. */
  close(): Promise<void>;
  /** Listens again, on the same port. */
  open(): Promise<void>;
}

export interface ServiceSurroundings {
  /** Told every request; the answer waits for it. */
  readonly record: (request: RecordedRequest) => Promise<void>;
  /** Milliseconds to wait before each answer. */
  readonly delayMs: () => number;
}

/** Starts a service on a free port of 127.0.0.1. */
export async function startHttpService(
  definition: ServiceDefinition,
  surroundings: ServiceSurroundings,
): Promise<HttpService> {
  const server = createServer((request, response) => {
    serve(definition, surroundings, request, response).catch(() => {
      // The caller went away, or the service has a bug: either way there is nothing more to say.
      response.destroy();
    });
  });
  const port = await listenOnFreePort(server);
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    async open() {
      if (server.listening) return;
      if (!(await tryToListen(server, port))) throw new Error(`port ${String(port)} was taken meanwhile`);
    },
  };
}

async function serve(
  definition: ServiceDefinition,
  { record, delayMs }: ServiceSurroundings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator.invalid');
  const method = request.method ?? 'GET';
  const recorded = record({ service: definition.name, method, path: pathname, headers: request.headers });
  const body = parseMembers(await readText(request));
  await recorded;
  const call = { method, path: pathname, params: {}, query: searchParams, headers: request.headers, body };
  const delay = delayMs();
  if (delay > 0) await wait(delay, undefined, { ref: false });
  const answer = definition.before?.(call) ?? (await dispatch(definition, call));
  if (answer !== 'hang') send(response, answer);
}

async function dispatch(definition: ServiceDefinition, call: Call): Promise<Answer> {
  for (const [method, pattern, handler] of definition.routes) {
    const params = method === call.method ? match(pattern, call.path) : undefined;
    if (params !== undefined) return handler({ ...call, params });
  }
  return definition.notFound(call);
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (part.startsWith(':') && segment !== '') params[part.slice(1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return params;
}

function send(response: ServerResponse, { status, json, text, html }: Reply): void {
  const type = json !== undefined ? 'application/json' : html !== undefined ? 'text/html' : 'text/plain';
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
  response.end(json !== undefined ? JSON.stringify(json) : (html ?? text ?? ''));
}

async function readText(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk as string;
  return text;
}
