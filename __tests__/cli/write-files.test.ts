import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { writeFiles } from '../../src/cli/write-files.ts';
import { folderWith } from '../support/terminal.ts';

let home: ReturnType<typeof folderWith>;
beforeEach(() => {
  home = folderWith({ 'old.txt': 'old' });
});
afterEach(() => {
  home.remove();
});

const at = (path: string) => join(home.folder, path);
const all = () => readdirSync(home.folder, { recursive: true }).map(String).sort();

describe('files that are written together', () => {
  it('are written with their folders', async () => {
    await writeFiles([{ path: at('a/b/c.txt'), name: 'a/b/c.txt', text: 'c' }], { force: false });
    expect(readFileSync(at('a/b/c.txt'), 'utf8')).toBe('c');
    expect(all()).toEqual(['a', 'a/b', 'a/b/c.txt', 'old.txt'].map((path) => join(path)));
  });

  it('are not written at all when one of them exists', async () => {
    const files = [
      { path: at('new.txt'), name: 'new.txt', text: 'new' },
      { path: at('old.txt'), name: 'old.txt', text: 'new' },
    ];
    await expect(writeFiles(files, { force: false })).rejects.toThrow('old.txt exists; --force replaces it');
    expect(all()).toEqual(['old.txt']);
    expect(readFileSync(at('old.txt'), 'utf8')).toBe('old');
  });

  it('replace what exists when they are told to', async () => {
    await writeFiles([{ path: at('old.txt'), name: 'old.txt', text: 'new' }], { force: true });
    expect(readFileSync(at('old.txt'), 'utf8')).toBe('new');
    expect(all()).toEqual(['old.txt']);
  });

  it('never replace a folder, and leave no draft behind', async () => {
    mkdirSync(at('folder'));
    const files = [
      { path: at('new.txt'), name: 'new.txt', text: 'new' },
      { path: at('folder'), name: 'folder', text: 'new' },
    ];
    await expect(writeFiles(files, { force: true })).rejects.toThrow('exists and is no file');
    expect(all()).toEqual(['folder', 'old.txt']);
  });

  it('leave nothing behind when one of them cannot be written', async () => {
    const files = [
      { path: at('new.txt'), name: 'new.txt', text: 'new' },
      { path: at('old.txt/below.txt'), name: 'old.txt/below.txt', text: 'new' },
    ];
    await expect(writeFiles(files, { force: false })).rejects.toThrow('cannot be written (E');
    expect(all()).toEqual(['old.txt']);
  });
});
