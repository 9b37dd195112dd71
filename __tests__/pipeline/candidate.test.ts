import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { createGitHub, type GitHub } from '../../src/clients/github.ts';
import { createHttpClient, type HttpClient } from '../../src/clients/http.ts';
import type { CandidateSource } from '../../src/config/evidence-schema.ts';
import { confirmLive, findCandidate, reasonOf } from '../../src/pipeline/candidate.ts';
import { Secret } from '../../src/secrets.ts';
import { closedPort, sendJson, serve, type Answer } from '../support/http-server.ts';
import { findMismatches } from '../support/openapi.ts';

const fromDeployment: CandidateSource = { from: 'deployment', environment: 'staging' };
const runSha = 'f'.repeat(40);
const { signal } = new AbortController();

let standIn: GitHubStandIn;
let github: GitHub;
let client: HttpClient;

beforeEach(async () => {
  standIn = await startGitHub({ repository: 'example/app' });
  const { apiUrl } = standIn;
  github = createGitHub({
    token: new Secret('token'),
    apiUrl,
    repository: 'example/app',
    signal,
    attempts: 1,
  });
  client = createHttpClient({ userAgent: 'test', proxyEnv: {} });
});
afterEach(async () => {
  client.close();
  await standIn.stop();
  expect(findMismatches(standIn.exchanges)).toEqual([]);
});

function find(
  input: string | undefined,
  source?: CandidateSource,
  using: Partial<Parameters<typeof findCandidate>[1]> = {},
) {
  return findCandidate({ input, sha: runSha, source }, { github, client, signal, ...using });
}

/** Deploys a new commit to staging; GitHub gives whole seconds. */
function deploy(name: string, at = new Date('2023-08-10T15:00:00Z')): string {
  const sha = standIn.commit('main', { 'a.txt': name });
  standIn.reportDeployment(standIn.deploy({ environment: 'staging', sha, at }), 'success', at);
  return sha;
}

describe('the commit to be deployed', () => {
  it('is that of the run when nothing else is said', async () => {
    expect(await find(undefined)).toEqual({
      commit: runSha,
      live: undefined,
      deployedAt: undefined,
      problems: [],
    });
    expect(standIn.exchanges).toEqual([]);
  });

  it('is what is live when the configuration says where to look', async () => {
    const sha = deploy('one');
    expect(await find(undefined, fromDeployment)).toEqual({
      commit: sha,
      live: sha,
      deployedAt: new Date('2023-08-10T15:00:00Z'),
      problems: [],
    });
  });

  it('is the one that the user names, whatever is live', async () => {
    const named = standIn.commit('main', { 'a.txt': 'named' });
    const live = deploy('live');
    expect(await find(named, fromDeployment)).toMatchObject({ commit: named, live, problems: [] });
  });

  it('needs no question to GitHub as a full SHA, in whatever case', async () => {
    const upper = 'ABCDEF'.repeat(7).slice(0, 40);
    expect(await find(upper, undefined, { github: undefined })).toMatchObject({
      commit: upper.toLowerCase(),
      problems: [],
    });
  });

  it('needs no question either as the beginning of what is live', async () => {
    const live = deploy('live');
    const found = await find(live.slice(0, 7), fromDeployment);
    expect(found).toMatchObject({ commit: live, problems: [] });
    expect(
      standIn.exchanges.map(({ resource }) => resource).filter((path) => path.startsWith('/commits')),
    ).toEqual([]);
  });

  it.each(['main', 'v1', 'short'])('is resolved by GitHub from %s', async (name) => {
    const sha = standIn.commit('main', { 'a.txt': 'one' });
    standIn.setTag('v1', sha);
    expect(await find(name === 'short' ? sha.slice(0, 8) : name)).toMatchObject({
      commit: sha,
      problems: [],
    });
  });

  it('stays as written, with a problem, when there is no such commit', async () => {
    standIn.commit('main', { 'a.txt': 'one' });
    expect(await find('no-such-branch')).toMatchObject({
      commit: 'no-such-branch',
      problems: ['the repository has no such commit as the candidate'],
    });
  });

  it('stays as written, with a problem, when GitHub cannot be asked', async () => {
    standIn.fault('403-permission');
    const [problem] = (await find('main')).problems;
    expect(problem).toMatch(/^the candidate could not be resolved: GitHub forbids it.*`contents: read`$/u);
    expect((await find('main', undefined, { github: undefined })).problems).toEqual([
      'the candidate could not be resolved: `github-token` is not given',
    ]);
  });
});

describe('what GitHub says is live', () => {
  it('is nothing, with a problem, without a successful deployment', async () => {
    const sha = standIn.commit('main', { 'a.txt': 'one' });
    standIn.reportDeployment(standIn.deploy({ environment: 'staging', sha }), 'failure');
    const found = await find(undefined, fromDeployment);
    expect(found.live).toBeUndefined();
    expect(found.problems).toEqual(['GitHub has no successful deployment of staging']);
  });

  it('is nothing, with a problem, when it cannot be asked', async () => {
    standIn.fault('403-permission');
    expect((await find(undefined, fromDeployment)).problems).toEqual([
      'what is live could not be read: GitHub forbids it (status 403); the token needs `deployments: read`',
    ]);
    expect((await find(undefined, fromDeployment, { github: undefined })).problems).toEqual([
      'the deployments could not be read: `github-token` is not given',
    ]);
  });

  it('is told together with what is wrong with the candidate', async () => {
    standIn.fault('403-permission');
    expect((await find('main', fromDeployment)).problems).toHaveLength(2);
  });
});

