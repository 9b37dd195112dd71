import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { TableContract } from '../../src/core/plan.ts';
import { tableContractEngine } from '../../src/probes/table-contract.ts';
import { Secret } from '../../src/secrets.ts';
import {
  cancellable,
  contractOf,
  faultsOf,
  outcomes,
  proberPassword,
  type RunOptions,
  runTables,
  startRecorder,
  startTestDatabase,
  type TestDatabase,
} from '../support/postgres.ts';

/** Stands in every row; no check may ever hold it. */
const value = 'ZZPATIENT,SYNTHETIC';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
  await database.owner.query(`
    create schema dflt;
    create type dflt.mood as enum ('low', 'high');
    create domain dflt.icn as varchar(50) not null;
    create domain dflt.icn_again as dflt.icn;
    create table dflt.people (
      icn dflt.icn_again, sta3n smallint not null, "cellPhone" varchar(40), mood dflt.mood,
      active boolean, loaded_at timestamptz, loaded_on date);
    insert into dflt.people values ('${value}', 530, '${value}', 'low', true, now() - interval '5 hours', current_date);
    create view dflt.people_view as select * from dflt.people;
    grant usage on schema dflt to prober;
    grant select on all tables in schema dflt to prober;
    alter default privileges in schema dflt grant select on tables to prober;`);
});

afterAll(() => database.stop());

/** Runs the engine, and looks at every check for what must not be in one. */
async function run(tables: readonly TableContract[], options: RunOptions & { readonly url?: string } = {}) {
  const { checks, attempts } = await runTables(options.url ?? database.url(), tables, options);
  const shown = JSON.stringify(checks);
  for (const hidden of [value, proberPassword, encodeURIComponent(proberPassword), '127.0.0.1']) {
    expect(shown).not.toContain(hidden);
    expect(shown).not.toContain(JSON.stringify(hidden).slice(1, -1));
  }
  expect(checks.every(({ independent, layer }) => independent === true && layer === 'cdw')).toBe(true);
  return { checks, attempts, outcomes: outcomes(checks), faults: faultsOf(checks) };
}

/** The fault of one check. */
async function faultOf(name: string, tables: readonly TableContract[], options: RunOptions = {}) {
  const { checks } = await run(tables, options);
  const check = checks.find((it) => it.name === name);
  return check === undefined || check.status === 'pass' ? undefined : check.fault;
}

function sql(text: string) {
  return database.owner.query(text);
}

