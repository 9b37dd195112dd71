import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

import { startDatabaseServer, type DatabaseServer } from '../../simulator/database.ts';
import { faultNames, type FaultName } from '../../simulator/faults.ts';
import type { GitHubFaultKind } from '../../simulator/github/faults.ts';
import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { runAction, type ActionRun } from '../../simulator/run-action.ts';
import { startStaging, type Staging } from '../../simulator/staging.ts';
import { modes } from '../../src/core/model.ts';
import { single } from '../e2e/fault-expectations.ts';
import { configure } from '../e2e/gate.ts';
import { ledgerEntry, toFile } from '../support/ledger-entries.ts';
import { recordFigures } from '../support/reliability.ts';
import { expectAgreement, type FullReport } from './agreement.ts';
import { startCountingRelay, type CountingRelay } from './counting-relay.ts';
import { findLeaks } from './forms.ts';

const runs = 37;
const placeCount = 4;
const seed = Number(process.env['SAFETY_SEED'] ?? Date.now() % 2 ** 31);
const counted = { runs: 0, ready: 0 };

const probeNames = [
  'cdw',
  'vista-api',
  'vetext',
  'lorota',
  'chip',
  'vets-api',
  'vets-website',
  'check-in',
  'datadog',
] as const;

/** What the gate must have asked to know that a probe passes. */
const asked: Readonly<Record<(typeof probeNames)[number], readonly string[]>> = {
  cdw: [],
  'vista-api': ['vista-api'],
  vetext: ['vista-api', 'vetext'],
  lorota: ['lorota'],
  chip: ['chip'],
  'vets-api': ['vets-api'],
  'vets-website': ['vets-website'],
  'check-in': ['vista-api', 'vetext'],
  datadog: ['datadog'],
};

/** Those that end by a time-out would only cost time. */
const quickFaults = faultNames.filter((name) => single[name].hasty === undefined);
const githubFaults: readonly GitHubFaultKind[] = [
  '401',
  '403-permission',
  '404',
  '422-protected',
  'nonsense',
  'truncated',
  'cut',
];

