import { expect } from 'vitest';

import type { GitHubStandIn } from '../../simulator/github.ts';
import type { GitHubFaultKind, GitHubFaultOptions } from '../../simulator/github/faults.ts';
import type { ActionRun } from '../../simulator/run-action.ts';
import { testRows, type Arranged, type Row } from '../support/fault-rows.ts';
import { evidenceSections, startEvidence, type Evidence } from '../support/github-evidence.ts';
import { serve } from '../support/http-server.ts';
import { onRequest, raw } from '../support/raw-server.ts';

type Fault = readonly [GitHubFaultKind, GitHubFaultOptions?];

/** The gate asks GitHub for the candidate's evidence. */
function asked({ runner }: Evidence, after?: Arranged['after']): Arranged {
  return {
    sections: evidenceSections,
    options: { runner },
    ...(after === undefined ? {} : { after }),
  };
}

/** A row about a gate whose evidence GitHub is asked for while these faults are on. */
function reading(name: string, expected: Omit<Row, 'name' | 'arrange'>, ...faults: readonly Fault[]): Row {
  return {
    name: `reading: ${name}`,
    ...expected,
    arrange: async (stack) => {
      const evidence = await startEvidence(stack);
      for (const [kind, options] of faults) evidence.github.fault(kind, options);
      return asked(evidence);
    },
  };
}

/** A row about a monitor, whose verdict stands whatever GitHub does with what it writes. */
function writing(
  name: string,
  faults: readonly Fault[],
  after: (run: ActionRun, github: GitHubStandIn) => void,
  more: Partial<Row> = {},
  before: (github: GitHubStandIn) => unknown = () => undefined,
  runner: Readonly<Record<string, string>> = {},
): Row {
  return {
    name: `writing: ${name}`,
    verdict: 'ready',
    ...more,
    arrange: async (stack) => {
      const evidence = await startEvidence(stack);
      const { github } = evidence;
      before(github);
      for (const [kind, options] of faults) github.fault(kind, options);
      const arranged = asked(evidence, (run) => {
        after(run, github);
      });
      return {
        ...arranged,
        options: {
          ...arranged.options,
          runner: { ...arranged.options?.runner, ...runner },
          inputs: { mode: 'monitor', 'slack-webhook-url': '' },
        },
      };
    },
  };
}

const unreadable = (says: string): Omit<Row, 'name' | 'arrange'> => ({ verdict: 'inconclusive', says });
const ready = { verdict: 'ready' } as const;
const earlierDays = ['ledger/2026/01/01.jsonl', 'ledger/2026/01/02.jsonl'];
const refs = /^(?:PATCH|POST) \/git\/refs/u;

/** The ledger's lines on the data branch. */
function linesOf(github: GitHubStandIn): number {
  const days = github.listFiles('staging-health').filter((path) => path.startsWith('ledger/'));
  return days
    .map(
      (path) => github.readFile('staging-health', path)?.toString('utf8').trimEnd().split('\n').length ?? 0,
    )
    .reduce((sum, count) => sum + count, 0);
}

function notWritten(why: string) {
  return ({ stdout }: ActionRun, github: GitHubStandIn) => {
    expect(stdout).toContain(`The ledger was not written: ${why}`);
    expect(linesOf(github)).toBe(0);
  };
}

function writtenOnce({ stdout }: ActionRun, github: GitHubStandIn) {
  expect(stdout).not.toContain('was not written');
  expect(linesOf(github)).toBe(1);
  expect(github.statuses.map(({ state }) => state)).toEqual(['success']);
}

