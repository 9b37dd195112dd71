import { describe, expect, it } from 'vitest';

import { reportWaivers, waiverWords } from '../../src/core/reported-waivers.ts';
import type { DispatchWaiver, FileWaiver } from '../../src/core/waivers.ts';
import { noWaivers } from '../support/findings.ts';
import { candidate } from './ledger-entries.ts';

const inFile: FileWaiver = {
  source: 'file',
  probes: ['cdw', 'evidence'],
  reason: 'DEVOPS-12',
  until: new Date('2026-12-01T23:59:59Z'),
};
const dispatched: DispatchWaiver = {
  source: 'dispatch',
  probes: ['chip'],
  reason: 'INC-1',
  candidate,
  actor: 'captain',
};

describe('the waivers of a report', () => {
  it('are all there, each with its state, the used ones first', () => {
    const applied = {
      ...noWaivers,
      used: [inFile],
      unused: [dispatched],
      expired: [inFile],
      otherCandidate: [dispatched],
    };
    const refused = { probes: ['portal'], reason: 'INC-2', actor: 'newcomer', refusal: 'no permission' };
    const file = {
      source: 'file',
      probes: ['cdw', 'evidence'],
      reason: 'DEVOPS-12',
      until: '2026-12-01',
    };
    const given = { source: 'dispatch', probes: ['chip'], reason: 'INC-1', actor: 'captain' };
    expect(reportWaivers(applied, [refused])).toEqual([
      { state: 'used', ...file },
      { state: 'refused', source: 'dispatch', ...refused },
      { state: 'unused', ...given },
      { state: 'expired', ...file },
      { state: 'for-another-commit', ...given },
    ]);
  });

  it('leave out who asked where nobody is known', () => {
    const refused = { probes: ['portal'], reason: '', actor: undefined, refusal: 'nobody' };
    const [waiver] = reportWaivers({ ...noWaivers, used: [] }, [refused]);
    expect(waiver).not.toHaveProperty('actor');
    const [used] = reportWaivers({ ...noWaivers, used: [{ ...dispatched, actor: undefined }] }, []);
    expect(used).not.toHaveProperty('actor');
    expect(used).not.toHaveProperty('until');
  });

  it('are none when there are none', () => {
    expect(reportWaivers(noWaivers, [])).toEqual([]);
  });
});

describe('a used waiver in one line', () => {
  it.each([
    [
      'has its names, reason and last day',
      { source: 'file', until: '2026-12-01' },
      'cdw, chip (DEVOPS-12, until 2026-12-01)',
    ],
    [
      'has who gave it on a dispatch',
      { source: 'dispatch', actor: 'captain' },
      'cdw, chip (DEVOPS-12, by captain)',
    ],
    ['has its reason alone where no more is known', { source: 'dispatch' }, 'cdw, chip (DEVOPS-12)'],
  ] as const)('%s', (_, terms, words) => {
    expect(waiverWords({ state: 'used', probes: ['cdw', 'chip'], reason: 'DEVOPS-12', ...terms })).toBe(
      words,
    );
  });
});
