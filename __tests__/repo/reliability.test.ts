import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readFigures, sumsOf, type Figures } from '../../scripts/reliability-figures.ts';
import { renderReliability } from '../../scripts/reliability.ts';

const network: Figures = {
  title: 'Network',
  counts: { rows: 2, runs: 1200 },
  rows: [
    { name: 'it hangs | for ever', outcome: 'not-ready: `TIMEOUT`' },
    { name: 'it is cut', outcome: 'ready', defect: 'A cut was taken for a pass' },
  ],
};
const secrets: Figures = { title: 'Secrets', counts: { runs: 34 }, defects: ['A name was shown'] };

test('figures of one name are summed up, whoever counted them', () => {
  expect(sumsOf([network, secrets])).toEqual({ rows: 2, runs: 1234 });
});

test('the page has every row, every sum, and each defect with the row that keeps it mended', () => {
  const page = renderReliability([network, secrets]);
  expect(page).toContain('| runs | 1,234 |');
  expect(page).toContain('| it hangs \\| for ever | not-ready: `TIMEOUT` |');
  expect(page).toContain('- A cut was taken for a pass (it is cut)\n- A name was shown\n');
  expect(page).not.toContain('## Secrets');
});

test('figures are read in the order of their files; none where no test has run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'figures-'));
  writeFileSync(join(folder, 'b.json'), JSON.stringify(network));
  writeFileSync(join(folder, 'a.json'), JSON.stringify(secrets));
  expect(readFigures(folder)).toEqual([secrets, network]);
  rmSync(folder, { recursive: true });
  expect(readFigures(folder)).toEqual([]);
});
