import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { blocksOf, markdownPaths, readPage, root } from './markdown-pages.ts';

type Variables = Readonly<Record<string, string | undefined>>;

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** What comes with git on Windows. */
const shell = process.platform === 'win32' ? String.raw`C:\Program Files\Git\bin\bash.exe` : 'sh';

/** Nothing is asked of a package registry. */
const offline = { npm_config_offline: 'true', npm_config_update_notifier: 'false', NO_COLOR: '1' };

/** A terminal knows nothing of the job that these tests may run in. */
const surroundings = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(?:GITHUB|INPUT|RUNNER|ACTIONS)_|^(?:CI|GH_TOKEN)$/u.test(name),
  ),
);

function start(command: string, cwd: string, env: Variables) {
  // A group of its own, so that npm and what it starts can be ended together.
  const child = spawn(shell, ['-c', command], {
    cwd,
    env: { ...surroundings, ...offline, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return { child, output: () => output };
}

async function run(command: string, cwd: string, env: Variables = {}): Promise<Ran> {
  const { child, output } = start(command, cwd, env);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

/** The commands of a page's `sh` blocks, in order; a line is a command. */
function commandsOf(page: string): readonly string[] {
  return blocksOf(readPage(page))
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n'))
    .map((line) => line.replace(/\s{2,}#.*$/u, '').trim())
    .filter((line) => line !== '');
}

const gate = 'npx staging-health-gate';
const config = '--config ../vetext/.github/staging-gate.yml';

describe('the commands of the README, typed one after the other beside an empty repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-readme-'));
  const checkout = join(folder, 'staging-health-gate');
  const simulator = 'npm run simulator';
  const ran = new Map<string, Ran>();

  /** Plays what it does while the simulator is up; gives what it printed. */
  async function whileSimulating<T>(command: string, play: (variables: Variables) => Promise<T>): Promise<T> {
    const { child, output } = start(command, checkout, {});
    const end = once(child, 'close');
    try {
      while (!output().includes('Ctrl-C stops it.')) {
        if (child.exitCode !== null) throw new Error(`the simulator ended: ${output()}`);
        await Promise.race([once(child.stdout, 'data'), end]);
      }
      return await play(variablesIn(output()));
    } finally {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await end;
    }
  }

  /** What a reader pastes into the other terminal. */
  function variablesIn(printed: string): Variables {
    const exports = printed.matchAll(/^export (?<name>\w+)='(?<value>[^']*)'$/gmu);
    return Object.fromEntries(
      [...exports].map(({ groups }): [string, string] => [groups?.['name'] ?? '', groups?.['value'] ?? '']),
    );
  }

  async function runAll(commands: readonly string[], env: Variables): Promise<void> {
    for (const command of commands) ran.set(command, await run(command, checkout, env));
  }

  beforeAll(async () => {
    mkdirSync(join(folder, 'vetext'));
    await run('git init', join(folder, 'vetext'));
    const left = ['.git', '.tmp', 'coverage', 'node_modules'].map((name) => join(root, name));
    cpSync(root, checkout, { recursive: true, filter: (path) => !left.includes(path) });
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'), 'junction');

    const commands = commandsOf('README.md');
    const at = commands.indexOf(simulator);
    await runAll(commands.slice(0, at), {});
    await whileSimulating(simulator, (variables) =>
      runAll(commands.slice(at + 1), { ...variables, CDW_PROD_URL: variables['CDW_URL'] }),
    );
  }, 300_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const expected: readonly (readonly [command: string, code: number, says: string])[] = [
    [`${gate} init --folder ../vetext`, 0, 'staging-gate.yml'],
    [`${gate} validate ${config}`, 0, '.github/staging-gate.yml is valid: 10 probes of staging'],
    [`${gate} run ${config}`, 3, 'Untested: staging is healthy'],
    [`${gate} run ${config} --mode diagnose`, 3, 'Untested: staging is healthy'],
    [`${gate} run ${config} --probes cdw,chip --json`, 3, '"verdict": "untested"'],
    [
      `${gate} snapshot --url-env CDW_PROD_URL --table dflt.vw__sta3n_icn --compare CDW_URL`,
      0,
      'CDW_URL meets the contract of CDW_PROD_URL',
    ],
  ];

  it('are these and no others', () => {
    expect([...ran.keys()]).toEqual(expected.map(([command]) => command));
  });

  it.each(expected)('%s does what the page says', (command, code, says) => {
    const { output, ...ended } = ran.get(command) ?? { code: undefined, output: '' };
    expect(output).toContain(says);
    expect(ended.code).toBe(code);
  });

  it('give the answer of 2023 with the fault that the page names', async () => {
    const [, command = ''] = /`(npm run simulator -- [^`]+)`/u.exec(readPage('README.md')) ?? [];
    const { code, output } = await whileSimulating(command, (variables) =>
      run(`${gate} run ${config}`, checkout, variables),
    );
    expect(output).toContain(
      'cdw is broken at dflt.vw__sta3n_icn.cellPhone (COLUMN_MISSING: no such column)',
    );
    expect(code).toBe(1);
  });
});

describe('the commands of the recipe for the ledger', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-ledger-'));
  const [origin, clone] = [join(folder, 'origin'), join(folder, 'clone')];
  const line = '{"v":1,"at":"2026-11-23T10:07:00.000Z"}\n';

  beforeAll(async () => {
    const day = join(origin, 'ledger/2026/11');
    mkdirSync(day, { recursive: true });
    writeFileSync(join(day, '23.jsonl'), line);
    const identity = '-c user.name=Monitor -c user.email=monitor@vetext.example';
    await run('git init --initial-branch staging-health && git add .', origin);
    await run(`git ${identity} commit --message 'Record ready of run 1'`, origin);
    await run('git init clone && git -C clone remote add origin ../origin', folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('read the lines of a day, the runs and a month', async () => {
    const [fetch, day, runs, month, ...more] = commandsOf('docs/recipes/read-the-ledger.md');
    expect(more).toEqual([]);
    expect((await run(fetch ?? '', clone)).code).toBe(0);
    expect(await run(day ?? '', clone)).toEqual({ code: 0, output: line });
    expect((await run(runs ?? '', clone)).output).toMatch(/^[0-9a-f]{7,} Record ready of run 1\n$/u);
    expect(await run(month ?? '', clone)).toEqual({ code: 0, output: '' });
    expect((await run('cat november.jsonl', clone)).output).toBe(line);
  });
});

describe('the blocks of the documentation', () => {
  const blocks = markdownPaths.flatMap((page) =>
    blocksOf(readPage(page)).map((block) => ({ page, ...block })),
  );

  it('say their language, so that no command goes untested unseen', () => {
    const known = ['sh', 'console', 'yaml', 'ts', 'markdown'];
    expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
  });

  it('hold commands that are run, on the pages that are played above', () => {
    const pages = blocks.filter(({ language }) => language === 'sh').map(({ page }) => page);
    expect(new Set(pages)).toEqual(new Set(['README.md', 'docs/recipes/read-the-ledger.md']));
  });

  it('show what cannot run here as a terminal does', () => {
    for (const { page, text } of blocks.filter(({ language }) => language === 'console'))
      expect(text, page).toMatch(/^\$ /u);
  });
});
