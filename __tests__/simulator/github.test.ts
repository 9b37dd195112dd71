import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { author, createObjectStore } from '../../simulator/github/objects.ts';
import { findMismatches } from '../support/openapi.ts';

let github: GitHubStandIn | undefined;

afterEach(async () => {
  await github?.stop();
  github = undefined;
});

async function start(): Promise<GitHubStandIn> {
  github = await startGitHub({ repository: 'example/app' });
  return github;
}

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  const url = `${github?.apiUrl ?? ''}/repos/example/app${path}`;
  return fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

async function shaOf(response: Response): Promise<string> {
  return ((await response.json()) as { sha: string }).sha;
}

describe('the git objects of the stand-in', () => {
  test('have the ids that git itself gives them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'objects-'));
    const at = new Date('2023-08-15T12:00:00Z');
    const env = {
      PATH: process.env['PATH'] ?? '',
      GIT_DIR: folder,
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: `${String(at.getTime() / 1000)} +0000`,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
      GIT_COMMITTER_DATE: `${String(at.getTime() / 1000)} +0000`,
    };
    const git = (args: string[], input = '') => execFileSync('git', args, { env, input }).toString().trim();
    try {
      git(['init', '--bare', '--quiet', folder]);
      const contents = { 'a.txt': 'a\n', 'a/b/c.txt': 'ü\n', 'a-z': '', a0: 'zero' };
      const index = Object.entries(contents).map(
        ([path, text]) => `100644 ${git(['hash-object', '-w', '--stdin'], text)}\t${path}`,
      );
      git(['update-index', '--add', '--index-info'], `${index.join('\n')}\n`);
      const tree = git(['write-tree']);
      const first = git(['commit-tree', tree], 'First\n');
      const second = git(['commit-tree', tree, '-p', first], 'Second\n');

      const store = createObjectStore();
      const files = new Map(
        Object.entries(contents).map(([path, text]) => [
          path,
          { mode: '100644', sha: store.putBlob(Buffer.from(text)) },
        ]),
      );
      const ours = store.putTree(files);
      expect(ours).toBe(tree);
      const parent = store.putCommit({ tree: ours, parents: [], message: 'First\n', at });
      expect(parent).toBe(first);
      expect(store.putCommit({ tree: ours, parents: [parent], message: 'Second\n', at })).toBe(second);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the refs of the stand-in', () => {
  test('move only forward', async () => {
    const standIn = await start();
    const first = standIn.commit('main', { a: '1' });
    const second = standIn.commit('main', { a: '2' });
    const tree = await shaOf(
      await send('POST', '/git/trees', { tree: [{ path: 'x', mode: '100644', type: 'blob', content: 'x' }] }),
    );
    const aside = await shaOf(await send('POST', '/git/commits', { message: 'm', tree, parents: [first] }));
    const refused = await send('PATCH', '/git/refs/heads/main', { sha: aside, force: false });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ message: 'Update is not a fast forward' });
    expect(standIn.refs.get('refs/heads/main')).toBe(second);
    const onTop = await shaOf(await send('POST', '/git/commits', { message: 'm', tree, parents: [second] }));
    expect((await send('PATCH', '/git/refs/heads/main', { sha: onTop, force: false })).status).toBe(200);
    expect((await send('PATCH', '/git/refs/heads/main', { sha: onTop, force: false })).status).toBe(200);
    expect(standIn.refs.get('refs/heads/main')).toBe(onTop);
    expect(findMismatches(standIn.exchanges)).toEqual([]);
  });

  test('are not created twice', async () => {
    const standIn = await start();
    const sha = standIn.commit('main', { a: '1' });
    expect((await send('POST', '/git/refs', { ref: 'refs/heads/new', sha })).status).toBe(201);
    expect((await send('POST', '/git/refs', { ref: 'refs/heads/new', sha })).status).toBe(422);
    expect((await send('PATCH', '/git/refs/heads/absent', { sha })).status).toBe(422);
    expect(findMismatches(standIn.exchanges)).toEqual([]);
  });
});

describe('the comparison with the description', () => {
  test('finds an operation, a parameter and a property that GitHub does not have', async () => {
    const standIn = await start();
    const sha = standIn.commit('main', { a: '1' });
    await send('GET', '/git/nothing');
    await send('GET', '/issues?label=x');
    await send('GET', '/issues?state=ajar');
    await send('POST', '/git/refs', { ref: 'refs/heads/b', sha, colour: 'red' });
    await send('POST', '/git/refs', { ref: 'refs/heads/c' });
    const problems = findMismatches(standIn.exchanges).join('\n');
    expect(problems).toContain('GET /repos/example/app/git/nothing: not in the description');
    expect(problems).toContain('query parameter label is not in the description');
    expect(problems).toContain('parameter state  must be equal to one of the allowed values');
    expect(problems).toContain('must NOT have unevaluated properties {"unevaluatedProperty":"colour"}');
    expect(problems).toContain(`must have required property 'sha'`);
  });

  test('finds an answer that GitHub would not give', async () => {
    const standIn = await start();
    standIn.commit('main', { a: '1' });
    await send('GET', '/git/ref/heads/main');
    const [real] = standIn.exchanges;
    expect(findMismatches(standIn.exchanges)).toEqual([]);
    if (real === undefined) throw new Error('nothing was recorded');
    const body = real.responseBody as Record<string, unknown>;
    expect(findMismatches([{ ...real, responseBody: { ...body, url: undefined } }])).toHaveLength(1);
    expect(findMismatches([{ ...real, responseBody: { ...body, invented: 1 } }])).toHaveLength(1);
    expect(findMismatches([{ ...real, status: 202 }])).toHaveLength(1);
    expect(findMismatches([{ ...real, contentType: 'text/plain' }])).toHaveLength(1);
  });
});
