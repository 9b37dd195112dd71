/** Files that are written whole or not at all. */
import { randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { UsageError } from './usage-error.ts';

export interface NewFile {
  readonly path: string;
  /** How messages call it. */
  readonly name: string;
  readonly text: string;
}

/**
 * Writes all of the files, or none: each into a neighbour first, which takes its name once all are there.
 * @throws UsageError when one of them exists and may not be replaced, or cannot be written
 */
export async function writeFiles(
  files: readonly NewFile[],
  { force }: { readonly force: boolean },
): Promise<void> {
  const problems = files.flatMap(({ path, name }) => {
    const found = at(path);
    if (found !== undefined && !found.isFile()) return [`${name} exists and is no file`];
    return found === undefined || force ? [] : [`${name} exists; --force replaces it`];
  });
  if (problems.length > 0) throw new UsageError(problems);
  const drafts = files.map((file) => ({ ...file, draft: `${file.path}.${randomUUID()}.tmp` }));
  try {
    for (const { draft, text } of drafts) {
      await mkdir(dirname(draft), { recursive: true });
      await writeFile(draft, text, { flag: 'wx' });
    }
    for (const { draft, path } of drafts) await rename(draft, path);
  } catch (error) {
    await Promise.allSettled(drafts.map(({ draft }) => rm(draft, { force: true })));
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    throw new UsageError([`the files cannot be written (${code})`]);
  }
}

/** What stands at the path; nothing where a file is in the way, which writing will tell. */
function at(path: string) {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
