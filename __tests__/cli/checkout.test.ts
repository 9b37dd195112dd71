import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { checkoutOf, headOf, originOf, repositoryIn, workspaceOf } from '../../src/cli/checkout.ts';
import { folderWith } from '../support/terminal.ts';

const { folder: created, remove } = folderWith({ 'src/deep/a.txt': '' });
const folder = realpathSync(created);

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8' }).trim();
}

beforeAll(() => {
  git('init', '--quiet');
});
afterAll(remove);

describe('the checkout around a folder', () => {
  it('is found from any folder below its root', () => {
    expect(checkoutOf(join(folder, 'src/deep'))).toBe(folder);
    expect(checkoutOf(folder)).toBe(folder);
  });

  it('is none outside of one', () => {
    const other = folderWith();
    expect(checkoutOf(other.folder)).toBeUndefined();
    other.remove();
  });

  it('has no commit before the first one, and then the one that is checked out', async () => {
    expect(await headOf(folder)).toBeUndefined();
    git('commit', '--quiet', '--allow-empty', '-m', 'first');
    expect(await headOf(folder)).toBe(git('rev-parse', 'HEAD'));
  });

  it('knows its repository from origin, on this server only', async () => {
    expect(await originOf(folder, 'https://github.com')).toBeUndefined();
    git('remote', 'add', 'origin', 'git@github.com:example/vetext.git');
    expect(await originOf(folder, 'https://github.com')).toBe('example/vetext');
    expect(await originOf(folder, 'https://ghe.example')).toBeUndefined();
  });
});

describe('the workspace of a configuration', () => {
  it('is its checkout', () => {
    expect(workspaceOf(join(folder, '.github/staging-gate.yml'))).toBe(folder);
  });

  it('is the folder above .github, or its own, outside of a checkout', () => {
    const other = folderWith();
    expect(workspaceOf(join(other.folder, '.github/gate.yml'))).toBe(other.folder);
    expect(workspaceOf(join(other.folder, 'gate.yml'))).toBe(other.folder);
    other.remove();
  });
});

describe('the repository in the address of a remote', () => {
  it.each([
    ['git@github.com:example/vetext.git', 'example/vetext'],
    ['https://github.com/example/vetext', 'example/vetext'],
    ['https://user:token@github.com/example/vetext.git', 'example/vetext'],
    ['ssh://git@github.com:22/example/vetext.js.git', 'example/vetext.js'],
    ['https://gitlab.example/example/vetext', undefined],
    ['https://github.com.example/example/vetext', undefined],
    ['../vetext', undefined],
    ['/srv/git/vetext.git', undefined],
    ['https://github.com/example', undefined],
  ])('%s is %s', (address, repository) => {
    expect(repositoryIn(address, 'https://github.com')).toBe(repository);
  });
});
