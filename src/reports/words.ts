/** How results are put for people: the same marks and words in every report. */
import { statuses, type Layer, type Owner, type Status, type Verdict } from '../core/model.ts';
import type { ReportedCheck, ReportedProbe } from '../core/report.ts';

export const statusMarks: Readonly<Record<Status, string>> = {
  pass: '✅',
  warn: '⚠️',
  unknown: '❔',
  fail: '❌',
};

export const verdictTitles: Readonly<Record<Verdict, string>> = {
  ready: '✅ Ready',
  'not-ready': '❌ Not ready',
  inconclusive: '❔ Inconclusive',
  untested: '🧪 Untested',
};

/** `fail, blocked by cdw`. */
export function resultOf({ status, blockedBy }: Pick<ReportedProbe, 'status' | 'blockedBy'>): string {
  return blockedBy === undefined ? status : `${status}, blocked by ${blockedBy.join(', ')}`;
}

/** The worst first, and among equals what nothing blocks; otherwise the order stays. */
export function worstFirst<T extends { readonly status: Status; readonly blockedBy?: readonly Layer[] }>(
  results: readonly T[],
): readonly T[] {
  const rank = ({ status, blockedBy }: T) => 2 * statuses.indexOf(status) - (blockedBy === undefined ? 0 : 1);
  return results.toSorted((a, b) => rank(b) - rank(a));
}

/** `340 ms`, `2.1 s`, `3 min 5 s`. */
export function timeOf(ms: number): string {
  const whole = Math.round(ms);
  if (whole < 1000) return `${String(whole)} ms`;
  if (whole < 59_950) return `${(whole / 1000).toFixed(1)} s`;
  const seconds = Math.round(whole / 1000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}

/** `5 of 6`: how many passed. */
export function tally(checks: readonly Pick<ReportedCheck, 'status'>[]): string {
  const passed = checks.filter((check) => check.status === 'pass').length;
  return `${String(passed)} of ${String(checks.length)}`;
}

export function ownerOf(owner: Owner | undefined): string {
  if (owner === undefined) return 'no owner configured';
  return owner.contact === undefined ? owner.team : `${owner.team} (${owner.contact})`;
}

/** `2 damaged lines of the ledger were left out`. */
export function damagedWords(count: number): string {
  const lines =
    count === 1 ? 'One damaged line of the ledger was' : `${String(count)} damaged lines of the ledger were`;
  return `${lines} left out`;
}
