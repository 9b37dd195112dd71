import type { HttpAnswer } from '../../clients/http.ts';
import type { Fault } from '../../core/model.ts';
import { PausedFaultError } from '../retry.ts';

const transientStatuses: readonly number[] = [429, 502, 503, 504];

/** The error that earns another attempt for an answer that is worth one, with the pause that it asks for. */
export function transientError(
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
  { expected, observed }: Fault,
  now: Date,
): PausedFaultError | undefined {
  if (!transientStatuses.includes(status)) return undefined;
  const code = status === 429 ? 'RATE_LIMITED' : 'GATEWAY';
  return new PausedFaultError({ code, expected, observed }, retryAfterMs(headers['retry-after'], now));
}

/** `Retry-After` (RFC 9110 §10.2.3), seconds or a date, in milliseconds; 0 for anything else. */
export function retryAfterMs(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  if (/^\d{1,15}$/u.test(header)) return Number(header) * 1000;
  const waitMs = Date.parse(header) - now.getTime();
  return header.endsWith('GMT') && waitMs > 0 ? waitMs : 0;
}
