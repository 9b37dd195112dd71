import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { comparePostgresTypes, postgresTimeOf } from '../../src/core/postgres-type-order.ts';
import { parsePostgresType, showPostgresType } from '../../src/core/postgres-types.ts';

function canonical(text: string): string | undefined {
  const type = parsePostgresType(text);
  return type && showPostgresType(type);
}

function compare(contract: string, actual: string) {
  return comparePostgresTypes(contract, { text: actual });
}

describe('names of types', () => {
  test.each([
    ['int8', 'bigint'],
    ['INT', 'integer'],
    ['int4', 'integer'],
    ['serial', 'integer'],
    ['int2', 'smallint'],
    ['varchar(20)', 'character varying(20)'],
    ['char varying ( 20 )', 'character varying(20)'],
    ['national  character varying(3)', 'character varying(3)'],
    ['VARCHAR', 'character varying'],
    ['char(3)', 'character(3)'],
    ['nchar', 'character'],
    ['bpchar', 'bpchar'],
    ['"char"', '"char"'],
    ['decimal(10,2)', 'numeric(10,2)'],
    ['dec', 'numeric'],
    ['numeric(3, -2)', 'numeric(3,-2)'],
    ['float8', 'double precision'],
    ['float', 'double precision'],
    ['float(24)', 'real'],
    ['float(25)', 'double precision'],
    ['float4', 'real'],
    ['bool', 'boolean'],
    ['timestamptz', 'timestamp with time zone'],
    ['timestamptz(3)', 'timestamp(3) with time zone'],
    ['timestamp(3) with time zone', 'timestamp(3) with time zone'],
    ['timestamp', 'timestamp without time zone'],
    ['timetz', 'time with time zone'],
    ['time(0) without time zone', 'time(0) without time zone'],
    ['interval', 'interval'],
    ['interval(3)', 'interval(3)'],
    ['interval day to second(3)', 'interval day to second(3)'],
    ['interval YEAR', 'interval year'],
    ['varbit(8)', 'bit varying(8)'],
    ['bit', 'bit'],
    ['int8[]', 'bigint[]'],
    ['int8[][3]', 'bigint[]'],
    ['text array', 'text[]'],
    ['varchar(5) ARRAY[4]', 'character varying(5)[]'],
    ['pg_catalog.int4', 'integer'],
    ['Mood', 'mood'],
    ['"Mood"', '"Mood"'],
    ['dflt.mood', 'dflt.mood'],
    ['"My Schema"."a ""b"""[]', '"My Schema"."a ""b"""[]'],
    ['geometry(Point,4326)', 'geometry(point,4326)'],
    ['"date"', '"date"'],
    ['"time"', '"time"'],
    ['"null"', '"null"'],
  ])('%s is %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  test.each([
    '',
    ' ',
    'varchar(',
    'varchar()',
    'varchar(0)',
    'varchar(a)',
    'varchar(1,2)',
    'numeric(10',
    'numeric(0)',
    'numeric(1,2,3)',
    'numeric(2000)',
    'integer(3)',
    'float(60)',
    'timestamp(7)',
    'interval(7)',
    'timestamptz with time zone',
    'interval year(3)',
    'two words',
    'not',
    'NULL',
    'a.b.c',
    '"unclosed',
    '1st',
    'text; drop table x',
    '[]',
    'mood()',
    'x'.repeat(201),
  ])('%j is no type', (text) => {
    expect(canonical(text)).toBeUndefined();
  });

  test('what was normalised once stays as it is', () => {
    fc.assert(
      fc.property(typeText, (text) => {
        const once = canonical(text);
        expect(once).toBeDefined();
        expect(canonical(once ?? '')).toBe(once);
      }),
    );
  });

  test('any text is read without an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 250 }), (text) => {
        const once = canonical(text);
        if (once !== undefined && once.length <= 200) expect(canonical(once)).toBe(once);
      }),
    );
  });
});

