import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tellStep, tellStory } from '../../simulator/replay/page.ts';
import { monitorRuns, playWeek, type Step } from '../../simulator/replay/week.ts';
import { startWorld, type World } from '../../simulator/replay/world.ts';
import { findMismatches } from '../support/openapi.ts';

/** The last commit that had gone green, the candidate that drops the date of birth, the fixed one. */
const changes = [
  'The build of last week',
  'Refactor what is sent to CHIP',
  'Send the date of birth to CHIP again',
];
const [old, candidate, fixed] = changes;

const plain = (_: unknown, text: string) => text;

describe('the week of August 2023', () => {
  let steps: readonly Step[] = [];

  beforeAll(async () => {
    steps = await playWeek();
  });

  it('goes through its verdicts step by step', () => {
    const story = steps.map(({ at, who, change, report }) => [
      at.toISOString().slice(5, 16),
      who,
      change,
      report.verdict,
    ]);
    expect(story).toEqual([
      ['08-10T13:00', 'monitor', old, 'ready'],
      ['08-10T15:00', 'monitor', candidate, 'not-ready'],
      ['08-14T12:00', 'monitor', candidate, 'not-ready'],
      ['08-14T13:00', 'deploy', candidate, 'not-ready'],
      ['08-15T11:40', 'deploy', candidate, 'untested'],
      ['08-15T12:00', 'monitor', candidate, 'not-ready'],
      ['08-15T13:30', 'monitor', fixed, 'untested'],
      ['08-15T15:05', 'deploy', fixed, 'untested'],
      ['08-15T17:20', 'deploy', fixed, 'ready'],
    ]);
  });

  it('names the CDW and nothing else while its column is missing', () => {
    for (const { report } of steps.slice(1, 4)) {
      expect(report.rootCauses.map(({ layer, code }) => `${layer} ${code}`)).toEqual(['cdw COLUMN_MISSING']);
      expect(report.headline).toContain('cdw is broken at dflt.vw__sta3n_icn.cellPhone');
    }
  });

  it('counts the debt of an outage that is three days old, and the candidate in it', () => {
    expect(steps[1]?.report.debt?.sentence).toBe(
      'staging cannot run check-in as of now; 1 candidate entered untested',
    );
    expect(steps[2]?.report.debt?.sentence).toBe(
      'staging could not run check-in for 3 d 21 h; 1 candidate entered untested',
    );
  });

  it('leaves the candidate untested after the repair, where a health check and a soak timer would open', () => {
    const repaired = steps[4];
    expect(repaired?.report.probes.map(({ status }) => status)).toEqual(Array(6).fill('pass'));
    expect(repaired?.report.decision).toBe('block');
    expect(repaired?.report.evidence.missing[0]).toMatch(/^check-in passed 0 of 3 times/u);
    expect(repaired?.healthCheck.opens).toBe(true);
    expect(repaired?.soakTimer.opens).toBe(true);
  });

  it('finds with the journey that VEText sends no date of birth', () => {
    expect(steps[5]?.report.rootCauses).toMatchObject([
      { layer: 'vetext', code: 'BODY_MISMATCH', check: 'payload for CHIP' },
    ]);
    expect(steps[5]?.report.headline).toContain('patientDOB');
    expect(steps[5]?.healthCheck.opens).toBe(true);
  });

  it('says what the fixed commit still lacks, and opens once it has been proved', () => {
    expect(steps[7]?.report.evidence.missing).toHaveLength(1);
    expect(steps[7]?.report.evidence.missing[0]).toContain('1 h 30 min of 4 h; 2 h 30 min more');
    const opened = steps[8];
    expect(opened?.progress).toHaveLength(2);
    expect(opened?.report.decision).toBe('allow');
    expect(opened?.report.evidence.requirements.map(({ met }) => met)).toEqual([true, true]);
  });

  it('would have gone otherwise with a soak timer or a health check', () => {
    const asked = steps.filter(({ who }) => who === 'deploy');
    const firstOpened = (opens: (step: Step) => boolean) => asked.find(opens)?.change;
    expect(firstOpened(({ soakTimer }) => soakTimer.opens)).toBe(candidate);
    expect(firstOpened(({ healthCheck }) => healthCheck.opens)).toBe(candidate);
    expect(firstOpened(({ report }) => report.decision === 'allow')).toBe(fixed);
  });

  it('warns of nothing', () => {
    expect(steps.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('is told with each headline, and on a page that fits into its columns', () => {
    const squeezed = (text: string) => text.replaceAll(/\s+/gu, ' ');
    for (const step of steps)
      expect(squeezed(tellStep(step, 80, plain))).toContain(squeezed(step.report.headline));
    const page = tellStory(steps, 100, plain);
    expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    for (const step of steps) expect(squeezed(page)).toContain(step.title.split(' ')[0]);
  });
});

describe('the world of the replay', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(new Date('2023-08-15T11:00:00Z'), [new Date('2023-08-15T12:00:00Z')]);
  });
  afterAll(() => world.stop());

  it('shows a deploy job that runs every probe the missing date of birth at once', async () => {
    const sha = world.enter('A commit');
    await world.staging.setFault('vetext-drops-dob', true);
    const quick = await world.ask(sha);
    const full = await world.ask(sha, { probes: '' });
    expect([quick.report.verdict, full.report.verdict]).toEqual(['untested', 'not-ready']);
    expect(full.report.rootCauses.map(({ code }) => code)).toEqual(['BODY_MISMATCH']);
  });

  it('lets the monitor write one line per run, and speaks to GitHub as GitHub describes it', async () => {
    await world.passUntil(new Date('2023-08-15T12:30:00Z'));
    expect(world.monitored).toHaveLength(1);
    const lines = world.github.readFile('staging-health', 'ledger/2023/08/15.jsonl')?.toString('utf8') ?? '';
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { at: string }).at),
    ).toEqual(['2023-08-15T12:00:00.000Z']);
    expect(findMismatches(world.github.exchanges)).toEqual([]);
  });

  it('plays a few dozen runs of the monitor, no more', () => {
    expect(monitorRuns.length).toBeLessThan(36);
  });
});
