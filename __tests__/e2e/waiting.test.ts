import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findMismatches } from '../support/openapi.ts';
import { green, minuteMs, startSmallStaging, type SmallStaging } from './small-staging.ts';

const quick = 'wait-interval: 200ms\n';
const evidence = 'evidence:\n  candidate: { from: deployment }\n  require: [{ probe: check-in }]\n';

let staging: SmallStaging;
/** How often the journey was asked: once per look. */
let looks: number;

beforeEach(async () => {
  staging = await startSmallStaging();
  looks = 0;
});
afterEach(async () => {
  expect(findMismatches(staging.github.exchanges)).toEqual([]);
  await staging[Symbol.asyncDispose]();
});

/** Does something when a look begins, the first look being 1. */
function atLook(act: (look: number) => void): void {
  staging.onAsked = (service) => {
    if (service !== 'check-in') return;
    looks += 1;
    act(looks);
  };
}

function progressOf(stdout: string): readonly string[] {
  return stdout.split('\n').filter((line) => line.startsWith('⏳'));
}

describe('wait-for', () => {
  it('looks again until staging is ready, and says meanwhile what is broken', async () => {
    staging.broken.add('check-in');
    atLook((look) => {
      if (look === 3) staging.broken.clear();
    });
    const run = await staging.run(quick, { inputs: { 'wait-for': '1m' } });
    expect(run.code).toBe(0);
    expect(run.outputs['ready']).toBe('true');
    expect(looks).toBe(3);
    const lines = progressOf(run.stdout);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /check-in is broken at .* Looking again in 200 ms, for at most (?:1 min|\d+ s)\./u,
    );
  });

  it('waits for evidence as well, and says what is missing of it', async () => {
    const sha = staging.enter('The candidate');
    atLook((look) => {
      if (look === 2) staging.remember([green(sha, minuteMs)]);
    });
    const run = await staging.run(evidence + quick, {
      inputs: { 'wait-for': '1m', candidate: sha },
    });
    expect(run.outputs['verdict']).toBe('ready');
    expect(looks).toBe(2);
    expect(progressOf(run.stdout)[0]).toContain(
      `check-in passed 0 of 1 times with ${sha.slice(0, 7)} live; 1 more`,
    );
  });

  it('asks GitHub at each look only for what may have changed', async () => {
    const sha = staging.enter('The candidate');
    staging.remember([green(sha, 3 * 24 * 60 * minuteMs), green(sha, minuteMs)]);
    atLook((look) => {
      if (look < 4) staging.broken.add('portal');
      else staging.broken.clear();
    });
    const run = await staging.run(evidence + quick, { inputs: { 'wait-for': '1m', candidate: sha } });
    expect(run.code).toBe(0);
    const requests = staging.github.exchanges.map(({ resource }) => resource);
    const count = (start: string) => requests.filter((resource) => resource.startsWith(start)).length;
    expect(looks).toBe(4);
    expect([count('/git/ref/'), count('/git/trees/'), count('/git/blobs/')]).toEqual([4, 1, 2]);
  });

  it('gives up with the last verdict when the time is over', async () => {
    staging.broken.add('portal');
    atLook((look) => {
      if (look === 2) staging.broken.add('check-in');
    });
    const run = await staging.run(quick, { inputs: { 'wait-for': '3s' } });
    expect(run.code).toBe(1);
    expect(run.outputs).not.toHaveProperty('ready');
    expect(run.outputs['verdict']).toBe('not-ready');
    expect(run.report?.rootCauses.map(({ layer }) => layer)).toEqual(['check-in', 'portal']);
    expect(looks).toBeGreaterThan(1);
  });

  it('is not asked for: then staging is looked at once, whatever the result is', async () => {
    staging.broken.add('check-in');
    atLook(() => undefined);
    const run = await staging.run(quick);
    expect(run.outputs['verdict']).toBe('not-ready');
    expect(looks).toBe(1);
    expect(progressOf(run.stdout)).toEqual([]);
  });
});

describe('steady-for', () => {
  it('wants every look ready for that long', async () => {
    atLook((look) => {
      if (look === 2) staging.broken.add('portal');
      else staging.broken.clear();
    });
    const run = await staging.run(quick, { inputs: { 'wait-for': '1m', 'steady-for': '700ms' } });
    expect(run.code).toBe(0);
    const lines = progressOf(run.stdout);
    expect(lines[0]).toContain('ready for 0 s of the 700 ms that `steady-for` asks for');
    expect(lines[1]).toContain('portal is broken');
    // It begins anew after the look that was not ready.
    expect(lines[2]).toContain('ready for 0 s of the 700 ms');
    expect(looks).toBeGreaterThanOrEqual(5);
  });

  it('blocks when staging was ready, but not for long enough', async () => {
    atLook((look) => {
      if (look % 2 === 0) staging.broken.add('portal');
      else staging.broken.clear();
    });
    const run = await staging.run(quick, { inputs: { 'wait-for': '2s', 'steady-for': '1s' } });
    expect(run.code).toBe(1);
    expect(run.outputs).not.toHaveProperty('ready');
    expect(['untested', 'not-ready']).toContain(run.outputs['verdict']);
  });
});

describe('the overall deadline', () => {
  it('comes after the wait, and the gate still reports', async () => {
    staging.broken.add('check-in');
    const run = await staging.run(quick, { inputs: { 'wait-for': '1500ms', deadline: '20s' } });
    expect(run.outputs['verdict']).toBe('not-ready');
    expect(run.summary).toContain('Not ready');
  });

  it('ends a look that hangs while waiting, with a report instead of a kill', async () => {
    staging.broken.add('check-in');
    atLook((look) => {
      if (look === 2) staging.hang.add('check-in');
    });
    const run = await staging.run(quick, { inputs: { 'wait-for': '4s', deadline: '1s' } });
    expect(run.code).toBe(1);
    expect(run.outputs['verdict']).toBe('inconclusive');
    expect(run.report?.probes[0]?.checks.map(({ code }) => code)).toContain('DEADLINE');
    expect(run.summary).toContain('DEADLINE');
  });
});
