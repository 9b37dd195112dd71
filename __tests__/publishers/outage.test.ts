/** Everyone who is told outside of the job, through whole outages, against a real GitHub stand-in and a webhook. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { createGitHub } from '../../src/clients/github.ts';
import { createHttpClient, type HttpClient } from '../../src/clients/http.ts';
import type { ProbeResult } from '../../src/core/model.ts';
import type { Report } from '../../src/core/report.ts';
import { recordRun } from '../../src/pipeline/record.ts';
import { dataBranchFiles } from '../../src/publishers/data-branch.ts';
import { outsidePublishers } from '../../src/publishers/outside.ts';
import { publishAll } from '../../src/publishers/publish.ts';
import { Secret } from '../../src/secrets.ts';
import { failingProbe, probeResult, reportOn } from '../support/findings.ts';
import { findMismatches } from '../support/openapi.ts';

const branch = 'staging-health';
const start = Date.parse('2026-11-20T08:00:00Z');
const owner = { team: 'VEText data', contact: '@example/vetext-data' };

const healthy = [probeResult({ layer: 'cdw' }), probeResult({ layer: 'chip' })];
const cdwBroken = [
  failingProbe('cdw', 'COLUMN_MISSING', { owner, check: { name: 'dflt.person.phone' } }),
  probeResult({ layer: 'chip' }),
];
const chipBroken = [probeResult({ layer: 'cdw' }), failingProbe('chip', 'GATEWAY')];
const unknown = [failingProbe('cdw', 'CREDENTIAL_REFUSED'), probeResult({ layer: 'chip' })];

let clock = start;
let standIn: GitHubStandIn;
let webhook: Server;
let client: HttpClient;
let told: string[];
let warnings: string[];
let runs = 0;
let candidate: string;

beforeEach(async () => {
  clock = start;
  told = [];
  warnings = [];
  standIn = await startGitHub({ repository: 'example/vetext', now: () => new Date(clock) });
  candidate = standIn.commit('main', { 'README.md': 'VEText' });
  webhook = createServer((request, response) => {
    void text(request).then((body) => {
      told.push((JSON.parse(body) as { text: string }).text);
      response.end('ok');
    });
  });
  await new Promise<void>((done) => webhook.listen(0, '127.0.0.1', done));
  client = createHttpClient({ userAgent: 'test' });
});

afterEach(async () => {
  client.close();
  webhook.closeAllConnections();
  webhook.close();
  await standIn.stop();
  expect(findMismatches(standIn.exchanges)).toEqual([]);
});

/** One run of the monitor, so many minutes after the start. */
async function monitor(minutes: number, probes: readonly ProbeResult[]): Promise<Report> {
  clock = start + minutes * 60_000;
  const now = () => new Date(clock);
  const { signal } = new AbortController();
  const github = createGitHub({
    token: new Secret('token-for-tests'),
    apiUrl: standIn.apiUrl,
    repository: 'example/vetext',
    signal,
    attempts: 1,
  });
  const warn = (message: string) => warnings.push(message);
  const seen = reportOn(probes, { mode: 'monitor', candidate, live: candidate, startedAt: now() });
  const { port } = webhook.address() as AddressInfo;
  const recorded = await recordRun(
    seen,
    { branch, retentionDays: 400, run: { id: String(++runs), attempt: 1 } },
    {
      github,
      now,
      warn,
      signal,
      draw: (report, at, ledger) => dataBranchFiles(report, { branch, now: at }, ledger),
    },
  );
  const publishers = outsidePublishers('monitor', recorded.report, recorded.turn, {
    github,
    client,
    signal,
    now,
    statusContext: 'staging-health-gate',
    webhook: new Secret(`http://127.0.0.1:${String(port)}/hook`),
  });
  await publishAll(publishers, recorded.report, warn);
  return recorded.report;
}

function shown(path: string): string {
  return standIn.readFile(branch, path)?.toString('utf8') ?? '';
}

function badge(): string {
  return (JSON.parse(shown('badge.json')) as { message: string }).message;
}

function issues() {
  return standIn.issues.map(({ number, state, title, comments }) => ({
    number,
    state,
    title,
    comments: comments.length,
  }));
}

