import type { GitHub } from '../clients/github.ts';
import { untestedDebt } from '../core/debt.ts';
import type { LedgerEntry } from '../core/ledger-entry.ts';
import type { Report } from '../core/report.ts';
import { dayMs } from '../core/spans.ts';
import { toLedgerEntry, type LedgerRun } from '../core/to-ledger-entry.ts';
import { appendToLedger } from '../ledger/append.ts';
import { readLedger } from '../ledger/read.ts';
import { reasonOf } from './candidate.ts';

/** How far back the monitor looks for the beginning of an outage. */
export const historyDays = 30;

export interface RecordDeps {
  readonly github: Pick<GitHub, 'readTree' | 'readBlob' | 'headOf' | 'filesOf' | 'commitFiles'> | undefined;
  readonly now: () => Date;
  readonly warn: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Where and how a monitor's run is recorded. */
export interface RecordTarget {
  readonly branch: string;
  readonly retentionDays: number;
  readonly run: LedgerRun;
}

/**
 * The monitor's memory: adds to the report how long staging has been broken and which candidates entered
 * untested, and appends the run to the ledger. What fails is a warning; the verdict stands.
 */
export async function recordRun(report: Report, target: RecordTarget, deps: RecordDeps): Promise<Report> {
  const { github, warn } = deps;
  if (github === undefined) {
    warn('The ledger was not written: `github-token` is not given. The verdict stands.');
    return report;
  }
  const at = deps.now();
  const entry = toLedgerEntry(report, target.run, at);
  const withDebt = await addDebt(report, entry, target, { ...deps, github }, at);
  try {
    const message = `Record ${entry.verdict} of run ${entry.run.id}`;
    const { branch, retentionDays } = target;
    await appendToLedger(github, { branch, entry, retentionDays, message, signal: deps.signal });
  } catch (error) {
    warn(`The ledger was not written: ${reasonOf(error)}. The verdict stands.`);
  }
  return withDebt;
}

async function addDebt(
  report: Report,
  entry: LedgerEntry,
  { branch }: RecordTarget,
  { github, warn }: RecordDeps & { readonly github: NonNullable<RecordDeps['github']> },
  now: Date,
): Promise<Report> {
  try {
    const { entries } = await readLedger(github, {
      branch,
      from: new Date(now.getTime() - historyDays * dayMs),
      to: now,
    });
    const debt = untestedDebt({ entries: [...entries, entry], environment: report.environment, now });
    if (debt === undefined) return report;
    const { since, durationMs, candidates, sentence } = debt;
    return { ...report, debt: { since: since.toISOString(), durationMs, candidates, sentence } };
  } catch (error) {
    warn(`How long staging has been broken is not known: ${reasonOf(error)}.`);
    return report;
  }
}
