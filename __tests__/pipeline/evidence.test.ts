import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { createGitHub, type GitHub } from '../../src/clients/github.ts';
import type { EvidenceConfig } from '../../src/config/evidence-schema.ts';
import type { EvidenceRequirement } from '../../src/core/evidence-policy.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { dayMs, hourMs } from '../../src/core/spans.ts';
import { findEvidence } from '../../src/pipeline/evidence.ts';
import type { Candidate } from '../../src/pipeline/candidate.ts';
import { Secret } from '../../src/secrets.ts';
import { ledgerEntry, toFile } from '../support/ledger-entries.ts';
import { findMismatches } from '../support/openapi.ts';

const branch = 'staging-health';
const now = new Date('2023-08-15T12:00:00Z');
const onePass: EvidenceRequirement = { type: 'passes', probe: 'check-in', passes: 1, spanningMs: 0 };
const tests: EvidenceRequirement = { type: 'check', check: 'tests' };

let standIn: GitHubStandIn;
let github: GitHub;
let commit: string;

beforeEach(async () => {
  standIn = await startGitHub({ repository: 'example/app', now: () => now });
  const { signal } = new AbortController();
  const { apiUrl } = standIn;
  github = createGitHub({
    token: new Secret('token'),
    apiUrl,
    repository: 'example/app',
    signal,
    attempts: 1,
  });
  commit = standIn.commit('main', { 'a.txt': 'one' });
});
afterEach(async () => {
  await standIn.stop();
  expect(findMismatches(standIn.exchanges)).toEqual([]);
});

function entry(agoMs: number, changes: Readonly<Record<string, unknown>> = {}): LedgerEntry {
  const at = new Date(now.getTime() - agoMs).toISOString();
  return ledgerEntry({ at, run: { id: String(agoMs), attempt: 1 }, candidate: commit, ...changes });
}

function remember(entries: readonly LedgerEntry[]): void {
  const days = Map.groupBy(entries, ({ at }) => `ledger/${at.slice(0, 10).replaceAll('-', '/')}.jsonl`);
  standIn.commit(branch, Object.fromEntries([...days].map(([path, own]) => [path, toFile(own)])));
}

function find(
  require: readonly EvidenceRequirement[],
  candidate: Partial<Candidate> = {},
  using: Parameters<typeof findEvidence>[1] = { github, now: () => now },
) {
  const config: EvidenceConfig = { candidate: undefined, policy: { require, expiresAfterMs: 7 * dayMs } };
  const wanted = { config, environment: 'staging', branch };
  return findEvidence({ ...wanted, candidate: { commit, live: commit, problems: [], ...candidate } }, using);
}

describe('evidence that nobody asks for', () => {
  it('is met without a question to GitHub, also without a token', async () => {
    const met = { state: 'met', missing: [], requirements: [], damaged: 0 };
    expect(await find([])).toEqual(met);
    expect(await find([], { problems: ['what is live is not known'] })).toEqual(met);
    expect(await find([], {}, { github: undefined, now: () => now })).toEqual(met);
    expect(standIn.exchanges).toEqual([]);
  });

  it('is not met for a candidate that is no commit', async () => {
    expect(await find([], { commit: 'main', problems: ['no such commit'] })).toEqual({
      state: 'unreadable',
      missing: ['no such commit'],
      requirements: [],
      damaged: 0,
    });
  });
});

