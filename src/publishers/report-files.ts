import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readHistory } from '../core/history.ts';
import type { LedgerEntry } from '../core/ledger-entry.ts';
import type { Job } from './job.ts';
import type { Publisher } from './publish.ts';

/**
 * Writes `report.json` and `report.html` into the folder, which is made when absent, and their paths into the
 * outputs. With entries of the ledger, the page shows the last seven days.
 */
export function reportFiles(
  folder: string,
  job: Pick<Job, 'setOutput'>,
  entries?: readonly LedgerEntry[],
): Publisher {
  return {
    name: 'report folder',
    publish: async (report) => {
      await mkdir(folder, { recursive: true });
      const json = join(folder, 'report.json');
      await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
      job.setOutput('report-json', json);
      const { renderHtml } = await import('../reports/html.ts');
      const { environment, startedAt } = report;
      const history =
        entries === undefined ? undefined : readHistory({ entries, environment, now: new Date(startedAt) });
      const html = join(folder, 'report.html');
      await writeFile(html, renderHtml(report, history));
      job.setOutput('report-html', html);
    },
  };
}