const readingRows: readonly Row[] = [
  reading('GitHub is healthy', ready),
  reading('it is slow', ready, ['slow']),
  reading('it is down', unreadable('GitHub did not answer'), ['down']),
  reading('it is down for one request', ready, ['down', { times: 1 }]),
  reading('it never answers', { ...unreadable('DEADLINE'), deadlineMs: 2500 }, ['hang']),
  reading('502 with a page of HTML', unreadable('error of its own (status 502)'), ['502']),
  reading('502, then it answers', ready, ['502', { times: 2 }]),
  reading('401', unreadable('does not accept the token (status 401)'), ['401']),
  reading('403 without rate-limit headers', unreadable('GitHub forbids it (status 403)'), ['403-permission']),
  reading('403 with rate-limit headers', unreadable('rate limit is used up (status 403)'), [
    '403-rate-limit',
  ]),
  reading('403 with rate-limit headers, reset in a second', ready, [
    '403-rate-limit',
    { times: 1, resetS: 1 },
  ]),
  reading('a secondary limit with Retry-After', ready, [
    '403-secondary-rate-limit',
    { times: 1, retryAfterS: 1 },
  ]),
  reading('a secondary limit without headers', { ...unreadable('DEADLINE'), deadlineMs: 2500 }, [
    '403-secondary-rate-limit',
  ]),
  reading('a secondary limit with an absurd Retry-After', unreadable('rate limit is used up'), [
    '403-secondary-rate-limit',
    { retryAfterS: 99_999_999 },
  ]),
  reading('429, then it answers', ready, ['429', { times: 1, retryAfterS: 1 }]),
  reading('404 for everything', unreadable('GitHub does not find it'), ['404']),
  reading('409 for everything', unreadable('does not fit what is there now'), ['409']),
  reading('each answer is cut off', unreadable('GitHub'), ['cut']),
  reading('one answer is cut off', ready, ['cut', { times: 1 }]),
  reading('200 with JSON of another kind', unreadable('do not understand each other'), ['nonsense']),
  reading('the checks alone are 403', unreadable('checks: read'), [
    '403-permission',
    { only: /check-runs/u },
  ]),
  {
    name: 'reading: it is asked at an address where nobody speaks HTTP',
    ...unreadable('GitHub did not answer'),
    arrange: async (stack) => {
      const server = await raw(
        stack,
        onRequest((socket) => socket.end('220 smtp.test\r\n')),
      );
      return { sections: evidenceSections, options: { runner: { GITHUB_API_URL: server.url } } };
    },
  },
  {
    name: 'reading: it sends us to another host: the token does not go along',
    ...unreadable('do not understand each other'),
    arrange: async (stack) => {
      const other = stack.use(
        await serve((_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
        }),
      );
      const server = stack.use(
        await serve(({ url }, response) => {
          response.writeHead(302, { location: `${other.url}${url}` }).end();
        }),
      );
      return {
        sections: evidenceSections,
        options: { runner: { GITHUB_API_URL: server.url } },
        after: () => {
          expect(server.requests[0]?.headers.authorization).toMatch(/ghs_/u);
          expect(other.requests.length).toBeGreaterThan(0);
          expect(JSON.stringify(other.requests)).not.toMatch(/ghs_|authorization/iu);
        },
      };
    },
  },
  {
    name: 'reading: pages without end',
    ...unreadable('DEADLINE'),
    deadlineMs: 4000,
    arrange: async (stack) => {
      const server = stack.use(
        await serve(({ url }, response) => {
          const found = url.includes('/statuses')
            ? { id: 1, state: 'failure', created_at: '2026-01-01T00:00:00Z' }
            : { id: 1, sha: 'a'.repeat(40) };
          const headers = { 'content-type': 'application/json', link: '<http://127.0.0.1>; rel="next"' };
          response.writeHead(200, headers).end(JSON.stringify([found]));
        }),
      );
      return { sections: evidenceSections, options: { runner: { GITHUB_API_URL: server.url } } };
    },
  },
  {
    name: 'reading: an endless answer',
    ...unreadable('DEADLINE'),
    deadlineMs: 3000,
    arrange: async (stack) => {
      const server = await raw(stack, (socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[');
          const timer = setInterval(() => socket.write('1,'.repeat(1000)), 20);
          socket.on('close', () => {
            clearInterval(timer);
          });
        });
      });
      return { sections: evidenceSections, options: { runner: { GITHUB_API_URL: server.url } } };
    },
  },
  {
    name: 'reading: errors that repeat the token and the request',
    ...unreadable('it does not fit what is there now (status 422)'),
    arrange: async (stack) => {
      const server = stack.use(
        await serve((request, response) => {
          const message = `${String(request.headers.authorization)} ::error::@team <b>`;
          response.writeHead(422, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
        }),
      );
      return { sections: evidenceSections, options: { runner: { GITHUB_API_URL: server.url } } };
    },
  },
];

const writingRows: readonly Row[] = [
  writing('GitHub is healthy', [], writtenOnce),
  writing('the answer to the moved ref is lost', [['lost-answer', { only: refs, times: 1 }]], writtenOnce),
  writing(
    'somebody else is quicker, again and again',
    [['move-ref', { only: refs, times: 4 }]],
    (run, github) => {
      expect(run.stdout).not.toContain('was not written');
      expect(linesOf(github)).toBe(1);
    },
  ),
  writing('somebody else is quicker for ever', [['move-ref', { only: refs }]], notWritten('DEADLINE'), {
    deadlineMs: 4000,
  }),
  writing('a storm of 409', [['409', { only: /^POST \/git\//u }]], notWritten('DEADLINE'), {
    deadlineMs: 4000,
  }),
  writing(
    'a rule protects the branch (422)',
    [['422-protected', { only: refs }]],
    notWritten('GitHub forbids it (status 422)'),
  ),
  writing(
    'the token may not write',
    [['403-permission', { only: /^POST/u }]],
    notWritten('GitHub forbids it (status 403); the token needs `contents: write`'),
  ),
  writing(
    'it never answers to what is written',
    [['hang', { only: /^POST \/git/u }]],
    notWritten('DEADLINE'),
    {
      deadlineMs: 3000,
    },
  ),
  writing(
    'the commit status is refused',
    [['403-permission', { only: /^POST \/statuses/u }]],
    ({ stdout }, github) => {
      expect(stdout).toContain('The commit status could not be written: GitHub forbids it (status 403)');
      expect(linesOf(github)).toBe(1);
    },
  ),
  writing(
    'all is well with it, and the step outputs cannot be written: it is told of no success',
    [],
    ({ stdout }, github) => {
      expect(github.statuses).toEqual([]);
      expect(stdout).not.toContain('a bug of the gate');
    },
    {
      isMute: true,
      says: 'the step outputs could not be written, so the step fails whatever was found',
      defect:
        'A monitor whose outputs could not be written failed, and the commit status said success all the same',
    },
    () => undefined,
    { GITHUB_OUTPUT: '/dev/full' },
  ),
  writing(
    'the tree of the ledger is truncated',
    [['truncated', { only: /^GET \/git\/trees/u }]],
    (_run, github) => {
      for (const path of earlierDays) expect(github.listFiles('staging-health')).toContain(path);
    },
    { verdict: 'inconclusive', says: 'the ledger could not be read' },
    (github) =>
      github.commit('staging-health', Object.fromEntries(earlierDays.map((path) => [path, '{}\n']))),
  ),
];

testRows('github', 'GitHub', [...readingRows, ...writingRows]);
