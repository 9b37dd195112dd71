import { makeBadge } from 'badge-maker';

import type { History } from '../core/history.ts';
import type { LedgerEntry } from '../core/ledger-entry.ts';
import type { Verdict } from '../core/model.ts';
import { oneLine, shortened } from '../core/one-line.ts';
import { formatSpan, minuteMs } from '../core/spans.ts';
import { light, type Tone } from './palette.ts';

/** What a badge says, before it is drawn. */
export interface Badge {
  readonly label: string;
  readonly message: string;
  readonly tone: Tone;
}

/** What shields.io reads (shields.io/badges/endpoint-badge). */
export interface ShieldsEndpoint {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  /** Hexadecimal, without `#`. */
  readonly color: string;
  /** Nobody may paint a broken staging green. */
  readonly isError: boolean;
  readonly cacheSeconds: number;
}

const longestLabel = 40;
const longestMessage = 80;

/** The least that shields.io takes. */
const cacheSeconds = 300;

/**
 * The badge for a history: `ready`, `cdw broken for 3 d`, `untested`, `no data`. A waiver in the last
 * run is named. No data when the last sample is older than the history's largest gap.
 */
export function badgeOf(history: History): Badge {
  const { environment, latest, overall } = history;
  const isFresh = latest !== undefined && (overall.state !== 'no-data' || isRecent(latest, history));
  const { message, tone } = isFresh ? freshBadge(history, latest) : noData;
  return {
    label: text(environment, longestLabel),
    message: text(message, longestMessage),
    tone,
  };
}

/** badge-maker escapes, but keeps what no XML may hold. */
function text(value: string, most: number): string {
  return shortened(oneLine(value).replaceAll(/[\uFFFE\uFFFF]/gu, ''), most);
}

type Said = Pick<Badge, 'message' | 'tone'>;

const noData: Said = { message: 'no data', tone: 'quiet' };

/** Without a sample that could judge the state is unknown; but then the last run's verdict says so. */
function isRecent({ at }: LedgerEntry, { now, maxGapMs }: History): boolean {
  return now.getTime() - Date.parse(at) <= maxGapMs;
}

function freshBadge(history: History, latest: LedgerEntry): Said {
  const said = saidOf(history, latest);
  if (latest.waivers.length === 0) return said;
  return { message: `${said.message}, waived`, tone: said.tone === 'good' ? 'warn' : said.tone };
}

function saidOf({ overall, now }: History, latest: LedgerEntry): Said {
  const layers = [...new Set(latest.rootCauses.map(({ layer }) => layer))];
  switch (overall.state) {
    case 'broken':
      return { message: `${layerWords(layers)}broken${lengthWords(overall.since, now)}`, tone: 'bad' };
    case 'maintenance':
      return { message: `${layerWords(layers)}in maintenance`, tone: 'maintenance' };
    case 'healthy':
    case 'no-data':
      return verdictSaid[latest.verdict];
  }
}

const verdictSaid: Readonly<Record<Verdict, Said>> = {
  ready: { message: 'ready', tone: 'good' },
  untested: { message: 'untested', tone: 'untested' },
  inconclusive: { message: 'inconclusive', tone: 'quiet' },
  'not-ready': { message: 'not ready', tone: 'bad' },
};

/** `cdw `, `cdw, chip `, `cdw +2 `. */
function layerWords(layers: readonly string[]): string {
  const [first, ...rest] = layers;
  if (first === undefined) return '';
  return rest.length > 1 ? `${first} +${String(rest.length)} ` : `${layers.join(', ')} `;
}

/** ` for 3 d`: only the largest unit, a badge is small. Nothing when it began just now: it hangs until the next look. */
function lengthWords(since: Date | undefined, now: Date): string {
  if (since === undefined || now.getTime() - since.getTime() < minuteMs) return '';
  const [count = '', unit = ''] = formatSpan(now.getTime() - since.getTime()).split(' ');
  return ` for ${count} ${unit}`;
}

/** The badge as SVG. Its colours have the contrast that white text needs. */
export function renderBadge(history: History): string {
  const { label, message, tone } = badgeOf(history);
  const drawn = makeBadge({
    label,
    message,
    labelColor: '#3d444d',
    color: colourOf(tone),
    style: 'flat',
  });
  return `${drawn}\n`;
}

/** The JSON that shields.io draws a badge from. */
export function renderShieldsEndpoint(history: History): string {
  const { label, message, tone } = badgeOf(history);
  const endpoint: ShieldsEndpoint = {
    schemaVersion: 1,
    label,
    message,
    color: colourOf(tone).slice(1),
    isError: tone !== 'good',
    cacheSeconds,
  };
  return `${JSON.stringify(endpoint, null, 2)}\n`;
}

function colourOf(tone: Tone): string {
  return light.tones[tone][0];
}
