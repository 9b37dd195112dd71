import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type GitHubStandIn, startGitHub } from '../../simulator/github.ts';
import { createGitHub, type GitHub } from '../../src/clients/github.ts';
import { appendToLedger, type AppendRequest } from '../../src/ledger/append.ts';
import { readLedger } from '../../src/ledger/read.ts';
import { Secret } from '../../src/secrets.ts';
import { entriesOfDay, ledgerEntry, toFile } from '../support/ledger-entries.ts';
import { findMismatches } from '../support/openapi.ts';

const branch = 'staging-health';
const repository = 'example/app';
const day = 'ledger/2023/08/15.jsonl';
const changesRef = /^(?:PATCH|POST) \/git\/refs/u;
let standIn: GitHubStandIn;

beforeEach(async () => {
  standIn = await startGitHub({ repository });
});

afterEach(async () => {
  await standIn.stop();
  expect(findMismatches(standIn.exchanges)).toEqual([]);
});

function client(): GitHub {
  const { signal } = new AbortController();
  return createGitHub({
    token: new Secret('token'),
    apiUrl: standIn.apiUrl,
    repository,
    signal,
    attempts: 2,
  });
}

function append(changes: Partial<AppendRequest> = {}) {
  return appendToLedger(client(), { branch, entry: ledgerEntry(), message: 'Add a run', ...changes });
}

function runsIn(path: string): string[] {
  const lines = (standIn.readFile(branch, path)?.toString() ?? '').trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { run: { id: string } }).run.id);
}

function byRun(id: string) {
  return ledgerEntry({ run: { id, attempt: 1 } });
}

describe('appending to the ledger', () => {
  test('creates the branch without any history of the code, with a README that explains it', async () => {
    standIn.commit('main', { 'src/index.ts': 'code' });
    const { commit } = await append();
    expect(standIn.refs.get(`refs/heads/${branch}`)).toBe(commit);
    expect(standIn.listFiles(branch)).toEqual(['README.md', day]);
    expect(standIn.readFile(branch, 'README.md')?.toString()).toContain(branch);
    expect(standIn.history(branch)).toEqual(['Add a run']);
  });

  test('adds one line in one commit to what is there, byte for byte', async () => {
    const before = Buffer.concat([
      Buffer.from('{"v":1}\r\ndamaged '),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('\n'),
    ]);
    standIn.commit(branch, { [day]: before, 'README.md': 'Ours.\n' });
    await append();
    const line = Buffer.from(`${JSON.stringify(ledgerEntry())}\n`);
    expect(standIn.readFile(branch, day)).toEqual(Buffer.concat([before, line]));
    expect(standIn.readFile(branch, 'README.md')?.toString()).toBe('Ours.\n');
    expect(standIn.history(branch)).toEqual(['Add a run', 'A commit']);
  });

  test('begins a line of its own where the last newline is missing', async () => {
    standIn.commit(branch, { [day]: JSON.stringify(byRun('first')) });
    await append({ entry: byRun('second') });
    expect(runsIn(day)).toEqual(['first', 'second']);
  });

  test('writes each entry to the file of its UTC day', async () => {
    await append({ entry: ledgerEntry({ at: '2023-08-15T23:59:59.999Z' }) });
    await append({ entry: ledgerEntry({ at: '2023-08-16T00:00:00Z' }) });
    expect(standIn.listFiles(branch)).toEqual(['README.md', day, 'ledger/2023/08/16.jsonl']);
  });

  test('is read back as it was written, unknown fields included', async () => {
    const entry = ledgerEntry({
      weather: 'dry',
      waivers: [{ probes: ['cdw'], reason: 'known', by: 'somebody' }],
    });
    await append({ entry });
    const at = new Date(entry.at);
    expect((await readLedger(client(), { branch, from: at, to: at })).entries).toEqual([entry]);
  });

  test('goes on with a day file over 1 MB', async () => {
    standIn.commit(branch, { [day]: toFile(entriesOfDay('2023-08-15', 5000)) });
    await append({ entry: byRun('last') });
    const runs = runsIn(day);
    expect([runs.length, runs.at(-1)]).toEqual([5001, 'last']);
  });
});

