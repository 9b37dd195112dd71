import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { resolve } from 'node:path';
import { inspect, promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type GitHubStandIn, startGitHub } from '../../simulator/github.ts';
import type { GitHubFaultKind, GitHubFaultOptions } from '../../simulator/github/faults.ts';
import { createGitHub, type GitHub, type GitHubOptions } from '../../src/clients/github.ts';
import {
  GitHubError,
  githubFaultReasons,
  type GitHubFaultReason,
  TransientGitHubError,
} from '../../src/clients/github-error.ts';
import { toGitHubError } from '../../src/clients/github-faults.ts';
import { ConfigError, FaultError } from '../../src/errors.ts';
import { Secret } from '../../src/secrets.ts';
import { findMismatches } from '../support/openapi.ts';

const token = 'token-that-nobody-may-see';
const repository = 'example/app';
let standIn: GitHubStandIn;

beforeEach(async () => {
  standIn = await startGitHub({ repository, token });
});

afterEach(async () => {
  await standIn.stop();
  expect(findMismatches(standIn.exchanges)).toEqual([]);
});

function client(options: Partial<GitHubOptions> = {}): GitHub {
  const { signal } = new AbortController();
  return createGitHub({
    token: new Secret(token),
    apiUrl: standIn.apiUrl,
    repository,
    signal,
    attempts: 2,
    ...options,
  });
}

function requests(method = 'GET'): string[] {
  return standIn.exchanges.filter((exchange) => exchange.method === method).map(({ resource }) => resource);
}

async function errorOf(failing: Promise<unknown>): Promise<GitHubError> {
  const error = await failing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof GitHubError)) throw new Error('no GitHubError', { cause: error });
  return error;
}

describe('commits', () => {
  test('are found by branch, tag, short and full SHA', async () => {
    const sha = standIn.commit('release/august', { a: '1' });
    standIn.setTag('v1', sha);
    for (const ref of ['release/august', 'v1', sha.slice(0, 7), sha, 'heads/release/august']) {
      expect(await client().resolveCommit(ref)).toBe(sha);
    }
  });

  test('that do not exist, or an empty repository, resolve to nothing', async () => {
    expect(await client().resolveCommit('no-such-branch')).toBeUndefined();
    standIn.fault('409');
    expect(await client().resolveCommit('main')).toBeUndefined();
  });

  test('in a repository that the token does not see are an error that names the permission', async () => {
    standIn.fault('404');
    expect(await errorOf(client().resolveCommit('main'))).toMatchObject({
      reason: 'not-found',
      needs: 'contents: read',
      status: 404,
    });
  });
});

