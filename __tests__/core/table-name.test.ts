import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseTableName, showName } from '../../src/core/table-name.ts';

test.each([
  ['dflt.vw__sta3n_icn', 'dflt', 'vw__sta3n_icn'],
  ['SPatient.SPatientPhone', 'SPatient', 'SPatientPhone'],
  ['"My.Schema"."a ""b"""', 'My.Schema', 'a "b"'],
  ['dflt.my table', 'dflt', 'my table'],
  ['dflt."x"', 'dflt', 'x'],
])('%s names a table', (text, schema, table) => {
  expect(parseTableName(text)).toEqual({ schema, table });
});

test.each([
  '',
  'people',
  'db.dflt.people',
  '.people',
  'dflt.',
  'dflt. people',
  '""."x"',
  'a."b',
  'a.b\0',
  'x'.repeat(301),
])('%j names none', (text) => {
  expect(parseTableName(text)).toBeUndefined();
});

test('what is shown is read back', () => {
  const part = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((it) => !it.includes('\0'));
  fc.assert(
    fc.property(part, part, (schema, table) => {
      expect(parseTableName(showName(schema, table))).toEqual({ schema, table });
    }),
  );
});
