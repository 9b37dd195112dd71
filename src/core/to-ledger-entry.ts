import type { LedgerEntry } from './ledger-entry.ts';
import type { Layer, Status } from './model.ts';
import type { Report } from './report.ts';
import { worst } from './worst.ts';

/** The run that writes the line. */
export interface LedgerRun {
  readonly id: string;
  readonly attempt: number;
  readonly url?: string | undefined;
  readonly event?: string | undefined;
}

/**
 * What a run leaves in the ledger: what it saw, not what it assumed. A waived failure is a failure here.
 * `at` is when the probes were done.
 */
export function toLedgerEntry(report: Report, run: LedgerRun, at: Date): LedgerEntry {
  const required = report.probes.filter((probe) => probe.required);
  const state = worst(required.map(({ status }) => status));
  return {
    v: 1,
    at: at.toISOString(),
    run: {
      id: run.id,
      attempt: run.attempt,
      ...(run.url === undefined ? {} : { url: run.url }),
      ...(run.event === undefined ? {} : { event: run.event }),
    },
    environment: report.environment,
    ...(report.live === undefined ? {} : { candidate: report.live }),
    verdict: report.verdict,
    // A run on some of the probes only has not seen whether staging is healthy.
    healthy: report.selectedProbes === undefined && (state === 'pass' || state === 'warn'),
    probes: Object.fromEntries(report.probes.map(({ name, status }) => [name, status])),
    layers: Object.fromEntries(statusByLayer(report)),
    maintenance: layersInMaintenance(report),
    rootCauses: report.rootCauses
      .filter(({ blocking }) => blocking)
      .map(({ layer, code }) => ({ layer, code })),
    waivers: report.waivers
      .filter((waiver) => waiver.state === 'used')
      .map(({ probes, reason, actor }) => ({
        probes: [...probes],
        reason,
        ...(actor === undefined ? {} : { actor }),
      })),
  };
}

/** A layer that only others blame has failed as well. */
function statusByLayer({ probes, rootCauses }: Report): ReadonlyMap<Layer, Status> {
  const found = [
    ...probes.map(({ layer, status }) => ({ layer, status })),
    ...rootCauses
      .filter(({ layer, code }) => code !== 'NOT_RUN' && !probes.some((probe) => probe.layer === layer))
      .map(({ layer }) => ({ layer, status: 'fail' as const })),
  ];
  const byLayer = Map.groupBy(found, ({ layer }) => layer);
  return new Map([...byLayer].map(([layer, own]) => [layer, worst(own.map(({ status }) => status))]));
}

function layersInMaintenance({ probes }: Report): string[] {
  const layers = probes
    .filter(({ checks }) => checks.some(({ code }) => code === 'MAINTENANCE'))
    .map(({ layer }) => layer);
  return [...new Set(layers)];
}
