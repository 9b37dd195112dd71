import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';

import { startGitHub } from '../../simulator/github.ts';
import { runAction, type ActionRun } from '../../simulator/run-action.ts';
import { modes } from '../../src/core/model.ts';
import { ledgerEntry, toFile } from '../support/ledger-entries.ts';
import { recordFigures } from '../support/reliability.ts';
import { startEcho } from './echo-servers.ts';
import { commandsIn } from './runner-commands.ts';

/** What a name of the configuration, an actor or a branch may try. */
const attacks = [
  '::set-output name=ready::true',
  'x\n::set-output name=ready::true\n::add-path::/tmp',
  'x\r::stop-commands::pause\rx',
  '\u0085::set-env name=NODE_OPTIONS::--require=/tmp/x\u2028::error::x',
  '##[set-output name=ready]true ##[add-mask]a',
  '%0A::set-output name=ready::true%0D%0A',
  '@team-a @org/team-b <@U01> <!channel> <!here>',
  '<script>alert(1)</script><img src=x onerror=alert(1)>"\'',
  '| a | b |\n|---|---|\n# h\n```\n- [ ] x ![y](https://evil.example/y.png)',
  '<!-- staging-health-gate broken x --> $\\sqrt{3}$ `a`',
] as const;

let runs = 0;
afterAll(() => {
  recordFigures('safety-injection', {
    title: 'Injection',
    counts: { 'runs of the bundled action': runs, 'texts that tried to break out': attacks.length },
  });
});

/** Everywhere that a text of the user's may stand. */
function hostileConfiguration(text: string, url: string): string {
  return stringify({
    version: 1,
    environment: text,
    probes: {
      hostile: {
        kind: 'http',
        owner: { team: text, contact: text },
        labels: [text],
        attempts: 1,
        layer: text,
        steps: [
          {
            name: text,
            url: `${url}/json`,
            layer: text,
            expect: { json: { type: 'object', required: [text], properties: { [text]: { const: text } } } },
          },
        ],
      },
      other: {
        kind: 'http',
        attempts: 1,
        steps: [{ name: text, url: `${url}/error`, expect: { text: 'x' } }],
      },
    },
    waivers: [{ probes: ['other'], reason: text, until: '2999-12-31' }],
  });
}

async function attack(text: string, mode: (typeof modes)[number]) {
  await using echo = await startEcho([text]);
  const github = await startGitHub({ repository: 'example/vetext' });
  const slack = await startEcho([text]);
  try {
    const sha = github.commit('main', { 'CHANGES.md': 'A change\n' });
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    const line = ledgerEntry({ at: new Date().toISOString(), environment: text });
    github.commit('staging-health', { [`ledger/${day}.jsonl`]: toFile([line]) });
    const oneLine = text.replaceAll(/\p{Cc}/gu, ' ');
    const run = await runAction({
      configuration: hostileConfiguration(text, echo.url),
      inputs: {
        mode,
        'github-token': 'ghs_synthetic',
        'slack-webhook-url': `${slack.url}/services/x`,
        'status-context': oneLine.slice(0, 100),
        ...(mode === 'gate' ? { waive: 'hostile', 'waive-reason': oneLine } : {}),
      },
      runner: {
        GITHUB_API_URL: github.apiUrl,
        GITHUB_SHA: sha,
        GITHUB_REF: `refs/heads/${oneLine}`,
        GITHUB_ACTOR: oneLine,
        GITHUB_TRIGGERING_ACTOR: oneLine,
        GITHUB_EVENT_NAME: 'workflow_dispatch',
      },
    });
    runs += 1;
    return { run, github, slack: slack.requests.map(({ body }) => body) };
  } finally {
    await github.stop();
    await slack[Symbol.asyncDispose]();
  }
}

/** Without code, where nothing is read as anything but text. */
function withoutCode(markdown: string): string {
  return markdown
    .replaceAll(/```mermaid[\s\S]*?```/gu, '')
    .replaceAll(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/gu, 'CODE');
}

const ownTags = /<\/?(?:sub|code|span)>|<!-- staging-health-gate broken [^\s<>]* -->/gu;