describe('the latest successful deployment', () => {
  const at = (minute: number) => new Date(Date.UTC(2023, 7, 10, 12, minute));

  test('is the one that is live: not an older, inactive one, nor a newer one that failed or is on its way', async () => {
    const [first, second, third] = ['1', '2', '3'].map((text) => standIn.commit('main', { text }));
    const deploy = (sha = '', environment = 'staging') => standIn.deploy({ environment, sha, at: at(0) });
    const old = deploy(first);
    standIn.reportDeployment(old, 'success', at(1));
    const live = deploy(second);
    standIn.reportDeployment(live, 'in_progress', at(2));
    standIn.reportDeployment(live, 'success', at(3));
    const failed = deploy(third);
    standIn.reportDeployment(failed, 'success', at(4));
    standIn.reportDeployment(live, 'success', at(5));
    standIn.reportDeployment(failed, 'failure', at(6));
    deploy(third);
    standIn.reportDeployment(deploy(third, 'production'), 'success', at(7));
    expect(await client().latestSuccessfulDeployment('staging')).toEqual({ sha: second, at: at(5) });
  });

  test('is not told while a job of the run that asks is one itself, above it', async () => {
    const [live = '', merged = ''] = ['1', '2'].map((a) => standIn.commit('main', { a }));
    const deploy = (sha: string) => standIn.deploy({ environment: 'staging', sha, at: at(0) });
    standIn.reportDeployment(deploy(live), 'success', at(1));
    const own = deploy(merged);
    const log = 'https://github.example/example/app/actions/runs/4711/job/1';
    standIn.reportDeployment(own, 'in_progress', at(2), log);
    const ask = (runId?: string) => client().latestSuccessfulDeployment('staging', runId);
    expect(await ask('4711')).toEqual({ sha: merged, at: at(2), isOfThisRun: true });
    for (const runId of ['471', '1', undefined]) expect(await ask(runId)).toEqual({ sha: live, at: at(1) });
    // A job before that of the gate may well have deployed it.
    standIn.reportDeployment(own, 'success', at(3), log);
    expect(await ask('4711')).toEqual({ sha: merged, at: at(3) });
  });

  test('is found behind more statuses than a page holds', async () => {
    const sha = standIn.commit('main', { a: '1' });
    const deployment = standIn.deploy({ environment: 'staging', sha });
    for (let minute = 0; minute < 120; minute += 1)
      standIn.reportDeployment(deployment, 'in_progress', at(minute));
    standIn.reportDeployment(deployment, 'success', at(0));
    expect(await client().latestSuccessfulDeployment('staging')).toBeUndefined();
    standIn.reportDeployment(deployment, 'success', at(500));
    expect(await client().latestSuccessfulDeployment('staging')).toEqual({ sha, at: at(500) });
  });

  test('is nothing where nothing was deployed', async () => {
    expect(await client().latestSuccessfulDeployment('staging')).toBeUndefined();
  });
});

describe('the checks of a commit', () => {
  test('are its check runs and statuses from every page', async () => {
    const sha = standIn.commit('main', { a: '1' });
    const other = standIn.commit('main', { a: '2' });
    for (let index = 0; index < 230; index += 1) standIn.addCheckRun({ sha, name: `run ${String(index)}` });
    for (let index = 0; index < 110; index += 1) {
      standIn.addStatus({ sha, context: `status ${String(index)}`, state: 'success' });
    }
    standIn.addCheckRun({ sha: other, name: 'of another commit' });
    const checks = await client().checksOf(sha);
    expect(new Set(checks.map(({ name }) => name)).size).toBe(340);
    expect(checks).toHaveLength(340);
  });

  test('succeed by nothing but a success, and tell when', async () => {
    const sha = standIn.commit('main', { a: '1' });
    const startedAt = new Date('2023-08-14T10:00:00Z');
    const completedAt = new Date('2023-08-14T10:05:00Z');
    const run = { sha, startedAt, completedAt };
    standIn.addCheckRun({ ...run, name: 'green' });
    standIn.addCheckRun({ ...run, name: 'again', conclusion: 'success' });
    standIn.addCheckRun({ ...run, name: 'again', conclusion: 'failure' });
    for (const conclusion of ['failure', 'neutral', 'cancelled', 'skipped', 'timed_out'] as const) {
      standIn.addCheckRun({ ...run, name: conclusion, conclusion });
    }
    standIn.addCheckRun({
      ...run,
      name: 'running',
      status: 'in_progress',
      conclusion: null,
      completedAt: null,
    });
    standIn.addStatus({ sha, context: 'red status', state: 'error', at: completedAt });
    standIn.addStatus({ sha, context: 'open status', state: 'pending', at: startedAt });
    standIn.addStatus({ sha, context: 'green status', state: 'failure', at: startedAt });
    standIn.addStatus({ sha, context: 'green status', state: 'success', at: completedAt });
    const checks = await client().checksOf(sha);
    expect(new Map(checks.map(({ name, state, at }) => [name, [state, at]]))).toEqual(
      new Map(
        Object.entries({
          green: ['success', completedAt],
          again: ['failure', completedAt],
          failure: ['failure', completedAt],
          neutral: ['failure', completedAt],
          cancelled: ['failure', completedAt],
          skipped: ['failure', completedAt],
          timed_out: ['failure', completedAt],
          running: ['pending', startedAt],
          'red status': ['failure', completedAt],
          'open status': ['pending', startedAt],
          'green status': ['success', completedAt],
        }),
      ),
    );
  });

  test('can be added to', async () => {
    const sha = standIn.commit('main', { a: '1' });
    const status = { state: 'failure', context: 'staging-health-gate', description: 'not ready' } as const;
    await client().createCommitStatus(sha, { ...status, targetUrl: 'https://github.example/run' });
    expect(standIn.statuses).toMatchObject([{ ...status, sha, targetUrl: 'https://github.example/run' }]);
    const tooLong = client().createCommitStatus(sha, { ...status, description: 'x'.repeat(141) });
    expect(await errorOf(tooLong)).toMatchObject({ reason: 'conflict', status: 422 });
  });
});