describe('a table as agreed', () => {
  test('passes in each respect, and other columns do not matter', async () => {
    const agreed = contractOf(
      'dflt',
      'people',
      { icn: 'varchar(50) not null', sta3n: 'int2 not null', cellPhone: 'varchar(40)', mood: 'dflt.mood' },
      {
        rows: { atLeast: 1, where: { sta3n: 530, active: true } },
        freshness: { column: 'loaded_at', maxAgeMs: 36 * 3_600_000 },
      },
    );
    const { outcomes: seen, attempts } = await run([agreed]);
    expect(seen).toEqual([
      'connect: pass',
      'catalogue: pass',
      'dflt.people: pass',
      'dflt.people.icn: pass',
      'dflt.people.sta3n: pass',
      'dflt.people.cellPhone: pass',
      'dflt.people.mood: pass',
      'dflt.people read: pass',
      'dflt.people rows: pass',
      'dflt.people freshness: pass',
    ]);
    expect(new Set(attempts)).toEqual(new Set([1]));
  });

  test('passes in every type, by any of its names', async () => {
    const types = {
      smallint: 'int2',
      integer: 'int',
      bigint: 'int8',
      real: 'float4',
      'double precision': 'float',
      'numeric(10,2)': 'decimal(10, 2)',
      numeric: 'dec',
      'varchar(20)': 'character varying(20)',
      text: 'text',
      'char(3)': 'bpchar(3)',
      bpchar: 'bpchar',
      '"char"': '"char"',
      name: 'name',
      boolean: 'bool',
      bytea: 'bytea',
      'timestamptz(3)': 'timestamp(3) with time zone',
      timestamp: 'timestamp without time zone',
      timetz: 'time with time zone',
      'time(0)': 'time(0)',
      date: 'date',
      interval: 'interval',
      'interval day to second(3)': 'interval day to second(3)',
      uuid: 'uuid',
      json: 'json',
      jsonb: 'jsonb',
      'bit(4)': 'bit(4)',
      'varbit(4)': 'bit varying(4)',
      inet: 'inet',
      'int8[]': 'bigint array',
      'varchar(5)[]': 'varchar(5)[]',
      xml: 'xml',
      oid: 'oid',
      'dflt.mood': 'mood',
      'dflt.mood[]': 'dflt.mood[]',
      'dflt.icn': 'dflt.icn',
      'dflt.icn_again': 'varchar(50)',
      'dflt.icn[]': 'dflt.icn[]',
      int4range: 'int4range',
    };
    const names = Object.keys(types).map((_, index) => `c${String(index)}`);
    const columns = Object.keys(types).map((type, index) => `${names[index] ?? ''} ${type}`);
    await sql(`create table dflt.types (${columns.join(', ')})`);
    const contract = contractOf(
      'dflt',
      'types',
      Object.fromEntries(Object.values(types).map((type, index) => [names[index] ?? '', type])),
    );
    const { faults, checks } = await run([contract]);
    expect(faults).toEqual({});
    expect(checks).toHaveLength(3 + names.length + 1);
  });

  test.each([
    ['a view', 'people_view', ''],
    [
      'a materialized view',
      'people_copy',
      'create materialized view dflt.people_copy as select * from dflt.people',
    ],
    [
      'a partitioned table',
      'people_parts',
      `create table dflt.people_parts (like dflt.people) partition by list (sta3n);
       create table dflt.people_530 partition of dflt.people_parts for values in (530);
       insert into dflt.people_parts select * from dflt.people`,
    ],
  ])('may be %s', async (_, table, statements) => {
    await sql(statements);
    const contract = contractOf(
      'dflt',
      table,
      { sta3n: 'smallint', cellPhone: 'varchar(40)' },
      {
        rows: { atLeast: 1, where: { sta3n: 530 } },
        freshness: { column: 'loaded_at', maxAgeMs: 36 * 3_600_000 },
      },
    );
    expect((await run([contract])).faults).toEqual({});
  });

  test('may live on another server, and is told apart when that one is gone', async () => {
    const { port } = database.server;
    await sql(`
      create extension if not exists postgres_fdw;
      create server elsewhere foreign data wrapper postgres_fdw
        options (host '127.0.0.1', port '${String(port)}', dbname 'postgres');
      create user mapping for prober server elsewhere
        options (user 'prober', password ${database.owner.escapeLiteral(proberPassword)});
      create foreign table dflt.people_far (icn varchar(50), sta3n smallint not null, loaded_at timestamptz)
        server elsewhere options (schema_name 'dflt', table_name 'people')`);
    const contract = contractOf(
      'dflt',
      'people_far',
      { icn: 'varchar(50)', sta3n: 'smallint not null' },
      {
        rows: { atLeast: 1, where: { sta3n: 530 } },
        freshness: { column: 'loaded_at', maxAgeMs: 36 * 3_600_000 },
      },
    );
    expect((await run([contract])).faults).toEqual({});
    await sql(`alter server elsewhere options (set port '1')`);
    expect(await faultOf('dflt.people_far read', [contract])).toMatchObject({
      code: 'SELECT_FAILED',
      observed: 'reading it fails with SQLSTATE 08001',
      hint: 'The table lives on another server, which cannot be reached from the database.',
    });
  });

  test('may have any name, and names are never SQL', async () => {
    const schema = `My "Schema".x`;
    const table = `Ünï 'code'; drop table dflt.people --`;
    const column = 'a "b" $1 %s \\ .c';
    const quoted = [schema, table, column].map((name) => `"${name.replaceAll('"', '""')}"`);
    await sql(`
      create schema ${quoted[0] ?? ''};
      create table ${quoted[0] ?? ''}.${quoted[1] ?? ''} (${quoted[2] ?? ''} text not null, at timestamptz);
      insert into ${quoted[0] ?? ''}.${quoted[1] ?? ''} values ('x', now());
      grant usage on schema ${quoted[0] ?? ''} to prober;
      grant select on all tables in schema ${quoted[0] ?? ''} to prober`);
    const contract = contractOf(
      schema,
      table,
      { [column]: 'text not null' },
      {
        rows: { atLeast: 1, where: { [column]: 'x' } },
        freshness: { column: 'at', maxAgeMs: 3_600_000 },
      },
    );
    expect((await run([contract])).faults).toEqual({});
  });

  test('may have as many columns as a table can have', async () => {
    const names = Array.from({ length: 1600 }, (_, index) => `c${String(index)}`);
    await sql(`create table dflt.wide (${names.map((name) => `${name} smallint`).join(', ')})`);
    await sql('insert into dflt.wide default values');
    const contract = contractOf('dflt', 'wide', Object.fromEntries(names.map((name) => [name, 'smallint'])));
    const { faults, checks } = await run([contract]);
    expect(faults).toEqual({});
    expect(checks).toHaveLength(1604);
  });
});

