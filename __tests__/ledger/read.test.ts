import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type GitHubStandIn, startGitHub } from '../../simulator/github.ts';
import { createGitHub, type GitHub } from '../../src/clients/github.ts';
import { GitHubError } from '../../src/clients/github-error.ts';
import { readLedger } from '../../src/ledger/read.ts';
import { Secret } from '../../src/secrets.ts';
import { entriesOfDay, ledgerEntry, toFile } from '../support/ledger-entries.ts';
import { findMismatches } from '../support/openapi.ts';

const branch = 'staging-health';
let standIn: GitHubStandIn;
let github: GitHub;

beforeEach(async () => {
  standIn = await startGitHub({ repository: 'example/app' });
  const { signal } = new AbortController();
  github = createGitHub({
    token: new Secret('token'),
    apiUrl: standIn.apiUrl,
    repository: 'example/app',
    signal,
    attempts: 2,
  });
});

afterEach(async () => {
  await standIn.stop();
  expect(findMismatches(standIn.exchanges)).toEqual([]);
});

function dayFiles(days: readonly string[], entriesADay: number): Readonly<Record<string, string>> {
  const toPath = (day: string) => `ledger/${day.replaceAll('-', '/')}.jsonl`;
  return Object.fromEntries(days.map((day) => [toPath(day), toFile(entriesOfDay(day, entriesADay))]));
}

function read(from: string, to: string) {
  return readLedger(github, { branch, from: new Date(from), to: new Date(to) });
}

describe('reading the ledger', () => {
  test('gives the lines of every day that the time touches, in order, and asks for no other', async () => {
    const days = ['2023-07-31', '2023-08-09', '2023-08-10', '2023-08-11', '2023-08-12'];
    standIn.commit(branch, { ...dayFiles(days, 3), 'badge.svg': '<svg/>', 'ledger/notes.md': 'x' });
    const reading = await read('2023-08-10T23:59:59.999Z', '2023-08-11T00:00:00Z');
    expect(reading).toEqual({
      entries: [...entriesOfDay('2023-08-10', 3), ...entriesOfDay('2023-08-11', 3)],
      damaged: [],
      exists: true,
    });
    expect(standIn.exchanges.filter(({ resource }) => resource.startsWith('/git/blobs/'))).toHaveLength(2);
  });

  test('of a week with 96 entries a day takes one request per day file and at most three more', async () => {
    const days = Array.from({ length: 30 }, (_, index) => `2023-08-${String(index + 1).padStart(2, '0')}`);
    standIn.commit(branch, dayFiles(days, 96));
    const { entries } = await read('2023-08-08T00:00:00Z', '2023-08-14T23:59:59Z');
    expect(entries).toHaveLength(7 * 96);
    expect(standIn.exchanges.length).toBeLessThanOrEqual(7 + 3);
  });

  test('says so when there is no branch yet', async () => {
    expect(await read('2023-08-10T00:00:00Z', '2023-08-11T00:00:00Z')).toEqual({
      entries: [],
      damaged: [],
      exists: false,
    });
  });

  test('skips a damaged line and tells where it is', async () => {
    const good = JSON.stringify(ledgerEntry());
    const lines = [
      good,
      good.slice(0, 40),
      '<<<<<<< HEAD',
      '',
      'null',
      '[]',
      JSON.stringify({ ...ledgerEntry(), v: 2 }),
      JSON.stringify({ ...ledgerEntry(), at: 'yesterday' }),
      JSON.stringify({ ...ledgerEntry(), probes: { cdw: 'fine' } }),
      good,
    ];
    const file = 'ledger/2023/08/15.jsonl';
    standIn.commit(branch, { [file]: lines.join('\n') });
    const { entries, damaged } = await read('2023-08-15T00:00:00Z', '2023-08-15T00:00:00Z');
    expect(entries).toEqual([ledgerEntry(), ledgerEntry()]);
    expect(damaged).toEqual([2, 3, 5, 6, 7, 8, 9].map((line) => ({ file, line })));
  });

  test('keeps fields that it does not know', async () => {
    const newer = { ...ledgerEntry(), weather: 'dry', run: { id: '9', attempt: 1, runner: { os: 'Linux' } } };
    standIn.commit(branch, { 'ledger/2023/08/15.jsonl': `${JSON.stringify(newer)}\n` });
    const { entries } = await read('2023-08-15T00:00:00Z', '2023-08-15T23:00:00Z');
    expect(entries).toEqual([newer]);
  });

  test.each([
    ['CRLF', (line: string) => `${line}\r\n${line}\r\n`],
    ['a missing last newline', (line: string) => `${line}\n${line}`],
    ['a byte order mark', (line: string) => `\uFEFF${line}\n${line}\n`],
    ['blank lines', (line: string) => `\n${line}\n  \n\n${line}\n\n`],
  ])('tolerates %s', async (_, toText) => {
    standIn.commit(branch, { 'ledger/2023/08/15.jsonl': toText(JSON.stringify(ledgerEntry())) });
    const reading = await read('2023-08-15T00:00:00Z', '2023-08-15T23:00:00Z');
    expect(reading).toEqual({ entries: [ledgerEntry(), ledgerEntry()], damaged: [], exists: true });
  });

  test('copes with day files over 1 MB', async () => {
    const entries = entriesOfDay('2023-08-15', 5000);
    const file = toFile(entries);
    expect(file.length).toBeGreaterThan(1_500_000);
    standIn.commit(branch, { 'ledger/2023/08/15.jsonl': file });
    const reading = await read('2023-08-15T00:00:00Z', '2023-08-15T23:00:00Z');
    expect(reading.entries).toEqual(entries);
  });

  test.each([
    '401',
    '403-permission',
    '502',
    'down',
    'cut',
    'nonsense',
    '403-rate-limit',
    'truncated',
  ] as const)('fails, rather than to know only a part, when a request ends in %s', async (kind) => {
    standIn.commit(branch, dayFiles(['2023-08-10', '2023-08-11'], 3));
    const [second] = ((await github.readTree(branch)) ?? []).slice(1);
    standIn.fault(kind, { only: kind === 'truncated' ? /trees/u : new RegExp(second?.sha ?? 'none', 'u') });
    await expect(read('2023-08-10T00:00:00Z', '2023-08-11T00:00:00Z')).rejects.toBeInstanceOf(GitHubError);
  });
});