describe('the permission of a user', () => {
  test.each(['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const)(
    'is told as %s',
    async (role) => {
      standIn.setPermission('somebody', role);
      expect(await client().permissionOf('somebody')).toBe(role);
    },
  );

  test('with a role of their own organisation is the one that it is built on', async () => {
    standIn.setPermission('somebody', 'Release Captain', 'write');
    expect(await client().permissionOf('somebody')).toBe('write');
  });

  test('is none for who is no user', async () => {
    expect(await client().permissionOf('no-such-user')).toBe('none');
  });
});

describe('files', () => {
  test('of a branch are listed with id and size, in folders too', async () => {
    standIn.commit('data', { 'README.md': 'ä\n', 'ledger/2023/08/10.jsonl': '{}\n' });
    const files = await client().readTree('data');
    expect(files?.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
      ['README.md', 3],
      ['ledger/2023/08/10.jsonl', 3],
    ]);
    const blob = await client().readBlob(files?.[0]?.sha ?? '');
    expect(blob.toString()).toBe('ä\n');
  });

  test('of a branch that does not exist are nothing', async () => {
    expect(await client().readTree('data')).toBeUndefined();
    standIn.fault('409');
    expect(await client().readTree('data')).toBeUndefined();
  });

  test('over 1 MB, and bytes that are no text, come and go unchanged', async () => {
    const bytes = Buffer.alloc(
      3_000_000,
      Uint8Array.from({ length: 251 }, (_, index) => index),
    );
    await client().commitFiles({
      branch: 'data',
      parent: undefined,
      files: { 'big.bin': bytes },
      message: 'Big',
    });
    const [file] = (await client().readTree('data')) ?? [];
    expect(file?.sizeBytes).toBe(3_000_000);
    expect((await client().readBlob(file?.sha ?? '')).equals(bytes)).toBe(true);
  });

  test('are added, replaced and removed in one commit; the others stay', async () => {
    const base = standIn.commit('data', { keep: 'k', replace: 'old', 'in/folder/remove': 'r' });
    const parent = await client().headOf('data');
    expect(parent?.commit).toBe(base);
    const files = { replace: 'new', add: Buffer.from('added'), 'in/folder/remove': null };
    const head = await client().commitFiles({ branch: 'data', parent, files, message: 'Three things' });
    expect(standIn.refs.get('refs/heads/data')).toBe(head.commit);
    expect(standIn.listFiles('data')).toEqual(['add', 'keep', 'replace']);
    expect(standIn.readFile('data', 'replace')?.toString()).toBe('new');
    expect(standIn.history('data')).toEqual(['Three things', 'A commit']);
  });

  test('are not committed on a branch that has moved, has gone, or was created meanwhile', async () => {
    const commit = async (parent: Awaited<ReturnType<GitHub['headOf']>>) =>
      errorOf(client().commitFiles({ branch: 'data', parent, files: { a: 'mine' }, message: 'Mine' }));
    standIn.commit('data', { a: 'theirs' });
    expect(await commit(undefined)).toMatchObject({ reason: 'conflict' });
    const parent = await client().headOf('data');
    standIn.commit('data', { a: 'theirs again' });
    expect(await commit(parent)).toMatchObject({ reason: 'conflict' });
    standIn.deleteBranch('data');
    expect(await commit(parent)).toMatchObject({ reason: 'conflict' });
  });

  test('of which a part is missing are unreadable', async () => {
    standIn.commit('data', { a: 'a text', b: '2' });
    const [file] = (await client().readTree('data')) ?? [];
    standIn.fault('truncated', { only: /blobs/u });
    expect(await errorOf(client().readBlob(file?.sha ?? ''))).toMatchObject({ reason: 'unreadable' });
  });

  test('of a list that GitHub cut short are unreadable', async () => {
    standIn.commit('data', { a: '1', b: '2' });
    standIn.fault('truncated', { only: /trees/u });
    expect(await errorOf(client().readTree('data'))).toMatchObject({ reason: 'unreadable' });
  });
});

