import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { version } from '../../src/version.ts';
import { folderWith } from '../support/terminal.ts';

const root = resolve(import.meta.dirname, '../..');

function start(args: readonly string[], flags: readonly string[] = []) {
  const entry = resolve(root, 'dist/cli.js');
  return spawnSync(process.execPath, [...flags, entry, ...args], { cwd: tmpdir(), encoding: 'utf8' });
}

describe('dist/cli.js', () => {
  it('is what `npx staging-health-gate` starts: executable, with its interpreter', () => {
    const { mode } = statSync(resolve(root, 'dist/cli.js'));
    expect(process.platform === 'win32' || (mode & 0o111) === 0o111).toBe(true);
    expect(start(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('exits with the code of the command', () => {
    expect(start(['rnu']).status).toBe(64);
    expect(start(['validate', '--config', 'none.yml']).status).toBe(64);
  });

  it('finds the starter files of the package', () => {
    const home = folderWith();
    expect(start(['init', '--folder', home.folder])).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(join(home.folder, '.github/staging-gate.yml'))).toBe(true);
    home.remove();
  });

  it('says which Node.js it needs where that is too old', () => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } });`;
    const { status, stdout, stderr } = start(
      ['--version'],
      ['--import', `data:text/javascript,${encodeURIComponent(older)}`],
    );
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr).toContain('needs Node.js 24 or newer');
  });
});
