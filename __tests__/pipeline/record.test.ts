import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { createGitHub, type GitHub } from '../../src/clients/github.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { dayMs, hourMs } from '../../src/core/spans.ts';
import { recordRun, type RecordDeps } from '../../src/pipeline/record.ts';
import { Secret } from '../../src/secrets.ts';
import { failingProbe, probeResult, reportOn } from '../support/findings.ts';
import { ledgerEntry, toFile } from '../support/ledger-entries.ts';
import { findMismatches } from '../support/openapi.ts';

const branch = 'staging-health';
const now = new Date('2023-08-15T12:00:00Z');
const today = 'ledger/2023/08/15.jsonl';
const commit = 'c'.repeat(40);
const target = { branch, retentionDays: 400, run: { id: '4711', attempt: 1, event: 'schedule' } };

const healthy = reportOn([probeResult({ layer: 'cdw' })], { mode: 'monitor', live: commit });
const broken = reportOn([failingProbe('cdw', 'COLUMN_MISSING')], { mode: 'monitor', live: commit });

let standIn: GitHubStandIn;
let github: GitHub;
let warnings: string[];

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
  warnings = [];
});
afterEach(async () => {
  await standIn.stop();
  expect(findMismatches(standIn.exchanges)).toEqual([]);
});

function record(report: typeof healthy, deps: Partial<RecordDeps> = {}) {
  return recordRun(report, target, {
    github,
    now: () => now,
    warn: (message) => warnings.push(message),
    signal: new AbortController().signal,
    draw: () => Promise.resolve({ 'badge.svg': '<svg/>' }),
    ...deps,
  });
}

function lines(): readonly LedgerEntry[] {
  const text = standIn.readFile(branch, today)?.toString('utf8') ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerEntry);
}

function sample(agoMs: number, changes: Readonly<Record<string, unknown>> = {}): LedgerEntry {
  const at = new Date(now.getTime() - agoMs).toISOString();
  return ledgerEntry({ at, run: { id: String(agoMs), attempt: 1 }, ...changes });
}

const unhealthy = { healthy: false, verdict: 'not-ready', probes: { cdw: 'fail' } };

describe('a run of the monitor', () => {
  it('leaves one line and its pictures in one commit', async () => {
    await record(healthy);
    expect(lines()).toMatchObject([{ at: now.toISOString(), run: { id: '4711' }, candidate: commit }]);
    expect(standIn.readFile(branch, 'badge.svg')?.toString()).toBe('<svg/>');
    expect(standIn.history(branch)).toEqual(['Record ready of run 4711']);
    expect(warnings).toEqual([]);
  });

  it('tells nothing of a debt while staging is healthy', async () => {
    const { report, entries } = await record(healthy);
    expect(report).toEqual(healthy);
    expect(entries).toHaveLength(1);
  });

  it('tells how long staging has been broken, from thirty days of the ledger and this run', async () => {
    const past = [sample(3 * hourMs), sample(2 * hourMs, unhealthy)];
    standIn.commit(branch, {
      [today]: toFile(past),
      'ledger/2023/07/01.jsonl': toFile([sample(45 * dayMs)]),
    });
    const { report, entries } = await record(broken);
    expect(report.debt).toEqual({
      since: '2023-08-15T10:00:00.000Z',
      durationMs: 2 * hourMs,
      candidates: [commit],
      sentence: 'staging could not run check-in for 2 h; 1 candidate entered untested',
    });
    expect(entries?.map(({ run }) => run.id)).toEqual([...past.map(({ run }) => run.id), '4711']);
    expect(report.verdict).toBe('not-ready');
  });

  it('is not recorded without a token, and says so', async () => {
    expect(await record(broken, { github: undefined })).toEqual({ report: broken });
    expect(warnings).toEqual([
      'The ledger was not written: `github-token` is not given. The verdict stands.',
    ]);
  });

  it('stands with a warning when the line cannot be written', async () => {
    standIn.fault('403-permission', { only: /^POST \/git\// });
    const { report } = await record(broken);
    expect(report.verdict).toBe('not-ready');
    expect(report.debt).toBeDefined();
    expect(warnings).toEqual([
      'The ledger was not written: GitHub forbids it (status 403); the token needs `contents: write`. The verdict stands.',
    ]);
  });

  it('writes its line although the past cannot be read, and names no debt that it does not know', async () => {
    standIn.commit(branch, { [today]: toFile([sample(hourMs, unhealthy)]) });
    standIn.fault('502', { only: /^GET \/git\/trees/u, times: 1 });
    const recorded = await record(broken);
    expect(recorded).toEqual({ report: broken });
    expect(warnings[0]).toMatch(/^How long staging has been broken is not known: GitHub did not answer/u);
    expect(lines()).toHaveLength(2);
  });

  it('writes its line although the pictures cannot be drawn', async () => {
    await record(healthy, { draw: () => Promise.reject(new TypeError('a bug')) });
    expect(lines()).toHaveLength(1);
    expect(standIn.listFiles(branch)).not.toContain('badge.svg');
    expect(warnings).toEqual([
      'Badge, timeline and status page were not drawn. The line of the ledger does not depend on them.',
    ]);
  });

  it('draws with the debt, and with its own line among the entries', async () => {
    let drawn: unknown;
    await record(broken, {
      draw: async (report, at, ledger) => {
        const { entries } = await ledger.entries(at, at);
        drawn = { debt: report.debt?.sentence, at, runs: entries.map(({ run }) => run.id) };
        return {};
      },
    });
    expect(drawn).toEqual({
      debt: 'staging cannot run check-in as of now; 1 candidate entered untested',
      at: now,
      runs: ['4711'],
    });
  });
});
