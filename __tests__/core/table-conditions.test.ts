import { describe, expect, test } from 'vitest';

import type { ColumnDescription, FoundTable } from '../../src/core/contract-diff.ts';
import type { TableContract } from '../../src/core/plan.ts';
import {
  judgeReading,
  planReading,
  type TableQuery,
  type TableReading,
  type TimeSort,
} from '../../src/core/table-conditions.ts';

const rules = { timeOf: ({ text }: { readonly text: string }) => text as TimeSort };

const agreed = { type: 'text', notNull: false };

const contract: TableContract = {
  schema: 'dflt',
  table: 'people',
  columns: { icn: agreed, name: agreed },
  rows: { atLeast: 2, where: { station: 530, name: null } },
  freshness: { column: 'loaded', maxAgeMs: 36 * 3_600_000 },
};

function column(name: string, text: TimeSort = 'none', selectable = true): ColumnDescription {
  return { name, type: { text }, nullable: true, selectable };
}

function found(...columns: readonly ColumnDescription[]): FoundTable {
  return { isFound: true, kind: 'table', isSchemaUsable: true, columns };
}

const complete = found(column('icn'), column('name'), column('station'), column('loaded', 'timestamp'));

describe('the question to the database', () => {
  test('asks for all columns agreed and both conditions', () => {
    expect(planReading(contract, complete, rules)).toEqual({
      findings: [],
      query: {
        schema: 'dflt',
        table: 'people',
        columns: ['icn', 'name'],
        rows: { atLeast: 2, where: { station: 530, name: null } },
        freshness: { column: 'loaded', maxAgeMs: 36 * 3_600_000 },
      },
    });
  });

  test('of rows without a condition has an empty one', () => {
    const { query } = planReading({ ...contract, rows: { atLeast: 1 } }, complete, rules);
    expect(query?.rows).toEqual({ atLeast: 1, where: {} });
  });

  test('has no conditions that were not agreed on', () => {
    const plain: TableContract = { schema: 'dflt', table: 'people', columns: {} };
    expect(planReading(plain, complete, rules)).toEqual({
      findings: [],
      query: { schema: 'dflt', table: 'people', columns: [], rows: undefined, freshness: undefined },
    });
  });

  test('is not asked about a table that may not be read', () => {
    expect(planReading(contract, { ...complete, isSchemaUsable: false }, rules)).toEqual({ findings: [] });
    expect(planReading(contract, found(column('icn', 'none', false)), rules)).toEqual({ findings: [] });
  });

  test('leaves out columns that are missing or may not be read', () => {
    const { query } = planReading(contract, found(column('icn', 'none', false), column('x')), rules);
    expect(query?.columns).toEqual([]);
  });

  test('leaves out a condition on a column that is missing, and says so', () => {
    const { query, findings } = planReading(contract, found(column('icn'), column('Station')), rules);
    expect(query).toMatchObject({ rows: undefined, freshness: undefined });
    expect(findings).toEqual([
      {
        name: 'dflt.people rows',
        fault: {
          code: 'COLUMN_MISSING',
          expected: 'a column station to look at',
          observed: 'no such column; a column "Station" exists: names are case-sensitive',
        },
      },
      {
        name: 'dflt.people freshness',
        fault: {
          code: 'COLUMN_MISSING',
          expected: 'a column loaded to look at',
          observed: 'no such column',
        },
      },
    ]);
  });

  test('leaves out a condition on a column that may not be read, and says so', () => {
    const table = found(
      column('name'),
      column('station', 'none', false),
      column('loaded', 'timestamp', false),
    );
    const { query, findings } = planReading(contract, table, rules);
    expect(query).toMatchObject({ rows: undefined, freshness: undefined });
    expect(findings.map(({ name, fault }) => `${name}: ${fault?.code ?? ''}`)).toEqual([
      'dflt.people rows: NO_GRANT',
      'dflt.people freshness: NO_GRANT',
    ]);
  });

  test.each<[TimeSort, boolean]>([
    ['date', true],
    ['timestamp', true],
    ['none', false],
    ['unknown', false],
  ])('about the age of a %s is asked: %s', (sort, isAsked) => {
    const table = found(column('name'), column('station'), column('loaded', sort));
    const { query, findings } = planReading(contract, table, rules);
    expect(query?.freshness !== undefined).toBe(isAsked);
    expect(findings.map(({ fault }) => fault?.code)).toEqual(isAsked ? [] : ['TYPE_MISMATCH']);
  });
});

