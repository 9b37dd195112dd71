import type { GitHub } from '../clients/github.ts';
import type { Head, TreeFile } from '../clients/github-git.ts';
import { retryConflicts } from '../clients/github-retry.ts';
import type { LedgerEntry } from '../core/ledger-entry.ts';
import { branchReadme } from './branch-readme.ts';
import { dayFileOf, isDayOlderThan } from './day-files.ts';
import { holdsLine, type ParsedLines, toLine, withLine } from './lines.ts';
import { readDays } from './read.ts';
import { once } from './remember.ts';

/** The ledger as it will be with the new line, for what is drawn from it into the same commit. */
export interface LedgerPreview {
  /** The entries of every UTC day that the two moments touch, the new one included. */
  readonly entries: (from: Date, to: Date) => Promise<ParsedLines>;
}

export interface AppendRequest {
  readonly branch: string;
  readonly entry: LedgerEntry;
  /** Day files older than this many days before the entry are removed. Default 400. */
  readonly retentionDays?: number | undefined;
  /** Further files of the same commit, text by path. Asked again at each attempt, as others write meanwhile. */
  readonly extraFiles?: ((current: LedgerPreview) => Promise<Readonly<Record<string, string>>>) | undefined;
  /** Of the commit. */
  readonly message: string;
  readonly signal?: AbortSignal | undefined;
  /** The most attempts against writers who are quicker. Default 20. */
  readonly attempts?: number | undefined;
  /** Milliseconds after which no further attempt starts. Default 60,000. */
  readonly longestMs?: number | undefined;
}

export interface Appended {
  /** The head of the branch that holds the line. */
  readonly commit: string;
  /** How often it was tried, 1 when nobody else wrote. */
  readonly attempts: number;
}

type Git = Pick<GitHub, 'headOf' | 'filesOf' | 'readBlob' | 'commitFiles'>;

interface Branch {
  readonly head: Head | undefined;
  readonly files: readonly TreeFile[];
}

/**
 * Appends one line to the ledger in one commit, and creates the branch when it is absent. When the
 * branch moved meanwhile it starts again from the new head, so no writer loses a line; and as it
 * looks for its own line first, an answer that was lost on its way never writes it twice.
 *
 * @throws {GitHubError} `conflict` when others were quicker at every attempt.
 */
export async function appendToLedger(github: Git, request: AppendRequest): Promise<Appended> {
  const { branch, attempts = 20, longestMs = 60_000, signal } = request;
  // At the next attempt only what others wrote meanwhile is asked for.
  const git = { ...github, readBlob: once(github.readBlob) };
  return retryConflicts(
    async (attempt) => {
      const head = await git.headOf(branch);
      const files = head === undefined ? [] : await git.filesOf(head.tree);
      return { commit: await appendOnce(git, request, { head, files }), attempts: attempt };
    },
    { attempts, longestMs, signal },
  );
}

async function appendOnce(git: Git, request: AppendRequest, { head, files }: Branch): Promise<string> {
  const { branch, entry, retentionDays = 400, extraFiles, message } = request;
  const at = new Date(entry.at);
  const day = dayFileOf(at);
  const line = toLine(entry);
  const present = files.find(({ path }) => path === day);
  const before = present === undefined ? Buffer.alloc(0) : await git.readBlob(present.sha);
  if (head !== undefined && holdsLine(before, line)) return head.commit;

  const after = withLine(before, line);
  const extra = (await extraFiles?.(preview(git, files, day, after))) ?? {};
  const outdated = files.filter(({ path }) => isDayOlderThan(path, retentionDays, at));
  const { commit } = await git.commitFiles({
    branch,
    parent: head,
    message,
    files: {
      ...(head === undefined ? { 'README.md': branchReadme(branch) } : {}),
      ...extra,
      // Last, so that nothing above can replace the ledger.
      ...Object.fromEntries(outdated.map(({ path }) => [path, null])),
      [day]: after,
    },
  });
  return commit;
}

/** Reads the ledger with the day file as it will be. */
function preview(git: Git, files: readonly TreeFile[], day: string, after: Buffer): LedgerPreview {
  const coming = { path: day, sha: 'coming', sizeBytes: after.length };
  const all = [...files.filter(({ path }) => path !== day), coming];
  const readBlob = (sha: string) => (sha === coming.sha ? Promise.resolve(after) : git.readBlob(sha));
  return { entries: (from, to) => readDays(all, readBlob, from, to) };
}
