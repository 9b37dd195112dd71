import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { proberPassword, startTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { command, folderWith } from '../support/terminal.ts';

let database: TestDatabase;
const home = folderWith();
beforeAll(async () => {
  database = await startTestDatabase();
  await database.owner.query(`
    create schema dflt; grant usage on schema dflt to prober;
    create schema "Odd.Schema"; grant usage on schema "Odd.Schema" to prober;
    create domain dflt.zip as varchar(5);
    create type "Odd.Schema"."Mood" as enum ('well', 'unwell');
    alter default privileges in schema dflt grant select on tables to prober;
    alter default privileges in schema "Odd.Schema" grant select on tables to prober;`);
});
afterAll(async () => {
  home.remove();
  await database.stop();
});

const environment = () => ({ CDW_URL: database.url() });

function snapshot(...args: readonly string[]) {
  return command(['snapshot', '--url-env', 'CDW_URL', ...args], { cwd: home.folder, env: environment() });
}

/** The verdict of a run whose configuration holds the snapshot as a user would paste it. */
async function runWith(tables: string): Promise<{ readonly code: number; readonly text: string }> {
  const probe = `kind: cdw\nurl: \${CDW_URL}\n${tables}`.replaceAll(/^(?=.)/gmu, '    ');
  writeFileSync(join(home.folder, 'gate.yml'), `version: 1\nenvironment: staging\nprobes:\n  cdw:\n${probe}`);
  const { code, out, err } = await command(['run', '--config', 'gate.yml'], {
    cwd: home.folder,
    env: environment(),
  });
  return { code, text: out + err };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A type, one that holds less of the same, and another one. */
interface SampleType {
  readonly type: string;
  readonly narrower?: string;
}

const types: readonly SampleType[] = [
  { type: 'varchar(50)', narrower: 'varchar(49)' },
  { type: 'varchar', narrower: 'varchar(400)' },
  { type: 'text', narrower: 'varchar(4000)' },
  { type: 'char(5)', narrower: 'char(4)' },
  { type: 'bpchar' },
  { type: 'integer', narrower: 'smallint' },
  { type: 'bigint', narrower: 'integer' },
  { type: 'smallint' },
  { type: 'numeric(10,2)', narrower: 'numeric(9,2)' },
  { type: 'numeric(3,-2)', narrower: 'numeric(2,-2)' },
  { type: 'numeric', narrower: 'numeric(12,4)' },
  { type: 'double precision', narrower: 'real' },
  { type: 'timestamptz', narrower: 'timestamptz(3)' },
  { type: 'timestamp(3)', narrower: 'timestamp(0)' },
  { type: 'time(6) with time zone', narrower: 'time(2) with time zone' },
  { type: 'interval day to second(3)', narrower: 'interval day to second(1)' },
  { type: 'interval year to month', narrower: 'interval year' },
  { type: 'bit(3)' },
  { type: 'bit varying(8)', narrower: 'bit varying(7)' },
  ...['date', 'uuid', 'json', 'jsonb', 'bytea', 'inet', 'name', '"char"', 'pg_lsn'].map((type) => ({ type })),
  ...['int4range', 'tsvector', 'varchar(5)[]', 'integer[]', 'oid', 'money', 'regclass'].map((type) => ({
    type,
  })),
  ...['dflt.zip', 'dflt.zip[]', '"Odd.Schema"."Mood"', '"Odd.Schema"."Mood"[]'].map((type) => ({ type })),
];

const columnName = fc.oneof(
  fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,20}$/u),
  fc.constantFrom(
    '<<',
    'null',
    'true',
    '~',
    '1',
    '1.5',
    '2023-08-15',
    'a b',
    'a.b',
    'a"b',
    "a'b",
    'a: b',
    '# a',
    '- a',
  ),
  fc.constantFrom(
    '${CDW_URL}',
    '*a',
    '&a',
    '!a',
    '[a]',
    '{a}',
    '%a',
    '@a',
    'constructor',
    'Straße',
    '電話',
    'a\nb',
    ' a ',
  ),
);

const columns = fc.uniqueArray(
  fc.record({ name: columnName, sample: fc.constantFrom(...types), isNotNull: fc.boolean() }),
  { minLength: 1, maxLength: 6, selector: ({ name }) => name },
);

