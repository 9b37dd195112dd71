import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { runAction, type ActionRun } from '../../simulator/run-action.ts';
import { startStaging, type Staging } from '../../simulator/staging.ts';
import { configure } from '../e2e/gate.ts';
import { recordFigures } from '../support/reliability.ts';
import { expectAgreement, reportOf } from './agreement.ts';

const kills = 10;
let runs = 0;
let staging: Staging;
let github: GitHubStandIn;
let sha: string;
/** How long a run takes here and now: signals strike between its start and its end. */
let usualMs: number;

beforeAll(async () => {
  staging = await startStaging();
  github = await startGitHub({ repository: 'example/vetext' });
  sha = github.commit('main', { 'CHANGES.md': 'A change\n' });
  usualMs = (await run()).durationMs;
});
afterAll(async () => {
  await github.stop();
  await staging.stop();
  recordFigures('safety-crash', {
    title: 'Crashes',
    counts: { 'runs of the bundled action': runs, 'runs ended by a signal at a random moment': 3 * kills },
  });
});

/** A run of the monitor, which does the most; with a signal after so much of its usual time. */
async function run(signal?: NodeJS.Signals, share = 0): Promise<ActionRun> {
  runs += 1;
  return runAction({
    configuration: configure(staging),
    env: staging.env,
    inputs: { mode: 'monitor', 'github-token': 'ghs_synthetic' },
    runner: { GITHUB_API_URL: github.apiUrl, GITHUB_SHA: sha },
    onStart: (child) => {
      if (signal !== undefined) setTimeout(() => child.kill(signal), share * usualMs).unref();
    },
  });
}

/** Spread over the whole run, each at random within its part. */
const moments = Array.from({ length: kills }, (_, index) =>
  Number(((index + Math.random()) / kills).toFixed(3)),
);

/** `ready` is the last thing that is written: who finds it finds everything else done. */
function expectNothingClaimed(found: ActionRun, canBeReady: boolean): void {
  const { outputs, outputOrder, code } = found;
  if (code !== null) expectAgreement(found);
  if (outputs['ready'] === undefined) expect(code).not.toBe(0);
  else {
    expect(canBeReady).toBe(true);
    expect(outputOrder.at(-1)).toBe('ready');
    expect(outputs).toMatchObject({ verdict: 'ready', decision: 'allow' });
    expect(reportOf(found)?.verdict).toBe('ready');
  }
}

describe.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('a run that %s ends at any moment', (signal) => {
  test.each(moments.filter((_, index) => index % 2 === 0))(
    'claims nothing of a broken staging, ended after %d of its time',
    async (share) => {
      await staging.setFault('cdw-column-missing', true);
      const told = github.statuses.length;
      expectNothingClaimed(await run(signal, share), false);
      expect(github.statuses.slice(told).filter(({ state }) => state === 'success')).toEqual([]);
    },
  );

  test.each(moments.filter((_, index) => index % 2 === 1))(
    'claims nothing that it has not seen to its end, ended after %d of its time',
    async (share) => {
      await staging.clearFaults();
      expectNothingClaimed(await run(signal, share), true);
    },
  );
});

test('many that were ended leave a ledger of which every line can be read', () => {
  const files = github.listFiles('staging-health').filter((path) => path.startsWith('ledger/'));
  const lines = files.flatMap((path) =>
    (github.readFile('staging-health', path)?.toString('utf8') ?? '')
      .split('\n')
      .filter((line) => line !== ''),
  );
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !line.endsWith('}'))).toEqual([]);
});
