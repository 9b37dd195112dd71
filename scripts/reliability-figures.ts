/** What the tests counted about reliability; see `__tests__/support/reliability.ts` for who writes it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A row of a table of docs/reliability.md: what was done to the gate, and what came of it. */
export interface FigureRow {
  readonly name: string;
  readonly outcome: string;
  /** The defect that this row found, and keeps mended. */
  readonly defect?: string | undefined;
}

export interface Figures {
  /** The heading of its table. */
  readonly title: string;
  /** `{ 'rows of the fault matrix': 71, 'runs of the action': 74 }` */
  readonly counts: Readonly<Record<string, number>>;
  readonly rows?: readonly FigureRow[];
  /** Defects that belong to no row. */
  readonly defects?: readonly string[];
}

/** Kept out of git: it holds what the last run of the tests did on this machine. */
export const figuresFolder = resolve(import.meta.dirname, '..', '.tmp', 'reliability');

/** Everything recorded, in the order of the names; nothing where no test has run yet. */
export function readFigures(folder = figuresFolder): readonly Figures[] {
  return namesIn(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Figures);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}

/** The counts of all, those of one label summed up. */
export function sumsOf(all: readonly Figures[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { counts } of all) {
    for (const [label, count] of Object.entries(counts)) sums[label] = (sums[label] ?? 0) + count;
  }
  return sums;
}