function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const random = fc.sample(
  fc.record({
    mode: fc.constantFrom(...modes),
    faults: fc.oneof(
      { weight: 2, arbitrary: fc.constant<FaultName[]>([]) },
      { weight: 3, arbitrary: fc.subarray([...quickFaults], { minLength: 1, maxLength: 3 }) },
    ),
    probes: seldom(fc.subarray([...probeNames], { minLength: 1 })),
    optional: fc.subarray([...probeNames], { maxLength: 3 }),
    enforce: fc.oneof(
      { weight: 3, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    evidence: fc.constantFrom('none', 'none', 'kept', 'lacking', 'wrong commit'),
    waived: seldom(fc.subarray([...probeNames, 'evidence'], { minLength: 1, maxLength: 3 })),
    until: fc.constantFrom('2020-01-01', '2999-12-31'),
    dispatched: seldom(fc.subarray([...probeNames, 'evidence'], { minLength: 1, maxLength: 2 })),
    permission: fc.constantFrom('admin', 'write', 'none'),
    githubFault: seldom(fc.constantFrom(...githubFaults)),
    missing: seldom(fc.constantFrom('VISTA_API_KEY', 'CDW_URL', 'CHIP_PASSWORD')),
  }),
  { numRuns: runs, seed },
);
type Case = (typeof random)[number];

const healthy: Case = {
  mode: 'gate',
  faults: [],
  probes: undefined,
  optional: ['datadog'],
  enforce: true,
  evidence: 'kept',
  waived: undefined,
  until: '2020-01-01',
  dispatched: undefined,
  permission: 'none',
  githubFault: undefined,
  missing: undefined,
};
/** Some that must be ready, so that readiness is looked at in every run of the tests. */
const cases: readonly Case[] = [
  healthy,
  { ...healthy, mode: 'monitor', evidence: 'none' },
  { ...healthy, faults: ['cdw-down'], waived: ['cdw', 'vetext', 'check-in'], until: '2999-12-31' },
  ...random,
];

interface Place {
  readonly staging: Staging;
  readonly relay: CountingRelay;
  readonly github: GitHubStandIn;
  readonly sha: string;
}

let server: DatabaseServer;
const places: Place[] = [];
const free: Place[] = [];
const waiting: ((place: Place) => void)[] = [];

beforeAll(async () => {
  server = await startDatabaseServer();
  places.push(...(await Promise.all(Array.from({ length: placeCount }, startPlace))));
  free.push(...places);
});
afterAll(async () => {
  for (const { staging, relay, github } of places) {
    await relay.stop();
    await github.stop();
    await staging.stop();
  }
  await server.stop();
  recordFigures('safety-never-a-pass', {
    title: 'Never a pass by mistake',
    counts: {
      'runs of the bundled action': counted.runs,
      'random runs that were rightly ready': counted.ready,
    },
  });
});

async function startPlace(): Promise<Place> {
  const staging = await startStaging({ server });
  const relay = await startCountingRelay(Number(new URL(staging.env['CDW_URL'] ?? '').port));
  const github = await startGitHub({ repository: 'example/vetext' });
  const sha = github.commit('main', { 'CHANGES.md': 'A change\n' });
  github.reportDeployment(github.deploy({ environment: 'staging', sha }), 'success');
  return { staging, relay, github, sha };
}

async function inPlace(use: (place: Place) => Promise<void>): Promise<void> {
  const place = free.pop() ?? (await new Promise<Place>((resolve) => waiting.push(resolve)));
  try {
    await use(place);
  } finally {
    await place.staging.clearFaults();
    place.github.mend();
    place.github.deleteBranch('staging-health');
    const next = waiting.shift();
    if (next === undefined) free.push(place);
    else next(place);
  }
}

function configurationOf(given: Case, { staging }: Place): string {
  const text = configure(staging, (probes) => {
    for (const name of probeNames)
      Object.assign(probes[name] ?? {}, { required: !given.optional.includes(name), attempts: 1 });
  });
  const file = parse(text) as Record<string, unknown>;
  const waiver = { probes: given.waived ?? [], reason: 'X-1: known', until: given.until };
  return stringify({
    ...file,
    ...(given.evidence === 'none'
      ? {}
      : { evidence: { candidate: { from: 'deployment' }, require: [{ probe: 'check-in', passes: 1 }] } }),
    ...(given.waived === undefined ? {} : { waivers: [waiver] }),
  });
}

/** Puts a line into the ledger that proves the candidate, or one that only seems to. */
function remember({ evidence }: Case, { github, sha }: Place): void {
  if (evidence !== 'kept' && evidence !== 'wrong commit') return;
  const at = new Date(Date.now() + 1000);
  const candidate = evidence === 'kept' ? sha : 'f'.repeat(40);
  const line = ledgerEntry({ at: at.toISOString(), candidate, probes: { 'check-in': 'pass' } });
  const day = at.toISOString().slice(0, 10).replaceAll('-', '/');
  github.commit('staging-health', { [`ledger/${day}.jsonl`]: toFile([line]) });
}

async function act(given: Case, place: Place): Promise<ActionRun> {
  const { staging, relay, github, sha } = place;
  for (const fault of given.faults) await staging.setFault(fault, true);
  remember(given, place);
  if (given.githubFault !== undefined) github.fault(given.githubFault);
  github.setPermission('release-bot', given.permission);
  const cdw = new URL(staging.env['CDW_URL'] ?? '');
  cdw.port = String(relay.port);
  const env: Record<string, string> = { ...staging.env, CDW_URL: cdw.href };
  if (given.missing !== undefined) env[given.missing] = '';
  const chosen = given.probes === undefined ? {} : { probes: given.probes.join(',') };
  const waive =
    given.dispatched === undefined ? {} : { waive: given.dispatched.join(','), 'waive-reason': 'X-2: now' };
  return runAction({
    configuration: configurationOf(given, place),
    env,
    inputs: {
      mode: given.mode,
      enforce: String(given.enforce),
      'github-token': 'ghs_synthetic',
      ...chosen,
      ...waive,
    },
    runner: { GITHUB_API_URL: github.apiUrl, GITHUB_SHA: sha },
  });
}

/** The services themselves must have seen that they were asked, and no fault that a required probe finds was on. */
function expectSeen({ probes, waivers }: FullReport, given: Case, { staging }: Place, logIns: number): void {
  const waived = waivers.filter(({ state }) => state === 'used').flatMap((waiver) => waiver.probes);
  const services = new Set(
    staging.requests
      .filter(({ headers }) => headers['user-agent']?.startsWith('staging-health-gate/') === true)
      .map(({ service }) => service as string),
  );
  const proved = probes.filter(({ name, required }) => required && !waived.includes(name));
  for (const { name } of proved) {
    if (name === 'cdw') expect(logIns).toBeGreaterThan(0);
    const needed = asked[name as keyof typeof asked];
    expect(
      needed.filter((service) => !services.has(service)),
      name,
    ).toEqual([]);
    const overlooked = given.faults.filter(
      (fault) => !['pass', 'warn'].includes(single[fault].trouble[name] ?? 'pass'),
    );
    expect(overlooked, name).toEqual([]);
    expect(given.missing === 'CDW_URL' && name === 'cdw', name).toBe(false);
  }
}

async function check(given: Case): Promise<void> {
  await inPlace(async (place) => {
    const { staging, github, relay, sha } = place;
    staging.clearRequests();
    const before = { logIns: relay.logIns(), statuses: github.statuses.length };
    const run = await act(given, place);
    const report = expectAgreement(run);
    expect(run.stderr).toBe('');
    expect(
      findLeaks({ ...run.files, log: run.stdout, summary: run.summary }, [
        ...staging.secrets,
        ...staging.patientValues,
      ]),
    ).toEqual([]);
    const set = github.statuses.slice(before.statuses);
    expect(set.length).toBeLessThanOrEqual(given.mode === 'monitor' ? 1 : 0);
    for (const status of set)
      expect([status.sha, status.state === 'success']).toEqual([sha, run.outputs['decision'] === 'allow']);
    if (given.mode === 'monitor' && given.githubFault === undefined && report !== undefined)
      expect(set).toHaveLength(1);
    if (report?.verdict === 'ready') {
      expectSeen(report, given, place, relay.logIns() - before.logIns);
      counted.ready += 1;
    }
    counted.runs += 1;
  });
}

describe.concurrent(`a run of the seed ${String(seed)}`, () => {
  test.each(cases.map((given, index) => [index, given] as const))(
    '%i says ready only when all was seen, and the same everywhere',
    async (_index, given) => {
      await check(given).catch((error: unknown) => {
        throw new Error(`with ${JSON.stringify(given)}`, { cause: error });
      });
    },
    120_000,
  );
});

test('was ready where nothing was wrong, and where all that is broken is waived', () => {
  expect(counted.ready).toBeGreaterThanOrEqual(3);
});
