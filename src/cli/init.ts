import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

import { checkoutOf } from './checkout.ts';
import type { Command } from './command.ts';
import { defaultConfig } from './run-inputs.ts';
import { exitCodes } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { writeFiles, type NewFile } from './write-files.ts';

/** What a new repository starts from, in this package. */
const starter = join('examples', 'vetext');

export const init: Command = {
  name: 'init',
  summary: 'Write starter files: a configuration, workflows, a payload contract.',
  about: [
    `Copies ${starter.split(sep).join('/')} into the checkout. Files that exist are never replaced, and nothing is written at all when there is one, unless --force is given.`,
    'Exit codes: 0 written, 64 not written.',
  ],
  examples: ['staging-health-gate init', 'staging-health-gate init --folder ../vetext'],
  options: {
    folder: {
      value: 'FOLDER',
      help: 'Where to write. Default: the root of this checkout, else this folder.',
    },
    force: { help: 'Replace files that exist.' },
  },
  run: async (given, { cwd, home, out }) => {
    const folder = given.valueOf('folder');
    const target = folder === undefined ? (checkoutOf(cwd) ?? cwd) : resolve(cwd, folder);
    const files = starterFiles(join(home, starter)).map(({ path, text }): NewFile => {
      const goal = join(target, path);
      return { path: goal, name: relative(cwd, goal), text };
    });
    await writeOrAdvise(files, given.isOn('force'));
    const written = files.map(({ name }) => `✅ ${name}`);
    const config = folder === undefined ? undefined : relative(cwd, join(target, defaultConfig));
    out.write([...written, '', ...nextSteps(config), ''].join('\n'));
    return exitCodes.allow;
  },
};

/** @throws UsageError as `writeFiles`, and with a way out where a repository has files of these names */
async function writeOrAdvise(files: readonly NewFile[], force: boolean): Promise<void> {
  try {
    await writeFiles(files, { force });
  } catch (error) {
    if (!(error instanceof UsageError) || !files.some(({ path }) => existsSync(path))) throw error;
    const advice = 'nothing was written; --folder writes all of them elsewhere, to be merged by hand';
    throw new UsageError([...error.problems, advice]);
  }
}

/** @param config where it stands, when no command finds it by itself */
function nextSteps(config: string | undefined): readonly string[] {
  const named =
    config === undefined ? '' : ` --config ${/^[\w./\\-]+$/u.test(config) ? config : `'${config}'`}`;
  return [
    'Next:',
    `  1. Edit ${config ?? defaultConfig}: addresses, tables, owners.`,
    '  2. List the variables that it needs:',
    `     npx staging-health-gate validate${named}`,
    '  3. In the workflows, replace OWNER and FULL_COMMIT_SHA by what you reviewed.',
  ];
}

/** The files of the starter, by their paths in a repository. */
function starterFiles(folder: string): readonly Omit<NewFile, 'name'>[] {
  try {
    return (
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }))
        // What explains the example is no part of a repository that starts from it.
        .filter(({ path }) => path.startsWith(`.github${sep}`))
    );
  } catch {
    throw new UsageError([`the starter files are not in this package: run it from a checkout`]);
  }
}
