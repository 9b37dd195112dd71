/**
 * How the figures of docs/reliability.md come about: each test file that proves something counts what it really
 * did and hands it to `recordFigures` in its `afterAll`; that writes `.tmp/reliability/<name>.json` (not in git).
 * The reporter in `scripts/reliability.ts` prints the sums when all tests are done, and
 * `node scripts/reliability.ts` writes them into docs/reliability.md. To add a figure, call `recordFigures` with
 * another name; labels that are the same are summed up.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { figuresFolder, type Figures } from '../../scripts/reliability-figures.ts';

/** @param name of the file, in kebab-case; one that is there is replaced. */
export function recordFigures(name: string, figures: Figures): void {
  mkdirSync(figuresFolder, { recursive: true });
  writeFileSync(join(figuresFolder, `${name}.json`), `${JSON.stringify(figures, null, 2)}\n`);
}