describe('a schema that drifted', () => {
  test('is told column by column', async () => {
    await sql(`create table dflt.drifted (
      gone_in_case text, "cellPhone" varchar(20), wide varchar(80), station smallint, other integer, nick dflt.icn)`);
    const contract = contractOf('dflt', 'drifted', {
      Gone_in_case: 'text',
      missing: 'text',
      cellPhone: 'varchar(40)',
      wide: 'varchar(40)',
      station: 'smallint not null',
      other: 'text',
      nick: 'varchar(60) not null',
    });
    const { faults, checks } = await run([contract]);
    expect(faults).toEqual({
      'dflt.drifted.Gone_in_case': 'COLUMN_MISSING',
      'dflt.drifted.missing': 'COLUMN_MISSING',
      'dflt.drifted.cellPhone': 'TYPE_MISMATCH',
      'dflt.drifted.wide': 'TYPE_WIDENED',
      'dflt.drifted.station': 'NULLABLE',
      'dflt.drifted.other': 'TYPE_MISMATCH',
      'dflt.drifted.nick': 'TYPE_MISMATCH',
    });
    const texts = checks.map((check) => (check.status === 'pass' ? '' : check.fault.observed));
    expect(texts).toContain('no such column; a column "gone_in_case" exists: names are case-sensitive');
    expect(texts).toContain('dflt.icn (a domain over character varying(50))');
  });

  test('is told by the table alone when that is missing, or named in another case', async () => {
    const tables = ['missing', 'People'].map((table) => contractOf('dflt', table, { icn: 'text' }));
    const { outcomes: seen } = await run([...tables, contractOf('nowhere', 'people', { icn: 'text' })]);
    expect(seen.slice(2)).toEqual([
      'dflt.missing: TABLE_MISSING',
      'dflt.People: TABLE_MISSING',
      'nowhere.people: TABLE_MISSING',
    ]);
    expect((await faultOf('dflt.People', tables))?.observed).toContain('dflt.people exists');
  });

  test('is no table when it is an index, a sequence or a type', async () => {
    await sql(`create sequence dflt.counter; create index people_index on dflt.people (sta3n);
      create type dflt.pair as (a int, b int)`);
    const { faults } = await run(['counter', 'people_index', 'pair'].map((name) => contractOf('dflt', name)));
    expect(Object.values(faults)).toEqual(['TABLE_MISSING', 'TABLE_MISSING', 'TABLE_MISSING']);
  });

  test('does not hide behind a longer name that PostgreSQL would cut', async () => {
    const name = 'n'.repeat(63);
    await sql(`create table dflt.${name} (a int)`);
    const { faults } = await run([contractOf('dflt', name), contractOf('dflt', `${name}n`)]);
    expect(faults).toEqual({ [`dflt.${name}n`]: 'TABLE_MISSING' });
  });

  test('may be nullable although a constraint says otherwise, when that was never validated', async () => {
    await sql(`create table dflt.loose (a int); insert into dflt.loose values (null);
      alter table dflt.loose add constraint later not null a not valid`);
    expect((await run([contractOf('dflt', 'loose', { a: 'integer not null' })])).faults).toEqual({
      'dflt.loose.a': 'NULLABLE',
    });
    await sql('delete from dflt.loose; alter table dflt.loose validate constraint later');
    expect((await run([contractOf('dflt', 'loose', { a: 'integer not null' })])).faults).toEqual({});
  });

  test.each([
    ['view', 'create view dflt.strict_view as select * from dflt.people'],
    ['materialized view', 'create materialized view dflt.strict_view as select * from dflt.people'],
  ])('of a %s says that it cannot tell what may be null', async (kind, statement) => {
    await sql(statement);
    const { checks } = await run([contractOf('dflt', 'strict_view', { sta3n: 'smallint not null' })]);
    expect(checks.find(({ name }) => name === 'dflt.strict_view.sta3n')).toMatchObject({
      status: 'pass',
      note: `a ${kind} does not tell what may be null: only the type was compared`,
    });
    await sql(`drop ${kind} dflt.strict_view`);
  });
});