describe('evidence that is asked for', () => {
  it('is met by what the ledger holds', async () => {
    remember([entry(hourMs)]);
    expect(await find([onePass])).toMatchObject({ state: 'met', missing: [], damaged: 0 });
  });

  it('is missing otherwise, requirement by requirement', async () => {
    remember([entry(hourMs, { candidate: 'b'.repeat(40) })]);
    const found = await find([onePass, { ...onePass, probe: 'other' }]);
    expect(found.state).toBe('missing');
    expect(found.missing.map((text) => text.slice(0, 30))).toEqual([
      'check-in passed 0 of 1 times w',
      'other passed 0 of 1 times with',
    ]);
  });

  it('reads a week and the day after, and nothing older', async () => {
    remember(Array.from({ length: 12 }, (_, index) => entry(index * dayMs)));
    remember([entry(-hourMs * 13)]);
    await find([onePass]);
    const blobs = standIn.exchanges.filter(({ resource }) => resource.startsWith('/git/blobs/'));
    expect(blobs).toHaveLength(9);
  });

  it('counts damaged lines and goes on without them', async () => {
    const text = `{"v":1\n${toFile([entry(hourMs)])}nothing\n`;
    standIn.commit(branch, { 'ledger/2023/08/15.jsonl': text });
    expect(await find([onePass])).toMatchObject({ state: 'met', damaged: 2 });
  });

  it('says first that something else is live, or nothing', async () => {
    remember([entry(hourMs, { healthy: false })]);
    const other = await find([onePass], { live: 'b'.repeat(40) });
    expect(other.missing[0]).toBe(`${commit.slice(0, 7)} is not live in staging now, bbbbbbb is`);
    expect(other.missing).toHaveLength(2);
    const none = await find([onePass], { live: undefined });
    expect(none.missing[0]).toBe(`${commit.slice(0, 7)} is not live in staging now, no commit was seen live`);
  });

  it('does not mind what is live now when the ledger has proved it all', async () => {
    remember([entry(hourMs)]);
    expect(await find([onePass], { live: 'b'.repeat(40) })).toMatchObject({ state: 'met', missing: [] });
  });

  it('says that there is no ledger yet', async () => {
    expect((await find([onePass])).missing[0]).toBe(
      `there is no ledger yet on the branch ${branch}: the first run of the monitor makes it`,
    );
    remember([entry(hourMs, { healthy: false })]);
    expect((await find([onePass])).missing).toHaveLength(1);
  });
});

describe('evidence by a check', () => {
  const deployedAt = new Date(now.getTime() - 2 * hourMs);

  it('is a success after the deployment that GitHub dates', async () => {
    standIn.addCheckRun({ sha: commit, name: 'tests' });
    expect(await find([tests], { deployedAt })).toMatchObject({ state: 'met' });
    expect(await find([tests], { deployedAt: new Date(now.getTime() + hourMs) })).toMatchObject({
      state: 'missing',
    });
  });

  it('takes no date from the deployment of another commit', async () => {
    standIn.addCheckRun({ sha: commit, name: 'tests' });
    const found = await find([tests], { live: 'b'.repeat(40), deployedAt });
    expect(found.missing.at(-1)).toContain('nothing shows since when that commit is live');
  });

  it('is asked of GitHub only when a requirement wants it', async () => {
    remember([entry(hourMs)]);
    await find([onePass]);
    expect(standIn.exchanges.filter(({ resource }) => resource.startsWith('/commits/'))).toEqual([]);
  });

  it('that runs without a date proves nothing', async () => {
    standIn.addCheckRun({ sha: commit, name: 'tests', completedAt: null, status: 'completed' });
    expect((await find([tests], { deployedAt })).missing).toContain(
      `check "tests" has no result on ${commit.slice(0, 7)}`,
    );
  });
});

describe('a check that waits to be run again', () => {
  it('counts although nobody dates it yet, whatever else of its name has succeeded', async () => {
    const checksOf = () =>
      Promise.resolve([
        { name: 'tests', state: 'success' as const, at: now },
        { name: 'tests', state: 'pending' as const, at: undefined },
      ]);
    const deployedAt = new Date(now.getTime() - hourMs);
    const found = await find([tests], { deployedAt }, { github: { ...github, checksOf }, now: () => now });
    expect(found.missing).toContain(`check "tests" is not finished on ${commit.slice(0, 7)}`);
  });
});

describe('evidence that cannot be read', () => {
  it('is so for a candidate with problems, without a look at the ledger', async () => {
    expect(await find([onePass], { problems: ['one', 'two'] })).toMatchObject({
      state: 'unreadable',
      missing: ['one', 'two'],
    });
    expect(standIn.exchanges).toEqual([]);
  });

  it('is so without a token', async () => {
    expect(await find([onePass], {}, { github: undefined, now: () => now })).toMatchObject({
      state: 'unreadable',
      missing: ['the ledger could not be read: `github-token` is not given'],
    });
  });

  it.each([
    ['the ledger', /^GET \/git\/(?:trees|blobs)/u],
    ['the checks of the candidate', /^GET \/commits\//u],
  ])('is so when GitHub does not give %s', async (what, only) => {
    remember([entry(hourMs)]);
    standIn.fault('502', { only });
    const found = await find([onePass, tests]);
    expect(found.state).toBe('unreadable');
    expect(found.missing[0]).toMatch(new RegExp(`^${what} could not be read: GitHub did not answer`, 'u'));
  });

  it('is a bug, and no evidence, when the error is none of GitHub', async () => {
    const broken = { ...github, readTree: () => Promise.reject(new TypeError('a bug')) };
    await expect(find([onePass], {}, { github: broken, now: () => now })).rejects.toThrow('a bug');
  });
});
