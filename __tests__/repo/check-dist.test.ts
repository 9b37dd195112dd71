import { describe, expect, it } from 'vitest';

import { packageOf } from '../../scripts/bundled-package.ts';
import { compareFiles } from '../../scripts/check-dist.ts';

function files(entries: Readonly<Record<string, string>>) {
  return new Map(Object.entries(entries).map(([name, text]) => [name, Buffer.from(text)]));
}

describe('the comparison of dist with a fresh build', () => {
  it('is content when every byte is the same', () => {
    expect(
      compareFiles(
        files({ 'index.js': 'a', 'chunks/pg.js': 'b' }),
        files({ 'chunks/pg.js': 'b', 'index.js': 'a' }),
      ),
    ).toEqual([]);
  });

  it('names each file that differs, is missing or is left over', () => {
    const committed = files({ 'index.js': 'old', 'chunks/gone.js': 'x', 'chunks/same.js': 'y' });
    const built = files({ 'index.js': 'new', 'chunks/added.js': 'x', 'chunks/same.js': 'y' });
    expect(compareFiles(committed, built)).toEqual([
      'chunks/added.js is missing',
      'chunks/gone.js is left over from an older build',
      'index.js differs',
    ]);
  });
});

describe('the package of a bundled module', () => {
  it.each([
    ['/a/node_modules/pg/lib/index.js', 'pg', '/a/node_modules/pg'],
    ['/a/node_modules/@actions/core/lib/core.js', '@actions/core', '/a/node_modules/@actions/core'],
    ['/a/node_modules/x/node_modules/y/i.js', 'y', '/a/node_modules/x/node_modules/y'],
    ['C:\\a\\node_modules\\@b\\c\\i.js', '@b/c', 'C:/a/node_modules/@b/c'],
  ])('of %s is %s', (id, name, folder) => {
    expect(packageOf(id)).toEqual({ name, folder });
  });

  it('is none for our own files', () => {
    expect(packageOf('/a/src/index.ts')).toBeUndefined();
  });
});