describe('retention', () => {
  const files = {
    'ledger/2022/07/10.jsonl': 'a\n',
    'ledger/2022/07/11.jsonl': 'b\n',
    'ledger/2023/08/14.jsonl': 'c\n',
    'ledger/notes.md': 'kept\n',
    'old/2000/01/01.jsonl': 'kept\n',
  };

  test('removes the day files that are older than 400 days in the same commit', async () => {
    standIn.commit(branch, files);
    // 400 days before 2023-08-15T12:00 is 2022-07-11T12:00: that day is not over yet.
    await append();
    const kept = Object.keys(files).filter((path) => path !== 'ledger/2022/07/10.jsonl');
    expect(new Set(standIn.listFiles(branch))).toEqual(new Set([...kept, day]));
    expect(standIn.history(branch)).toEqual(['Add a run', 'A commit']);
  });

  test('is as long as configured, and keeps the day that is written', async () => {
    standIn.commit(branch, files);
    await append({ retentionDays: 0 });
    expect(standIn.listFiles(branch).filter((path) => path.startsWith('ledger/2'))).toEqual([day]);
  });
});

describe('further files', () => {
  test('go into the same commit and are drawn from the ledger with the new line', async () => {
    standIn.commit(branch, {
      'ledger/2023/08/14.jsonl': toFile(entriesOfDay('2023-08-14', 2)),
      'README.md': 'old',
    });
    await append({
      entry: byRun('new'),
      extraFiles: async (current) => {
        const { entries } = await current.entries(new Date('2023-08-14'), new Date('2023-08-15'));
        return { 'README.md': entries.map(({ run }) => run.id).join(), 'badge.svg': '<svg/>' };
      },
    });
    expect(standIn.readFile(branch, 'README.md')?.toString()).toBe('2023-08-14-0,2023-08-14-1,new');
    expect(standIn.history(branch)).toEqual(['Add a run', 'A commit']);
  });

  test('cannot replace the ledger', async () => {
    await append({
      extraFiles: () => Promise.resolve({ [day]: 'nothing', 'README.md': 'The status page.\n' }),
    });
    expect(runsIn(day)).toEqual(['1']);
    expect(standIn.readFile(branch, 'README.md')?.toString()).toBe('The status page.\n');
  });

  test('are drawn anew when somebody else wrote meanwhile', async () => {
    await append({ entry: byRun('first') });
    let isFirst = true;
    await append({
      entry: byRun('third'),
      extraFiles: async (current) => {
        if (isFirst) await append({ entry: byRun('second') });
        isFirst = false;
        const { entries } = await current.entries(new Date('2023-08-15'), new Date('2023-08-15'));
        return { page: entries.map(({ run }) => run.id).join() };
      },
    });
    expect(standIn.readFile(branch, 'page')?.toString()).toBe('first,second,third');
  });
});

