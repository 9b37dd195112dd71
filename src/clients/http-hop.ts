import { FaultError } from '../errors.ts';

/** One request of a chain of redirects. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

interface HopRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Where a redirect leads: as much of it as may be told. */
export type RedirectTarget = 'the same host' | 'another host' | 'plain HTTP' | 'nowhere';

export interface Redirect {
  readonly target: RedirectTarget;
  /** The request that follows it; absent where it must not be followed. */
  readonly hop?: Hop;
}

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Reads an answer as a redirect. To another origin goes a request without any header or body of ours;
 * a body that would have to go there, or a step down to plain HTTP, is not followed.
 */
export function readRedirect(hop: Hop, status: number, location: string | undefined): Redirect | undefined {
  if (!redirectStatuses.includes(status)) return undefined;
  const url = location === undefined ? null : URL.parse(location, hop.url.href);
  if (url === null || !/^https?:$/u.test(url.protocol)) return { target: 'nowhere' };
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') return { target: 'plain HTTP' };
  const method = methodAfter(status, hop.method);
  if (url.origin === hop.url.origin) return { target: 'the same host', hop: sameHost(hop, url, method) };
  const isBodyDue = method === hop.method && hop.body !== undefined;
  if (isBodyDue) return { target: 'another host' };
  url.username = '';
  url.password = '';
  return { target: 'another host', hop: { method, url, headers: {} } };
}

/** 303 always turns into GET; 301 and 302 do so for POST, as every client does (RFC 9110 §15.4). */
function methodAfter(status: number, method: string): string {
  const becomesGet = status === 303 || (status < 303 && method === 'POST');
  return becomesGet && method !== 'HEAD' ? 'GET' : method;
}

function sameHost(hop: Hop, url: URL, method: string): Hop {
  url.username = hop.url.username;
  url.password = hop.url.password;
  if (method === hop.method) return { ...hop, url };
  const headers = Object.entries(hop.headers).filter(([name]) => name.toLowerCase() !== 'content-type');
  return { method, url, headers: Object.fromEntries(headers) };
}

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;
/** RFC 9110 §5.5: visible characters, spaces and tabs, up to Latin-1; axios would silently drop any other. */
const headerValue = /^[\t\u0020-\u007e\u0080-\u00ff]*$/u;

/** @throws FaultError for an address or a header that HTTP cannot carry. */
export function firstHop({ method, url, headers, body }: HopRequest): Hop {
  const address = URL.parse(url);
  if (address === null || !/^https?:$/u.test(address.protocol))
    throw unsendable('an absolute http or https address', 'something else');
  for (const [name, value] of Object.entries(headers)) {
    if (!headerName.test(name)) throw unsendable('header names of letters, digits and -', 'another name');
    if (!headerValue.test(value))
      throw unsendable(
        `a value for the header ${name} that HTTP can carry`,
        'a line break or a character outside Latin-1',
        'A secret often ends with a line break by mistake: store it again without one.',
      );
  }
  return { method, url: address, headers, body };
}

function unsendable(expected: string, observed: string, hint?: string): FaultError {
  return new FaultError({ code: 'INTERNAL', expected, observed, hint });
}
