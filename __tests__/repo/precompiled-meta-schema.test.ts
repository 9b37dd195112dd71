import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import * as source from '../../src/core/meta-schema.ts';
import { compiledModule } from '../../scripts/precompile-meta-schema.ts';

// In the repository, so that it finds ajv.
const folder = resolve(import.meta.dirname, '..', '..', '.tmp', `meta-schema-${String(process.pid)}`);
let compiled: typeof source;

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'meta-schema.mjs');
  await writeFile(file, compiledModule());
  compiled = (await import(pathToFileURL(file).href)) as typeof source;
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function judged(validate: ValidateFunction, schema: unknown): readonly ErrorObject[] {
  const isValid = validate(schema);
  const errors = validate.errors ?? [];
  expect(isValid).toBe(errors.length === 0);
  return JSON.parse(JSON.stringify(errors)) as readonly ErrorObject[];
}

const keyword = fc.constantFrom(
  ...'type required properties items enum const minLength pattern anyOf $ref $id $defs uniqueItems'.split(
    ' ',
  ),
);
const schemas = fc.letrec((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    fc.boolean(),
    fc.dictionary(keyword, fc.oneof(tie('value'), tie('schema')), { maxKeys: 4, noNullPrototype: true }),
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      'string',
      'object',
      '#/x',
      '[',
      0,
      -1,
      1.5,
      null,
      ['a', 'a'],
      ['string', 'null'],
      [],
    ),
    fc.array(tie('schema'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).schema;

describe('the meta-schema that is bundled', () => {
  it('is of the same dialect', () => {
    expect(compiled.dialect).toBe(source.dialect);
  });

  it.each<[string, unknown, boolean]>([
    ['nothing', {}, true],
    ['a false schema', false, true],
    ['an unknown type', { type: 'text' }, false],
    ['a name twice', { required: ['a', 'a'] }, false],
    ['a schema that is none, deep down', { properties: { a: { items: { minLength: -1 } } } }, false],
    ['a list', [], false],
  ])('judges %s', (_, schema, isValid) => {
    expect(judged(compiled.metaValidator(), schema).length === 0).toBe(isValid);
  });

  it('finds in any document what the one that is compiled here finds', () => {
    let refused = 0;
    fc.assert(
      fc.property(schemas, (schema) => {
        const errors = judged(source.metaValidator(), schema);
        refused += errors.length > 0 ? 1 : 0;
        expect(judged(compiled.metaValidator(), schema)).toEqual(errors);
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(1900);
  });
});
