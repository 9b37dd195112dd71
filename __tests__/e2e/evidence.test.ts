import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ActionRun } from '../../simulator/run-action.ts';
import { entriesOfDay, toFile } from '../support/ledger-entries.ts';
import { findMismatches } from '../support/openapi.ts';
import {
  ago,
  asked,
  branch,
  dayFile,
  dayMs,
  green,
  hourMs,
  minuteMs,
  red,
  startSmallStaging,
  type SmallStaging,
} from './small-staging.ts';

const fromDeployment = '{ from: deployment }';
const fromUrl = '{ from: url, url: BUILD_URL, pointer: /build/commit }';

/** A policy that asks for these requirements. */
function policy(requirements: readonly string[], candidate = fromDeployment, more = ''): string {
  const require = requirements.map((one) => `\n    - ${one}`).join('');
  return `evidence:\n  candidate: ${candidate}\n  require:${require}\n${more}`;
}

const threePasses = '{ probe: check-in, passes: 3, spanning: 1h }';
const onePass = '{ probe: check-in }';

let staging: SmallStaging;

beforeEach(async () => {
  staging = await startSmallStaging();
});
afterEach(async () => {
  expect(findMismatches(staging.github.exchanges)).toEqual([]);
  await staging[Symbol.asyncDispose]();
});

function expectBlocked({ code, outputs }: ActionRun): void {
  expect(code).toBe(1);
  expect(outputs['decision']).toBe('block');
  expect(outputs).not.toHaveProperty('ready');
}

function expectAllowed({ code, outputs }: ActionRun): void {
  expect(code).toBe(0);
  expect(outputs).toMatchObject({ ready: 'true', decision: 'allow', verdict: 'ready' });
}

function missingOf({ outputs }: ActionRun): readonly string[] {
  return (JSON.parse(outputs['evidence'] ?? '') as { missing: readonly string[] }).missing;
}

describe('a candidate that was not exercised while staging was healthy', () => {
  it('is untested although every probe passes, and the step says what is missing', async () => {
    const sha = staging.enter('The candidate', ago(4 * dayMs));
    staging.remember([red(sha, 4 * dayMs), red(sha, 2 * hourMs)]);

    const run = await staging.run(policy([threePasses]), { inputs: { candidate: sha } });

    expectBlocked(run);
    expect(run.outputs['verdict']).toBe('untested');
    expect(run.report?.probes.map(({ status }) => status)).toEqual(['pass', 'pass']);
    const missing = `check-in passed 0 of 3 times with ${sha.slice(0, 7)} live; 3 more, the last at least 1 h after the first`;
    expect(missingOf(run)).toEqual([missing]);
    expect(run.stdout).toContain(missing);
    expect(run.summary).toContain('🧪 Untested');
    expect(run.summary).toContain('check-in passed 0 of 3 times');
  });

  it('is ready once the journey has gone green often and long enough with it live', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 90 * minuteMs), green(sha, 60 * minuteMs), green(sha, 10 * minuteMs)]);
    const run = await staging.run(policy([threePasses]), { inputs: { candidate: sha } });
    expectAllowed(run);
    expect(run.outputOrder.at(-1)).toBe('ready');
    expect(run.report?.evidence.requirements.map(({ met }) => met)).toEqual([true]);
  });

  it('gains nothing from the green runs of another commit', async () => {
    const other = staging.enter('Another one');
    const sha = staging.enter('The candidate');
    staging.remember([green(other, 90 * minuteMs), green(other, 60 * minuteMs), green(other, minuteMs)]);
    const run = await staging.run(policy([threePasses]), { inputs: { candidate: sha } });
    expectBlocked(run);
    expect(missingOf(run)[0]).toContain(`check-in passed 0 of 3 times with ${sha.slice(0, 7)} live`);
  });

  it('counts one pass for a run that was started again', async () => {
    const sha = staging.enter('The candidate');
    const again = { run: { id: '7', attempt: 2 } };
    staging.remember([
      green(sha, 90 * minuteMs, { run: { id: '7', attempt: 1 } }),
      green(sha, 10 * minuteMs, again),
    ]);
    const run = await staging.run(policy(['{ probe: check-in, passes: 2 }']), { inputs: { candidate: sha } });
    expect(missingOf(run)[0]).toContain('passed 1 of 2 times');
  });

  it('is not-ready when staging is broken now, whatever the ledger proves', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 10 * minuteMs)]);
    staging.broken.add('check-in');
    const run = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    expectBlocked(run);
    expect(run.outputs['verdict']).toBe('not-ready');
  });

  it('must have been seen healthy without gaps, and is told how long still', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([
      green(sha, 5 * hourMs),
      green(sha, 100 * minuteMs),
      green(sha, 60 * minuteMs),
      green(sha, 20 * minuteMs),
    ]);
    const run = await staging.run(policy(['{ healthy-for: 4h, max-gap: 45m }']), {
      inputs: { candidate: sha },
    });
    expectBlocked(run);
    expect(missingOf(run)).toEqual([
      `staging was seen healthy with ${sha.slice(0, 7)} live for 1 h 20 min of 4 h; 2 h 40 min more, sampled at least every 45 min`,
    ]);
  });

  it('needs new evidence when the old has expired', async () => {
    const sha = staging.enter('The candidate', ago(20 * dayMs));
    staging.remember([green(sha, 3 * dayMs)]);
    const long = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    const short = await staging.run(policy([onePass], fromDeployment, '  expires-after: 2d'), {
      inputs: { candidate: sha },
    });
    expectAllowed(long);
    expect(short.outputs['verdict']).toBe('untested');
  });
});

