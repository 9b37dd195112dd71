import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { command, folderWith } from '../support/terminal.ts';

let home: ReturnType<typeof folderWith>;
beforeEach(() => {
  home = folderWith();
});
afterEach(() => {
  home.remove();
});

const starter = resolve(import.meta.dirname, '../../examples/vetext');
const inStarter = globSync('.github/**/*.*', { cwd: starter });

describe('init', () => {
  it('writes the starter files, which validate accepts as they are', async () => {
    const { code, out, err } = await command(['init'], { cwd: home.folder });
    expect([code, err]).toEqual([0, '']);
    expect(inStarter).toContain(join('.github', 'staging-gate.yml'));
    for (const path of inStarter) {
      expect(readFileSync(join(home.folder, path), 'utf8')).toBe(readFileSync(join(starter, path), 'utf8'));
      expect(out).toContain(`✅ ${path}\n`);
    }
    const valid = await command(['validate'], { cwd: home.folder });
    expect([valid.code, valid.err]).toEqual([0, '']);
    expect(valid.out).toContain('CDW_URL');
  });

  it('writes nothing at all where one of its files exists', async () => {
    mkdirSync(join(home.folder, '.github'));
    writeFileSync(join(home.folder, '.github/staging-gate.yml'), 'mine');
    const { code, out, err } = await command(['init'], { cwd: home.folder });
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain('staging-gate.yml exists; --force replaces it');
    expect(err).toContain('nothing was written; --folder writes all of them elsewhere');
    expect(globSync('.github/**/*.*', { cwd: home.folder })).toEqual([join('.github', 'staging-gate.yml')]);
    expect(readFileSync(join(home.folder, '.github/staging-gate.yml'), 'utf8')).toBe('mine');
    expect((await command(['init', '--force'], { cwd: home.folder })).code).toBe(0);
    expect(readFileSync(join(home.folder, '.github/staging-gate.yml'), 'utf8')).not.toBe('mine');
  });

  it('writes to the root of a checkout, or into the folder that is named', async () => {
    mkdirSync(join(home.folder, '.git'));
    mkdirSync(join(home.folder, 'src'));
    await command(['init'], { cwd: join(home.folder, 'src') });
    expect(existsSync(join(home.folder, '.github/staging-gate.yml'))).toBe(true);
    const { out } = await command(['init', '--folder', 'new'], { cwd: home.folder });
    expect(existsSync(join(home.folder, 'new/.github/staging-gate.yml'))).toBe(true);
    // What it tells to do next works where it was typed.
    const [, args = ''] = /npx staging-health-gate (validate --config .+)/u.exec(out) ?? [];
    const next = await command(args.split(' '), { cwd: home.folder });
    expect([next.code, next.err]).toEqual([0, '']);
  });

  it('says when the package has no starter files', async () => {
    const { code, err } = await command(['init'], { cwd: home.folder, home: home.folder });
    expect(code).toBe(64);
    expect(err).toContain('the starter files are not in this package');
  });
});
