/** What the ledger tells, in the same words on every page. */
import { list } from '../core/headline.ts';
import type { Strip } from '../core/history.ts';
import type { Outage } from '../core/outages.ts';
import type { SeenState } from '../core/seen-state.ts';
import { dayMs, formatSpan } from '../core/spans.ts';
import type { Uptime } from '../core/strip.ts';
import { timeWords } from '../core/time-words.ts';
import type { Tone } from './palette.ts';

export const stateWords: Readonly<Record<SeenState, string>> = {
  healthy: 'healthy',
  broken: 'broken',
  maintenance: 'maintenance',
  'no-data': 'no data',
};

export const stateTones: Readonly<Record<SeenState, Tone>> = {
  healthy: 'good',
  broken: 'bad',
  maintenance: 'maintenance',
  'no-data': 'quiet',
};

/** `2023-08-15 12:00 UTC (3 d)`, how long ago it was; `never` when there is no such time. */
export function sinceWords({ since }: Pick<Strip, 'since'>, now: Date): string {
  if (since === undefined) return 'never';
  return `${timeWords(since)} (${formatSpan(now.getTime() - since.getTime())})`;
}

/** `99.3 %`; never rounded up to a hundred. */
export function shareWords({ share }: Pick<Uptime, 'share'>): string {
  return share === undefined ? 'unknown' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

/** `41 %`: of how much of the time something is known. */
export function knownWords({ knownMs, days }: Pick<Uptime, 'knownMs' | 'days'>): string {
  return `${String(Math.floor((knownMs / (days * dayMs)) * 100))} %`;
}

/** `at least 3 d 21 h, of which nobody saw 2 d`. */
export function outageLength({ durationMs, unseenMs, atLeast }: Outage): string {
  const unseen = unseenMs === 0 ? '' : `, of which nobody saw ${formatSpan(unseenMs)}`;
  return `${atLeast ? 'at least ' : ''}${formatSpan(durationMs)}${unseen}`;
}

export function outageRoots({ roots }: Pick<Outage, 'roots'>): string {
  return roots.length === 0 ? 'not recorded' : list(roots);
}

/** `1 day`, `7 days`. */
export function dayWords(days: number): string {
  return `${String(days)} ${days === 1 ? 'day' : 'days'}`;
}
