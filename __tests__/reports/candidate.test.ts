import { describe, expect, it } from 'vitest';

import type { ReportedWaiver } from '../../src/core/reported-waivers.ts';
import type { Report } from '../../src/core/report.ts';
import { candidateSections, waiverLine } from '../../src/reports/candidate.ts';
import { evidenceOf, probeResult, reportOn } from '../support/findings.ts';

const commit = '4f2a91c0'.repeat(5);
const plain: Report = reportOn([probeResult({ layer: 'cdw' })], { candidate: commit, live: commit });
const requirement = { type: 'check', check: 'tests', result: 'absent' } as const;
const inFile: ReportedWaiver = {
  state: 'used',
  source: 'file',
  probes: ['cdw', 'evidence'],
  reason: 'DEVOPS-12',
  until: '2026-12-01',
};

describe('the sections of a candidate', () => {
  it('are none when there is nothing to say', () => {
    expect(candidateSections(plain)).toEqual([]);
  });

  it('come in one order: evidence, waivers, debt', () => {
    const debt = { since: '2023-08-10T15:00:00.000Z', durationMs: 1, candidates: [], sentence: 'broken' };
    const evidence = evidenceOf({ missing: ['something'] });
    const sections = candidateSections({ ...plain, evidence, waivers: [inFile], debt });
    expect(sections.map((section) => section.split('\n')[0])).toEqual([
      '### Evidence for 4f2a91c',
      '### Waivers',
      '### ⏱️ broken',
    ]);
  });
});

describe('the evidence', () => {
  it('is a list of what is met and what is not, after what no requirement says', () => {
    const evidence = evidenceOf({
      missing: ['4f2a91c is not live in staging now', 'check-in passed 1 of 3 times'],
      requirements: [
        { ...requirement, met: true, text: 'seen healthy' },
        { ...requirement, met: false, text: 'check-in passed 1 of 3 times' },
      ],
      damaged: 2,
    });
    expect(candidateSections({ ...plain, evidence })).toEqual([
      [
        '### Evidence for 4f2a91c',
        'In staging, 4f2a91c is live.',
        [
          '- ❌ 4f2a91c is not live in staging now',
          '- ✅ seen healthy',
          '- ❌ check-in passed 1 of 3 times',
          '- ⚠️ 2 damaged lines of the ledger were left out',
        ].join('\n'),
      ].join('\n\n'),
    ]);
  });

  it('counts one damaged line as one', () => {
    const evidence = evidenceOf({ missing: ['something'], damaged: 1 });
    expect(candidateSections({ ...plain, evidence }).join()).toContain(
      '- ⚠️ One damaged line of the ledger was left out',
    );
  });

  it('is shown when all of it is met, and says when no commit was seen live', () => {
    const evidence = evidenceOf({
      state: 'met',
      requirements: [{ ...requirement, met: true, text: 'done' }],
    });
    const unseen: Report = reportOn([probeResult({ layer: 'cdw' })], { candidate: commit, evidence });
    expect(candidateSections(unseen)[0]).toContain('In staging, no commit was seen live.\n\n- ✅ done');
  });

  it('cannot break out of its list', () => {
    const evidence = evidenceOf({ missing: ['a\n# b', '<img>'] });
    const [section] = candidateSections({ ...plain, environment: '[x](y)', evidence });
    expect(section).toContain('- ❌ a \\# b');
    expect(section).toContain('- ❌ &lt;img&gt;');
    expect(section).toContain('In \\[x\\](y),');
  });
});

describe('a waiver', () => {
  const dispatched: ReportedWaiver = {
    state: 'refused',
    source: 'dispatch',
    probes: ['chip'],
    reason: 'INC-1',
    actor: 'captain',
    refusal: 'captain has the permission read',
  };

  it.each([
    [inFile, 'waiver of cdw, evidence: 🔓 used (DEVOPS-12; until 2026-12-01)'],
    [
      { ...inFile, state: 'unused' },
      'waiver of cdw, evidence: not used: nothing that it names would block (DEVOPS-12; until 2026-12-01)',
    ],
    [{ ...inFile, state: 'expired' }, 'waiver of cdw, evidence: expired (DEVOPS-12; until 2026-12-01)'],
    [
      dispatched,
      'waiver of chip: 🔒 refused: captain has the permission read (INC-1; for this commit, by captain)',
    ],
    [
      { state: 'for-another-commit', source: 'dispatch', probes: ['chip'], reason: 'INC-1' },
      'waiver of chip: given for another commit (INC-1; for this commit)',
    ],
  ] as readonly [ReportedWaiver, string][])('in one line: %#', (waiver, line) => {
    expect(waiverLine(waiver)).toBe(line);
  });

  it('is a row of the table, whose cells nothing breaks', () => {
    const [section] = candidateSections({ ...plain, waivers: [inFile, { ...dispatched, reason: 'a | b' }] });
    expect(section?.split('\n').slice(2)).toEqual([
      '| Names | State | Reason | Terms |',
      '| --- | --- | --- | --- |',
      '| cdw, evidence | 🔓 used | DEVOPS-12 | until 2026-12-01 |',
      '| chip | 🔒 refused: captain has the permission read | a \\| b | for this commit, by captain |',
    ]);
  });
});

describe('the debt', () => {
  it('is told with its beginning and each commit that entered', () => {
    const debt = {
      since: '2023-08-10T15:00:00.000Z',
      durationMs: 1,
      candidates: [commit, 'b'.repeat(40)],
      sentence: 'staging could not run check-in for 3 d 21 h; 2 candidates entered untested',
    };
    expect(candidateSections({ ...plain, debt })).toEqual([
      '### ⏱️ staging could not run check-in for 3 d 21 h; 2 candidates entered untested\n\n' +
        'Since 2023-08-10 15:00 UTC.\n\n- 4f2a91c\n- bbbbbbb',
    ]);
    expect(candidateSections({ ...plain, debt: { ...debt, candidates: [] } })[0]).toMatch(/15:00 UTC\.$/u);
  });
});