describe('issues', () => {
  test('are created, changed, commented, closed and opened again', async () => {
    const github = client();
    const issue = await github.createIssue({
      title: 'Staging is broken',
      body: 'cdw',
      labels: ['staging-health'],
    });
    expect(issue).toMatchObject({ number: 1, state: 'open', title: 'Staging is broken', body: 'cdw' });
    await github.updateIssue(1, { body: 'cdw and vista' });
    await github.commentIssue(1, 'vista too');
    await github.closeIssue(1);
    const [closed] = await github.findIssues('staging-health', 'closed');
    expect(closed).toMatchObject({ number: 1, body: 'cdw and vista' });
    expect(closed?.closedAt).toBeInstanceOf(Date);
    await github.reopenIssue(1);
    expect(await github.findIssues('staging-health', 'open')).toMatchObject([
      { number: 1, closedAt: undefined },
    ]);
    expect(standIn.issues[0]?.comments.map(({ body }) => body)).toEqual(['vista too']);
  });

  test('are found by label on every page, without the pull requests', async () => {
    for (let index = 0; index < 105; index += 1)
      standIn.addIssue({ title: 'ours', labels: ['staging-health', 'x'] });
    standIn.addPullRequest({ title: 'a pull request', labels: ['staging-health'] });
    standIn.addIssue({ title: 'of others', labels: ['bug'] });
    const found = await client().findIssues('staging-health', 'all');
    expect(found.map(({ title }) => title)).toEqual(Array.from({ length: 105 }, () => 'ours'));
  });

  test.each(['lost-answer', '502'] as const)('are not created twice after %s', async (kind) => {
    standIn.fault(kind, { times: 1 });
    const creating = client().createIssue({ title: 'Staging is broken', body: '', labels: [] });
    expect(await errorOf(creating)).toMatchObject({ reason: 'unavailable' });
    expect(requests('POST')).toHaveLength(1);
  });

  test('are created after a rate limit, which GitHub answers before it does anything', async () => {
    standIn.fault('429', { times: 1, retryAfterS: 0 });
    await client().createIssue({ title: 'Staging is broken', body: '', labels: [] });
    expect(standIn.issues).toHaveLength(1);
  });
});

