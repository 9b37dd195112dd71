import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  type AbsentTable,
  type ColumnDescription,
  diffTable,
  type FoundTable,
  rememberComparisons,
  shownType,
  type TypeComparison,
} from '../../src/core/contract-diff.ts';
import type { ColumnContract, TableContract } from '../../src/core/plan.ts';

/** A database in which types are numbers. */
const rules = {
  compareTypes: (contract: string, actual: { readonly text: string }): TypeComparison => {
    const [agreed, found] = [Number(contract), Number(actual.text)];
    if (Number.isNaN(agreed) || Number.isNaN(found)) return 'different';
    return agreed === found ? 'same' : found > agreed ? 'wider' : 'narrower';
  },
};

function contract(columns: Readonly<Record<string, ColumnContract>>): TableContract {
  return { schema: 'dflt', table: 'people', columns };
}

function column(name: string, change: Partial<ColumnDescription> = {}): ColumnDescription {
  return { name, type: { text: '8' }, nullable: false, selectable: true, ...change };
}

function found(columns: readonly ColumnDescription[], change: Partial<FoundTable> = {}): FoundTable {
  return { isFound: true, kind: 'table', isSchemaUsable: true, columns, ...change };
}

const agreed = { type: '8', notNull: false };

/** The fault of the only column. */
function columnFault(wanted: ColumnContract, actual: ColumnDescription, table: Partial<FoundTable> = {}) {
  return diffTable(contract({ icn: wanted }), found([actual], table), rules)[1]?.fault;
}

describe('a table that is not there', () => {
  test.each<[string, AbsentTable, string]>([
    ['in a schema that is', { isFound: false, isSchemaFound: true }, 'no such table or view in the schema'],
    ['with its schema', { isFound: false, isSchemaFound: false }, 'no schema dflt'],
    [
      'but another of its letters',
      { isFound: false, isSchemaFound: true, similar: { schema: 'dflt', table: 'People' } },
      'none; dflt.People exists: names are case-sensitive',
    ],
  ])('%s has one finding, and none on its columns', (_, table, observed) => {
    expect(diffTable(contract({ icn: agreed, name: agreed }), table, rules)).toEqual([
      {
        name: 'dflt.people',
        fault: { code: 'TABLE_MISSING', expected: 'the table or view dflt.people', observed },
      },
    ]);
  });
});

describe('a table that is there', () => {
  test('passes with the columns agreed, and others do not matter', () => {
    const table = found([column('other', { type: { text: 'x' } }), column('icn')]);
    expect(diffTable(contract({ icn: agreed }), table, rules)).toEqual([
      { name: 'dflt.people', fault: undefined },
      { name: 'dflt.people.icn', note: undefined },
    ]);
  });

  test('is named with quotes where a name needs them', () => {
    const names = diffTable(
      { schema: 'My.Schema', table: 'a "b"', columns: { 'c d': agreed } },
      found([column('c d')]),
      rules,
    ).map(({ name }) => name);
    expect(names).toEqual(['"My.Schema"."a ""b"""', '"My.Schema"."a ""b"""."c d"']);
  });

  test.each([
    ['no right on the schema', { isSchemaUsable: false }, true, 'no USAGE on the schema'],
    ['no right on any column', {}, false, 'no SELECT on the table'],
  ])('with %s lacks a grant, once and for all columns', (_, change, selectable, observed) => {
    const table = found([column('icn', { selectable }), column('name', { selectable })], change);
    const findings = diffTable(contract({ icn: agreed, name: agreed }), table, rules);
    expect(findings.map(({ fault }) => fault?.code)).toEqual(['NO_GRANT', undefined, undefined]);
    expect(findings[0]?.fault?.observed).toBe(observed);
  });

  test('without columns is readable as far as one can tell', () => {
    expect(diffTable(contract({}), found([]), rules)).toEqual([{ name: 'dflt.people', fault: undefined }]);
  });

  test('with a right on some columns lacks it on the others', () => {
    const table = found([column('icn', { selectable: false }), column('name')]);
    expect(
      diffTable(contract({ icn: agreed, name: agreed }), table, rules).map(({ fault }) => fault?.code),
    ).toEqual([undefined, 'NO_GRANT', undefined]);
  });
});