describe('a right that is missing', () => {
  test('on the table is told once, and what drifted all the same', async () => {
    await sql('create table dflt.closed (a int); revoke select on dflt.closed from prober');
    const { faults, outcomes: seen } = await run([
      contractOf('dflt', 'closed', { a: 'integer', b: 'integer' }),
    ]);
    expect(faults).toEqual({ 'dflt.closed': 'NO_GRANT', 'dflt.closed.b': 'COLUMN_MISSING' });
    expect(seen).not.toContainEqual(expect.stringContaining('read'));
  });

  test('on the schema is told', async () => {
    await sql(`create schema shut; create table shut.people (a int); grant select on shut.people to prober`);
    expect(await faultOf('shut.people', [contractOf('shut', 'people', { a: 'integer' })])).toMatchObject({
      code: 'NO_GRANT',
      observed: 'no USAGE on the schema',
    });
  });

  test('on some columns is told for those, and the others are read', async () => {
    await sql(`create table dflt.partly (a int, b int); insert into dflt.partly values (1, 2);
      revoke select on dflt.partly from prober; grant select (a) on dflt.partly to prober`);
    const contract = contractOf(
      'dflt',
      'partly',
      { a: 'integer', b: 'integer' },
      {
        rows: { atLeast: 1, where: { b: 2 } },
      },
    );
    const { faults, outcomes: seen } = await run([contract]);
    expect(faults).toEqual({ 'dflt.partly.b': 'NO_GRANT', 'dflt.partly rows': 'NO_GRANT' });
    expect(seen).toContain('dflt.partly read: pass');
  });

  test('of the owner of a view shows only when the view is read', async () => {
    await sql(`create role keeper; grant usage, create on schema dflt to keeper;
      create table dflt.base (a int); grant select on dflt.base to keeper;
      create view dflt.kept as select a from dflt.base; alter view dflt.kept owner to keeper;
      grant select on dflt.kept to prober; revoke select on dflt.base from keeper`);
    const { faults } = await run([contractOf('dflt', 'kept', { a: 'integer' })]);
    expect(faults).toEqual({ 'dflt.kept read': 'NO_GRANT' });
  });
});

