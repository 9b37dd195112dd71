import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

import { readHistory } from '../core/history.ts';
import type { LedgerEntry } from '../core/ledger-entry.ts';
import type { Job } from './job.ts';
import { PublishError, type Publisher } from './publish.ts';

/** Where the files go. Paths are absolute. */
export interface ReportFolder {
  readonly reportDir: string;
  /** One of these holds the folder, links resolved: a link of a pull request must not lead elsewhere. */
  readonly reportHomes: readonly string[];
}

/**
 * Writes `report.json` and `report.html` into the folder, which is made when absent, and their paths into the
 * outputs. With entries of the ledger, the page shows the last seven days.
 */
export function reportFiles(
  place: ReportFolder,
  job: Pick<Job, 'setOutput'>,
  entries?: readonly LedgerEntry[],
): Publisher {
  return {
    name: 'report folder',
    publish: async (report) => {
      const folder = await makeFolder(place);
      const json = join(folder, 'report.json');
      await replaceFile(json, `${JSON.stringify(report, null, 2)}\n`);
      job.setOutput('report-json', json);
      const { renderHtml } = await loadPage();
      const { environment, startedAt } = report;
      const history =
        entries === undefined ? undefined : readHistory({ entries, environment, now: new Date(startedAt) });
      const html = join(folder, 'report.html');
      await replaceFile(html, renderHtml(report, history));
      job.setOutput('report-html', html);
    },
  };
}

/** What draws the page. Whoever has a moment to wait loads it then. */
export function loadPage() {
  return import('../reports/html.ts');
}

async function makeFolder({ reportDir, reportHomes }: ReportFolder): Promise<string> {
  const real = await realPlace(reportDir);
  const homes = await Promise.all(reportHomes.map(realPlace));
  if (!homes.some((home) => holds(home, real)))
    throw new PublishError('a link leads it out of the workspace');
  await mkdir(real, { recursive: true });
  return reportDir;
}

/** The path with the links resolved in as much of it as exists. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent || dirname(path) === path) throw error;
    return join(await realPlace(dirname(path)), basename(path));
  }
}

function holds(home: string, place: string): boolean {
  const way = relative(home, place);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Whole or not at all, and never through a link: what stood there under the name is replaced itself. */
async function replaceFile(path: string, text: string): Promise<void> {
  const part = `${path}.${randomUUID()}`;
  try {
    await writeFile(part, text, { flag: 'wx' });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