describe('what an address says is live', () => {
  async function read(answer: Answer, pointer = '/build/commit') {
    await using server = await serve(answer);
    const source: CandidateSource = { from: 'url', url: `${server.url}/build`, pointer };
    return { found: await find(undefined, source), requests: server.requests };
  }
  const answering =
    (commit: unknown): Answer =>
    (_, response) => {
      sendJson(response, { build: { commit } });
    };

  it('is a full commit at the pointer, in whatever case and with space around', async () => {
    const sha = 'abcdef'.repeat(7).slice(0, 40);
    const { found, requests } = await read(answering(` ${sha.toUpperCase()}\n`));
    expect(found).toEqual({ commit: sha, live: sha, deployedAt: undefined, problems: [] });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /build']);
    expect(requests[0]?.headers.accept).toBe('application/json');
  });

  it('is resolved by GitHub where it is a short one', async () => {
    const sha = standIn.commit('main', { 'a.txt': 'one' });
    expect((await read(answering(sha.slice(0, 9)))).found).toMatchObject({ commit: sha, live: sha });
  });

  it.each([
    ['a branch', 'main', 'no commit stands at /build/commit'],
    ['six digits', 'abcdef', 'no commit stands at /build/commit'],
    ['a number', 7, 'there is no text at /build/commit'],
    ['nothing', undefined, 'there is no text at /build/commit'],
    ['an object', { sha: 'a' }, 'there is no text at /build/commit'],
  ])('is not read from %s', async (_, value, problem) => {
    const { found } = await read(answering(value));
    expect(found.live).toBeUndefined();
    expect(found.commit).toBe(runSha);
    expect(found.problems).toEqual([`what is live could not be read: ${problem}`]);
  });

  it.each([
    ['another status', (_, response) => response.writeHead(503).end(), 'its address answered status 503'],
    ['a redirect', (_, response) => response.writeHead(302, { location: '/' }).end(), 'status 302'],
    ['no JSON', (_, response) => response.end('<html>'), 'there is no text at /build/commit'],
    ['a cut connection', (_, response) => response.destroy(), 'CONNECT_RESET'],
    ['too much', (_, response) => response.end(Buffer.alloc(1_100_000, ' ')), 'BODY_TOO_LARGE'],
  ] as readonly [string, Answer, string][])('is not read from %s', async (_, answer, problem) => {
    const { found } = await read(answer);
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]).toContain('what is live could not be read: ');
    expect(found.problems[0]).toContain(problem);
  });

  it('is told by the code of the fault alone when nobody answers', async () => {
    const url = `http://127.0.0.1:${String(await closedPort())}/build?token=secret`;
    const found = await find(undefined, { from: 'url', url, pointer: '/a' });
    expect(found.problems).toEqual(['what is live could not be read: CONNECT_REFUSED']);
  });

  it('is told together with GitHub not knowing the short commit', async () => {
    standIn.commit('main', { 'a.txt': 'one' });
    const { found } = await read(answering('0123abc'));
    expect(found.live).toBeUndefined();
    expect(found.problems).toEqual(['the repository has no such commit as the candidate']);
  });
});

describe('what is live after the probes', () => {
  const confirm = async (meanwhile: () => unknown) => {
    const before = await find(undefined, fromDeployment);
    meanwhile();
    return { before, after: await confirmLive(before, fromDeployment, { github, client, signal }) };
  };

  it('is confirmed when it is the same, also when it was deployed once more', async () => {
    const sha = deploy('one');
    const { before, after } = await confirm(() => {
      standIn.reportDeployment(standIn.deploy({ environment: 'staging', sha }), 'success');
    });
    expect(after).toEqual(before);
    expect(after.live).toBe(sha);
  });

  it('is not known when it has changed', async () => {
    const one = deploy('one');
    let two = '';
    const { after } = await confirm(() => (two = deploy('two', new Date('2023-08-10T16:00:00Z'))));
    expect(after.live).toBeUndefined();
    expect(after.commit).toBe(one);
    const changed = `what is live changed from ${one.slice(0, 7)} to ${two.slice(0, 7)} while the probes ran`;
    expect(after.problems).toEqual([changed]);
  });

  it('is not known when it cannot be read again', async () => {
    deploy('one');
    const { after } = await confirm(() => {
      standIn.fault('403-permission');
    });
    expect(after.live).toBeUndefined();
    expect(after.problems[0]).toMatch(/^what is live could not be read: GitHub forbids it/u);
  });

  it('is not asked for where nothing was seen live before', async () => {
    const nothing = { commit: runSha, problems: ['nobody knows'] };
    expect(await confirmLive(nothing, fromDeployment, { github, client, signal })).toBe(nothing);
    expect(standIn.exchanges).toEqual([]);
  });
});

describe('the reason of an error', () => {
  it('is never a foreign text: a bug stays one', () => {
    const bug = new TypeError('secret');
    expect(() => reasonOf(bug)).toThrow(bug);
  });
});
