import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { statuses, type Status } from '../../src/core/model.ts';
import { worst } from '../../src/core/worst.ts';

const status = fc.constantFrom(...statuses);

describe('worst', () => {
  test.each([
    [['pass'], 'pass'],
    [['pass', 'warn'], 'warn'],
    [['warn', 'unknown', 'pass'], 'unknown'],
    [['fail', 'unknown', 'warn', 'pass'], 'fail'],
  ] as const)('of %j is %s', (list, expected) => {
    expect(worst(list)).toBe(expected);
  });

  test('of nothing is unknown: what was never looked at may not pass', () => {
    expect(worst([])).toBe('unknown');
  });

  test.each([undefined, null, '', 'passed', 'PASS', 'toString', '__proto__', 0, {}, ['pass']])(
    'takes %j, which is no status, for unknown',
    (garbage) => {
      expect(worst(['pass', garbage as Status, 'warn'])).toBe('unknown');
      expect(worst([garbage as Status, 'fail'])).toBe('fail');
    },
  );

  test('is in the list, and nothing in the list is worse', () => {
    fc.assert(
      fc.property(fc.array(status, { minLength: 1 }), (list) => {
        const found = worst(list);
        expect(list).toContain(found);
        for (const each of list) {
          expect(statuses.indexOf(each)).toBeLessThanOrEqual(statuses.indexOf(found));
        }
      }),
    );
  });

  test('does not depend on order, nor on how the list is split', () => {
    fc.assert(
      fc.property(fc.array(status, { minLength: 1 }), fc.array(status, { minLength: 1 }), (a, b) => {
        expect(worst([...b, ...a])).toBe(worst([worst(a), worst(b)]));
      }),
    );
  });

  test('takes any iterable', () => {
    expect(worst(new Set<Status>(['warn', 'pass']))).toBe('warn');
  });
});