describe('a column', () => {
  test('that is missing says what it should be', () => {
    expect(columnFault({ type: '8', notNull: true }, column('other'))).toEqual({
      code: 'COLUMN_MISSING',
      expected: '8 not null',
      observed: 'no such column',
    });
  });

  test('that differs in case only is missing, with a word about the other one', () => {
    expect(columnFault(agreed, column('ICN'))?.observed).toBe(
      'no such column; a column "ICN" exists: names are case-sensitive',
    );
  });

  test.each([
    ['wider', '9', 'TYPE_WIDENED'],
    ['narrower', '7', 'TYPE_MISMATCH'],
    ['another', 'x', 'TYPE_MISMATCH'],
  ])('of a type that is %s', (_, text, code) => {
    expect(columnFault(agreed, column('icn', { type: { text } }))).toEqual({
      code,
      expected: '8',
      observed: text,
    });
  });

  test('that may be null against the contract breaks it, and so much the more when it is wider too', () => {
    const wanted = { type: '8', notNull: true };
    expect(columnFault(wanted, column('icn', { nullable: true }))).toMatchObject({
      code: 'NULLABLE',
      observed: '8, nullable',
    });
    expect(columnFault(wanted, column('icn', { nullable: true, type: { text: '9' } }))).toMatchObject({
      code: 'NULLABLE',
      observed: '9, nullable',
    });
    expect(columnFault(wanted, column('icn', { nullable: true, type: { text: '7' } }))).toMatchObject({
      code: 'TYPE_MISMATCH',
      observed: '7, nullable',
    });
    expect(columnFault(agreed, column('icn', { nullable: true }))).toBeUndefined();
  });

  test('of a view is compared by its type only, and a note says so', () => {
    const table = found([column('icn', { nullable: 'unknown' })], { kind: 'view' });
    const [, strict] = diffTable(contract({ icn: { type: '8', notNull: true } }), table, rules);
    expect(strict).toEqual({
      name: 'dflt.people.icn',
      note: 'a view does not tell what may be null: only the type was compared',
    });
    const [, loose] = diffTable(contract({ icn: agreed }), table, rules);
    expect(loose).toEqual({ name: 'dflt.people.icn' });
  });

  test('that may not be read has drifted first, and is wider last', () => {
    const others = [column('name')];
    const fault = (text: string) =>
      diffTable(
        contract({ icn: agreed }),
        found([column('icn', { selectable: false, type: { text } }), ...others]),
        rules,
      )[1]?.fault?.code;
    expect(fault('7')).toBe('TYPE_MISMATCH');
    expect(fault('9')).toBe('NO_GRANT');
  });

  test('of a domain shows what the domain stands on', () => {
    const type = { text: 'icn', schema: 'dflt', base: 'character varying(20)' };
    expect(columnFault(agreed, column('icn', { type }))?.observed).toBe(
      'icn (a domain over character varying(20))',
    );
  });

  test('of a type whose name is no plain text does not show it', () => {
    expect(shownType('numeric(10,2)[]')).toBe('numeric(10,2)[]');
    expect(shownType('dflt."Mood"')).toBe('dflt."Mood"');
    for (const text of ['a\n::error::b', '<b>', '@team', 'x'.repeat(121)]) {
      expect(shownType(text)).toBe('a type of its own');
    }
  });
});

test('every column of the contract has its finding, and passes only if it is there as agreed', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'A', '__proto__', 'constructor');
  const described = fc.uniqueArray(
    fc.record({
      name,
      type: fc.record({ text: fc.constantFrom('7', '8', '9', 'x') }),
      nullable: fc.boolean(),
      selectable: fc.boolean(),
    }),
    { selector: (it) => it.name },
  );
  const wanted = fc.dictionary(name, fc.record({ type: fc.constant('8'), notNull: fc.boolean() }));
  fc.assert(
    fc.property(wanted, described, fc.boolean(), (columns, actual, isSchemaUsable) => {
      const [table, ...findings] = diffTable(contract(columns), found(actual, { isSchemaUsable }), rules);
      expect(findings).toHaveLength(Object.keys(columns).length);
      for (const [index, [key, { notNull }]] of Object.entries(columns).entries()) {
        const column = actual.find((it) => it.name === key);
        const isAsAgreed =
          column?.type.text === '8' && !(notNull && column.nullable) && column.selectable && isSchemaUsable;
        const isPassed = findings[index]?.fault === undefined && table?.fault === undefined;
        expect(isPassed).toBe(isAsAgreed && table?.fault === undefined);
      }
    }),
  );
});

test('remembered rules give the same comparisons, and ask once for each pair of types', () => {
  const texts = ['8', '9', '7', 'text'] as const;
  const actuals = texts.flatMap((text) =>
    [undefined, 'dflt'].flatMap((schema) => [undefined, '8'].map((base) => ({ text, schema, base }))),
  );
  const asked: string[] = [];
  const remembered = rememberComparisons({
    compareTypes: (agreed, actual) => {
      asked.push(JSON.stringify([agreed, actual]));
      return rules.compareTypes(agreed, actual);
    },
  });
  for (const agreed of texts)
    for (const actual of [...actuals, ...actuals])
      expect(remembered.compareTypes(agreed, actual)).toBe(rules.compareTypes(agreed, actual));
  expect(asked).toHaveLength(texts.length * actuals.length);
  expect(new Set(asked).size).toBe(asked.length);
});
