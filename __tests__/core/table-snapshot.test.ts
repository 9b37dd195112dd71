import { describe, expect, it } from 'vitest';

import type { ColumnDescription, DescribedType } from '../../src/core/contract-diff.ts';
import { diffTable } from '../../src/core/contract-diff.ts';
import { postgresDialect } from '../../src/core/postgres-dialect.ts';
import { snapshotOf } from '../../src/core/table-snapshot.ts';

const name = { schema: 'dflt', table: 't' };

function column(type: DescribedType, more: Partial<ColumnDescription> = {}): ColumnDescription {
  return { name: 'a', type, nullable: true, selectable: true, ...more };
}

function snapshotWith(...columns: readonly ColumnDescription[]) {
  const found = { isFound: true, kind: 'table', isSchemaUsable: true, columns } as const;
  return { found, ...snapshotOf(name, found, postgresDialect) };
}

describe('the snapshot of a table', () => {
  it.each<[DescribedType, string]>([
    [{ text: 'character varying(50)' }, 'character varying(50)'],
    [{ text: 'timestamp(3) with time zone' }, 'timestamp(3) with time zone'],
    [{ text: 'mood', schema: 'public' }, 'public.mood'],
    [{ text: '"Odd.Schema"."Mood"[]', schema: 'Odd.Schema' }, '"Odd.Schema"."Mood"[]'],
    [{ text: 'zip', schema: 'dflt', base: 'character varying(5)' }, 'dflt.zip'],
    [{ text: 'geometry(Point,4326)', schema: 'public' }, 'public.geometry(point,4326)'],
    [{ text: '"char"' }, '"char"'],
  ])('names %j so that it compares as the same: %s', (type, text) => {
    const { contract, found, omitted } = snapshotWith(column(type));
    expect(contract.columns).toEqual({ a: { type: text, notNull: false } });
    expect(omitted).toEqual([]);
    expect(diffTable(contract, found, postgresDialect).filter(({ fault }) => fault)).toEqual([]);
  });

  it('promises not null only where the table does', () => {
    const type = { text: 'integer' };
    const { contract } = snapshotWith(
      column(type, { name: 'yes', nullable: false }),
      column(type, { name: 'no', nullable: true }),
      column(type, { name: 'view', nullable: 'unknown' }),
    );
    expect(Object.values(contract.columns).map(({ notNull }) => notNull)).toEqual([true, false, false]);
  });

  it.each([
    ['the role may not read it', column({ text: 'integer' }, { selectable: false })],
    ['a contract cannot name its type', column({ text: '???' })],
    ['a contract cannot name its type', column({ text: '"${CDW_URL}"', schema: 'public' })],
    ['a contract cannot name it', column({ text: 'integer' }, { name: '__proto__' })],
  ])('leaves a column out and says why: %s', (reason, one) => {
    const { contract, omitted } = snapshotWith(one);
    expect(contract.columns).toEqual({});
    expect(omitted).toEqual([{ column: one.name, reason }]);
  });
});
