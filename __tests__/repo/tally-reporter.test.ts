import { describe, expect, it } from 'vitest';

import { countTests, tallyLine } from '../../scripts/tally-reporter.ts';

function testFile(states: readonly string[], ok: boolean) {
  return {
    ok: () => ok,
    children: { allTests: () => states.map((state) => ({ result: () => ({ state }) })) },
  };
}

describe('the tally of a test run', () => {
  it('counts passed and failed tests over all files', () => {
    const files = [testFile(['passed', 'passed'], true), testFile(['passed', 'failed'], false)];
    expect(tallyLine(countTests(files, 0))).toBe('3 passed, 1 failed');
  });

  it('names skipped tests, and counts one that never ended among them', () => {
    expect(tallyLine(countTests([testFile(['passed', 'skipped', 'pending'], true)], 0))).toBe(
      '1 passed, 0 failed, 2 skipped',
    );
  });

  it('counts a file that does not load as a failure', () => {
    expect(countTests([testFile([], false), testFile(['passed'], true)], 0).failed).toBe(1);
  });

  it('counts a file as a failure when only its clean-up broke', () => {
    expect(countTests([testFile(['passed'], false)], 0)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts errors outside of tests as failures', () => {
    expect(countTests([testFile(['passed'], true)], 2).failed).toBe(2);
  });
});