describe('a table that the catalogue lists and that cannot be read', () => {
  beforeAll(async () => {
    await sql(`
      create table dflt.under (a int);
      insert into dflt.under values (1);
      create function dflt.look() returns table (a int) language plpgsql stable security definer
        as $$ begin return query select under.a from dflt.under; end $$;
      create view dflt.over as select a from dflt.look();
      create function dflt.cell() returns text language plpgsql stable
        as $$ begin return (select note from dflt.nowhere); end $$;
      create view dflt.half as select 1 as a, dflt.cell() as b, 3 as c;
      drop table dflt.under`);
  });

  const broken = contractOf('dflt', 'over', { a: 'integer' }, { rows: { atLeast: 1 } });
  const sound = contractOf(
    'dflt',
    'people',
    { sta3n: 'smallint' },
    { rows: { atLeast: 1 }, freshness: { column: 'loaded_at', maxAgeMs: 36 * 3_600_000 } },
  );
  const passed = ['read', 'rows', 'freshness'].map((aspect) => `dflt.people ${aspect}: pass`);
  const readings = (lines: readonly string[]) =>
    lines.filter((line) => / (?:read|rows|freshness): /u.test(line));

  test('is a broken view, and the others are judged all the same', async () => {
    const { outcomes: seen, checks } = await run([sound, broken, sound]);
    expect(readings(seen)).toEqual([...passed, 'dflt.over read: SELECT_FAILED', ...passed]);
    expect(seen).toContain('dflt.over.a: pass');
    expect(JSON.stringify(checks)).toContain('SQLSTATE 42P01');
  });

  test('is found by any column agreed, and only by one that is agreed', async () => {
    const half = (columns: Record<string, string>) => run([contractOf('dflt', 'half', columns)]);
    const all = await half({ a: 'integer', b: 'text', c: 'integer' });
    expect(all.faults).toEqual({ 'dflt.half read': 'SELECT_FAILED' });
    expect((await half({ a: 'integer', c: 'integer' })).faults).toEqual({});
  });

  test('is a materialized view that was never filled', async () => {
    await sql('create materialized view dflt.unfilled as select 1 as a with no data');
    expect(
      await faultOf('dflt.unfilled read', [contractOf('dflt', 'unfilled', { a: 'integer' })]),
    ).toMatchObject({
      code: 'SELECT_FAILED',
      hint: 'A materialized view that was never filled cannot be read: refresh it.',
    });
  });

  test('is locked by another session; the others are judged, and later it passes', async () => {
    await sql('create table dflt.locked (a int)');
    const engine = tableContractEngine({ limits: { lockTimeoutMs: 100 } });
    const tables = [sound, contractOf('dflt', 'locked', { a: 'integer' }, { rows: { atLeast: 1 } }), sound];
    const holder = await database.session();
    await holder.query('begin; lock table dflt.locked in access exclusive mode');
    const { outcomes: seen } = await run(tables, { engine });
    expect(readings(seen)).toEqual([...passed, 'dflt.locked read: LOCKED', ...passed]);
    await holder.end();
    expect((await run(tables, { engine })).faults).toEqual({ 'dflt.locked rows': 'NOT_ENOUGH_ROWS' });
  });

  test('takes longer than a statement may; the others are judged', async () => {
    await sql('create view dflt.endless as select pg_sleep(600)::text as a');
    const engine = tableContractEngine({ limits: { statementTimeoutMs: 200 } });
    const { faults } = await run([sound, contractOf('dflt', 'endless', { a: 'text' })], { engine });
    expect(faults).toEqual({ 'dflt.endless read': 'TIMEOUT' });
  });
});

