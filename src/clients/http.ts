/** The one place that sends HTTP requests: axios behind a narrow, leak-proof edge. */
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';

import type { AxiosRequestConfig, AxiosStatic } from 'axios';

import { FaultError } from '../errors.ts';
import { createAgents, type AgentOptions, type Agents } from './http-agents.ts';
import { toFaultError } from './http-faults.ts';
import { firstHop, readRedirect, type Hop, type RedirectTarget } from './http-hop.ts';
import { limitsOf, type Limits } from './http-limits.ts';
import { observe, type Observation, type Timings, type TlsFacts } from './http-observation.ts';

export interface HttpSend {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Its reason is a `FaultError`. */
  readonly signal: AbortSignal;
  /** For the whole exchange: redirects and the last byte of the body included. */
  readonly timeoutMs: number;
  /** Of the body, after decompression. */
  readonly maxBodyBytes: number;
  readonly redirects: number;
  /** Sent exactly once, on a connection of its own, so that a stale one can never be the reason of a failure. */
  readonly once?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; several values are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly durationMs: number;
  /** Of the last exchange. */
  readonly timings: Timings;
  readonly address?: string | undefined;
  readonly tls?: TlsFacts | undefined;
  /** Where a redirect leads that was not followed. */
  readonly redirect?: RedirectTarget | undefined;
}

export interface HttpClientOptions extends AgentOptions {
  /** `staging-health-gate/<version>` */
  readonly userAgent: string;
}

export interface HttpClient {
  /** @throws FaultError for whatever keeps an answer away; the foreign error is dropped. */
  send(request: HttpSend): Promise<HttpAnswer>;
  /** Ends all connections. */
  close(): void;
}

/** vets-api counts requests with this header under `.synthetic` names (modules/check_in/config/initializers/statsd.rb). */
const syntheticMarker = { 'sec-datadog': 'Request sent by a synthetic test (staging-health-gate)' };

const idempotentMethods: readonly string[] = ['GET', 'HEAD', 'PUT', 'DELETE'];

/** @throws ConfigError for a proxy variable that is no address. */
export function createHttpClient({ userAgent, ...agentOptions }: HttpClientOptions): HttpClient {
  const agents = createAgents(agentOptions);
  const ownHeaders = { ...syntheticMarker, 'user-agent': userAgent };
  return {
    send: async (request) => {
      const first = firstHop(request);
      const { default: axios } = await import('axios');
      const limits = limitsOf(request.signal, request.timeoutMs);
      try {
        return await follow(first, { axios, agents, ownHeaders, request, limits });
      } finally {
        limits.disarm();
      }
    },
    close: () => {
      agents.close();
    },
  };
}

interface Exchange {
  readonly axios: AxiosStatic;
  readonly agents: Agents;
  readonly ownHeaders: Readonly<Record<string, string>>;
  readonly request: HttpSend;
  readonly limits: Limits;
}

async function follow(first: Hop, exchange: Exchange): Promise<HttpAnswer> {
  const startedAt = performance.now();
  let hop = first;
  for (let left = exchange.request.redirects; ; left -= 1) {
    const answer = await sendHop(hop, exchange);
    const redirect = readRedirect(hop, answer.status, answer.headers['location']);
    if (left > 0 && redirect?.hop !== undefined) {
      hop = redirect.hop;
      continue;
    }
    return { ...answer, durationMs: Math.round(performance.now() - startedAt), redirect: redirect?.target };
  }
}

interface Watch {
  observation?: Observation;
  /** What is no HTTP within a body is told to the request; whoever reads the body hears of a cut only. */
  violation?: Error;
}

/**
 * A connection that was kept alive may have been closed by the server a moment ago. That says nothing
 * of its health, so what may be repeated is sent again on a new connection, not as another attempt.
 */
async function sendHop(hop: Hop, exchange: Exchange): Promise<HttpAnswer> {
  const { limits, request } = exchange;
  const watch: Watch = {};
  const told = (error: unknown) =>
    limits.signal.aborted ? limits.reason(watch.observation) : toFaultError(watch.violation ?? error);
  try {
    return await sendOnce(hop, exchange, request.once === true, watch);
  } catch (error) {
    const fault = told(error);
    const isStale = watch.observation?.isReused() === true && !watch.observation.isAnswered();
    const mayRepeat = isStale && idempotentMethods.includes(hop.method);
    if (!mayRepeat || fault.fault.code !== 'CONNECT_RESET') throw fault;
  }
  try {
    return await sendOnce(hop, exchange, true, watch);
  } catch (error) {
    throw told(error);
  }
}

async function sendOnce(
  hop: Hop,
  { axios, agents, ownHeaders, request, limits }: Exchange,
  ownConnection: boolean,
  watch: Watch,
): Promise<HttpAnswer> {
  const startedAt = performance.now();
  const transport = {
    request: (options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest => {
      const open = hop.url.protocol === 'https:' ? httpsRequest : httpRequest;
      const sent = open({ ...options, agent: agents.agentFor(hop.url, ownConnection) }, onAnswer);
      watch.observation = observe(sent);
      delete watch.violation;
      sent.on('error', (error) => {
        if ('code' in error && String(error.code).startsWith('HPE_')) watch.violation = error;
      });
      return sent;
    },
  };
  const config: AxiosRequestConfig = {
    ...bareAxios,
    transport,
    method: hop.method,
    url: hop.url.href,
    headers: { ...hop.headers, ...ownHeaders },
    ...(hop.body === undefined ? {} : { data: Buffer.from(hop.body, 'utf8') }),
    signal: limits.signal,
  };
  const answer = await axios.request<Readable>(config);
  const body = await readBody(answer.data, request.maxBodyBytes);
  const { observation } = watch;
  return {
    status: answer.status,
    headers: flatHeaders(answer.headers),
    body,
    durationMs: Math.round(performance.now() - startedAt),
    timings: observation?.timings() ?? { totalMs: performance.now() - startedAt },
    address: observation?.address(),
    tls: observation?.tls(hop.url.origin),
  };
}

/** axios without any opinion: no redirects, proxies, statuses, transformations or limits of its own. */
const bareAxios: AxiosRequestConfig = {
  adapter: 'http',
  responseType: 'stream',
  maxRedirects: 0,
  proxy: false,
  maxBodyLength: Infinity,
  transformRequest: [(data: unknown) => data],
  transformResponse: [(data: unknown) => data],
  validateStatus: () => true,
};

/** Collects the decompressed bytes. Leaving the loop early destroys the stream and its connection. */
async function readBody(stream: Readable, maxBodyBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new FaultError({
        code: 'BODY_TOO_LARGE',
        expected: `at most ${String(maxBodyBytes)} bytes`,
        observed: 'a larger body',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flatHeaders(headers: object): Readonly<Record<string, string>> {
  const entries: readonly [string, unknown][] = Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '',
    ]),
  );
}
