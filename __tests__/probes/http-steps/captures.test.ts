import { describe, expect, test } from 'vitest';

import type { JsonValue } from '../../../src/core/plan.ts';
import { takeCaptures } from '../../../src/probes/http-steps/captures.ts';
import { Redactor } from '../../../src/secrets.ts';

function taken(json: JsonValue, secret = true) {
  const masks: string[] = [];
  const variables = new Map<string, JsonValue>();
  const redactor = new Redactor((form) => masks.push(form));
  const fault = takeCaptures({ all: { pointer: '', secret } }, json, variables, redactor);
  return { fault, masks, variables, redactor };
}

describe('a captured value', () => {
  test('stands where the body itself says, if it does', () => {
    const variables = new Map<string, JsonValue>();
    const choose = (body: JsonValue) => (JSON.stringify(body).includes('second') ? '/1' : '/0');
    const redactor = new Redactor(() => undefined);
    takeCaptures({ one: { pointer: '/0', choose } }, ['first', 'second'], variables, redactor);
    expect(variables.get('one')).toBe('second');
  });

  test('is masked text by text, and line by line', () => {
    const { redactor, fault } = taken({ a: ['Zq-first', { b: 'Zq-second\nZq-third' }], c: 4_071_953 });
    expect(fault).toBeUndefined();
    expect(redactor.redact('Zq-first Zq-second Zq-third 4071953')).toBe('*** *** *** ***');
  });

  test.each([
    'ready',
    'READY',
    'Staging',
    'service',
    'answer',
    'COLUMN_MISSING',
    'vetext',
    'true',
    '2026',
    8080,
    'abc',
  ])('that is an ordinary word or number (%j) does not blank the report', (word) => {
    expect(taken({ word }).masks).toEqual([]);
  });

  test.each([
    ['many values', Array.from({ length: 1001 }, (_, index) => `Zq-${String(index)}`)],
    ['many lines', Array.from({ length: 1001 }, (_, index) => `Zq-${String(index)}`).join('\n')],
    ['a long text', 'Zq'.repeat(40_000)],
  ])(
    'of %s is refused before anything is masked or used, for each becomes masks of the whole job',
    (_, value) => {
      const { fault, masks, variables } = taken(value);
      expect(fault?.code).toBe('BODY_TOO_LARGE');
      expect([masks.length, variables.size]).toEqual([0, 0]);
      expect(taken(value, false).fault).toBeUndefined();
    },
  );

  test('of a thousand values makes a bounded number of masks', () => {
    const { masks, fault } = taken(Array.from({ length: 1000 }, (_, index) => `Zq "${String(index)}"/ä`));
    expect(fault).toBeUndefined();
    expect(masks.length).toBeLessThanOrEqual(12_000);
  });
});
