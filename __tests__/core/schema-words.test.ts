import { describe, expect, test } from 'vitest';

import type { JsonSchema, JsonValue } from '../../src/core/plan.ts';
import { keywordWords, localTarget, schemaWords } from '../../src/core/schema-words.ts';

describe('a schema in words', () => {
  const root: JsonSchema = {
    $defs: {
      text: { type: 'string', minLength: 1 },
      chain: { $ref: '#/$defs/text' },
      tree: { type: 'array', items: { $ref: '#/$defs/tree' } },
      'a/b %': { const: 1 },
    },
  };

  test.each<[JsonValue | undefined, string]>([
    [undefined, 'any value'],
    [true, 'any value'],
    [{}, 'any value'],
    [{ description: 'x' }, 'any value'],
    [[], 'any value'],
    [false, 'nothing'],
    [{ type: 'string' }, 'string'],
    [{ type: 'string', minLength: 1 }, 'string that is not empty'],
    [{ type: 'string', minLength: 2 }, 'string'],
    [{ type: ['string', 'null'], minLength: 1 }, 'string or null'],
    [{ type: 'string', format: 'uuid' }, 'a UUID'],
    [{ type: 'string', format: 'hostname' }, 'the format hostname'],
    [{ type: 'string', pattern: 'x'.repeat(99) }, `text that matches /${'x'.repeat(59)}…`],
    [{ const: null }, 'null'],
    [{ const: { a: 'y'.repeat(99) } }, `{"a":"${'y'.repeat(54)}…`],
    [{ enum: ['a', 1, null] }, 'one of "a", 1, null'],
    [{ anyOf: [{ type: 'string' }, { type: 'string' }, false] }, 'string or nothing'],
    [{ type: 'object', required: ['a', 'b'] }, 'object with `a`, `b`'],
    [{ not: { type: 'null' } }, 'not null'],
    [{ $ref: '#/$defs/text' }, 'string that is not empty'],
    [{ $ref: '#/$defs/a~1b%20%25' }, '1'],
    [{ $ref: '#/$defs/chain' }, 'the form that the contract names'],
    [{ $ref: '#/$defs/tree' }, 'the form that the contract names'],
    [{ $ref: '#/$defs/none' }, 'the form that the contract names'],
    [{ $ref: 'https://contracts.test/x' }, 'the form that the contract names'],
    [{ format: 5 }, 'any value'],
    [{ pattern: 5 }, 'any value'],
    [{ enum: 5 }, 'any value'],
    [{ required: 5 }, 'any value'],
    [{ oneOf: 5 }, 'any value'],
    [{ type: 5 }, '5'],
  ])('%j is %s', (schema, words) => {
    expect(schemaWords(schema, root)).toBe(words);
  });

  test.each<[string, JsonValue, string | undefined]>([
    ['maximum', 5, 'at most 5'],
    ['exclusiveMinimum', 5, 'more than 5'],
    ['exclusiveMaximum', 5, 'less than 5'],
    ['multipleOf', 5, 'a multiple of 5'],
    ['maxItems', 5, 'at most 5 items'],
    ['minProperties', 1, 'at least 1 properties'],
    ['maxProperties', 1, 'at most 1 properties'],
    ['maxLength', 'x', undefined],
    ['title', 'x', undefined],
  ])('%s %j asks for %s', (keyword, value, words) => {
    expect(keywordWords(keyword, value, root)).toBe(words);
  });

  test.each<JsonValue>([5, '', '#/%', '#/%zz', 'other', '#/$defs/none'])(
    'the reference %j leads nowhere',
    (reference) => {
      expect(localTarget(reference, root)).toBeUndefined();
    },
  );
});