/** The replay again, with the bundled action: `portal` stands for the CDW, the deploy job asks it alone. */
describe('the week of August 2023', () => {
  const week = policy([threePasses, '{ healthy-for: 4h, max-gap: 45m }']);
  const ask = (candidate: string) => staging.run(week, { inputs: { candidate, probes: 'portal' } });
  const verdictOf = ({ outputs }: ActionRun) => outputs['verdict'];

  it('goes through the same verdicts on lines that are dated from now', async () => {
    const old = staging.enter('The build of last week', ago(9 * dayMs));
    staging.remember([green(old, 6 * dayMs)]);
    const candidate = staging.enter('The candidate', ago(5 * dayMs));
    staging.remember([5 * dayMs, 4 * dayMs, dayMs].map((at) => red(candidate, at)));

    staging.broken.add('portal').add('check-in');
    const monday = await ask(candidate);
    staging.broken.delete('portal');
    const repaired = await ask(candidate);
    const journey = await staging.run(week, { inputs: { mode: 'monitor' } });
    const still = await ask(candidate);
    expect([monday, repaired, journey, still].map(verdictOf)).toEqual([
      'not-ready',
      'untested',
      'not-ready',
      'untested',
    ]);
    expect(missingOf(still)[0]).toContain(`check-in passed 0 of 3 times with ${candidate.slice(0, 7)} live`);
    expect(journey.report?.debt?.sentence).toContain('could not run check-in for 5 d');

    staging.broken.clear();
    const fixed = staging.enter('The fixed commit', ago(5 * hourMs));
    const entered = await ask(fixed);
    const samples = Array.from({ length: 9 }, (_, index) => (250 - index * 30) * minuteMs);
    staging.remember(samples.slice(0, 4).map((at) => green(fixed, at)));
    const half = await ask(fixed);
    staging.remember(samples.slice(4).map((at) => green(fixed, at)));
    const proved = await ask(fixed);
    expect([entered, half, proved].map(verdictOf)).toEqual(['untested', 'untested', 'ready']);
    expect(missingOf(half)).toEqual([
      `staging was seen healthy with ${fixed.slice(0, 7)} live for 1 h 30 min of 4 h; 2 h 30 min more, sampled at least every 45 min`,
    ]);
    expectAllowed(proved);
  });
});

