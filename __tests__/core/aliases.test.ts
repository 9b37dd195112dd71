import { describe, expect, test } from 'vitest';

import { aliasesIn } from '../../src/core/aliases.ts';
import { compileContract } from '../../src/core/json-contract.ts';
import type { JsonValue } from '../../src/core/plan.ts';
import { tellViolations } from '../../src/core/violations.ts';

const date = { type: 'string', format: 'date' } as const;
const named = (name: string) => ({ type: 'object', required: [name], properties: { [name]: date } });

describe('aliasesIn', () => {
  test('finds the names of a field, each with what its value must be', () => {
    expect(aliasesIn([named('dob'), { required: ['birthDate'] }])).toEqual([
      { name: 'dob', schema: date },
      { name: 'birthDate', schema: undefined },
    ]);
  });

  test.each<[string, JsonValue | undefined]>([
    ['nothing', undefined],
    ['empty list', []],
    ['a branch that is no object', [named('dob'), true]],
    ['a branch that requires nothing', [named('dob'), { properties: { dob: date } }]],
    ['a branch that requires two', [named('dob'), { required: ['name', 'zip'] }]],
    ['a branch that asks for more', [named('dob'), { required: ['name'], minProperties: 2 }]],
    [
      'a branch that speaks of another property',
      [named('dob'), { required: ['a'], properties: { b: date } }],
    ],
    ['a branch with a reference', [named('dob'), { $ref: '#/$defs/dob' }]],
  ])('takes no %s for aliases', (_, branches) => {
    expect(aliasesIn(branches)).toBeUndefined();
  });
});

describe('a field with several names', () => {
  const contract = compileContract({
    type: 'object',
    properties: {
      patient: { type: 'object', anyOf: [named('dob'), named('DOB'), named('birthDate')] },
    },
  });
  const told = (patient: JsonValue) => tellViolations(contract.check({ patient }));

  test('is told as missing with all of its names', () => {
    expect(told({ name: 'Synthetic' })).toEqual({
      expected: '/patient/dob (or DOB, birthDate): a date (YYYY-MM-DD)',
      observed: '/patient/dob (or DOB, birthDate): missing',
    });
  });

  test('is told by the name that is there when its value is wrong', () => {
    expect(told({ DOB: '1953-13-01' }).observed).toBe('/patient/DOB: string of another form');
    expect(told({ birthDate: '' }).observed).toBe('/patient/birthDate: empty string');
    expect(told({ birthDate: null }).observed).toBe('/patient/birthDate: null');
  });

  test('is told under each name that is there when none of the values is right', () => {
    expect(told({ dob: 5, DOB: [] }).observed).toBe('/patient/dob: number; /patient/DOB: empty array');
  });

  test('is right as soon as one of its names has a right value', () => {
    expect(told({ dob: '', DOB: '1953-06-19' }).observed).toBe('');
  });
});

test('places whose names are not shown are told once', () => {
  const contract = compileContract({ type: 'object', additionalProperties: { const: true } });
  expect(tellViolations(contract.check({ hunter2: false, swordfish: false })).observed).toBe('/*: false');
});
