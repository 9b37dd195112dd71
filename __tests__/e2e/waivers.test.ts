import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ActionRun } from '../../simulator/run-action.ts';
import { findMismatches } from '../support/openapi.ts';
import { asked, ago, dayMs, green, minuteMs, startSmallStaging, type SmallStaging } from './small-staging.ts';

const evidence = `evidence:
  candidate: { from: deployment }
  require:
    - { probe: check-in }
`;

/** A waiver in the file that holds for so many days more. */
function fileWaiver(probes: string, days: number): string {
  const until = ago(-days * dayMs)
    .toISOString()
    .slice(0, 10);
  return `waivers:\n  - { probes: [${probes}], reason: "S3 move, DEVOPS-12", until: ${until} }\n`;
}

const person = { GITHUB_ACTOR: 'release-captain', GITHUB_TRIGGERING_ACTOR: 'release-captain' };
const asking = { inputs: { waive: 'portal', 'waive-reason': 'INC-4711' }, runner: person };

let staging: SmallStaging;
let sha: string;

beforeEach(async () => {
  staging = await startSmallStaging();
  sha = staging.enter('The candidate');
  staging.remember([green(sha, 10 * minuteMs)]);
});
afterEach(async () => {
  expect(findMismatches(staging.github.exchanges)).toEqual([]);
  await staging[Symbol.asyncDispose]();
});

function expectBlocked({ code, outputs }: ActionRun, verdict: string): void {
  expect(code).toBe(1);
  expect(outputs['verdict']).toBe(verdict);
  expect(outputs).not.toHaveProperty('ready');
}

function expectAllowed({ code, outputs }: ActionRun): void {
  expect(code).toBe(0);
  expect(outputs).toMatchObject({ ready: 'true', verdict: 'ready' });
}

function statesOf({ report }: ActionRun): readonly string[] {
  return report?.waivers.map(({ state }) => state) ?? [];
}

describe('a waiver of the file', () => {
  it('lets through the probe that it names, and is shown wherever the verdict is', async () => {
    staging.broken.add('portal');
    const run = await staging.run(evidence + fileWaiver('portal', 3));
    expectAllowed(run);
    expect(statesOf(run)).toEqual(['used']);
    expect(run.outputs['headline']).toContain('let through by waiver of portal (S3 move, DEVOPS-12, until');
    expect(run.stdout).toContain('waiver of portal: 🔓 used (S3 move, DEVOPS-12; until');
    expect(run.summary).toContain('| portal | 🔓 used | S3 move, DEVOPS-12 |');
    // What it waives is still shown as broken.
    expect(run.report?.probes.map(({ status }) => status)).toEqual(['pass', 'fail']);
  });

  it('stands in the ledger, where staging stays unhealthy', async () => {
    staging.broken.add('portal');
    const run = await staging.run(evidence + fileWaiver('portal', 3), { inputs: { mode: 'monitor' } });
    expectAllowed(run);
    expect(staging.lines().at(-1)).toMatchObject({
      verdict: 'ready',
      healthy: false,
      probes: { portal: 'fail' },
      waivers: [{ probes: ['portal'], reason: 'S3 move, DEVOPS-12' }],
    });
  });

  it('covers nothing else that is broken', async () => {
    staging.broken.add('portal').add('check-in');
    const run = await staging.run(evidence + fileWaiver('portal', 3));
    expectBlocked(run, 'not-ready');
    expect(run.outputs['headline']).toContain('check-in is broken');
    expect(statesOf(run)).toEqual(['used']);
  });

  it('does not stand in for evidence that it does not name', async () => {
    const other = staging.enter('Another candidate');
    staging.broken.add('portal');
    const run = await staging.run(evidence + fileWaiver('portal', 3), { inputs: { candidate: other } });
    expectBlocked(run, 'untested');
  });

  it('is reported when nothing needs it', async () => {
    const run = await staging.run(evidence + fileWaiver('portal', 3));
    expectAllowed(run);
    expect(statesOf(run)).toEqual(['unused']);
    expect(run.outputs['headline']).not.toContain('waiver');
    expect(run.summary).toContain('not used: nothing that it names would block');
    expect(run.stdout).toContain('not used: nothing that it names would block');
  });

  it('holds on its last day, and is reported when it has expired', async () => {
    staging.broken.add('portal');
    const today = await staging.run(evidence + fileWaiver('portal', 0));
    const yesterday = await staging.run(evidence + fileWaiver('portal', -1));
    // Midnight in UTC may have come between the two.
    if (statesOf(today)[0] === 'used') expectAllowed(today);
    expectBlocked(yesterday, 'not-ready');
    expect(statesOf(yesterday)).toEqual(['expired']);
    expect(yesterday.summary).toContain('| portal | expired |');
  });

  it('may waive the evidence', async () => {
    const untested = staging.enter('Never tested');
    const run = await staging.run(evidence + fileWaiver('evidence', 3), { inputs: { candidate: untested } });
    expectAllowed(run);
    expect(run.report?.evidence.state).toBe('missing');
    expect(run.outputs['headline']).toContain('let through by waiver of evidence');
  });
});

