import { describe, expect, it } from 'vitest';

import { file, load, problemsOf, shelfEnv, shelfWith } from './reading.ts';

/** A file with the probe `a` on its first six lines and these from line 7 on. */
function withSections(lines: readonly string[]): string {
  return `${shelfWith()}${lines.join('\n')}\n`;
}

function read(...lines: readonly string[]) {
  return load(withSections(lines), shelfEnv);
}

/** The problems of these lines, without the name of the file. */
function told(...lines: readonly string[]): readonly string[] {
  return problemsOf(withSections(lines), shelfEnv).map((problem) => problem.replace(`${file}:`, ''));
}

const hourMs = 3_600_000;
const deployment = '  candidate: { from: deployment }';

describe('the section `evidence`', () => {
  it('asks for nothing when it is absent', () => {
    expect(read().evidence).toEqual({
      candidate: undefined,
      policy: { require: [], expiresAfterMs: 7 * 24 * hourMs },
    });
  });

  it('becomes a policy, in the order of the file and with its defaults', () => {
    const { evidence } = read(
      'evidence:',
      deployment,
      '  require:',
      '    - { probe: a }',
      '    - { probe: a, passes: 3, spanning: 1h }',
      '    - { healthy-for: 4h }',
      '    - { healthy-for: 2h, max-gap: 20m }',
      '    - { check: "CHIP system tests" }',
      '  expires-after: 3d',
    );
    expect(evidence).toEqual({
      candidate: { from: 'deployment', environment: 'staging' },
      policy: {
        require: [
          { type: 'passes', probe: 'a', passes: 1, spanningMs: 0 },
          { type: 'passes', probe: 'a', passes: 3, spanningMs: hourMs },
          { type: 'healthy-for', healthyForMs: 4 * hourMs, maxGapMs: 0.75 * hourMs },
          { type: 'healthy-for', healthyForMs: 2 * hourMs, maxGapMs: hourMs / 3 },
          { type: 'check', check: 'CHIP system tests' },
        ],
        expiresAfterMs: 72 * hourMs,
      },
    });
  });

  it('reads the live commit from a deployment to another environment, or from an address', () => {
    expect(
      read('evidence:', '  candidate: { from: deployment, environment: va-staging }').evidence.candidate,
    ).toEqual({
      from: 'deployment',
      environment: 'va-staging',
    });
    expect(
      read('evidence:', '  candidate: { from: url, url: "https://a.example/build", pointer: /git }').evidence
        .candidate,
    ).toEqual({ from: 'url', url: 'https://a.example/build', pointer: '/git' });
  });

  it.each([
    ['no mapping', ['evidence: 3'], ['7:11: evidence: expected a mapping of keys to values, found a number']],
    [
      'a misspelt key',
      ['evidence: { expire-after: 3d }'],
      [
        '7:13: evidence.expire-after: no such key; did you mean "expires-after"? Known keys: candidate, require, expires-after',
      ],
    ],
    [
      'too long a memory',
      ['evidence: { expires-after: 366d }'],
      ['7:28: evidence.expires-after: expected a duration longer than 0 and at most 365d'],
    ],
    [
      'requirements without a candidate',
      ['evidence:', '  require: [{ check: b }]'],
      [
        '7:1: evidence.candidate: missing; expected where the live commit can be read: without it no run can prove anything about a candidate',
      ],
    ],
    [
      'an unknown place',
      ['evidence:', '  candidate: { from: git }'],
      ['8:22: evidence.candidate.from: expected deployment or url'],
    ],
    [
      'an address without its keys',
      ['evidence:', '  candidate: { from: url }'],
      [
        '8:3: evidence.candidate.url: missing; expected with `from: url` the address that answers JSON',
        '8:3: evidence.candidate.pointer: missing; expected with `from: url` a JSON Pointer such as /git_revision',
      ],
    ],
    [
      'an address with the key of a deployment',
      ['evidence:', '  candidate: { from: url, url: "https://a.example", pointer: b, environment: c }'],
      [
        '8:62: evidence.candidate.pointer: expected a JSON Pointer such as /data/0/id',
        '8:78: evidence.candidate.environment: no such key with `from: url`',
      ],
    ],
    [
      'a deployment with the keys of an address',
      ['evidence:', '  candidate: { from: deployment, url: "https://a.example", pointer: /b }'],
      [
        '8:39: evidence.candidate.url: no such key with `from: deployment`',
        '8:69: evidence.candidate.pointer: no such key with `from: deployment`',
      ],
    ],
  ])('refuses %s', (_, lines, problems) => {
    expect(told(...lines)).toEqual(problems);
  });

  const sort = 'expected exactly one of `probe`, `healthy-for` and `check`';
  it.each([
    ['{}', sort, 7],
    ['{ passes: 2 }', sort, 7],
    ['{ probe: a, check: b }', sort, 7],
    ['{ probe: a, healthy-for: 1h, check: b }', sort, 7],
    ['{ probe: a, max-gap: 1m }', 'max-gap: no such key beside `probe`', 28],
    ['{ healthy-for: 1h, passes: 2 }', 'passes: no such key beside `healthy-for`', 34],
    ['{ healthy-for: 1h, spanning: 2h }', 'spanning: no such key beside `healthy-for`', 36],
    ['{ check: b, spanning: 1h }', 'spanning: no such key beside `check`', 29],
    ['{ probe: a, spanning: 1h }', 'spanning: expected at least two `passes`: one alone spans no time', 29],
    [
      '{ probe: a, passes: 1, spanning: 1h }',
      'spanning: expected at least two `passes`: one alone spans no time',
      40,
    ],
    ['{ probe: a, passes: 0 }', 'passes: expected a whole number of at least 1', 27],
    ['{ healthy-for: 0s }', 'healthy-for: expected a duration longer than 0 and at most 365d', 22],
    ['{ healthy-for: 1h, max-gap: 0s }', 'max-gap: expected a duration longer than 0 and at most 365d', 35],
    [
      '{ healthy-for: 7d }',
      'healthy-for: expected less than `expires-after`: older evidence is gone before this is reached',
      22,
    ],
    [
      '{ probe: a, passes: 2, spanning: 8d }',
      'spanning: expected less than `expires-after`: older evidence is gone before this is reached',
      40,
    ],
    [
      '{ probe: a, pass: 2 }',
      'pass: no such key; did you mean "passes"? Known keys: probe, passes, spanning, healthy-for, max-gap, check',
      19,
    ],
    ['{ probe: b }', 'probe: there is no probe "b"; did you mean "a"? Probes: a', 16],
    ['{ check: "" }', 'check: expected text that is not empty', 16],
  ])('refuses the requirement %s', (requirement, problem, column) => {
    const key = problem === sort ? '' : '.';
    const expected = `10:${String(column)}: evidence.require[0]${key === '' ? ': ' : key}${problem}`;
    expect(told('evidence:', deployment, '  require:', `    - ${requirement}`)).toEqual([expected]);
  });

  it('takes the last duration that can be reached', () => {
    const { policy } = read('evidence:', deployment, '  require: [{ healthy-for: 167h }]').evidence;
    expect(policy.require).toMatchObject([{ healthyForMs: 167 * hourMs }]);
  });

  it('tells every problem at once, each at its place', () => {
    const problems = told(
      'evidence:',
      deployment,
      '  require:',
      '    - { probe: a, max-gap: 1m }',
      '    - { healthy-for: 9d }',
      '    - {}',
    );
    expect(problems.map(lineOf)).toEqual(['10', '11', '12']);
  });
});