describe('rows', () => {
  function rows(atLeast: number, where?: Readonly<Record<string, string | number | boolean | null>>) {
    return [contractOf('dflt', 'people', {}, { rows: { atLeast, ...(where && { where }) } })];
  }

  test.each([
    [{ sta3n: 530 }],
    [{ sta3n: '530' }],
    [{ icn: value }],
    [{ active: true, mood: 'low' }],
    [{ active: 'yes' }],
    [{ loaded_on: new Date().toISOString().slice(0, 10) }],
    [undefined],
    [{}],
  ])('with %j are there', async (where) => {
    expect((await run(rows(1, where))).faults).toEqual({});
  });

  test.each([
    [{ sta3n: 500 }],
    [{ sta3n: null }],
    [{ icn: `x' or true --` }],
    [{ icn: `'; drop table dflt.people; --` }],
    [{ active: false }],
  ])('with %j are not there', async (where) => {
    expect((await run(rows(1, where))).faults).toEqual({ 'dflt.people rows': 'NOT_ENOUGH_ROWS' });
    expect((await run(rows(1))).faults).toEqual({});
  });

  test('are counted no further than is needed', async () => {
    await sql(
      'create table dflt.many as select generate_series(1, 1000) as a; create table dflt.none (a int)',
    );
    const many = (atLeast: number) => [contractOf('dflt', 'many', {}, { rows: { atLeast } })];
    expect((await run(many(1000))).faults).toEqual({});
    expect(await faultOf('dflt.many rows', many(1001))).toMatchObject({ observed: '1000 rows' });
    expect(
      await faultOf('dflt.none rows', [
        contractOf('dflt', 'none', { a: 'integer' }, { rows: { atLeast: 1 } }),
      ]),
    ).toMatchObject({ observed: 'none' });
  });

  test.each([
    [{ sta3n: 'ten' }, '22P02'],
    [{ sta3n: 70_000 }, '22003'],
    [{ mood: 'middling' }, '22P02'],
    [{ loaded_on: '2026-13-45' }, '22008'],
  ])('cannot be looked for by %j, and nothing else suffers', async (where, state) => {
    const { faults, checks } = await run([...rows(1, where), contractOf('dflt', 'many', { a: 'integer' })]);
    expect(faults).toEqual({ 'dflt.people rows': 'SELECT_FAILED' });
    expect(JSON.stringify(checks)).toContain(`SQLSTATE ${state}`);
    expect(JSON.stringify(checks)).toContain('correct the configuration');
  });
});

describe('freshness', () => {
  const hour = 3_600_000;

  function freshness(table: string, column: string, maxAgeMs: number) {
    return [contractOf('dflt', table, {}, { freshness: { column, maxAgeMs } })];
  }

  test.each([
    ['timestamptz', `now() - interval '5 hours'`, 6 * hour, undefined],
    ['timestamptz', `now() - interval '5 hours'`, 4 * hour, '6h old'],
    ['timestamp', `now() - interval '5 hours'`, 6 * hour, undefined],
    ['timestamp', `now() - interval '5 hours'`, 4 * hour, '6h old'],
    ['date', `current_date`, 24 * hour, undefined],
    ['date', `current_date - 3`, 72 * hour, '4d old'],
    ['timestamptz', `now() + interval '1 hour'`, hour, undefined],
    ['timestamptz', `now() + interval '2 days'`, hour, 'no row'],
    ['timestamptz', `'infinity'`, hour, 'no row'],
    ['timestamptz', `'-infinity'`, hour, 'no row'],
    ['date', `'infinity'`, 24 * hour, 'no row'],
    ['date', `'9999-12-31'`, 24 * hour, 'no row'],
    ['timestamptz', `null`, hour, 'no row'],
  ])('of a %s that is %s, limit %i ms: %s', async (type, expression, maxAgeMs, observed) => {
    await sql(`drop table if exists dflt.loads; create table dflt.loads (at ${type});
      insert into dflt.loads values (${expression})`);
    const fault = await faultOf('dflt.loads freshness', freshness('loads', 'at', maxAgeMs));
    expect(fault?.code).toBe(observed === undefined ? undefined : 'STALE');
    if (observed !== undefined) expect(fault?.observed).toContain(observed);
  });

  test('goes by the newest load that has happened, whatever is planned', async () => {
    await sql(`drop table if exists dflt.loads; create table dflt.loads (at timestamptz);
      insert into dflt.loads values (now() - interval '9 hours'), (now() - interval '1 hour'), ('9999-12-31')`);
    expect((await run(freshness('loads', 'at', 2 * hour))).faults).toEqual({});
    await sql(`delete from dflt.loads where at > now() - interval '2 hours' and at < now()`);
    expect((await run(freshness('loads', 'at', 2 * hour))).faults).toEqual({
      'dflt.loads freshness': 'STALE',
    });
  });

  test('of an empty table is stale', async () => {
    await sql(`create table dflt.unloaded (at timestamptz)`);
    expect((await run(freshness('unloaded', 'at', hour))).faults).toEqual({
      'dflt.unloaded freshness': 'STALE',
    });
  });

  test('of a domain over a timestamp is told, of text is not', async () => {
    await sql(`create domain dflt.moment as timestamptz; create table dflt.marked (at dflt.moment, note text);
      insert into dflt.marked values (now(), 'x')`);
    expect((await run(freshness('marked', 'at', hour))).faults).toEqual({});
    expect((await run(freshness('marked', 'note', hour))).faults).toEqual({
      'dflt.marked freshness': 'TYPE_MISMATCH',
    });
  });
});

