/** `npm run bench`: every target of docs/performance.md, with its reference, in one run on this machine. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { formatted } from '../scripts/formatted.ts';

import { chain } from './chain-work.ts';
import { catalogue } from './database-work.ts';
import { isLinear, measureGrowth } from './growth.ts';
import { fifty, start, thousand } from './http-work.ts';
import { drawScaling, performancePage, type Results } from './pages.ts';
import { archiveSize, parsedSize } from './size-work.ts';
import { figuresOf, shown } from './statistics.ts';
import type { Medians, Result, Sample, Work } from './work.ts';

const works: readonly Work[] = [start, fifty, thousand, catalogue, chain];
const root = resolve(import.meta.dirname, '..');

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    runs: { type: 'string' },
  },
});

async function runWork(work: Work, runs: number): Promise<Result> {
  const prepared = await work.prepare();
  try {
    // The first run warms the disk's cache and does not count.
    await prepared.once();
    const samples: Sample[] = [];
    for (let run = 0; run < runs; run += 1) samples.push(await prepared.once());
    const names = Object.keys(samples[0]?.extra ?? {});
    const ratio = figuresOf(samples.map(({ gateMs, referenceMs }) => gateMs / referenceMs));
    const gateMs = figuresOf(samples.map((sample) => sample.gateMs));
    const referenceMs = figuresOf(samples.map((sample) => sample.referenceMs));
    const extra = Object.fromEntries(
      names.map((name) => [name, figuresOf(samples.map((sample) => sample.extra?.[name] ?? Number.NaN))]),
    );
    const medians: Medians = {
      ratio: ratio.median,
      gateMs: gateMs.median,
      referenceMs: referenceMs.median,
      extra: Object.fromEntries(Object.entries(extra).map(([name, figures]) => [name, figures.median])),
    };
    const { name, title, reference, target, profile } = work;
    return {
      name,
      title,
      reference,
      target,
      profile,
      runs,
      ratio,
      gateMs,
      referenceMs,
      extra,
      isMet: prepared.isMet(medians),
    };
  } finally {
    await prepared.remove();
  }
}

/** As `npm run check` wants it. */
async function writeFormatted(name: string, text: string): Promise<void> {
  const path = join(root, name);
  await writeFile(path, await formatted(path, text));
}

function report({ title, target, ratio, gateMs, referenceMs, isMet }: Result): void {
  const figures = `ratio ${shown(ratio.median)} (${shown(ratio.min)} to ${shown(ratio.max)}), gate ${shown(gateMs.median)} ms, reference ${shown(referenceMs.median)} ms`;
  console.log(`${isMet ? 'met   ' : 'MISSED'}  ${title}\n        ${figures}; target ${target}`);
}

const results: Result[] = [];
for (const work of works) {
  if (values.only.length > 0 && !values.only.includes(work.name)) continue;
  const result = await runWork(work, values.runs === undefined ? work.runs : Number(values.runs));
  report(result);
  results.push(result);
}

if (values.only.length === 0) {
  const growth = await measureGrowth(Number(values.runs ?? 3));
  const isGrowthLinear =
    isLinear(growth, ({ wallMs }) => wallMs.median) && isLinear(growth, ({ peakMiB }) => peakMiB.median);
  for (const { probes, wallMs, peakMiB } of growth)
    console.log(`        ${String(probes)} probes: ${shown(wallMs.median)} ms, ${shown(peakMiB.median)} MiB`);
  console.log(`${isGrowthLinear ? 'met   ' : 'MISSED'}  Growth: linear or better in time and memory`);
  const sizes = [archiveSize(), await parsedSize()];
  for (const { title, bytes, limitBytes } of sizes)
    console.log(
      `${bytes <= limitBytes ? 'met   ' : 'MISSED'}  ${title}: ${String(bytes)} of ${String(limitBytes)} bytes`,
    );
  const all: Results = { results, growth, isGrowthLinear, sizes };
  await writeFormatted('bench/results.json', JSON.stringify(all));
  await writeFormatted('docs/performance.md', performancePage(all));
  await writeFile(join(root, 'bench', 'scaling.svg'), drawScaling(growth));
  const isMet =
    isGrowthLinear &&
    results.every((result) => result.isMet) &&
    sizes.every(({ bytes, limitBytes }) => bytes <= limitBytes);
  if (values.check && !isMet) process.exitCode = 1;
} else if (values.check && results.some(({ isMet }) => !isMet)) {
  process.exitCode = 1;
}