describe('the order of types', () => {
  test.each([
    ['varchar(40)', 'character varying(40)', 'same'],
    ['varchar(40)', 'character varying(80)', 'wider'],
    ['varchar(40)', 'character varying', 'wider'],
    ['varchar(40)', 'text', 'wider'],
    ['varchar(40)', 'character varying(20)', 'narrower'],
    ['varchar', 'text', 'same'],
    ['text', 'character varying(20)', 'narrower'],
    ['varchar(40)', 'character(40)', 'different'],
    ['char(3)', 'character(5)', 'wider'],
    ['char', 'character(1)', 'same'],
    ['bpchar', 'character(5)', 'narrower'],
    ['"char"', 'character(1)', 'different'],
    ['smallint', 'integer', 'wider'],
    ['smallint', 'bigint', 'wider'],
    ['bigint', 'integer', 'narrower'],
    ['integer', 'numeric', 'different'],
    ['real', 'double precision', 'wider'],
    ['numeric(10,2)', 'numeric(12,2)', 'wider'],
    ['numeric(10,2)', 'numeric', 'wider'],
    ['numeric(10,2)', 'numeric(12,4)', 'wider'],
    ['numeric(10,2)', 'numeric(10,4)', 'different'],
    ['numeric(10,2)', 'numeric(8,2)', 'narrower'],
    ['numeric(10)', 'numeric(10,0)', 'same'],
    ['numeric', 'numeric(10,2)', 'narrower'],
    ['timestamptz', 'timestamp(6) with time zone', 'same'],
    ['timestamptz(3)', 'timestamp with time zone', 'wider'],
    ['timestamptz', 'timestamp(0) with time zone', 'narrower'],
    ['timestamptz', 'timestamp without time zone', 'different'],
    ['timestamp', 'date', 'different'],
    ['time', 'time with time zone', 'different'],
    ['interval day to second', 'interval', 'wider'],
    ['interval', 'interval year to month', 'narrower'],
    ['interval year', 'interval day', 'different'],
    ['bit(8)', 'bit(16)', 'wider'],
    ['varbit(8)', 'bit varying', 'wider'],
    ['json', 'jsonb', 'different'],
    ['smallint[]', 'integer[]', 'wider'],
    ['integer', 'integer[]', 'different'],
    ['mood', 'mood', 'same'],
    ['mood', 'dflt.mood', 'same'],
    ['dflt.mood', 'mood', 'same'],
    ['other.mood', 'dflt.mood', 'different'],
    ['geometry(Point,4326)', 'public.geometry(Point,4326)', 'same'],
    ['geometry(Point,4326)', 'public.geometry(Point,3857)', 'different'],
    ['no type (', 'integer', 'different'],
    ['integer', 'no type (', 'different'],
  ])('of %s, %s is %s', (contract, actual, expected) => {
    expect(compare(contract, actual)).toBe(expected);
  });

  test('a type that somebody made is not the built-in one of its name', () => {
    expect(comparePostgresTypes('date', { text: 'date', schema: 'dflt' })).toBe('different');
    expect(comparePostgresTypes('dflt.mood', { text: 'mood', schema: 'dflt' })).toBe('same');
    expect(comparePostgresTypes('dflt.mood', { text: 'mood', schema: 'other' })).toBe('different');
  });

  test('a domain is agreed on by its name or by what it stands on', () => {
    const icn = { text: 'icn', schema: 'dflt', base: 'character varying(50)' };
    expect(comparePostgresTypes('dflt.icn', icn)).toBe('same');
    expect(comparePostgresTypes('icn', icn)).toBe('same');
    expect(comparePostgresTypes('varchar(50)', icn)).toBe('same');
    expect(comparePostgresTypes('varchar(40)', icn)).toBe('wider');
    expect(comparePostgresTypes('integer', icn)).toBe('different');
    expect(comparePostgresTypes('integer', { ...icn, base: 'no type (' })).toBe('different');
  });

  test('every type is the same as itself', () => {
    fc.assert(
      fc.property(typeText, (text) => {
        expect(compare(text, text)).toBe('same');
      }),
    );
  });

  test('wider one way is narrower the other way', () => {
    const opposite = { wider: 'narrower', narrower: 'wider', same: 'same', different: 'different' } as const;
    fc.assert(
      fc.property(typeText, typeText, (a, b) => {
        expect(compare(b, a)).toBe(opposite[compare(a, b)]);
      }),
      { numRuns: 2000 },
    );
  });

  test('wider than wider is wider', () => {
    fc.assert(
      fc.property(numeric, numeric, numeric, (a, b, c) => {
        fc.pre(compare(a, b) === 'wider' && ['wider', 'same'].includes(compare(b, c)));
        expect(compare(a, c)).toBe('wider');
      }),
    );
  });

  test('an alias stands for its type, with the same modifiers and as an array', () => {
    fc.assert(
      fc.property(fc.constantFrom(...aliases), modifier, fc.boolean(), (pair, length, isArray) => {
        const [alias, name] = pair.map((word) => `${word.replace('#', length)}${isArray ? '[]' : ''}`);
        expect(compare(alias ?? '', name ?? '')).toBe('same');
      }),
    );
  });
});

