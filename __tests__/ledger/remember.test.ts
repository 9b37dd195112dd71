import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { createGitHub, type GitHub } from '../../src/clients/github.ts';
import { readLedger } from '../../src/ledger/read.ts';
import { rememberObjects } from '../../src/ledger/remember.ts';
import { Secret } from '../../src/secrets.ts';
import { entriesOfDay, toFile } from '../support/ledger-entries.ts';

const branch = 'staging-health';
const [first, second] = ['2023-08-14', '2023-08-15'];
const days = { from: new Date(first), to: new Date(second) };
let standIn: GitHubStandIn;

beforeEach(async () => {
  told = 0;
  standIn = await startGitHub({ repository: 'example/app' });
  write(first, 3);
  write(second, 1);
});
afterEach(() => standIn.stop());

function write(day: string, count: number): void {
  const path = `ledger/${day.replaceAll('-', '/')}.jsonl`;
  standIn.commit(branch, { [path]: toFile(entriesOfDay(day, count)) });
}

function client(): GitHub {
  const { signal } = new AbortController();
  const { apiUrl } = standIn;
  return createGitHub({
    token: new Secret('token'),
    apiUrl,
    repository: 'example/app',
    signal,
    attempts: 1,
  });
}

let told = 0;

/** What was asked for since the last time, by the sort of object. */
function asked(): readonly string[] {
  const since = standIn.exchanges.slice(told);
  told = standIn.exchanges.length;
  return since.map(({ resource }) => /^\/git\/([a-z]+)/u.exec(resource)?.[1] ?? resource);
}

describe('a client that remembers', () => {
  test('asks again only where the branch stands, whichever client of the run it is', async () => {
    const remember = rememberObjects();
    const read = () => readLedger(remember(client()), { branch, ...days });
    const before = await read();
    expect(asked()).toEqual(['ref', 'commits', 'trees', 'blobs', 'blobs']);
    expect(await read()).toEqual(before);
    expect(asked()).toEqual(['ref', 'commits']);
  });

  test('sees what was written meanwhile, and asks for nothing else', async () => {
    const git = rememberObjects()(client());
    await readLedger(git, { branch, ...days });
    asked();
    write(second, 2);
    const { entries } = await readLedger(git, { branch, ...days });
    expect(entries).toHaveLength(5);
    expect(asked()).toEqual(['ref', 'commits', 'trees', 'blobs']);
  });

  test('knows of no branch, and of one that came later', async () => {
    const git = rememberObjects()(client());
    expect(await git.readTree('absent')).toBeUndefined();
    standIn.commit('absent', { 'a.txt': 'there now' });
    expect(await git.readTree('absent')).toHaveLength(1);
  });

  test.each([/trees/u, /blobs/u])('does not remember a failure (%s)', async (only) => {
    const git = rememberObjects()(client());
    standIn.fault('502', { only, times: 1 });
    await expect(readLedger(git, { branch, ...days })).rejects.toThrow('GitHub did not answer');
    expect((await readLedger(git, { branch, ...days })).entries).toHaveLength(4);
  });
});