describe('the candidate', () => {
  it.each([
    ['its full SHA', (sha: string) => sha],
    ['a short SHA', (sha: string) => sha.slice(0, 7)],
    ['upper case', (sha: string) => sha.toUpperCase()],
    ['a branch', () => 'main'],
    ['a tag', () => 'v1.2.3'],
  ])('may be named by %s', async (_, nameOf) => {
    const sha = staging.enter('The candidate');
    staging.github.setTag('v1.2.3', sha);
    staging.remember([green(sha, 10 * minuteMs)]);
    const run = await staging.run(policy([onePass]), { inputs: { candidate: nameOf(sha) } });
    expectAllowed(run);
    expect(run.outputs['candidate']).toBe(sha);
  });

  it('that does not exist makes the gate inconclusive', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 10 * minuteMs)]);
    const run = await staging.run(policy([onePass]), { inputs: { candidate: 'no-such-branch' } });
    expectBlocked(run);
    expect(run.outputs['verdict']).toBe('inconclusive');
    expect(missingOf(run)).toEqual(['the repository has no such commit as the candidate']);
  });

  it('is the latest successful deployment when nobody names it', async () => {
    const sha = staging.enter('The candidate');
    const failed = staging.github.commit('main', { 'CHANGES.md': 'Failed\n' });
    staging.github.reportDeployment(
      staging.github.deploy({ environment: 'staging', sha: failed }),
      'failure',
    );
    staging.remember([green(sha, 10 * minuteMs)]);
    const run = await staging.run(policy([onePass]));
    expectAllowed(run);
    expect(run.outputs['candidate']).toBe(sha);
  });

  it('is what an address shows, full or short', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 10 * minuteMs)]);
    const run = await staging.run(policy([onePass], fromUrl));
    expectAllowed(run);
    expect(run.report?.live).toBe(sha);
    expect(asked(staging.github).filter((request) => request.includes('deployments'))).toEqual([]);
  });

  it('that is not live is told as the first reason', async () => {
    const sha = staging.enter('The candidate');
    const other = staging.enter('What is live now');
    const run = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    expectBlocked(run);
    const reason = `${sha.slice(0, 7)} is not live in staging now, ${other.slice(0, 7)} is`;
    expect(missingOf(run)[0]).toBe(reason);
    expect(run.outputs['headline']).toContain(reason);
  });

  it('is inconclusive when what is live cannot be read', async () => {
    const sha = staging.enter('The candidate');
    const missing = policy([onePass], '{ from: url, url: BUILD_URL, pointer: /no/such/place }');
    const run = await staging.run(missing, { inputs: { candidate: sha } });
    expectBlocked(run);
    expect(run.outputs['verdict']).toBe('inconclusive');
    expect(missingOf(run)).toEqual(['what is live could not be read: there is no text at /no/such/place']);
  });
});

describe('a required check', () => {
  const check = policy(['{ check: "CHIP system tests" }']);

  it.each([
    ['a check run', true],
    ['a commit status', false],
  ])('may be %s that succeeded after the deployment', async (_, isRun) => {
    const sha = staging.enter('The candidate', ago(hourMs));
    if (isRun) staging.github.addCheckRun({ sha, name: 'CHIP system tests' });
    else staging.github.addStatus({ sha, context: 'CHIP system tests', state: 'success' });
    expectAllowed(await staging.run(check, { inputs: { candidate: sha } }));
  });

  it('proves nothing when it is older than the deployment, red, or not there', async () => {
    const sha = staging.enter('The candidate', ago(hourMs));
    const reasons: string[] = [];
    const runs = [];
    runs.push(await staging.run(check, { inputs: { candidate: sha } }));
    const at = ago(2 * hourMs);
    staging.github.addCheckRun({ sha, name: 'CHIP system tests', startedAt: at, completedAt: at });
    runs.push(await staging.run(check, { inputs: { candidate: sha } }));
    staging.github.addCheckRun({ sha, name: 'CHIP system tests', conclusion: 'failure' });
    runs.push(await staging.run(check, { inputs: { candidate: sha } }));
    for (const run of runs) {
      expectBlocked(run);
      expect(run.outputs['verdict']).toBe('untested');
      reasons.push(...missingOf(run).map((text) => text.replace(sha.slice(0, 7), 'COMMIT')));
    }
    expect(reasons.filter((text) => text.startsWith('check'))).toEqual([
      'check "CHIP system tests" has no result on COMMIT',
      'check "CHIP system tests" succeeded on COMMIT, but not after it was deployed; it must succeed again',
      'check "CHIP system tests" failed on COMMIT',
    ]);
  });
});

