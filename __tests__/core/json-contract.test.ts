import { describe, expect, test } from 'vitest';

import { compileContract } from '../../src/core/json-contract.ts';
import type { JsonSchema, JsonValue } from '../../src/core/plan.ts';
import { tellViolations } from '../../src/core/violations.ts';

/** `path: expected / observed` */
function check(schema: JsonSchema, value: JsonValue, today?: Date): readonly string[] {
  return compileContract(schema)
    .check(value, today === undefined ? {} : { today })
    .map(({ path, expected, observed }) => `${path}: ${expected} / ${observed}`);
}

function property(schema: JsonSchema): JsonSchema {
  return { type: 'object', properties: { a: schema } };
}

describe('a contract', () => {
  test('holds for what it allows', () => {
    const schema = { type: 'object', required: ['a'], properties: { a: { type: 'string' } } } as const;
    expect(check(schema, { a: '', more: 1 })).toEqual([]);
    expect(check(true, null)).toEqual([]);
  });

  test.each<[string, JsonSchema, JsonValue, string]>([
    ['type', { type: 'string' }, 1, 'string / number'],
    ['types', { type: ['string', 'null'] }, true, 'string or null / boolean'],
    ['integer', { type: 'integer' }, 1.5, 'integer / number'],
    ['empty text', { type: 'string', minLength: 1 }, '', 'string that is not empty / empty string'],
    ['short text', { type: 'string', minLength: 5 }, 'abc', 'at least 5 characters / string'],
    ['long text', { type: 'string', maxLength: 1 }, 'abc', 'at most 1 characters / string'],
    [
      'pattern',
      { type: 'string', pattern: '^\\d+$' },
      'x',
      'text that matches /^\\d+$/ / string of another form',
    ],
    [
      'date',
      { type: 'string', format: 'date' },
      '2026-02-30',
      'a date (YYYY-MM-DD) / string of another form',
    ],
    ['date of another type', { type: 'string', format: 'date' }, 5, 'a date (YYYY-MM-DD) / number'],
    [
      'other formats',
      { type: 'string', format: 'hostname' },
      '-',
      'the format hostname / string of another form',
    ],
    ['const', { const: 'ok' }, 'hunter2', '"ok" / another string'],
    ['const of another type', { const: 'ok' }, null, '"ok" / null'],
    ['enum', { enum: ['a', 2] }, 'hunter2', 'one of "a", 2 / another string'],
    ['minimum', { type: 'number', minimum: 3 }, 1, 'at least 3 / number'],
    ['items', { type: 'array', minItems: 1 }, [], 'at least 1 items / empty array'],
    [
      'surplus items',
      { type: 'array', prefixItems: [true], items: false },
      [1, 2],
      'no further item / array',
    ],
    ['equal items', { type: 'array', uniqueItems: true }, [1, 1], 'items that all differ / array'],
    ['contained item', { type: 'array', contains: { const: 1 } }, [2], 'an item that is 1 / array'],
    ['negation', { not: { const: 1 } }, 1, 'not 1 / number'],
    ['nothing', false, 1, 'nothing / number'],
    [
      'property names',
      { type: 'object', propertyNames: { pattern: '^a$' } },
      { hunter2: 1 },
      'property names of the agreed form / object',
    ],
    [
      'alternatives',
      { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      5,
      'string that is not empty or null / number',
    ],
    [
      'alternative objects',
      { type: 'object', anyOf: [{ required: ['dob', 'name'] }, { required: ['birthDate'] }] },
      {},
      'object with `dob`, `name` or object with `birthDate` / object',
    ],
    [
      'exclusive alternatives',
      { oneOf: [{ type: 'number' }, { const: 1 }] },
      1,
      'exactly one of: number or 1 / number',
    ],
    [
      'nested alternatives',
      { anyOf: [{ anyOf: [{ const: 1 }, { const: 2 }] }, { const: 3 }] },
      4,
      '1 or 2 or 3 / number',
    ],
    ['condition', { if: { const: 1 }, then: { const: 2 } }, 1, '2 / another number'],
    ['dependent', { type: 'object', dependentRequired: { b: ['c'] } }, { b: 1 }, 'present / missing'],
  ])('says of %s what was expected and its type', (_what, schema, value, line) => {
    const violations = check(property(schema), { a: value });
    expect(violations).toHaveLength(1);
    expect(violations[0]?.replace(/^\/a(?:\/c)?: /u, '')).toBe(line);
  });

  test('says of a missing property what it should have been', () => {
    const schema = {
      type: 'object',
      required: ['dob', 'other'],
      properties: { dob: { type: 'string', 'past-date': true } },
    } as const;
    expect(check(schema, {})).toEqual([
      '/dob: a date (YYYY-MM-DD) that is not in the future / missing',
      '/other: present / missing',
    ]);
  });

  test('follows references into alternatives', () => {
    const schema = {
      $defs: {
        text: { type: 'string', minLength: 1 },
        either: { anyOf: [{ $ref: '#/$defs/text' }, { type: 'null' }] },
      },
      type: 'object',
      properties: { a: { $ref: '#/$defs/either' }, b: { $ref: '#/$defs/text' } },
    } as const;
    expect(check(schema, { a: 5, b: 6 })).toEqual([
      '/a: string that is not empty or null / number',
      '/b: string that is not empty / number',
    ]);
  });

  test('never shows a name or a value of the answer', () => {
    const schema = {
      type: 'object',
      properties: {
        people: {
          type: 'array',
          items: {
            type: 'object',
            properties: { name: { type: 'string' } },
            additionalProperties: { type: 'number' },
          },
        },
      },
      additionalProperties: false,
    } as const;
    const value = {
      people: [{ name: 1 }, { 'Synthetic, Patient': 'hunter2', '123456': 'hunter2' }],
      hunter2: 1,
    };
    expect([...check(schema, value)].sort()).toEqual([
      '/*: no other property / present',
      '/people/0/name: string / number',
      '/people/1/*: number / string',
      '/people/1/*: number / string',
    ]);
  });

  test('shows the names that the schema knows, whatever they are called', () => {
    const inner = {
      type: 'object',
      properties: { enum: { type: 'string' } },
      required: ['default'],
    } as const;
    const schema = { type: 'object', properties: { const: inner, required: { type: 'array' } } } as const;
    expect(check(schema, { const: { enum: 1 }, required: 1 })).toEqual([
      '/const/default: present / missing',
      '/const/enum: string / number',
      '/required: array / number',
    ]);
  });

  test('does not take inherited properties for those of an answer', () => {
    expect(check({ type: 'object', required: ['toString'] }, {})).toEqual(['/toString: present / missing']);
  });

  test('with the same $id as another is another', () => {
    const named = (type: string) => ({ $id: 'https://contracts.test/a', type });
    expect(check(named('string'), 1)).toHaveLength(1);
    expect(check(named('number'), 1)).toEqual([]);
  });

  test('is compiled once for the same document', () => {
    const make = () => ({ type: 'object', required: ['a'] });
    expect(compileContract(make())).toBe(compileContract(make()));
  });

  test('with a recursive schema refuses what is nested too deeply instead of crashing', () => {
    const schema = {
      $defs: { tree: { type: 'array', items: { $ref: '#/$defs/tree' } } },
      $ref: '#/$defs/tree',
    } as const;
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as JsonValue;
    expect(check(schema, nested(100))).toEqual([]);
    expect(check(schema, nested(100_000))).toEqual([': JSON that is not nested so deeply / array']);
    expect(check(schema, nested(100))).toEqual([]);
  });

  test.each(['valueOf', 'toString'])(
    'that compares values refuses those with a member called %s instead of crashing',
    (name) => {
      const schema = { type: 'array', uniqueItems: true } as const;
      const refused =
        ': JSON without a member called `valueOf` or `toString` where values are compared / array';
      expect(check(schema, [{ [name]: 1 }, { [name]: 2 }])).toEqual([refused]);
      expect(check(schema, [{ name }, { other: name }])).toEqual([]);
    },
  );
});

describe('a name in an answer', () => {
  const open = { type: 'object', additionalProperties: { type: 'string' } } as const;

  test.each<[string, JsonSchema, readonly string[]]>([
    ['properties', { ...open, properties: { a: { type: 'string' } } }, ['/a', '/*']],
    ['required', { ...open, required: ['a'] }, ['/a', '/*']],
    ['required deeper down', { ...open, allOf: [{ required: ['a'] }] }, ['/a', '/*']],
    ['dependentRequired', { ...open, dependentRequired: { a: ['b'] } }, ['/a', '/b']],
    ['dependentSchemas', { ...open, dependentSchemas: { a: { required: ['b'] } } }, ['/a', '/b']],
  ])('is shown where the schema names it under %s', (_, schema, paths) => {
    const shown = compileContract(schema).check({ a: 1, b: 1 });
    expect(new Set(shown.map(({ path }) => path))).toEqual(new Set(paths));
  });

  test.each<[string, JsonSchema]>([
    ['const', { ...open, properties: { p: { const: { a: 1 } } } }],
    ['enum', { ...open, properties: { p: { enum: [{ a: 1, properties: { a: 1 } }] } } }],
    ['default', { ...open, default: { required: ['a'] } }],
    ['examples', { ...open, examples: [{ properties: { a: 1 } }] }],
    ['nothing', open],
  ])('is not shown where it stands under %s only', (_, schema) => {
    expect(
      compileContract(schema)
        .check({ a: 1 })
        .map(({ path }) => path),
    ).toEqual(['/*']);
  });
});

describe('past-date', () => {
  const schema = { type: 'string', 'past-date': true } as const;
  const today = new Date('2026-03-01T23:59:59Z');

  test.each(['2026-03-01', '1900-01-01', '2024-02-29', '2000-02-29', '0001-01-01'])('accepts %s', (date) => {
    expect(check(schema, date, today)).toEqual([]);
  });

  test.each([
    '2026-03-02',
    '2023-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '19850101',
    '1985-1-1',
    '01/02/1985',
    '1985-01-01T00:00:00Z',
    ' 1985-01-01',
    '',
    '9999-12-31',
  ])('refuses %j', (date) => {
    expect(check(schema, date, today)).toHaveLength(1);
  });

  test('is today by the clock unless told', () => {
    expect(check(schema, new Date().toISOString().slice(0, 10))).toEqual([]);
    expect(check(schema, new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10))).toHaveLength(1);
  });

  test('may be switched off, and says nothing of other types', () => {
    expect(check({ type: 'string', 'past-date': false }, 'x')).toEqual([]);
    expect(check({ type: ['string', 'null'], 'past-date': true }, null)).toEqual([]);
  });

  test('keeps its day through references', () => {
    const nested = {
      $defs: { list: { type: 'array', items: { anyOf: [schema, { $ref: '#/$defs/list' }] } } },
      $ref: '#/$defs/list',
    } as const;
    expect(check(nested, [[['2026-03-02']]], new Date('2026-03-02T00:00:00Z'))).toEqual([]);
    expect(check(nested, [[['2026-03-02']]], today)).not.toEqual([]);
  });
});

describe('tellViolations', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      path: `/${String(index)}`,
      expected: 'a',
      observed: 'b',
    }));

  test('tells ten and counts the rest', () => {
    expect(tellViolations(many(10)).expected).toMatch(/\/9: a$/u);
    const { expected, observed } = tellViolations(many(13));
    expect(expected).toMatch(/\/9: a; and 3 more$/u);
    expect(observed).toMatch(/\/9: b; and 3 more$/u);
  });

  test('calls the whole body by its name', () => {
    expect(tellViolations([{ path: '', expected: 'object', observed: 'array' }])).toEqual({
      expected: 'the body: object',
      observed: 'the body: array',
    });
  });

  test('stays short for an answer that is wrong a hundred thousand times', () => {
    const schema = { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } } as const;
    const violations = compileContract(schema).check(Array.from({ length: 100_000 }, (_, index) => index));
    expect(tellViolations(violations).expected.length).toBeLessThan(500);
  });
});
