import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

import type { WorkspaceFile } from './config/contract-files.ts';
import { ConfigError } from './errors.ts';

/** No configuration or contract is larger; a larger one is a mistake. */
const largestBytes = 1024 * 1024;

/** All authorities that a browser trusts take a quarter of one MiB. */
const largestBundleBytes = 10 * largestBytes;

/**
 * Reads a text file below a folder, links resolved: what a pull request writes cannot make the gate
 * read a file of the runner. Never throws; the reason is in our words.
 */
export function readWorkspaceFile(workspace: string, path: string): WorkspaceFile {
  try {
    const root = realpathSync(workspace);
    const real = realpathSync(resolve(root, path));
    const inside = relative(root, real);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      return { problem: 'expected a file inside the repository' };
    }
    const problem = unreadableFile(real, largestBytes);
    if (problem !== undefined) return { problem };
    const bytes = readFileSync(real);
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'no such file; check that it is committed, and that the job checks the repository out first';
    case 'EISDIR':
      return 'expected a file, not a folder';
    case 'EACCES':
      return 'the file may not be read';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'expected text in UTF-8';
    default:
      return 'the file cannot be read';
  }
}

/**
 * Reads the certificates of the `ca-file` input, which may lie anywhere on the runner.
 * @throws ConfigError when there is none
 */
export function readCaFile(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const problem = (message: string) => new ConfigError([{ where: 'ca-file', message }]);
  let pem: string;
  try {
    const unreadable = unreadableFile(path, largestBundleBytes);
    if (unreadable !== undefined) throw problem(unreadable);
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw error instanceof ConfigError ? error : problem(reasonOf(error));
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw problem('expected certificates in PEM form');
  return pem;
}

/** Before it is read: a folder, a pipe that nobody writes to and a device without an end have no content to wait for. */
function unreadableFile(path: string, most: number): string | undefined {
  const file = statSync(path);
  if (!file.isFile()) return 'expected a file, not a folder';
  return file.size > most ? `expected a file of at most ${String(most / largestBytes)} MiB` : undefined;
}
