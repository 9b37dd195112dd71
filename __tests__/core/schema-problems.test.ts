import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compileContract } from '../../src/core/json-contract.ts';
import type { JsonSchema, JsonValue } from '../../src/core/plan.ts';
import { schemaProblems } from '../../src/core/schema-problems.ts';

describe('schemaProblems', () => {
  test.each<[string, JsonSchema]>([
    ['true', true],
    ['an empty schema', {}],
    ['the dialect by name', { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'x' }],
    ['a union of types', { type: ['string', 'number'] }],
    ['aliases of a field', { type: 'object', anyOf: [{ required: ['dob'] }, { required: ['birthDate'] }] }],
    ['own keywords', { type: 'string', 'past-date': true }],
    [
      'references',
      { $defs: { a: { type: 'string' } }, properties: { if: { $ref: '#/$defs/a' } }, type: 'object' },
    ],
    [
      'properties that are called like keywords',
      { type: 'object', properties: { requierd: true, const: true } },
    ],
    ['values that look like schemas', { const: { requierd: 1 }, examples: [{ nope: 1 }] }],
  ])('has none for %s, which then compiles', (_what, schema) => {
    expect(schemaProblems(schema)).toEqual([]);
    expect(() => compileContract(schema)).not.toThrow();
  });

  test.each<[string, JsonValue, string, string]>([
    ['no schema', 3, '', 'expected a JSON Schema: an object, true or false'],
    ['null', null, '', 'expected a JSON Schema: an object, true or false'],
    ['a list', [], '', 'expected a JSON Schema: an object, true or false'],
    [
      'another dialect',
      { $schema: 'http://json-schema.org/draft-07/schema#' },
      '/$schema',
      'expected "https://json-schema.org/draft/2020-12/schema", or nothing',
    ],
    [
      'no dialect',
      { $schema: 5 },
      '/$schema',
      'expected "https://json-schema.org/draft/2020-12/schema", or nothing',
    ],
    [
      'a misspelt keyword',
      { type: 'object', properties: { a: { anyOf: [{ requierd: ['x'] }] } } },
      '/properties/a/anyOf/0/requierd',
      '`requierd` is not a keyword of JSON Schema 2020-12',
    ],
    [
      'an asynchronous schema',
      { $async: true },
      '/$async',
      '`$async` is not a keyword of JSON Schema 2020-12',
    ],
    [
      'an unknown type',
      { type: 'strin' },
      '/type',
      'expected array, boolean, integer, null, number, object or string, or a list of some of them',
    ],
    ['a keyword of the wrong type', { required: 'a' }, '/required', 'expected array, found string'],
    ['properties that are no map', { properties: [] }, '/properties', 'expected object, found empty array'],
    [
      'a negative length',
      { type: 'string', minLength: -1 },
      '/minLength',
      'expected at least 0, found number',
    ],
    [
      'a constraint without a type',
      { type: 'object', properties: { a: { minLength: 2 } } },
      '/properties/a',
      '`minLength` needs `type: string` beside it',
    ],
    [
      'a constraint that can never apply',
      { type: 'object', properties: { a: { type: 'string', anyOf: [{ type: 'number' }] } } },
      '/properties/a/anyOf/0',
      '`type: number` can never hold within `type: string`',
    ],
    ['an unknown format', { type: 'string', format: 'foo' }, '', '`foo` is not a format that is known here'],
    ['a reference to nowhere', { $ref: '#/$defs/x' }, '', 'the reference #/$defs/x leads nowhere'],
    ['a reference abroad', { $ref: 'https://x.test/y' }, '', 'the reference https://x.test/y leads nowhere'],
    [
      'a wrong pattern',
      { type: 'string', pattern: '(' },
      '',
      'a `pattern` is not a regular expression (with the `u` flag)',
    ],
    ['a lone `if`', { if: true }, '', '`if` needs `then` or `else`'],
    ['a lone `then`', { then: true }, '', '`then` and `else` need `if`'],
    ['a lone bound', { type: 'array', minContains: 1 }, '', '`minContains` needs `contains`'],
    [
      'a past-date that is no switch',
      { type: 'string', 'past-date': 1 },
      '',
      '`past-date` takes true or false',
    ],
    [
      'one $id twice',
      { $defs: { a: { $id: 'x' }, b: { $id: 'x' } } },
      '',
      'two schemas have the same `$id` or `$anchor`',
    ],
  ])('names %s', (_what, schema, path, reason) => {
    expect(schemaProblems(schema)).toEqual([{ path, reason }]);
  });

  test('gives all problems at once', () => {
    const problems = schemaProblems({ properties: { a: { tpye: 'x' }, b: { requierd: [] } } });
    expect(problems.map(({ path }) => path)).toEqual(['/properties/a/tpye', '/properties/b/requierd']);
  });
});

describe('any document', () => {
  const keyword = fc.constantFrom(
    ...'type properties items anyOf oneOf allOf not const enum required format pattern past-date $ref if then else minLength contains additionalProperties'.split(
      ' ',
    ),
  );
  const { schema } = fc.letrec<{ schema: JsonValue; value: JsonValue }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small' },
      fc.boolean(),
      fc.dictionary(keyword, tie('value'), { maxKeys: 3 }) as fc.Arbitrary<JsonValue>,
    ),
    value: fc.oneof(
      tie('schema'),
      fc.array(tie('schema'), { maxLength: 2 }),
      fc.constantFrom<JsonValue>('string', 'object', 'date', '#', 'a', '(', 1, ['a'], { a: true }),
    ),
  }));

  test('either has problems or compiles, and then judges any value without throwing', () => {
    let compiled = 0;
    fc.assert(
      fc.property(schema, fc.jsonValue(), (document, value) => {
        if (schemaProblems(document).length > 0) return;
        compiled += 1;
        const violations = compileContract(document as JsonSchema).check(value as JsonValue);
        for (const { observed } of violations) expect(observed).toMatch(/^[a-z ]+$/u);
      }),
      { numRuns: 1000 },
    );
    expect(compiled).toBeGreaterThan(50);
  });

  test.each([{ type: [{ valueOf: 1 }, { valueOf: 2 }] }, { required: [{ toString: 1 }, { toString: 2 }] }])(
    'that ajv cannot compare has a problem: %j',
    (document) => {
      expect(schemaProblems(document as JsonValue).length).toBeGreaterThan(0);
    },
  );

  test('of no known shape has problems and does not throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        for (const { reason } of schemaProblems(document as JsonValue)) expect(reason).not.toBe('');
      }),
    );
  });
});

test('a large definition that is used often is not copied to each use', () => {
  const many = (child: JsonSchema) =>
    Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`p${String(index)}`, child]));
  const schema = {
    $defs: { large: { type: 'object', properties: many({ type: 'string' }) } },
    type: 'object',
    properties: many({ $ref: '#/$defs/large' }),
  };
  // Copied, it would be 360,000 properties: minutes, and more memory than there is.
  expect(schemaProblems(schema)).toEqual([]);
});
