/** How results are put for people: the same marks and words in every report. */
import type { Owner, Status, Verdict } from '../core/model.ts';
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

/** `340 ms`, `2.1 s`, `3 min 5 s`. */
export function timeOf(ms: number): string {
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${String(Math.floor(ms / 60_000))} min ${String(Math.round((ms % 60_000) / 1000))} s`;
}

/** `5 of 6 checks passed`. */
export function tally(checks: readonly ReportedCheck[]): string {
  const passed = checks.filter((check) => check.status === 'pass').length;
  return `${String(passed)} of ${String(checks.length)}`;
}

export function ownerOf(owner: Owner | undefined): string {
  if (owner === undefined) return 'no owner configured';
  return owner.contact === undefined ? owner.team : `${owner.team} (${owner.contact})`;
}

/** `COLUMN_MISSING, expected …, observed …` of a check that did not pass. */
export function explain({ code, expected, observed }: ReportedCheck): string {
  return `${code ?? ''}: expected ${expected ?? ''}, observed ${observed ?? ''}`;
}
