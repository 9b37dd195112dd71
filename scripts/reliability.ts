/** Writes docs/reliability.md from what the last run of the tests counted: `node scripts/reliability.ts`. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { Reporter } from 'vitest/node';

import { formatted } from './formatted.ts';
import { readFigures, sumsOf, type Figures } from './reliability-figures.ts';

/** A vitest reporter that prints the sums when the tests are done. */
export function reliability(output: { write(text: string): unknown }): Reporter {
  return {
    onTestRunEnd() {
      const sums = Object.entries(sumsOf(readFigures()));
      const lines = sums.map(([label, count]) => `${numberOf(count)} ${label}`);
      if (lines.length > 0) process.once('exit', () => output.write(`\nReliability: ${lines.join(', ')}\n`));
    },
  };
}

/** The page as Markdown. */
export function renderReliability(all: readonly Figures[]): string {
  const defects = all.flatMap(({ rows = [], defects: others = [] }) => [
    ...rows.flatMap(({ name, defect }) => (defect === undefined ? [] : [`- ${defect} (${name})`])),
    ...others.map((defect) => `- ${defect}`),
  ]);
  const blocks = [
    '# How reliable the gate is',
    'Written by `node scripts/reliability.ts` from what `npm test` counted; do not edit it by hand. Each row below is a run of the bundled action against a real server on the same machine that misbehaves as the row says; only the kinds and clocks that go wrong run in process, as nothing that ships has a hook for them. For every one the tests assert the verdict and the code, that the run ends within its deadline, that exit code and outputs agree, and that no secret stands in anything that the run wrote.',
    '## Figures',
    list(
      Object.entries(sumsOf(all)).map(([label, count]) => `| ${label} | ${numberOf(count)} |`),
      ['| What | How many |', '|---|---:|'],
    ),
    ...all.flatMap(({ title, rows = [] }) =>
      rows.length === 0
        ? []
        : [
            `## ${title}`,
            list(
              rows.map(({ name, outcome }) => `| ${cell(name)} | ${cell(outcome)} |`),
              ['| What misbehaves | What the gate says |', '|---|---|'],
            ),
          ],
    ),
    '## Defects found on the way',
    'Each is mended, and its row keeps it so.',
    defects.length === 0 ? 'None.' : defects.join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function list(rows: readonly string[], head: readonly string[]): string {
  return [...head, ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function numberOf(count: number): string {
  return count.toLocaleString('en-US');
}

if (import.meta.main) {
  const figures = readFigures();
  const page = resolve(import.meta.dirname, '..', 'docs', 'reliability.md');
  writeFileSync(page, await formatted(page, renderReliability(figures)));
  for (const [label, count] of Object.entries(sumsOf(figures))) console.log(`${numberOf(count)} ${label}`);
}
