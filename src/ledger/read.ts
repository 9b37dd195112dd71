import type { GitHub } from '../clients/github.ts';
import type { TreeFile } from '../clients/github-git.ts';
import { isDayBetween } from './day-files.ts';
import { type ParsedLines, parseLines } from './lines.ts';

export interface LedgerReading extends ParsedLines {
  /** False when there is no data branch yet. */
  readonly exists: boolean;
}

export interface ReadRequest {
  readonly branch: string;
  readonly from: Date;
  readonly to: Date;
}

/** GitHub allows a hundred requests at once, for everything that a token does. */
const filesAtOnce = 20;

/**
 * Reads the entries of every UTC day that `from` … `to` touches, file after file and line after
 * line; what lies on those days outside of the two moments is there too. Takes three requests and
 * one per day file.
 *
 * @throws {GitHubError} when GitHub cannot be asked, or an answer is incomplete: no entry may then be
 *   taken as the last one.
 */
export async function readLedger(
  github: Pick<GitHub, 'readTree' | 'readBlob'>,
  { branch, from, to }: ReadRequest,
): Promise<LedgerReading> {
  const files = await github.readTree(branch);
  if (files === undefined) return { entries: [], damaged: [], exists: false };
  return { ...(await readDays(files, github.readBlob, from, to)), exists: true };
}

/** The same of a tree that is known already. */
export async function readDays(
  files: readonly TreeFile[],
  readBlob: GitHub['readBlob'],
  from: Date,
  to: Date,
): Promise<ParsedLines> {
  const days = files
    .filter(({ path }) => isDayBetween(path, from, to))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const parsed: ParsedLines[] = [];
  for (let start = 0; start < days.length; start += filesAtOnce) {
    const batch = days.slice(start, start + filesAtOnce);
    parsed.push(
      ...(await Promise.all(batch.map(async ({ path, sha }) => parseLines(path, await readBlob(sha))))),
    );
  }
  return {
    entries: parsed.flatMap(({ entries }) => entries),
    damaged: parsed.flatMap(({ damaged }) => damaged),
  };
}
