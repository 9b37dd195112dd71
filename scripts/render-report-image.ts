/**
 * Draws docs/images/report-light.png and report-dark.png: the report of a monitor's run in the replay of August 2023,
 * as Chromium shows its report.html. `node scripts/render-report-image.ts`; needs Chromium on the path.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { findChromium, openChromium } from '../__tests__/support/chromium.ts';
import { playWeek } from '../simulator/replay/week.ts';
import { renderHtml } from '../src/reports/html.ts';

const folder = join(import.meta.dirname, '../docs/images');
/** In pixels. */
const width = 1000;
const margin = 28;

const executable = findChromium();
if (executable === undefined) throw new Error('There is no Chromium on the path.');
const steps = await playWeek();
const report = steps.find((step) => step.who === 'monitor' && step.report.verdict === 'not-ready')?.report;
if (report === undefined) throw new Error('No monitor of the replay found staging broken.');
mkdirSync(folder, { recursive: true });
await using browser = await openChromium(executable);
for (const colorScheme of ['light', 'dark'] as const) {
  const page = await browser.context.newPage();
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 1000 });
  await page.setContent(renderHtml(report));
  // Headline, cause and chain; the probes one by one are below.
  const chain = await page
    .locator('section', { has: page.getByRole('heading', { name: 'The chain' }) })
    .boundingBox();
  if (chain === null) throw new Error('The report shows no chain.');
  const clip = { x: 0, y: 0, width, height: chain.y + chain.height + margin };
  await page.screenshot({ path: join(folder, `report-${colorScheme}.png`), fullPage: true, clip });
}
