import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { factsOf, faultCodes, type FaultCode } from '../../src/core/fault-codes.ts';
import { faultLine, faultyCheck, hintOf, isFaulty, isIndependent } from '../../src/core/faults.ts';
import { failing, fault, passing } from '../support/findings.ts';

const codes = Object.keys(faultCodes) as FaultCode[];

describe('faultyCheck', () => {
  test('has the status of its code, for every code', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), (code) => {
        expect(faultyCheck({ name: 'a', layer: 'chip' }, fault(code)).status).toBe(factsOf(code).status);
      }),
    );
  });

  test('never passes', () => {
    expect(codes.map((code) => isFaulty(failing(code)))).not.toContain(false);
    expect(isFaulty(passing())).toBe(false);
  });

  test('took no time unless it is told', () => {
    expect(faultyCheck({ name: 'a', layer: 'chip' }, fault('DNS')).durationMs).toBe(0);
    expect(faultyCheck({ name: 'a', layer: 'chip', durationMs: 7 }, fault('DNS')).durationMs).toBe(7);
  });
});

describe('hintOf', () => {
  test('gives the cause and the next step of the code', () => {
    expect(hintOf(fault('COLUMN_MISSING'))).toBe(
      'The staging copy of the table lacks a column that production has. Re-sync the table from production, so that both schemas match.',
    );
  });

  test('lets the fault speak for itself', () => {
    expect(hintOf(fault('TIMEOUT', { hint: 'Restart the container.' }))).toBe('Restart the container.');
  });
});

describe('isIndependent', () => {
  test.each([
    ['of a code that no upstream explains', failing('COLUMN_MISSING'), true],
    ['of a code that an upstream may explain', failing('HTTP_STATUS'), false],
    ['that says so of itself', failing('HTTP_STATUS', { independent: true }), true],
    ['whose code says so, whatever it says of itself', failing('DNS', { independent: false }), true],
    ['that passed', passing(), true],
  ])('judges a check %s', (_, check, expected) => {
    expect(isIndependent(check)).toBe(expected);
  });
});

test('a fault in one line says expected, then observed', () => {
  expect(faultLine(fault('TIMEOUT', { expected: 'an answer', observed: 'none' }))).toBe(
    'expected an answer, observed none',
  );
});