describe('the ledger', () => {
  it('that is absent leaves the candidate untested, and says that the monitor must run', async () => {
    const sha = staging.enter('The candidate');
    const run = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    expectBlocked(run);
    expect(run.outputs['verdict']).toBe('untested');
    expect(missingOf(run)[0]).toBe(
      `there is no ledger yet on the branch ${branch}: the first run of the monitor makes it`,
    );
  });

  it('may hold damaged lines: they are left out and counted', async () => {
    const sha = staging.enter('The candidate');
    const entry = green(sha, minuteMs);
    const text = `not JSON\n{"v":1}\n${toFile([entry])}{"v":1,"at":`;
    staging.github.commit(branch, { [dayFile(new Date(entry.at))]: text });
    const run = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    expectAllowed(run);
    expect(run.report?.evidence.damaged).toBe(3);
    expect(run.summary).toContain('3 damaged lines of the ledger were left out');
  });

  it.each(['502', '403-permission', '401', 'nonsense', 'truncated', 'down', '403-rate-limit'] as const)(
    'that cannot be read (%s) makes the gate inconclusive, never ready',
    async (kind) => {
      const sha = staging.enter('The candidate');
      staging.remember([green(sha, 20 * minuteMs), green(sha, 10 * minuteMs)]);
      staging.github.fault(kind, { only: /^GET \/git\/(?:trees|blobs)\//u });
      const run = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
      expectBlocked(run);
      expect(run.outputs['verdict']).toBe('inconclusive');
      expect(missingOf(run)[0]).toMatch(/^the ledger could not be read: /u);
      expect(run.outputs['headline']).toContain('nothing is known of this candidate');
    },
  );

  it('is not asked for without a token, and then nothing is ready', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 10 * minuteMs)]);
    const run = await staging.run(policy([onePass], fromUrl), {
      inputs: { candidate: sha, 'github-token': '' },
    });
    expectBlocked(run);
    expect(missingOf(run)).toEqual(['the ledger could not be read: `github-token` is not given']);
    expect(staging.github.exchanges).toEqual([]);
  });

  it('of a week with 96 entries a day takes one request per day file and at most three more', async () => {
    const sha = staging.enter('The candidate');
    const days = Array.from({ length: 8 }, (_, index) =>
      ago(index * dayMs)
        .toISOString()
        .slice(0, 10),
    );
    staging.remember(days.flatMap((day) => entriesOfDay(day, 96)));
    await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    const requests = asked(staging.github).filter((request) => request.startsWith('GET /git/'));
    const blobs = requests.filter((request) => request.startsWith('GET /git/blobs/'));
    expect(blobs).toHaveLength(days.length);
    expect(new Set(blobs).size).toBe(days.length);
    expect(requests.length - blobs.length).toBeLessThanOrEqual(3);
  });
});

