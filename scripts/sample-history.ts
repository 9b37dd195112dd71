/** An invented month of an invented staging: a long outage, a short one, maintenance, silence. */
import { readHistory, type History } from '../src/core/history.ts';
import { ledgerEntrySchema, type LedgerEntry } from '../src/core/ledger-entry.ts';
import type { Status } from '../src/core/model.ts';
import { dayMs, hourMs, minuteMs } from '../src/core/spans.ts';
import { sampleCandidate, sampleNow, type SampleName } from './sample-reports.ts';

const layers = [
  'cdw',
  'vista',
  'vista-api',
  'vetext',
  'lorota',
  'chip',
  'vets-api',
  'vets-website',
  'check-in',
];

interface Episode {
  /** Hours before now. */
  readonly from: number;
  readonly to: number;
  readonly root: string;
  readonly failing: readonly string[];
  readonly maintenance?: boolean;
}

const past: readonly Episode[] = [
  { from: 20 * 24, to: 19.5 * 24, root: 'chip', failing: ['chip', 'check-in'] },
  { from: 150, to: 146, root: 'vets-api', failing: ['vets-api'], maintenance: true },
  { from: 131, to: 130, root: 'lorota', failing: ['lorota', 'chip', 'check-in'] },
];

/** From Thursday evening until the sample's now, a Tuesday. */
const longOutage: Episode = { from: 93, to: -1, root: 'cdw', failing: ['cdw', 'vetext', 'check-in'] };

const maintenanceNow: Episode = {
  from: 1.5,
  to: -1,
  root: 'vets-api',
  failing: ['vets-api', 'check-in'],
  maintenance: true,
};

/** Hours before now in which no run took place. */
const silence = { from: 112, to: 106 };

const untilNow: Partial<Record<SampleName, Episode>> = {
  'not-ready': longOutage,
  waived: longOutage,
  diagnose: longOutage,
  maintenance: maintenanceNow,
};

/** The lines that a monitor wrote every half hour, as far back as uptime is counted. */
export function sampleEntries(name: SampleName): readonly LedgerEntry[] {
  const now = untilNow[name];
  const episodes = now === undefined ? past : [...past, now];
  const stepMs = 30 * minuteMs;
  return Array.from({ length: (30 * dayMs) / stepMs }, (_, index) => index * stepMs)
    .filter((agoMs) => agoMs > silence.from * hourMs || agoMs < silence.to * hourMs)
    .map((agoMs) => entry(agoMs, name, episodes));
}

function entry(agoMs: number, name: SampleName, episodes: readonly Episode[]): LedgerEntry {
  const ago = agoMs / hourMs;
  const episode = episodes.find(({ from, to }) => ago <= from && ago > to);
  const status = (layer: string): Status => (episode?.failing.includes(layer) === true ? 'fail' : 'pass');
  const unjudged = name === 'inconclusive' && ago < 2;
  const calm = name === 'untested' ? 'untested' : 'ready';
  const seen = Object.fromEntries(layers.map((layer) => [layer, unjudged ? 'unknown' : status(layer)]));
  const isWaived = name === 'waived' && agoMs === 0;
  return ledgerEntrySchema.parse({
    v: 1,
    at: new Date(sampleNow.getTime() - agoMs).toISOString(),
    run: { id: String(agoMs), attempt: 1 },
    environment: 'staging',
    candidate: sampleCandidate,
    verdict: episode !== undefined ? (isWaived ? 'ready' : 'not-ready') : unjudged ? 'inconclusive' : calm,
    healthy: episode === undefined && !unjudged,
    probes: seen,
    layers: seen,
    maintenance: episode?.maintenance === true ? [episode.root] : [],
    rootCauses: episode === undefined ? [] : [{ layer: episode.root, code: 'SAMPLE' }],
    waivers: isWaived ? [{ probes: ['cdw'], reason: 'SAMPLE-12' }] : [],
  });
}

export function sampleHistory(name: SampleName): History {
  return readHistory({ entries: sampleEntries(name), environment: 'staging', now: sampleNow });
}