const change = fc.constantFrom('drop', 'rename', 'narrow', 'nullable', 'retype');

interface Column {
  readonly name: string;
  readonly sample: SampleType;
  readonly isNotNull: boolean;
}

/** The statement behind `alter table`; nothing where such a column cannot change that way. */
function statementFor(kind: string, { name, sample, isNotNull }: Column): string | undefined {
  const column = quoted(name);
  if (kind === 'drop') return `drop column ${column}`;
  if (kind === 'rename') return `rename column ${column} to renamed_elsewhere`;
  if (kind === 'nullable') return isNotNull ? `alter column ${column} drop not null` : undefined;
  const type = kind === 'narrow' ? sample.narrower : sample.type === 'date' ? 'uuid' : 'date';
  return type === undefined ? undefined : `alter column ${column} type ${type} using null::${type}`;
}

describe('a snapshot of a database', () => {
  it('is a contract that the same database meets, and no database that differs in one column', async () => {
    const tableName = fc.constantFrom('dflt.t', 'dflt."a ""b"" c"', '"Odd.Schema"."Ta.ble"');
    await fc.assert(
      fc.asyncProperty(tableName, columns, change, fc.nat(), async (sql, list, kind, pick) => {
        const definitions = list.map(
          ({ name, sample, isNotNull }) => `${quoted(name)} ${sample.type}${isNotNull ? ' not null' : ''}`,
        );
        await database.owner.query(
          `drop table if exists ${sql}; create table ${sql} (${definitions.join(', ')})`,
        );
        const { code, out, err } = await snapshot('--table', sql);
        expect([code, err]).toEqual([0, '']);
        const same = await runWith(out);
        expect(same.text).toMatch(/^✅ cdw: pass/mu);
        expect(same.code).toBe(0);

        const able = list.filter((column) => statementFor(kind, column) !== undefined);
        const column = able[pick % Math.max(able.length, 1)];
        const statement = column && statementFor(kind, column);
        fc.pre(statement !== undefined);
        await database.owner.query(`alter table ${sql} ${statement}`);
        const changed = await runWith(out);
        expect(changed.text).toMatch(/^❌ cdw: fail/mu);
        expect(changed.code).toBe(1);
      }),
      { numRuns: 60 },
    );
  });

  it('names each type as the same type, one by one', async () => {
    const definitions = types.map(({ type }, index) => `c${String(index)} ${type} not null`);
    await database.owner.query(
      `drop table if exists dflt.all_types; create table dflt.all_types (${definitions.join(', ')})`,
    );
    const { out, err } = await snapshot('--table', 'dflt.all_types');
    expect(err).toBe('');
    const { text } = await runWith(out);
    // The table, its columns, and that it was connected to, described and read.
    expect(text).toContain(`✅ cdw: pass (${String(types.length + 4)} of ${String(types.length + 4)} checks`);
  });

  it('leaves out what the role may not read, and says so', async () => {
    await database.owner.query(`
      drop table if exists dflt.partly; create table dflt.partly (icn varchar(50), ssn text);
      revoke all on dflt.partly from prober; grant select (icn) on dflt.partly to prober`);
    const { code, out, err } = await snapshot('--table', 'dflt.partly');
    expect([code, err]).toEqual([0, '⚠️ dflt.partly.ssn is left out: the role may not read it\n']);
    expect(out).toContain('icn: character varying(50)');
    expect(out).not.toContain('ssn');
    expect((await runWith(out)).code).toBe(0);
  });

  it('says of a view what it does not tell', async () => {
    await database.owner.query(`
      create table dflt.base (icn text not null); create view dflt.seen as select * from dflt.base`);
    const { out } = await snapshot('--table', 'dflt.seen');
    expect(out).toContain('# dflt.seen is a view, which does not tell what may be null.');
    expect(out).toContain('icn: text\n');
    expect((await runWith(out)).code).toBe(0);
  });

  it('goes into a file, which it does not replace unless told to', async () => {
    await database.owner.query('create table if not exists dflt.one (a integer)');
    const file = join(home.folder, 'contract.yml');
    expect(await snapshot('--table', 'dflt.one', '--output', 'contract.yml')).toMatchObject({
      code: 0,
      out: '',
    });
    const written = readFileSync(file, 'utf8');
    expect(written).toContain('dflt.one:');
    writeFileSync(file, 'mine');
    expect((await snapshot('--table', 'dflt.one', '--output', 'contract.yml')).code).toBe(64);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await snapshot('--table', 'dflt.one', '--output', 'contract.yml', '--force')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(written);
  });
});

