import type { GitHub } from '../clients/github.ts';
import { turnWith, type Turn } from '../core/change.ts';
import { untestedDebt } from '../core/debt.ts';
import type { LedgerEntry } from '../core/ledger-entry.ts';
import type { Report } from '../core/report.ts';
import { dayMs } from '../core/spans.ts';
import { toLedgerEntry, type LedgerRun } from '../core/to-ledger-entry.ts';
import { appendToLedger, type LedgerPreview } from '../ledger/append.ts';
import { readLedger } from '../ledger/read.ts';
import { reasonOf } from './candidate.ts';

/** How far back the monitor looks for the beginning of an outage, and for what it draws. */
const historyDays = 30;

export interface RecordDeps {
  readonly github: Pick<GitHub, 'readTree' | 'readBlob' | 'headOf' | 'filesOf' | 'commitFiles'> | undefined;
  readonly now: () => Date;
  readonly warn: (message: string) => void;
  readonly signal: AbortSignal;
  /** What is written beside the line, in the same commit. */
  readonly draw: (
    report: Report,
    now: Date,
    ledger: LedgerPreview,
  ) => Promise<Readonly<Record<string, string>>>;
}

/** Where and how a monitor's run is recorded. */
export interface RecordTarget {
  readonly branch: string;
  readonly retentionDays: number;
  readonly run: LedgerRun;
}

/** A run with its place in the ledger. */
export interface RecordedRun {
  /** With the debt. */
  readonly report: Report;
  /** What this run changed; absent when the ledger could not be read. */
  readonly turn?: Turn;
  /** The entries of the last 30 days, this run's included. */
  readonly entries?: readonly LedgerEntry[];
}

/**
 * The monitor's memory: adds to the report how long staging has been broken and which candidates entered
 * untested, and appends the run to the ledger. What fails is a warning; the verdict stands.
 */
export async function recordRun(
  report: Report,
  target: RecordTarget,
  deps: RecordDeps,
): Promise<RecordedRun> {
  const { github, warn } = deps;
  if (github === undefined) {
    warn('The ledger was not written: `github-token` is not given. The verdict stands.');
    return { report };
  }
  const now = deps.now();
  const entry = toLedgerEntry(report, target.run, now);
  const recorded = await placeInHistory(report, entry, target.branch, { github, warn }, now);
  try {
    await appendToLedger(github, {
      ...target,
      entry,
      message: `Record ${entry.verdict} of run ${entry.run.id}`,
      signal: deps.signal,
      extraFiles: (ledger) => drawOrWarn(() => deps.draw(recorded.report, now, ledger), warn),
    });
  } catch (error) {
    warn(`The ledger was not written: ${reasonOf(error)}. The verdict stands.`);
  }
  return recorded;
}

/** Pictures are for people; the line is evidence, and must not be lost with them, not even for a bug of ours. */
async function drawOrWarn(
  draw: () => ReturnType<RecordDeps['draw']>,
  warn: RecordDeps['warn'],
): ReturnType<RecordDeps['draw']> {
  try {
    return await draw();
  } catch {
    warn('Badge, timeline and status page were not drawn. The line of the ledger does not depend on them.');
    return {};
  }
}

async function placeInHistory(
  report: Report,
  entry: LedgerEntry,
  branch: string,
  { github, warn }: { readonly github: NonNullable<RecordDeps['github']>; readonly warn: RecordDeps['warn'] },
  now: Date,
): Promise<RecordedRun> {
  const from = new Date(now.getTime() - historyDays * dayMs);
  try {
    const { entries: previous } = await readLedger(github, { branch, from, to: now });
    const entries = [...previous, entry];
    const turn = turnWith({ previous, entry, now });
    const debt = untestedDebt({ entries, environment: report.environment, now });
    if (debt === undefined) return { report, turn, entries };
    const { since, durationMs, candidates, sentence } = debt;
    return {
      report: { ...report, debt: { since: since.toISOString(), durationMs, candidates, sentence } },
      turn,
      entries,
    };
  } catch (error) {
    warn(`How long staging has been broken is not known: ${reasonOf(error)}.`);
    return { report };
  }
}