describe('faults', () => {
  const secondary = { retryAfterS: 0 };
  const cases: readonly [
    GitHubFaultKind,
    GitHubFaultReason,
    number | undefined,
    number,
    GitHubFaultOptions?,
  ][] = [
    ['401', 'unauthorised', 401, 1],
    ['403-permission', 'forbidden', 403, 1],
    ['404', 'not-found', 404, 1],
    ['409', 'conflict', 409, 1],
    ['422-protected', 'forbidden', 422, 1],
    ['403-rate-limit', 'rate-limited', 403, 1],
    ['403-rate-limit', 'rate-limited', 403, 2, { resetS: 0 }],
    ['403-secondary-rate-limit', 'rate-limited', 403, 2, secondary],
    ['429', 'rate-limited', 429, 2, secondary],
    ['502', 'unavailable', 502, 2],
    ['down', 'unavailable', undefined, 2],
    ['lost-answer', 'unavailable', undefined, 2],
    ['nonsense', 'unreadable', 200, 2],
    ['cut', 'unreadable', 200, 2],
  ];

  test.each(cases)(
    '%s is %s, and sent as often as that helps',
    async (kind, reason, status, sent, options) => {
      standIn.fault(kind, options);
      const error = await errorOf(client().findIssues('staging-health', 'open'));
      expect(error).toMatchObject({ reason, status });
      expect(requests()).toHaveLength(sent);
    },
  );

  test('cover every reason', () => {
    expect(new Set(cases.map(([, reason]) => reason))).toEqual(new Set(githubFaultReasons));
  });

  test.each(cases)(
    '%s shows neither the token nor a word of the answer',
    async (kind, _, __, ___, options) => {
      standIn.fault(kind, options);
      const error = await errorOf(client({ attempts: 1 }).findIssues('staging-health', 'open'));
      const shown = [
        inspect(error, { depth: null, showHidden: true }),
        JSON.stringify(error),
        error.message,
        String(error.stack),
      ].join('\n');
      expect(shown).not.toContain(token);
      expect(shown).not.toContain('127.0.0.1');
      expect(shown).not.toMatch(
        /bad credentials|not accessible|installation|secondary|gateway|violations|empty|what was asked/iu,
      );
      expect(error.cause).toBeUndefined();
    },
  );

  test('of the permission name it', async () => {
    const sha = standIn.commit('main', { a: '1' });
    standIn.fault('403-permission');
    const github = client();
    const head = { commit: sha, tree: sha };
    const files = { a: 'b' };
    const needs = await Promise.all(
      [
        github.resolveCommit('main'),
        github.latestSuccessfulDeployment('staging'),
        github.permissionOf('somebody'),
        github.readTree('main'),
        github.readBlob(sha),
        github.commitFiles({ branch: 'main', parent: head, files, message: 'm' }),
        github.createCommitStatus(sha, { state: 'success', context: 'c', description: 'd' }),
        github.findIssues('label', 'open'),
        github.closeIssue(1),
      ].map(async (failing) => (await errorOf(failing)).needs),
    );
    expect(needs).toEqual([
      'contents: read',
      'deployments: read',
      'metadata: read',
      'contents: read',
      'contents: read',
      'contents: write',
      'statuses: write',
      'issues: read',
      'issues: write',
    ]);
  });

  test('that pass are outlasted', async () => {
    const sha = standIn.commit('main', { a: '1' });
    standIn.fault('502', { times: 1 });
    standIn.fault('down', { times: 1 });
    standIn.fault('cut', { times: 1 });
    expect(await client({ attempts: 4 }).resolveCommit(sha)).toBe(sha);
    expect(requests()).toHaveLength(4);
  });

  test('with a pause are waited out as long as GitHub asks', async () => {
    const sha = standIn.commit('main', { a: '1' });
    standIn.fault('403-secondary-rate-limit', { times: 1, retryAfterS: 1 });
    const startedAt = performance.now();
    expect(await client().resolveCommit(sha)).toBe(sha);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
  });

  test.each([
    ['403-rate-limit', { resetS: 3600 }],
    ['403-secondary-rate-limit', {}],
    ['429', { retryAfterS: 31 }],
  ] as const)('%s that asks for a longer pause than allowed ends at once', async (kind, options) => {
    standIn.fault(kind, options);
    const failing = client({ attempts: 4, longestWaitMs: 30_000 }).resolveCommit('main');
    expect(await errorOf(failing)).toMatchObject({ reason: 'rate-limited' });
    expect(requests()).toHaveLength(1);
  });

  const used = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1692100900' };

  test.each([
    ['seconds', { 'retry-after': '5' }, 5000],
    ['a date in the past', { 'retry-after': 'Tue, 15 Aug 2023 12:00:00 GMT' }, 0],
    ["a moment of GitHub's own clock", { ...used, date: 'Tue, 15 Aug 2023 12:00:00 GMT' }, 100_000],
    ['a moment in the past', { ...used, date: 'Tue, 15 Aug 2023 13:00:00 GMT' }, 0],
    ['nothing of all this', { 'x-ratelimit-remaining': '4000' }, 60_000],
  ])('with a pause told as %s ask for it', (_, headers, pauseMs) => {
    const data = { message: pauseMs === 60_000 ? 'You have exceeded a secondary rate limit' : 'Slow down' };
    const error = toGitHubError({ status: 403, response: { headers, data } }, 'contents: read');
    expect(error).toBeInstanceOf(TransientGitHubError);
    expect(error).toMatchObject({ reason: 'rate-limited', retryAfterMs: pauseMs, needs: undefined });
  });

  test('of a server that does not listen are unavailable', async () => {
    await standIn.stop();
    const error = await errorOf(client().resolveCommit('main'));
    expect(error).toMatchObject({ reason: 'unavailable', status: undefined });
    standIn = await startGitHub({ repository, token });
  });
});