describe('the section `waivers`', () => {
  it('becomes waivers that hold to the end of their last day', () => {
    const { waivers } = read(
      'waivers:',
      '  - { probes: [a, evidence], reason: DEVOPS-12, until: 2026-12-01 }',
    );
    expect(waivers).toEqual([
      {
        source: 'file',
        probes: ['a', 'evidence'],
        reason: 'DEVOPS-12',
        until: new Date('2026-12-01T00:00:00Z'),
      },
    ]);
    expect(read().waivers).toEqual([]);
  });

  it.each([
    ['{ probes: [], reason: b, until: 2026-12-01 }', ['probes: expected at least one name']],
    ['{ probes: [a], until: 2026-12-01 }', ['reason: missing; expected text that is not empty']],
    ['{ probes: [a], reason: b }', ['until: missing; expected a calendar day such as 2026-12-25']],
    ['{ probes: [a], reason: b, until: 2026-02-30 }', ['until: expected a calendar day such as 2026-12-25']],
    ['{ probes: [a], reason: "", until: 2026-12-01 }', ['reason: expected text that is not empty']],
    [
      '{ probes: [b, evidenc], reason: c, until: 2026-12-01 }',
      [
        'probes[0]: there is no probe "b"; did you mean "a"? Probes: a, evidence',
        'probes[1]: there is no probe "evidenc"; did you mean "evidence"? Probes: a, evidence',
      ],
    ],
  ])('refuses %s', (waiver, problems) => {
    const found = told('waivers:', `  - ${waiver}`);
    expect(found.map(unplaced)).toEqual(problems.map((problem) => `waivers[0].${problem}`));
    expect(found.map(lineOf)).toEqual(problems.map(() => '8'));
  });

  it('names probes that there are, which is looked at whatever else is wrong', () => {
    const found = told('waivers:', '  - { probes: [b, 7, a], reason: "", until: never }', '  - none');
    expect(found.map(unplaced)).toEqual([
      'waivers[0].probes[0]: there is no probe "b"; did you mean "a"? Probes: a, evidence',
      'waivers[0].probes[1]: there is no probe "7"; did you mean "a"? Probes: a, evidence',
      'waivers[0].reason: expected text that is not empty',
      'waivers[0].until: expected a calendar day such as 2026-12-25',
      'waivers[1]: expected a mapping of keys to values, found text',
    ]);
  });

  it('cannot be meant for a probe that is called `evidence`', () => {
    const text = shelfWith().replace('  a:', '  evidence:');
    expect(problemsOf(text, shelfEnv).join()).toContain('`evidence` stands for the evidence in waivers');
  });
});