describe('types with an age', () => {
  test.each([
    ['date', 'date'],
    ['timestamp', 'timestamp'],
    ['timestamptz(3)', 'timestamp'],
    ['time', 'none'],
    ['timestamptz[]', 'none'],
    ['integer', 'none'],
    ['no type (', 'none'],
    ['loaded', 'unknown'],
  ])('%s: %s', (text, expected) => {
    expect(postgresTimeOf({ text })).toBe(expected);
  });

  test('a domain has the age of what it stands on', () => {
    expect(postgresTimeOf({ text: 'loaded', schema: 'dflt', base: 'date' })).toBe('date');
    expect(postgresTimeOf({ text: 'loaded', schema: 'dflt', base: 'text' })).toBe('none');
    expect(postgresTimeOf({ text: 'loaded', schema: 'dflt', base: 'dflt.mood' })).toBe('none');
  });
});

const modifier = fc.integer({ min: 1, max: 60 }).map(String);

const aliases = [
  ['int8', 'bigint'],
  ['int', 'integer'],
  ['int2', 'smallint'],
  ['varchar(#)', 'character varying(#)'],
  ['char(#)', 'character(#)'],
  ['bpchar(#)', 'character(#)'],
  ['decimal(#)', 'numeric(#,0)'],
  ['varbit(#)', 'bit varying(#)'],
  ['bool', 'boolean'],
  ['float8', 'double precision'],
  ['timetz', 'time with time zone'],
] as const;

const numeric = fc
  .tuple(modifier, fc.integer({ min: -5, max: 20 }))
  .map(([precision, scale]) => `numeric(${precision},${String(scale)})`);

/** Types as users and catalogues write them, often of one family. */
const typeText = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        'smallint',
        'int',
        'int8',
        'real',
        'float8',
        'text',
        'varchar',
        'bpchar',
        'date',
        'uuid',
      ),
      fc.constantFrom('interval', 'interval day', 'interval day to second', 'interval year to month', 'json'),
      fc.constantFrom('mood', 'dflt.mood', '"Mood"', 'dflt."a.b"', 'numeric', 'timestamptz', 'timestamp'),
      modifier.map((length) => `varchar(${length})`),
      modifier.map((length) => `char(${length})`),
      modifier.map((length) => `bit varying(${length})`),
      numeric,
      fc.integer({ min: 0, max: 6 }).map((p) => `timestamp(${String(p)}) with time zone`),
      fc.integer({ min: 0, max: 6 }).map((p) => `interval day to second(${String(p)})`),
    ),
    fc.constantFrom('', '', '', '[]'),
  )
  .map(([name, array]) => `${name}${array}`);