describe('snapshot --compare', () => {
  const compare = async (table: string) => {
    const env = { CDW_PROD_URL: database.url(), CDW_URL: database.url({ database: 'staging' }) };
    return command(['snapshot', '--url-env', 'CDW_PROD_URL', '--table', table, '--compare', 'CDW_URL'], {
      cwd: home.folder,
      env,
    });
  };

  it('shows column by column how the other database meets the contract', async () => {
    await database.owner.query(
      'create table dflt.phones (icn varchar(50) not null, cell varchar(40), at date)',
    );
    await database.owner.query('create database staging');
    const staging = await database.session('staging');
    await staging.query(`
      create schema dflt; grant usage on schema dflt to prober;
      create table dflt.phones (icn varchar(50) not null, at date, extra text); grant select on dflt.phones to prober`);
    const broken = await compare('dflt.phones');
    expect(broken.code).toBe(1);
    expect(broken.out.split('\n')).toEqual([
      '✅ dflt.phones',
      '✅ dflt.phones.icn',
      '❌ dflt.phones.cell: COLUMN_MISSING, expected character varying(40), observed no such column',
      '✅ dflt.phones.at',
      '➕ dflt.phones.extra: only in CDW_URL',
      '',
      '❌ CDW_URL does not meet the contract of CDW_PROD_URL: 3 of 4 checks passed',
      '',
    ]);
    await staging.query('alter table dflt.phones add cell varchar(80)');
    expect(await compare('dflt.phones')).toMatchObject({ code: 0 });
    await staging.query('alter table dflt.phones alter cell type varchar(40)');
    const same = await compare('dflt.phones');
    expect(same).toMatchObject({ code: 0 });
    expect(same.out).toContain('✅ CDW_URL meets the contract of CDW_PROD_URL: 4 of 4 checks passed');
    await staging.end();
  });
});

describe('snapshot, when it cannot be taken', () => {
  it('is 1 for a table that is not there, and writes nothing', async () => {
    const { code, out, err } = await snapshot('--table', 'dflt.nobody');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('CDW_URL: dflt.nobody: TABLE_MISSING');
  });

  it('is 2 for a database that refuses, and shows no part of the address', async () => {
    const env = { CDW_URL: database.url({ password: 'wrong-password-of-the-gate' }) };
    const args = ['snapshot', '--url-env', 'CDW_URL', '--table', 'dflt.t'];
    const { code, out, err } = await command(args, { cwd: home.folder, env });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^❔ CDW_URL: CREDENTIAL_REFUSED/u);
    expect(err).not.toContain('wrong-password');
    expect(err).not.toContain(proberPassword);
  });

  it.each([
    [[], ['--url-env is missing', '--table is missing']],
    [['--url-env', 'NONE', '--table', 'dflt.t'], ['--url-env: the variable "NONE" is not set, or empty']],
    [
      ['--url-env', 'ODD', '--table', 'dflt.t'],
      ['--url-env: the variable "ODD" holds no address like postgres://'],
    ],
    [['--url-env', 'CDW_URL', '--table', 't'], ['--table: "t" is no schema.table']],
    [['--url-env', 'CDW_URL', '--table', 'a.b', '--compare', 'NONE'], ['--compare: the variable "NONE"']],
  ])('is 64 for %j', async (args, problems) => {
    const env = { ...environment(), ODD: 'mysql://root:a-secret@cdw.example' };
    const { code, out, err } = await command(['snapshot', ...args], { cwd: home.folder, env });
    expect([code, out]).toEqual([64, '']);
    for (const problem of problems) expect(err).toContain(problem);
    expect(err).not.toContain('a-secret');
  });
});
