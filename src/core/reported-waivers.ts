import type { AppliedWaivers, Waiver } from './waivers.ts';

/** A waiver as every report shows it. */
export interface ReportedWaiver {
  readonly state: 'used' | 'unused' | 'expired' | 'for-another-commit' | 'refused';
  readonly source: 'file' | 'dispatch';
  readonly probes: readonly string[];
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD` in UTC. */
  readonly until?: string;
  /** Who gave it on a dispatch. */
  readonly actor?: string;
  /** Why it was refused. */
  readonly refusal?: string;
}

/** A waiver that was asked for and not granted. */
export interface RefusedWaiver {
  readonly probes: readonly string[];
  readonly reason: string;
  readonly actor?: string | undefined;
  readonly refusal: string;
}

/** Every waiver of a run, the used ones first: none is silent. */
export function reportWaivers(
  applied: AppliedWaivers,
  refused: readonly RefusedWaiver[],
): readonly ReportedWaiver[] {
  return [
    ...applied.used.map((waiver) => reported(waiver, 'used')),
    ...refused.map(({ actor, ...waiver }) => ({
      state: 'refused' as const,
      source: 'dispatch' as const,
      ...waiver,
      ...(actor === undefined ? {} : { actor }),
    })),
    ...applied.unused.map((waiver) => reported(waiver, 'unused')),
    ...applied.expired.map((waiver) => reported(waiver, 'expired')),
    ...applied.otherCandidate.map((waiver) => reported(waiver, 'for-another-commit')),
  ];
}

function reported(waiver: Waiver, state: ReportedWaiver['state']): ReportedWaiver {
  const { source, probes, reason, until, actor } = waiver;
  return {
    state,
    source,
    probes,
    reason,
    ...(until === undefined ? {} : { until: until.toISOString().slice(0, 10) }),
    ...(actor === undefined ? {} : { actor }),
  };
}

/** `cdw (DEVOPS-12, until 2026-12-01)`: how a used waiver is named in one line. */
export function waiverWords({ probes, reason, until, actor }: ReportedWaiver): string {
  const terms = [
    reason,
    ...(until === undefined ? [] : [`until ${until}`]),
    ...(actor === undefined ? [] : [`by ${actor}`]),
  ];
  return `${probes.join(', ')} (${terms.join(', ')})`;
}