describe('the client', () => {
  test.each([
    ['an answer', 'hang', {}],
    ['a pause', '429', { retryAfterS: 30 }],
  ] as const)(
    'stops waiting for %s when it is told to, with the reason that it is given',
    async (_, kind, options) => {
      standIn.fault(kind, options);
      const controller = new AbortController();
      const reason = new FaultError({
        code: 'CANCELLED',
        expected: 'the run goes to its end',
        observed: 'cancelled',
      });
      const failing = client({ signal: controller.signal }).resolveCommit('main');
      while (standIn.exchanges.length === 0) await new Promise((next) => setTimeout(next, 5));
      controller.abort(reason);
      await expect(failing).rejects.toBe(reason);
    },
    // Less than a request may take: who does not listen to the signal is ended by this.
    20_000,
  );

  test('sends nothing when it is stopped before', async () => {
    const reason = new FaultError({ code: 'DEADLINE', expected: 'in time', observed: 'too late' });
    await expect(client({ signal: AbortSignal.abort(reason) }).resolveCommit('main')).rejects.toBe(reason);
    expect(standIn.exchanges).toEqual([]);
  });

  test('works under the path of a GitHub Enterprise Server', async () => {
    const enterprise = await startGitHub({ repository, token, basePath: '/api/v3' });
    const sha = enterprise.commit('main', { a: '1' });
    try {
      expect(await client({ apiUrl: `${enterprise.apiUrl}/` }).resolveCommit('main')).toBe(sha);
      expect(enterprise.apiUrl).toMatch(/\/api\/v3$/u);
    } finally {
      await enterprise.stop();
    }
  });

  test('refuses a token that GitHub does not know', async () => {
    expect(await errorOf(client({ token: new Secret('another') }).readTree('main'))).toMatchObject({
      reason: 'unauthorised',
    });
  });

  test.each(['', 'app', 'example/', 'example/app/more', 'exa mple/app'])(
    'refuses the repository name %j',
    (name) => {
      expect(() => client({ repository: name })).toThrow(ConfigError);
    },
  );

  test.each([
    ['goes through the proxy of the environment', '', 1],
    ['goes past the proxy to what NO_PROXY names', 'github.invalid', 0],
  ])('%s', async (_, noProxy, tunnels) => {
    const sha = standIn.commit('main', { a: '1' });
    const target = new URL(standIn.apiUrl);
    const opened: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket, head) => {
      opened.push(request.url ?? '');
      const upstream = connect(Number(target.port), target.hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const script = resolve(import.meta.dirname, '../support/github-proxied.ts');
    const env = {
      PATH: process.env['PATH'] ?? '',
      HTTP_PROXY: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
      NO_PROXY: noProxy,
      GITHUB_API_URL: 'http://github.invalid',
      TEST_TOKEN: token,
    };
    try {
      const asked = promisify(execFile)(process.execPath, [script], { env });
      if (tunnels === 0) await expect(asked).rejects.toMatchObject({ code: 1 });
      else expect((await asked).stdout).toBe(sha);
      expect(opened).toEqual(Array.from({ length: tunnels }, () => 'github.invalid:80'));
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });
});