describe('a whole outage', () => {
  test('opens one issue, tells of each change once, and closes it with the length', async () => {
    await monitor(0, healthy);
    expect(issues()).toEqual([]);
    expect(told).toEqual([]);
    expect(badge()).toBe('ready');

    await monitor(30, cdwBroken);
    const title = 'staging cannot run check-in tests: cdw';
    expect(issues()).toEqual([{ number: 1, state: 'open', title, comments: 0 }]);
    expect(standIn.issues[0]?.body).toContain('@example/vetext-data');
    expect(told).toEqual(['🔴 staging broke: cdw']);
    expect(badge()).toContain('cdw broken');

    await monitor(60, cdwBroken);
    await monitor(75, unknown);
    expect(issues()).toEqual([{ number: 1, state: 'open', title, comments: 0 }]);
    expect(told).toHaveLength(1);

    await monitor(90, chipBroken);
    expect(issues()).toEqual([
      { number: 1, state: 'open', title: title.replace('cdw', 'chip'), comments: 1 },
    ]);
    expect(told.slice(1)).toEqual(['🟠 staging is still broken, for another reason: chip']);

    const report = await monitor(150, healthy);
    expect(report.debt).toBeUndefined();
    expect(issues()).toMatchObject([{ number: 1, state: 'closed', comments: 2 }]);
    expect(standIn.issues[0]?.comments.at(-1)?.body).toContain('healthy again after 2 h');
    expect(told.slice(2)).toEqual(['🟢 staging is healthy again after 2 h']);
    expect(badge()).toBe('ready');
    expect(warnings).toEqual([]);
  });

  test('that comes back within an hour reopens the issue; a later one opens another', async () => {
    await monitor(0, cdwBroken);
    await monitor(30, healthy);
    await monitor(60, cdwBroken);
    expect(issues()).toMatchObject([{ number: 1, state: 'open', comments: 2 }]);
    expect(told.at(-1)).toBe('🔴 staging broke again: cdw');
    await monitor(90, healthy);
    await monitor(200, cdwBroken);
    expect(issues()).toMatchObject([
      { number: 1, state: 'closed' },
      { number: 2, state: 'open' },
    ]);
  });

  test('leaves one issue open when two monitors find it at once', async () => {
    await monitor(0, healthy);
    await Promise.all([monitor(30, cdwBroken), monitor(30, cdwBroken)]);
    await monitor(60, cdwBroken);
    expect(issues().filter(({ state }) => state === 'open')).toHaveLength(1);
  });

  test('opens an issue again that was closed by hand, and does not say that it broke again', async () => {
    await monitor(0, cdwBroken);
    const [issue] = standIn.issues;
    Object.assign(issue ?? {}, { state: 'closed', closedAt: new Date(clock) });
    await monitor(30, cdwBroken);
    expect(issues()).toMatchObject([{ number: 1, state: 'open', comments: 0 }]);
    expect(told).toEqual(['🔴 staging broke: cdw']);
  });

  test('goes on in the issue of the outage, and not in a duplicate that gave way to it', async () => {
    await monitor(0, cdwBroken);
    const { title = '', body = '' } = standIn.issues[0] ?? {};
    standIn.addIssue({ title, body, labels: ['staging-health-gate'] });
    await monitor(10, cdwBroken);
    await monitor(30, healthy);
    await monitor(50, cdwBroken);
    expect(issues()).toMatchObject([
      { number: 1, state: 'open', comments: 2 },
      { number: 2, state: 'closed', comments: 0 },
    ]);
  });

  test('leaves other issues with the label alone', async () => {
    standIn.addIssue({ title: 'Ideas', body: 'for later', labels: ['staging-health-gate'] });
    await monitor(0, cdwBroken);
    await monitor(30, healthy);
    expect(issues()).toMatchObject([
      { number: 1, state: 'open', title: 'Ideas' },
      { number: 2, state: 'closed' },
    ]);
  });
});

describe('the candidate', () => {
  test('carries a status that says the same as the decision', async () => {
    await monitor(0, healthy);
    await monitor(30, cdwBroken);
    await monitor(60, unknown);
    const statuses = standIn.statuses.map(({ sha, state, context }) => ({ sha, state, context }));
    const context = 'staging-health-gate';
    expect(statuses).toEqual([
      { sha: candidate, state: 'success', context },
      { sha: candidate, state: 'failure', context },
      { sha: candidate, state: 'error', context },
    ]);
  });
});

describe('the data branch', () => {
  test('shows the state in pictures and words, in the commit of each line', async () => {
    await monitor(0, healthy);
    await monitor(30, cdwBroken);
    expect(standIn.listFiles(branch).toSorted()).toEqual([
      'README.md',
      'badge.json',
      'badge.svg',
      'ledger/2026/11/20.jsonl',
      'timeline.svg',
    ]);
    expect(standIn.history(branch)).toHaveLength(2);
    expect(shown('README.md')).toContain('❌ staging: ');
    expect(shown('README.md')).toContain('cdw');
    expect(shown('timeline.svg')).toMatch(/^<svg/u);
    expect(shown('badge.svg')).toMatch(/^<svg/u);
    expect(shown('ledger/2026/11/20.jsonl').trim().split('\n')).toHaveLength(2);
  });
});

describe('a publisher that may not write', () => {
  test('is a warning that names the permission, and the others go on', async () => {
    standIn.fault('403-permission', { only: /^(POST|PATCH|PUT) / });
    const report = await monitor(0, cdwBroken);
    expect(report.verdict).toBe('not-ready');
    expect(warnings).toEqual([
      expect.stringMatching(/^The ledger was not written: .*`contents: write`/u),
      expect.stringMatching(/^The commit status could not be written: .*`statuses: write`/u),
      expect.stringMatching(/^The tracking issue could not be written: .*`issues: write`/u),
    ]);
    expect(told).toEqual(['🔴 staging broke: cdw']);
  });

  test('shows nothing of the webhook', async () => {
    webhook.removeAllListeners('request');
    webhook.on('request', (_, response) => {
      response.statusCode = 404;
      response.end('no_service');
    });
    await monitor(0, cdwBroken);
    expect(warnings).toEqual([
      'The Slack message could not be written: Slack answered status 404. The verdict stands.',
    ]);
  });
});