describe('a gate', () => {
  it('writes nothing to GitHub, whatever its verdict is', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 10 * minuteMs)]);
    const before = staging.github.history(branch).length;
    await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    await staging.run(policy([threePasses]), { inputs: { candidate: sha } });
    staging.broken.add('check-in');
    await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    expect(new Set(staging.github.exchanges.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(staging.github.history(branch)).toHaveLength(before);
  });

  it('needs no more than `contents: read` when the live commit comes from an address', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 10 * minuteMs)]);
    staging.github.fault('403-permission', { only: /^(?!GET \/(?:git|commits\/[^/]+$))/u });
    expectAllowed(await staging.run(policy([onePass], fromUrl), { inputs: { candidate: 'main' } }));
  });

  it('names the permission that it lacks for deployments', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 10 * minuteMs)]);
    staging.github.fault('403-permission', { only: /^GET \/deployments/u });
    const run = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    expectBlocked(run);
    expect(run.outputs['verdict']).toBe('inconclusive');
    expect(missingOf(run)[0]).toContain('`deployments: read`');
  });

  it('asks GitHub nothing when no evidence is configured', async () => {
    expectAllowed(await staging.run(''));
    expect(staging.github.exchanges).toEqual([]);
  });
});

describe('the monitor', () => {
  const monitor = { inputs: { mode: 'monitor' }, runner: { GITHUB_EVENT_NAME: 'schedule' } };

  it('writes one line with what it saw, on a branch that it creates', async () => {
    const sha = staging.enter('The candidate');
    const run = await staging.run(policy([onePass]), monitor);
    expect(run.outputs['verdict']).toBe('untested');
    expect(staging.lines()).toMatchObject([
      {
        v: 1,
        run: { id: '1001', attempt: 1, event: 'schedule' },
        environment: 'staging',
        candidate: sha,
        verdict: 'untested',
        healthy: true,
        probes: { 'check-in': 'pass', portal: 'pass' },
        rootCauses: [],
      },
    ]);
    expect(staging.github.readFile(branch, 'README.md')?.length).toBeGreaterThan(0);
    const parents = staging.github.history(branch);
    expect(parents).toEqual(['Record untested of run 1001']);
  });

  it('writes one line as well when staging is broken, and tells the debt everywhere', async () => {
    const tested = staging.enter('The build of last week');
    staging.remember([green(tested, 30 * hourMs)]);
    const sha = staging.enter('The candidate', ago(29 * hourMs));
    staging.remember([red(sha, 28 * hourMs)]);
    const before = staging.lines().length;
    staging.broken.add('check-in');

    const run = await staging.run(policy([onePass]), monitor);

    expectBlocked(run);
    expect(staging.lines()).toHaveLength(before + 1);
    expect(staging.lines().at(-1)).toMatchObject({
      candidate: sha,
      verdict: 'not-ready',
      healthy: false,
      probes: { 'check-in': 'fail', portal: 'pass' },
      rootCauses: [{ layer: 'check-in' }],
    });
    const debt = 'staging could not run check-in for 1 d 4 h; 1 candidate entered untested';
    expect(run.report?.debt).toMatchObject({ sentence: debt, candidates: [sha] });
    expect(run.summary).toContain(debt);
    expect(run.stdout).toContain(debt);
    expect(JSON.parse(run.outputs['evidence'] ?? '')).toMatchObject({ debt: { candidates: [sha] } });
  });

  it('makes the next gate ready by its own runs', async () => {
    const sha = staging.enter('The candidate');
    const before = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    await staging.run(policy([onePass]), monitor);
    const after = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    expect([before.outputs['verdict'], after.outputs['verdict']]).toEqual(['untested', 'ready']);
  });

  it('proves nothing of the whole by a run on some of its probes', async () => {
    const sha = staging.enter('The candidate');
    await staging.run(policy([onePass]), { ...monitor, inputs: { mode: 'monitor', probes: 'check-in' } });
    expect(staging.lines().map(({ healthy }) => healthy)).toEqual([false]);
    const gate = await staging.run(policy([onePass]), { inputs: { candidate: sha } });
    expect(gate.outputs['verdict']).toBe('untested');
  });

  it.each(['403-permission', '422-protected', '502'] as const)(
    'warns when the ledger cannot be written (%s), and its verdict stands',
    async (kind) => {
      const sha = staging.enter('The candidate');
      staging.remember([green(sha, 10 * minuteMs)]);
      staging.github.fault(kind, { only: /^(?:POST|PATCH) \/git\/refs/u });
      const run = await staging.run(policy([onePass]), monitor);
      expectAllowed(run);
      expect(run.stdout).toMatch(/^::warning.*The ledger was not written: .*The verdict stands\./mu);
      expect(staging.lines()).toHaveLength(1);
    },
  );

  it('records what it saw until its deadline, and tells it', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 60 * minuteMs)]);
    staging.broken.add('portal');
    staging.hang.add('check-in');

    const run = await staging.run(policy([onePass]), { inputs: { mode: 'monitor', deadline: '4s' } });

    expectBlocked(run);
    expect(run.outputs['verdict']).toBe('not-ready');
    expect(run.stdout).not.toMatch(/^::warning.*not written/mu);
    expect(staging.lines().at(-1)).toMatchObject({
      candidate: sha,
      verdict: 'not-ready',
      healthy: false,
      probes: { 'check-in': 'unknown', portal: 'fail' },
    });
    const written = asked(staging.github).filter((request) => request.startsWith('POST '));
    expect(written).toEqual(expect.arrayContaining([`POST /statuses/${sha}`, 'POST /issues']));
  });

  it('credits no commit with what its probes found while another one was deployed', async () => {
    const sha = staging.enter('The candidate');
    let later = '';
    staging.onAsked = () => {
      if (later === '') later = staging.enter('A later commit', ago(0));
    };

    const run = await staging.run(policy([onePass]), monitor);

    expectBlocked(run);
    expect(run.outputs['verdict']).toBe('inconclusive');
    expect(missingOf(run)).toEqual([
      `what is live changed from ${sha.slice(0, 7)} to ${later.slice(0, 7)} while the probes ran`,
    ]);
    expect(staging.lines()).toMatchObject([{ healthy: true }]);
    expect(staging.lines()[0]).not.toHaveProperty('candidate');
    for (const candidate of [sha, later]) {
      const gate = await staging.run(policy([onePass]), { inputs: { candidate } });
      expect(gate.outputs['verdict']).toBe('untested');
    }
  });

  it('does not take its own job for a deployment, when the job names the environment', async () => {
    staging.enter('The candidate');
    const merged = staging.github.commit('main', { 'CHANGES.md': 'Merged, and not deployed\n' });
    const own = staging.github.deploy({ environment: 'staging', sha: merged });
    const log = 'https://github.example/example/vetext/actions/runs/1001/job/7';
    staging.github.reportDeployment(own, 'in_progress', ago(0), log);

    const run = await staging.run(policy([onePass]), monitor);

    expectBlocked(run);
    expect(run.outputs['verdict']).toBe('inconclusive');
    expect(missingOf(run)[0]).toContain('take `environment` out of it');
    expect(staging.lines()[0]).not.toHaveProperty('candidate');
  });

  it('reads each day of the ledger once, for evidence, debt and pictures', async () => {
    const sha = staging.enter('The candidate');
    staging.remember(Array.from({ length: 30 }, (_, day) => green(sha, day * dayMs + minuteMs)));
    await staging.run(policy([onePass]), monitor);
    const blobs = asked(staging.github).filter((request) => request.startsWith('GET /git/blobs/'));
    expect(blobs.length).toBeGreaterThanOrEqual(30);
    expect(new Set(blobs).size).toBe(blobs.length);
  });

  it('names the permission that writing takes', async () => {
    staging.enter('The candidate');
    staging.github.fault('403-permission', { only: /^(?:POST|PATCH) \/git\//u });
    const run = await staging.run(policy([onePass]), monitor);
    expect(run.stdout).toContain('`contents: write`');
  });
});
