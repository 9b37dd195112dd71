import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { version } from '../../src/version.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');
const packageVersion = z.object({ version: z.string() });

describe('the version', () => {
  it('is the same in the code, the package and its lock', () => {
    const { version: ofPackage } = packageVersion.parse(JSON.parse(read('package.json')));
    const lock = packageVersion
      .extend({ packages: z.record(z.string(), packageVersion.partial()) })
      .parse(JSON.parse(read('package-lock.json')));
    expect([ofPackage, lock.version, lock.packages['']?.version]).toEqual([version, version, version]);
  });

  it('is the newest one of the changelog, unless nothing has been released yet', () => {
    const headings = [...read('CHANGELOG.md').matchAll(/^## \[(.+?)\]/gmu)].map(([, name]) => name);
    expect(headings[0]).toBe('Unreleased');
    expect([version, undefined]).toContain(headings[1]);
  });
});
