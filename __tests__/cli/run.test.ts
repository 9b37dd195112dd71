import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { gateConfiguration } from '../../simulator/configuration.ts';
import { startGitHub } from '../../simulator/github.ts';
import { startStaging, type Staging } from '../../simulator/staging.ts';
import { command, folderWith, screenOf } from '../support/terminal.ts';

let staging: Staging;
let home: ReturnType<typeof folderWith>;
beforeAll(async () => {
  staging = await startStaging();
  home = folderWith({ '.github/staging-gate.yml': gateConfiguration(staging) });
});
afterEach(() => staging.clearFaults());
afterAll(async () => {
  home.remove();
  await staging.stop();
});

const run = (...args: readonly string[]) => command(['run', ...args], { cwd: home.folder, env: staging.env });

function reportIn(text: string) {
  return JSON.parse(text) as { verdict: string; candidate: string; mode: string; probes: { name: string }[] };
}

function expectNoSecret(...texts: readonly string[]): void {
  for (const value of [...staging.secrets, ...staging.patientValues].filter(({ length }) => length > 3))
    for (const text of texts) expect(text).not.toContain(value);
}

describe('run', () => {
  it('lets a healthy staging through with 0, in plain lines', async () => {
    const { code, out, err } = await run();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^✅ cdw: pass/mu);
    expect(out).toMatch(/^✅ Ready: /mu);
    expect(out).not.toContain('\u001B');
    expectNoSecret(out);
  });

  it('blocks a broken one with 1, and names layer and owner', async () => {
    await staging.setFault('cdw-column-missing', true);
    const { code, out } = await run();
    expect(code).toBe(1);
    expect(out).toMatch(/^ {3}❌ dflt\.vw__sta3n_icn\.cellPhone: COLUMN_MISSING/mu);
    expect(out).toMatch(/^❌ Not ready: .*VEText data/mu);
    expectNoSecret(out);
  });

  it('is inconclusive with 2 when a secret is missing', async () => {
    const { code, out } = await command(['run', '--probes', 'chip'], { cwd: home.folder });
    expect(code).toBe(2);
    expect(out).toContain('CHIP_PASSWORD');
  });

  it('is untested with 3 when the ledger does not know the candidate that is live', async () => {
    const github = await startGitHub({ repository: 'example/vetext' });
    const sha = github.commit('main', { 'a.txt': 'a' });
    github.reportDeployment(github.deploy({ environment: 'staging', sha }), 'success');
    const evidence = `evidence: { candidate: { from: deployment }, require: [{ probe: vets-api, passes: 3 }] }\n`;
    writeFileSync(join(home.folder, 'evidence.yml'), gateConfiguration(staging) + evidence);
    const env = {
      ...staging.env,
      GITHUB_TOKEN: 'token-of-a-user',
      GITHUB_REPOSITORY: 'example/vetext',
      GITHUB_API_URL: github.apiUrl,
    };
    const { code, out } = await command(['run', '--config', 'evidence.yml', '--probes', 'vets-api'], {
      cwd: home.folder,
      env,
    });
    await github.stop();
    expect(out).toMatch(/^🧪 Untested: /mu);
    expect(code).toBe(3);
    expect(github.exchanges.map(({ method }) => method).filter((method) => method !== 'GET')).toEqual([]);
  });

  it('prints nothing but the report with --json', async () => {
    const { code, out, err } = await run('--json', '--probes', 'cdw,chip', '--candidate', 'A'.repeat(40));
    expect([code, err]).toEqual([0, '']);
    const report = reportIn(out);
    expect(report.probes.map(({ name }) => name)).toEqual(['cdw', 'chip']);
    expect(report).toMatchObject({ verdict: 'ready', candidate: 'a'.repeat(40) });
    expectNoSecret(out);
  });

  it('blocks with --json as well', async () => {
    await staging.setFault('chip-down', true);
    const { code, out } = await run('--json', '--probes', 'chip');
    expect([code, reportIn(out).verdict]).toEqual([1, 'not-ready']);
  });

  it('goes through with --enforce false, and says that it did not enforce', async () => {
    await staging.setFault('chip-down', true);
    const { code, out } = await run('--enforce', 'false', '--probes', 'chip');
    expect(code).toBe(0);
    expect(out).toMatch(/not enforced/iu);
  });

  it('shows each request in diagnosis, addresses and shapes, never a value', async () => {
    const { out } = await run('--mode', 'diagnose', '--probes', 'vets-api,chip');
    expect(out).toMatch(/^🔍 chip \(chip, /mu);
    expect(out).toMatch(/^ {6}127\.0\.0\.1.* first byte /mu);
    expect(out).toMatch(/^ {6}\{ .*: string/mu);
    expectNoSecret(out);
  });

  it('writes reports where a folder is named, anywhere, and nowhere else', async () => {
    const elsewhere = folderWith();
    const folder = join(elsewhere.folder, 'reports');
    const { out } = await run('--probes', 'chip', '--report-dir', folder);
    expect(out).toContain(join(folder, 'report.json'));
    expect(reportIn(readFileSync(join(folder, 'report.json'), 'utf8')).verdict).toBe('ready');
    expect(existsSync(join(home.folder, 'staging-gate-report'))).toBe(false);
    elsewhere.remove();
  });

  it('ends on a terminal with the lines of a pipe', async () => {
    const screen = screenOf(120, 12);
    const { out, code } = await command(['run'], { cwd: home.folder, env: staging.env, out: screen });
    expect(code).toBe(0);
    screen.write(out);
    const lines = screen.lines();
    expect(lines.filter((line) => /^✅ [a-z-]+: pass/u.test(line))).toHaveLength(9);
    expect(lines.at(-1)).toMatch(/^✅ Ready: /u);
    expect(lines.join('')).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u);
    expectNoSecret(out);
  });

  it('waits for a staging that gets well, and says so', async () => {
    writeFileSync(join(home.folder, 'waiting.yml'), `${gateConfiguration(staging)}\nwait-interval: 200ms\n`);
    await staging.setFault('vets-api-redis-down', true);
    let mended: Promise<void> | undefined;
    const { code, out } = await command(
      ['run', '--config', 'waiting.yml', '--probes', 'vets-api', '--wait-for', '40s'],
      {
        cwd: home.folder,
        env: staging.env,
        onWrite: (text) => {
          if (text.startsWith('⏳')) mended ??= staging.clearFaults();
        },
      },
    );
    await mended;
    expect(code).toBe(0);
    expect(out).toMatch(/^❌ vets-api[\s\S]*^⏳ .*Looking again[\s\S]*^✅ vets-api[\s\S]*^✅ Ready/mu);
  });

  it.each([
    [['--mode', 'gat'], '--mode: expected gate, monitor or diagnose; did you mean "gate"?'],
    [['--wait-for', 'soon'], '--wait-for: '],
    [['--enforce', 'maybe'], '--enforce: expected true or false'],
    [['--probes', 'cwd'], '--probes: there is no probe "cwd"'],
    [['--ca-file', 'none.pem'], '--ca-file: no such file'],
    [['--steady-for', '2m'], '--steady-for: '],
    [['--candidate', 'a b'], '--candidate: '],
  ])('refuses %j with 64, by the name of the option', async (args, problem) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(`   ${problem}`);
  });

  it('warns of a token that is of no use, and does not show it', async () => {
    const env = { ...staging.env, GH_TOKEN: 'token-of-a-user' };
    const { out } = await command(['run', '--probes', 'chip'], { cwd: home.folder, env });
    expect(out).toContain('set GITHUB_REPOSITORY to owner/name');
    expect(out).not.toContain('token-of-a-user');
  });
});
