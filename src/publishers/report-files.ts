import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Report } from '../core/report.ts';

/**
 * Writes `report.json` into the folder, which is made when absent.
 * @returns the path of the file
 * @throws a file system error; the caller says so without its text
 */
export async function writeReportFiles(report: Report, folder: string): Promise<{ readonly json: string }> {
  await mkdir(folder, { recursive: true });
  const json = join(folder, 'report.json');
  await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  return { json };
}