const query: TableQuery = {
  schema: 'dflt',
  table: 'people',
  columns: [],
  rows: { atLeast: 2, where: { 'the station': 530, name: null } },
  freshness: { column: 'loaded', maxAgeMs: 36 * 3_600_000 },
};

const fresh = { isFresh: true, ageMs: 1 };

function judged(reading: TableReading, asked = query) {
  return judgeReading(contract, asked, reading).map(({ name, fault }) =>
    fault === undefined ? `${name}: pass` : `${name}: ${fault.code}; ${fault.expected}; ${fault.observed}`,
  );
}

describe('the judgement on the answer', () => {
  test('passes what was asked and holds', () => {
    expect(judged({ rows: 2, freshness: fresh })).toEqual([
      'dflt.people read: pass',
      'dflt.people rows: pass',
      'dflt.people freshness: pass',
    ]);
    expect(judged({}, { ...query, rows: undefined, freshness: undefined })).toEqual([
      'dflt.people read: pass',
    ]);
  });

  test.each([
    [0, 'none'],
    [1, '1 row'],
  ])('finds %i rows too few', (rows, observed) => {
    expect(judged({ rows, freshness: fresh })[1]).toBe(
      `dflt.people rows: NOT_ENOUGH_ROWS; at least 2 rows with the given "the station", name; ${observed}`,
    );
  });

  test('names no condition where there is none', () => {
    const [, rows] = judged({ rows: 0 }, { ...query, rows: { atLeast: 1, where: {} }, freshness: undefined });
    expect(rows).toBe('dflt.people rows: NOT_ENOUGH_ROWS; at least 1 row; none');
    const [, more] = judged({ rows: 3 }, { ...query, rows: { atLeast: 9, where: {} }, freshness: undefined });
    expect(more).toBe('dflt.people rows: NOT_ENOUGH_ROWS; at least 9 rows; 3 rows');
  });

  test.each([
    [36 * 3_600_000, 36 * 3_600_000 + 1, 'at most 36h old; 37h old'],
    [2 * 86_400_000, 9.5 * 86_400_000, 'at most 2d old; 10d old'],
    [90 * 60_000, 91 * 60_000, 'at most 90m old; 91m old'],
    [61_000, 62_000, 'at most 61s old; 62s old'],
    [60_001, 60_002, 'at most 60001ms old; 60002ms old'],
    [
      60_000,
      undefined,
      'at most 1m old; no row that has one, leaving out those more than a day in the future',
    ],
  ])('finds what is stale, by limit %i and age %i', (maxAgeMs, ageMs, text) => {
    const asked = { ...query, freshness: { column: 'loaded', maxAgeMs } };
    const [, , freshness] = judged({ rows: 2, freshness: { isFresh: false, ageMs } }, asked);
    expect(freshness).toBe(`dflt.people freshness: STALE; the newest loaded ${text}`);
  });

  test('passes on the fault of the table, and has nothing to say on its conditions then', () => {
    const fault = { code: 'SELECT_FAILED', expected: 'a', observed: 'b' } as const;
    expect(judged({ select: fault })).toEqual(['dflt.people read: SELECT_FAILED; a; b']);
  });

  test('passes on the fault of a condition', () => {
    const fault = { code: 'LOCKED', expected: 'a', observed: 'b' } as const;
    expect(judged({ rows: fault, freshness: fault })).toEqual([
      'dflt.people read: pass',
      'dflt.people rows: LOCKED; a; b',
      'dflt.people freshness: LOCKED; a; b',
    ]);
  });

  test('is refused when a question was left without an answer', () => {
    expect(() => judged({ freshness: fresh })).toThrow('without an answer');
    expect(() => judged({ rows: 2 })).toThrow('without an answer');
  });
});
