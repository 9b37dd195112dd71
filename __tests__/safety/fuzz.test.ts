import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { recordFigures } from '../support/reliability.ts';
import { fuzzTargets } from './fuzz-targets.ts';

/** Inputs per share. */
const runsPerShare = 420;
let tried = 0;

afterAll(() => {
  recordFigures('safety-fuzz', {
    title: 'Fuzzing',
    counts: { 'inputs fuzzed': tried },
  });
});

describe('whatever is read', () => {
  test.each(fuzzTargets)(
    '$name: nothing is thrown but what tells the user, and nothing hangs',
    ({ property, share }) => {
      const details = fc.check(property, { numRuns: share * runsPerShare });
      tried += details.numRuns;
      expect(details.failed, fc.defaultReportMessage(details)).toBe(false);
    },
  );

  test('adds up to ten thousand inputs at least', () => {
    const shares = fuzzTargets.reduce((sum, { share }) => sum + share, 0);
    expect(shares * runsPerShare).toBeGreaterThanOrEqual(10_000);
  });
});
