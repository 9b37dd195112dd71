import { describe, expect, it } from 'vitest';

import { findHygieneProblems, type SourceFile } from '../../scripts/hygiene-rules.ts';

const surroundings = { folders: ['/home/somebody/'], registryHosts: ['packages.example'] };

function problems(path: string, text: string): string[] {
  const file: SourceFile = { path, text };
  return findHygieneProblems([file], surroundings);
}

/** Puts a text together, so that this file does not hold what it says must not stand anywhere. */
const written = (...parts: readonly string[]) => parts.join('');

describe('the hygiene of the repository', () => {
  it.each([
    ['a focused test', '__tests__/a.test.ts', written('it', ".only('works', () => {});")],
    [
      'a skipped table of tests',
      '__tests__/a.test.ts',
      written('describe', ".skip.each([1])('x', () => {});"),
    ],
    ['a test to be written', '__tests__/a.test.ts', written('it.concurrent', ".todo('works');")],
    ['a silenced compiler', 'src/a.ts', written('// @ts', '-ignore it is fine')],
    ['a file without types', 'src/a.ts', written('// @ts', '-nocheck')],
    [
      'a silenced lint rule without a reason',
      'src/a.ts',
      written('// eslint-', 'disable-next-line no-console'),
    ],
    ['code hidden from the coverage', 'src/a.ts', written('/* v8 ', 'ignore next */')],
    ['a path of this machine', 'README.md', 'see /home/somebody/notes.txt'],
    ['the host of a registry', 'docs/a.md', 'from https://packages.example/x'],
    ['a download address', 'package-lock.json', '"resolved": "https://elsewhere.example/x.tgz",'],
  ])('refuses %s', (_, path, text) => {
    const found = problems(path, `first line\n${text}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${path}:2: `, 'u'));
  });

  it.each([
    [
      'a lint rule that is switched off for a reason',
      'src/a.ts',
      written('// eslint-', 'disable-next-line x -- why'),
    ],
    ['a test that depends on what is installed', '__tests__/a.test.ts', 'it.skipIf(!found)("x", () => {});'],
    ['a package of the repository itself in the lockfile', 'package-lock.json', '"resolved": "packages/a",'],
    ['what a bundled package says to its own linter', 'dist/index.js', written('// eslint-', 'disable')],
  ])('allows %s', (_, path, text) => {
    expect(problems(path, text)).toEqual([]);
  });

  it('refuses a source file of more than 250 lines, and no shorter one', () => {
    expect(problems('src/a.ts', 'x;\n'.repeat(250))).toEqual([]);
    expect(problems('src/a.ts', 'x;\n'.repeat(251))).toEqual([
      'src/a.ts: 251 lines, at most 250: look for the seam',
    ]);
  });

  it.each([
    'src/core/utils.ts',
    'src/helpers.ts',
    'scripts/types.ts',
    'src/core/bigThing.ts',
    'simulator/Thing.ts',
  ])('refuses the file name %s', (path) => {
    expect(problems(path, '')).toHaveLength(1);
  });
});
