import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Job } from './job.ts';
import type { Publisher } from './publish.ts';

/** Writes `report.json` into the folder, which is made when absent, and its path into the output `report-json`. */
export function reportFiles(folder: string, job: Job): Publisher {
  return {
    name: 'report folder',
    publish: async (report) => {
      await mkdir(folder, { recursive: true });
      const json = join(folder, 'report.json');
      await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
      job.setOutput('report-json', json);
    },
  };
}
