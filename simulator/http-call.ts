import { request as httpRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';

import type { ServiceName } from './faults.ts';
import { parseMembers, type Members } from './json.ts';

export interface Response {
  /** 0 when nothing answered: refused, reset or too late. */
  readonly status: number;
  /** The members of a JSON object; empty for anything else. */
  readonly body: Members;
}

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** vets-api's and CHIP's own limit (vets-api config/settings.yml, check_in.chip_api_v2.timeout). */
const timeoutMs = 30_000;

/**
 * One service of the simulator calls another. Every call takes a fresh connection, so that a service that was
 * switched off and on is met as it is now; the user agent tells these calls from those of a client.
 */
export async function callService(
  from: ServiceName,
  { method, url, headers, json }: Request,
): Promise<Response> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const outgoing = httpRequest(url, {
        method,
        agent: false,
        signal,
        headers: { 'user-agent': `simulator/${from}`, 'content-type': 'application/json', ...headers },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        readText(incoming).then((text) => {
          resolve({ status: incoming.statusCode ?? 0, text });
        }, reject);
      });
      outgoing.end(body);
    });
    return { status, body: parseMembers(text) };
  } catch {
    return { status: 0, body: {} };
  }
}
