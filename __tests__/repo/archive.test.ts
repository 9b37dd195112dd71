import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

it('the archive that a runner downloads holds what runs, and nothing else', () => {
  const tree = execFileSync('git', ['ls-files', '-z', '--cached'], { cwd: root, encoding: 'utf8' }).split(
    '\0',
  );
  const top = [...new Set(tree.filter((path) => path !== '').map((path) => path.split('/')[0] ?? ''))];
  const attributes = execFileSync('git', ['check-attr', 'export-ignore', '--', ...top], {
    cwd: root,
    encoding: 'utf8',
  });
  const kept = top.filter((name) => attributes.includes(`${name}: export-ignore: unspecified\n`));
  const needed = ['LICENSE', 'README.md', 'action.yml', 'dist', 'package.json'];
  // Without package.json, Node.js would not know that dist holds ES modules.
  expect(kept.sort()).toEqual(needed);
});