describe('writers at the same time', () => {
  test('who were slower start again from the new head and lose nothing', async () => {
    standIn.commit(branch, { [day]: toFile([byRun('before')]) });
    standIn.fault('move-ref', { times: 3, only: changesRef });
    const { attempts } = await append({ entry: byRun('mine') });
    expect(attempts).toBe(4);
    expect(runsIn(day)).toEqual(['before', 'mine']);
    expect(standIn.history(branch)).toEqual(['Add a run', 'Quicker', 'Quicker', 'Quicker', 'A commit']);
    const blobs = standIn.exchanges.filter(
      ({ resource, method }) => method === 'GET' && resource.includes('/blobs/'),
    );
    expect(blobs).toHaveLength(1);
  });

  test('who both create the branch keep both lines', async () => {
    standIn.gather(2, changesRef);
    const appended = await Promise.all([append({ entry: byRun('a') }), append({ entry: byRun('b') })]);
    expect(appended.map(({ attempts }) => attempts).sort()).toEqual([1, 2]);
    expect(runsIn(day).sort()).toEqual(['a', 'b']);
    expect(standIn.listFiles(branch)).toContain('README.md');
  });

  test('give up after their attempts', async () => {
    standIn.commit(branch, { [day]: '' });
    standIn.fault('move-ref', { only: changesRef });
    await expect(append({ attempts: 3 })).rejects.toMatchObject({ name: 'GitHubError', reason: 'conflict' });
    expect(standIn.exchanges.filter(({ method }) => method === 'PATCH')).toHaveLength(3);
  });

  test('do not try again against a rule that protects the branch', async () => {
    standIn.commit(branch, { [day]: '' });
    standIn.fault('422-protected', { only: changesRef });
    await expect(append()).rejects.toMatchObject({ reason: 'forbidden' });
    expect(standIn.exchanges.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  test('stop at once when they are told to', async () => {
    standIn.commit(branch, { [day]: '' });
    standIn.fault('move-ref', { only: changesRef });
    const controller = new AbortController();
    const reason = new Error('enough');
    const appending = append({ signal: controller.signal, attempts: 1000 });
    setTimeout(() => {
      controller.abort(reason);
    }, 300);
    await expect(appending).rejects.toBe(reason);
  });
});

describe('an answer that was lost after the ref had moved', () => {
  test.each(['a branch that is there', 'a branch that is created'])(
    'writes no line twice on %s',
    async (which) => {
      if (which === 'a branch that is there') standIn.commit(branch, { [day]: toFile([byRun('before')]) });
      standIn.fault('lost-answer', { times: 1, only: changesRef });
      await append({ entry: byRun('mine') });
      expect(runsIn(day).filter((id) => id === 'mine')).toHaveLength(1);
      expect(standIn.history(branch).filter((message) => message === 'Add a run')).toHaveLength(1);
    },
  );

  test('writes no line twice when somebody else wrote on top of it before it is sent again', async () => {
    standIn.commit(branch, { [day]: toFile([byRun('before')]) });
    standIn.fault('lost-answer', { times: 1, only: changesRef });
    standIn.fault('move-ref', { times: 1, only: changesRef });
    const { attempts } = await append({ entry: byRun('mine') });
    expect(attempts).toBe(2);
    expect(runsIn(day)).toEqual(['before', 'mine']);
    expect(standIn.history(branch)).toEqual(['Quicker', 'Add a run', 'A commit']);
  });

  test('and stays lost is an error; the same entry, appended again, is not written twice', async () => {
    standIn.commit(branch, { [day]: '' });
    standIn.fault('lost-answer', { only: changesRef });
    await expect(append()).rejects.toMatchObject({ reason: 'unavailable' });
    standIn.mend();
    await append();
    expect(runsIn(day)).toEqual(['1']);
  });
});

describe('ten processes', () => {
  const script = resolve(import.meta.dirname, '../support/ledger-writer.ts');

  async function startWriters(
    linesOf: (writer: number) => readonly unknown[],
  ): Promise<readonly ChildProcess[]> {
    const writers = Array.from({ length: 10 }, (_, writer) =>
      fork(script, [standIn.apiUrl, repository, branch, JSON.stringify(linesOf(writer))], { execArgv: [] }),
    );
    await Promise.all(writers.map((writer) => once(writer, 'message')));
    return writers;
  }

  async function letWrite(writers: readonly ChildProcess[]): Promise<number> {
    const counts = writers.map(async (writer) => {
      const exited = once(writer, 'exit');
      const [message] = (await once(writer, 'message')) as [{ attempts: number }];
      expect(await exited).toEqual([0, null]);
      return message.attempts;
    });
    for (const writer of writers) writer.send('go');
    return (await Promise.all(counts)).reduce((sum, attempts) => sum + attempts, 0);
  }

  test.each(['a new branch', 'a branch that is there'])(
    'append at once to %s: all lines are there, none twice',
    async (which) => {
      if (which === 'a branch that is there') standIn.commit(branch, { [day]: toFile([byRun('before')]) });
      const before = which === 'a branch that is there' ? ['before'] : [];
      const runs = Array.from({ length: 30 }, (_, index) => `run ${String(index)}`);
      const writers = await startWriters((writer) =>
        runs.filter((_, index) => index % 10 === writer).map(byRun),
      );
      // The first change of each waits for that of all the others: nine of them find a ref that has moved.
      standIn.gather(10, changesRef);
      const attempts = await letWrite(writers);
      const refused = standIn.exchanges.filter(({ status, method }) => status === 422 && method !== 'GET');
      expect(refused.length).toBeGreaterThanOrEqual(9);
      expect(attempts).toBe(30 + refused.length);
      expect(runsIn(day).sort()).toEqual([...before, ...runs].sort());
      expect(standIn.history(branch)).toHaveLength(30 + before.length);
    },
  );
});
