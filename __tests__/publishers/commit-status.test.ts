import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { atWord, toStatus } from '../../src/publishers/commit-status.ts';
import { failingProbe, probeResult, reportOn } from '../support/findings.ts';

describe('the description of a status', () => {
  test('is the headline when it fits, and is cut after a word when it does not', () => {
    expect(atWord('staging is ready', 140)).toBe('staging is ready');
    expect(atWord('one two three four', 12)).toBe('one two…');
  });

  test('is never longer than GitHub takes, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(atWord(text, 140).length).toBeLessThanOrEqual(140);
      }),
    );
  });
});

describe('the state of a status', () => {
  test.each([
    ['a verdict that lets through', probeResult({ layer: 'cdw' }), {}, 'success'],
    ['a broken staging', failingProbe('cdw', 'STALE'), {}, 'failure'],
    ['a run that could not judge', failingProbe('cdw', 'CREDENTIAL_REFUSED'), {}, 'error'],
    ['a verdict that is not enforced', failingProbe('cdw', 'STALE'), { enforce: false }, 'success'],
  ] as const)('of %s', (_, probe, input, state) => {
    expect(toStatus(reportOn([probe], input), 'gate').state).toBe(state);
  });
});