describe('the conversation with the server', () => {
  const plain = { query: '?sslmode=disable' };

  test.each([1, 50, 51, 500])('asks the catalogue once for %i tables', async (count) => {
    const recorder = await startRecorder(database.server.port);
    const sound = contractOf(
      'dflt',
      'people',
      { sta3n: 'smallint' },
      {
        rows: { atLeast: 1 },
        freshness: { column: 'loaded_at', maxAgeMs: 36 * 3_600_000 },
      },
    );
    const tables = Array.from({ length: count }, () => sound);
    const { faults } = await run(tables, { url: database.url({ ...plain, port: recorder.port }) });
    expect(faults).toEqual({});
    expect(recorder.statements.filter((text) => text.includes('pg_class'))).toHaveLength(1);
    expect(recorder.statements).toHaveLength(1 + 1 + Math.ceil(count / 50) + 1);
    expect(recorder.startups).toHaveLength(1);
    await recorder.stop();
  });

  test('shows in diagnosis, and only there, what it looked like from here', async () => {
    const tables = [contractOf('dflt', 'people')];
    const usual = await runTables(database.url(), tables);
    expect(usual.checks.filter((check) => check.exchange !== undefined)).toEqual([]);
    const { checks } = await runTables(database.url(), tables, { diagnose: true });
    expect(checks[0]).toMatchObject({
      name: 'connect',
      status: 'pass',
      exchange: {
        address: '127.0.0.1',
        connectMs: expect.any(Number) as number,
        totalMs: expect.any(Number) as number,
        server: expect.stringMatching(/^PostgreSQL\/\d+\.\d+$/u) as string,
      },
    });
  });

  test('asks a table that cannot be read nothing more', async () => {
    await sql('create view dflt.dead as select (1 / 0)::text as a, now() as at');
    const recorder = await startRecorder(database.server.port);
    const dead = contractOf(
      'dflt',
      'dead',
      { a: 'text' },
      { rows: { atLeast: 1 }, freshness: { column: 'at', maxAgeMs: 3_600_000 } },
    );
    const url = database.url({ ...plain, port: recorder.port });
    expect((await run([dead], { url })).faults).toEqual({ 'dflt.dead read': 'SELECT_FAILED' });
    // All three questions together, then the first one by itself.
    expect(recorder.statements.filter((text) => text.includes('"dead"'))).toHaveLength(2);
    await recorder.stop();
  });

  test('sets nothing at log-in but who we are, reads only, and ends its transaction', async () => {
    const recorder = await startRecorder(database.server.port);
    await run([contractOf('dflt', 'people')], { url: database.url({ ...plain, port: recorder.port }) });
    expect(recorder.startups[0]?.filter((text) => text !== '')).toEqual([
      'user',
      'prober',
      'database',
      'postgres',
      'application_name',
      'staging-health-gate',
      'client_encoding',
      'UTF8',
    ]);
    expect(recorder.statements[0]).toMatch(/^BEGIN TRANSACTION READ ONLY; SET LOCAL/u);
    expect(recorder.statements.at(-1)).toBe('ROLLBACK');
    await recorder.stop();
  });

  test('has its limits in force while it reads', async () => {
    await sql(`create view dflt.seen as select 1 / (
      current_setting('transaction_read_only') = 'on' and current_setting('statement_timeout') = '10s'
      and current_setting('lock_timeout') = '3s' and current_setting('application_name') = 'staging-health-gate'
    )::int as a`);
    expect((await run([contractOf('dflt', 'seen', { a: 'integer' })])).faults).toEqual({});
    const engine = tableContractEngine({ limits: { lockTimeoutMs: 1 } });
    expect((await run([contractOf('dflt', 'seen', { a: 'integer' })], { engine })).faults).toEqual({
      'dflt.seen read': 'SELECT_FAILED',
    });
  });

  test('goes on over another connection when the first is lost', async () => {
    let cuts = 0;
    const recorder = await startRecorder(database.server.port, (text) => {
      if (!text.includes('num_nulls') || cuts > 0) return;
      cuts += 1;
      recorder.cut();
    });
    const contract = contractOf('dflt', 'people', { sta3n: 'smallint' });
    const url = database.url({ ...plain, port: recorder.port });
    const { faults, attempts } = await run([contract], { url, attempts: 2 });
    expect(faults).toEqual({});
    expect(attempts).toEqual([1, 1, 1, 2]);
    cuts = 0;
    expect((await run([contract], { url, attempts: 1 })).faults).toEqual({
      'reading the tables': 'CONNECT_RESET',
    });
    await recorder.stop();
  });

  test('tells a server that shuts down from a connection that is cut', async () => {
    const recorder = await startRecorder(database.server.port);
    await sql(`create view dflt.sleepy as select pg_sleep(600)::text as a`);
    const url = database.url({ ...plain, port: recorder.port });
    const reading = run([contractOf('dflt', 'sleepy', { a: 'text' })], { url });
    await untilAsleep();
    await sql(`select pg_terminate_backend(pid) from pg_stat_activity where ${asleep}`);
    expect((await reading).faults).toEqual({ 'reading the tables': 'STARTING_UP' });
    await recorder.stop();
  });

  test('ends at once when the run is cancelled, and closes its connection', async () => {
    const recorder = await startRecorder(database.server.port);
    const { signal, cancel } = cancellable();
    await sql(`create view dflt.drowsy as select pg_sleep(600)::text as a`);
    const url = database.url({ ...plain, port: recorder.port });
    const reading = run([contractOf('dflt', 'drowsy', { a: 'text' })], { url, signal, attempts: 3 });
    await untilAsleep();
    cancel();
    expect((await reading).faults).toEqual({ 'reading the tables': 'CANCELLED' });
    while (recorder.open() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(recorder.startups).toHaveLength(1);
    await recorder.stop();
  });

  test('does not begin when the run is cancelled already', async () => {
    const recorder = await startRecorder(database.server.port);
    const { signal, cancel } = cancellable();
    cancel();
    const url = database.url({ ...plain, port: recorder.port });
    const { outcomes: seen } = await run([contractOf('dflt', 'people')], { url, signal });
    expect(seen).toEqual(['connect: CANCELLED']);
    await recorder.stop();
  });

  test('throws for an address without a driver, and keeps the address to itself', async () => {
    const failing = runTables('mysql://user:hunter2@host/db', [contractOf('dflt', 'people')]);
    await expect(failing).rejects.toThrow('no driver');
    await expect(failing).rejects.not.toThrow('hunter2');
  });

  test('hides the address it was given', () => {
    expect(JSON.stringify({ url: new Secret(database.url()) })).not.toContain(
      encodeURIComponent(proberPassword),
    );
  });

  const asleep = `usename = 'prober' and wait_event = 'PgSleep'`;

  async function untilAsleep() {
    for (;;) {
      const { rowCount } = await sql(`select from pg_stat_activity where ${asleep}`);
      if (rowCount !== 0) return;
    }
  }
});