describe('the keys around them', () => {
  it('have defaults', () => {
    expect(read()).toMatchObject({
      waivePermission: 'maintain',
      waitIntervalMs: 30_000,
      retentionDays: 400,
    });
  });

  it('become what the code wants; a part of a day is kept whole', () => {
    expect(read('waive-permission: admin', 'wait-interval: 200ms', 'ledger-retention: 36h')).toMatchObject({
      waivePermission: 'admin',
      waitIntervalMs: 200,
      retentionDays: 2,
    });
  });

  it.each([
    ['waive-permission: owner', 'waive-permission: expected read, triage, write, maintain or admin'],
    ['waive-permission: none', 'waive-permission: expected read, triage, write, maintain or admin'],
    ['wait-interval: 2h', 'wait-interval: expected a duration longer than 0 and at most 1h'],
    ['wait-interval: 0s', 'wait-interval: expected a duration longer than 0 and at most 1h'],
    ['ledger-retention: 4000d', 'ledger-retention: expected a duration longer than 0 and at most 3650d'],
  ])('refuse %s', (line, problem) => {
    expect(told(line).map(unplaced)).toEqual([problem]);
  });

  it('refuse to remove evidence that has not expired', () => {
    const evidence = ['evidence:', deployment, '  require: [{ probe: a }]', '  expires-after: 7d'];
    const short = told(...evidence, 'ledger-retention: 6d').map(unplaced);
    expect(short).toEqual([
      'ledger-retention: expected at least `expires-after` of the evidence: what is removed proves nothing any more',
    ]);
    expect(read(...evidence, 'ledger-retention: 7d').retentionDays).toBe(7);
    // Where nothing is asked of a candidate, nothing is missed.
    expect(read('ledger-retention: 6d').retentionDays).toBe(6);
  });
});

/** `8:22: key: message` without its place. */
function unplaced(problem: string): string {
  return problem.replace(/^\d+:\d+: /u, '');
}

function lineOf(problem: string): string {
  return problem.split(':')[0] ?? '';
}