/** No tag but ours, nobody mentioned, no picture, no link that is not ours, every row as wide as its table. */
function expectTame(markdown: string): void {
  const text = withoutCode(markdown).replaceAll(ownTags, '');
  expect(text.match(/<[a-z!/]/giu)).toBeNull();
  expect(text.match(/@(?=[\w])/gu)).toBeNull();
  expect(text.match(/(?<!\\)!\[(?!(?:Badge|.* over the last ))/gu)).toBeNull();
  expect(text.match(/(?<!\\)\]\((?!https:\/\/github\.example\/|badge\.svg|timeline\.svg)/gu)).toBeNull();
  let width = 0;
  for (const line of text.split('\n')) {
    const cells = line.startsWith('|') ? (line.match(/(?<!\\)\|/gu)?.length ?? 0) : 0;
    if (cells > 0 && width > 0) expect(cells).toBe(width);
    width = cells;
  }
}

describe.concurrent('a text that tries to break out', () => {
  test.each(attacks.map((text, index) => [text, modes[index % modes.length] ?? 'gate'] as const))(
    '%j stays text in mode %s',
    async (text, mode) => {
      const { run, github, slack } = await attack(text, mode);
      expect(run.report?.probes.map(({ name }) => name)).toEqual(['hostile', 'other']);
      expectCommandsAreOurs(run);
      expectTame(run.summary);
      for (const issue of github.issues) expectTame(issue.body);
      const page = github.readFile('staging-health', 'README.md')?.toString('utf8');
      if (mode === 'monitor') expectTame(page ?? '');
      expect(slack.join('\n')).not.toMatch(/<[!@]|<https?:\/\/evil/u);
      for (const body of slack) expect(JSON.parse(body)).toBeTypeOf('object');
    },
  );
});

function expectCommandsAreOurs(run: ActionRun): void {
  const commands = commandsIn(run.commands);
  expect(new Set(commands)).toEqual(
    new Set([...commands].filter((name) => ['add-mask', 'error', 'warning'].includes(name))),
  );
  expect(run.outputs['ready']).toBe(run.outputs['decision'] === 'allow' ? 'true' : undefined);
  expect(Object.keys(run.outputs).sort()).toEqual(
    [
      ...new Set([
        ...(run.code === 0 ? ['ready'] : []),
        'candidate',
        'decision',
        'evidence',
        'headline',
        'report-html',
        'report-json',
        'root-causes',
        'verdict',
      ]),
    ].sort(),
  );
}

test('a line of the log cannot begin with what the runner takes for white space and a command', () => {
  const job = new URL('../../src/publishers/actions-job.ts', import.meta.url).href;
  const lines = [
    '\u0085::set-output name=ready::true',
    ' \u00a0\u2003::add-path::/tmp',
    '\t##[add-mask]a',
    'x\r\u0085::error::x',
  ];
  const script = `const { actionsJob } = await import(${JSON.stringify(job)}); for (const line of ${JSON.stringify(lines)}) actionsJob.info(line);`;
  const log = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  expect(commandsIn(lines.join('\n'))).toEqual(['set-output', 'add-path', 'add-mask', 'error']);
  expect(commandsIn(log)).toEqual([]);
});

describe('the configuration', () => {
  let outside: string;
  const secret = '{"not": "for the gate", "word": "Zq-outside-the-workspace"}';

  beforeAll(async () => {
    outside = await mkdtemp(join(tmpdir(), 'staging-gate-outside-'));
    await writeFile(join(outside, 'secret.json'), secret);
    await writeFile(join(outside, 'gate.yml'), 'version: 1\nenvironment: Zq-outside-the-workspace\n');
  });
  afterAll(() => rm(outside, { recursive: true, force: true }));

  const valid = (contract: string) =>
    stringify({
      version: 1,
      environment: 'staging',
      probes: { vetext: { kind: 'vetext', url: 'http://127.0.0.1:9', station: '530', payload: contract } },
    });

  function expectRefused(run: ActionRun, text: string): void {
    runs += 1;
    expect([run.code, run.outputs['decision'], run.outputs['ready']]).toEqual([1, 'block', undefined]);
    expect(run.stdout).toContain(text);
    expect(run.stdout + run.summary).not.toContain('Zq-outside');
  }

  test.each([
    ['an absolute path', () => join(outside, 'secret.json')],
    ['a path upwards', () => '../../../../../../../../etc/passwd'],
    ['a link to a file', () => 'link.json'],
    ['a link to a folder', () => 'folder/secret.json'],
    ['a link to a link', () => 'twice.json'],
  ])('cannot name %s outside the workspace as a contract', async (_, path) => {
    const run = await runAction({
      configuration: valid(path()),
      prepare: async (workspace) => {
        await symlink(join(outside, 'secret.json'), join(workspace, 'link.json'));
        await symlink(outside, join(workspace, 'folder'));
        await symlink('link.json', join(workspace, 'twice.json'));
      },
    });
    expectRefused(run, 'expected a file inside the repository');
  });

  test('cannot itself be a link out of the workspace, nor a path upwards', async () => {
    const linked = await runAction({
      configuration: valid('x.json'),
      inputs: { config: 'other.yml' },
      prepare: (workspace) => symlink(join(outside, 'gate.yml'), join(workspace, 'other.yml')),
    });
    expectRefused(linked, 'expected a file inside the repository');
    const upwards = await runAction({ configuration: valid('x.json'), inputs: { config: '../gate.yml' } });
    expectRefused(upwards, 'expected the path of a file inside the workspace');
  });

  test.each([
    [
      'a folder that is a link',
      (workspace: string) => symlink(outside, join(workspace, 'reports')),
      'reports',
    ],
    [
      'a folder below a link',
      (workspace: string) => symlink(outside, join(workspace, 'reports')),
      'reports/deeper/still',
    ],
  ])('cannot send the reports through %s out of the workspace', async (_, prepare, folder) => {
    await using echo = await startEcho([]);
    const before = await readdir(outside);
    const run = await runAction({
      configuration: hostileConfiguration('x', echo.url),
      inputs: { 'report-dir': folder },
      runner: { RUNNER_TEMP: undefined },
      prepare,
    });
    runs += 1;
    expect(run.stdout).toContain(
      'The report folder could not be written: a link leads it out of the workspace',
    );
    expect(await readdir(outside)).toEqual(before);
  });

  test('cannot have a report written through a link, either', async () => {
    await using echo = await startEcho([]);
    const target = join(outside, 'secret.json');
    const run = await runAction({
      configuration: hostileConfiguration('x', echo.url),
      prepare: async (workspace) => {
        await mkdir(join(workspace, 'staging-gate-report'));
        await symlink(target, join(workspace, 'staging-gate-report', 'report.json'));
      },
    });
    runs += 1;
    expect(run.report?.verdict).toBe('not-ready');
    await using unchanged = await fileOf(target);
    expect(unchanged.text).toBe(secret);
  });
});

async function fileOf(path: string) {
  const { open } = await import('node:fs/promises');
  const handle = await open(path);
  return { text: await handle.readFile('utf8'), [Symbol.asyncDispose]: () => handle.close() };
}