describe('a waiver on a dispatch', () => {
  it.each(['maintain', 'admin'])('is granted to a person with the role %s', async (role) => {
    staging.github.setPermission('release-captain', role);
    staging.broken.add('portal');
    const run = await staging.run(evidence, asking);
    expectAllowed(run);
    expect(run.report?.waivers).toMatchObject([{ state: 'used', source: 'dispatch', reason: 'INC-4711' }]);
    expect(run.outputs['headline']).toContain('waiver of portal (INC-4711, by release-captain)');
    expect(run.summary).toContain('for this commit, by release-captain');
  });

  it.each(['write', 'triage', 'read'])('is refused with what is needed to the role %s', async (role) => {
    staging.github.setPermission('release-captain', role);
    staging.broken.add('portal');
    const run = await staging.run(evidence, asking);
    expectBlocked(run, 'not-ready');
    const refusal = `release-captain has the permission ${role}; waiving takes maintain or more (\`waive-permission\`)`;
    expect(run.report?.waivers).toMatchObject([{ state: 'refused', refusal }]);
    expect(run.stdout).toContain(refusal);
    expect(run.summary).toContain('🔒 refused');
  });

  it('is refused to somebody whom the repository does not know', async () => {
    staging.broken.add('portal');
    const run = await staging.run(evidence, asking);
    expectBlocked(run, 'not-ready');
    expect(run.report?.waivers[0]?.refusal).toContain('has the permission none');
  });

  it('takes what `waive-permission` says', async () => {
    staging.github.setPermission('release-captain', 'write');
    staging.broken.add('portal');
    expectAllowed(await staging.run(`${evidence}waive-permission: write\n`, asking));
  });

  it('asks about whoever started this attempt, not about who started the first', async () => {
    staging.github.setPermission('release-captain', 'admin');
    staging.github.setPermission('newcomer', 'read');
    staging.broken.add('portal');
    const runner = { ...person, GITHUB_TRIGGERING_ACTOR: 'newcomer' };
    const run = await staging.run(evidence, { ...asking, runner });
    expectBlocked(run, 'not-ready');
    expect(run.report?.waivers[0]?.refusal).toContain('newcomer has the permission read');
  });

  it.each(['push', 'schedule', 'pull_request'])('is refused on the event %s', async (event) => {
    staging.github.setPermission('release-captain', 'admin');
    staging.broken.add('portal');
    const runner = { ...person, GITHUB_EVENT_NAME: event };
    const run = await staging.run(evidence, { ...asking, runner });
    expectBlocked(run, 'not-ready');
    expect(run.report?.waivers[0]?.refusal).toContain('on a run started by workflow_dispatch');
    expect(asked(staging.github).filter((request) => request.includes('/permission'))).toEqual([]);
  });

  it('is refused when the permission cannot be looked up', async () => {
    staging.github.setPermission('release-captain', 'admin');
    staging.github.fault('403-permission', { only: /^GET \/collaborators/u });
    staging.broken.add('portal');
    const run = await staging.run(evidence, asking);
    expectBlocked(run, 'not-ready');
    expect(run.report?.waivers[0]?.refusal).toContain('could not be looked up');
  });

  it('may waive the evidence, also when the ledger cannot be read', async () => {
    staging.github.setPermission('release-captain', 'maintain');
    staging.github.fault('502', { only: /^GET \/git\//u });
    const run = await staging.run(evidence, {
      ...asking,
      inputs: { ...asking.inputs, waive: 'evidence' },
    });
    expectAllowed(run);
    expect(run.report?.evidence.state).toBe('unreadable');
  });

  it('names only what exists: anything else is a mistake in the inputs', async () => {
    staging.github.setPermission('release-captain', 'admin');
    const run = await staging.run(evidence, {
      ...asking,
      inputs: { ...asking.inputs, waive: 'portl, check-in' },
    });
    expect(run.code).toBe(1);
    expect(run.outputs['verdict']).toBe('inconclusive');
    expect(run.stdout).toContain('waive: there is no probe "portl"; did you mean "portal"?');
    expect(run.report).toBeUndefined();
  });

  it('wants a reason', async () => {
    const run = await staging.run(evidence, { inputs: { waive: 'portal' }, runner: person });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('waive-reason: missing');
  });

  it('stays with the commit that it was granted for while the gate waits', async () => {
    staging.github.setPermission('release-captain', 'admin');
    staging.broken.add('portal').add('check-in');
    let looks = 0;
    let later = '';
    staging.onAsked = (service) => {
      if (service !== 'portal') return;
      looks += 1;
      if (looks !== 2) return;
      later = staging.enter('A later commit');
      staging.remember([green(later, minuteMs)]);
      staging.broken.delete('check-in');
    };
    const run = await staging.run(`${evidence}wait-interval: 200ms\n`, {
      ...asking,
      inputs: { ...asking.inputs, 'wait-for': '3s' },
    });
    expectBlocked(run, 'not-ready');
    expect(run.outputs['candidate']).toBe(later);
    expect(statesOf(run)).toEqual(['for-another-commit']);
    expect(run.summary).toContain('given for another commit');
  });
});
