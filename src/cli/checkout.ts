/** What a run in a terminal learns from the checkout around it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** git's own name for "no object": the commit where there is none. No evidence was ever written for it. */
export const noCommit = '0'.repeat(40);

/** The root of the checkout that holds the folder; nothing outside of one. */
export function checkoutOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : checkoutOf(above);
}

/**
 * The folder that a configuration counts as its repository: the root of its checkout, else the folder above
 * `.github`, else its own.
 */
export function workspaceOf(configFile: string): string {
  const folder = dirname(configFile);
  return checkoutOf(folder) ?? (/[\\/]\.github$/u.test(folder) ? dirname(folder) : folder);
}

/** The commit that is checked out; nothing where git knows none, or is not installed. */
export async function headOf(folder: string): Promise<string | undefined> {
  const sha = await git(folder, 'rev-parse', '--verify', 'HEAD');
  return sha !== undefined && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/u.test(sha) ? sha : undefined;
}

/** `owner/name` of the remote `origin`, when it lies on this server (`https://github.com`). */
export async function originOf(folder: string, serverUrl: string): Promise<string | undefined> {
  const address = await git(folder, 'remote', 'get-url', 'origin');
  return address === undefined ? undefined : repositoryIn(address, serverUrl);
}

/** `git@github.com:owner/name.git` and `https://github.com/owner/name` → `owner/name`. */
export function repositoryIn(address: string, serverUrl: string): string | undefined {
  const match =
    /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/]*@)?([^/:]+)(?::\d+)?[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/u.exec(
      address,
    );
  const [, host, name] = match ?? [];
  return URL.canParse(serverUrl) && new URL(serverUrl).hostname === host ? name : undefined;
}

async function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await execute('git', ['-C', folder, ...args], { timeout: 10_000, windowsHide: true });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
