import { describe, expect, test } from 'vitest';

import { loadConfig } from '../../src/config/load.ts';
import type { TablePlan } from '../../src/core/plan.ts';
import { ConfigError } from '../../src/errors.ts';
import { cdw } from '../../src/kinds/cdw.ts';
import type { PlanContext } from '../../src/kinds/kind.ts';
import { revealText } from '../../src/secrets.ts';

const address = 'postgres://gate:hunter2@db.synthetic.test/cdw?sslmode=verify-full';

/** Of no use to this kind: it makes nothing up. */
const context = {
  probe: 'cdw',
  uuid: () => {
    throw new Error('not needed');
  },
} as unknown as PlanContext;

/** A table contract stands in the configuration itself. */
const noFile = () => ({ problem: 'no such file' });

function load(tables: string, env: Readonly<Record<string, string>> = { CDW_URL: address }) {
  const text = `version: 1
environment: staging
probes:
  cdw:
    kind: cdw
    url: \${CDW_URL}
    tables:${tables}`;
  return loadConfig({ file: 'gate.yml', text }, env, { cdw }, noFile);
}

function planOf(tables: string, env?: Readonly<Record<string, string>>): TablePlan {
  const [probe] = load(tables, env).probes;
  return cdw.plan(probe?.settings as Parameters<typeof cdw.plan>[0], context) as TablePlan;
}

/** The messages of the problems, each with its place. */
function problemsOf(tables: string, env?: Readonly<Record<string, string>>): readonly string[] {
  try {
    load(tables, env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ where, message }) => `${where}: ${message}`);
  }
}

describe('the plan', () => {
  test('has the tables as they are written', () => {
    const plan = planOf(
      `
      dflt.vw__sta3n_icn:
        columns: { icn: varchar(50), sta3n: smallint not null, cellPhone: "numeric(10,2)  NOT  NULL", note: text null }
        rows: { at-least: 1, where: { sta3n: 530, icn: "\${TEST_ICN}", active: true, gone: null } }
        freshness: { column: loaded_at, max-age: 36h }
      '"My.Schema".people': {}`,
      { CDW_URL: address, TEST_ICN: '1012' },
    );
    expect(plan.engine).toBe('table-contract');
    expect(plan.url.reveal()).toBe(address);
    expect(plan.tables).toEqual([
      {
        schema: 'dflt',
        table: 'vw__sta3n_icn',
        columns: {
          icn: { type: 'varchar(50)', notNull: false },
          sta3n: { type: 'smallint', notNull: true },
          cellPhone: { type: 'numeric(10,2)', notNull: true },
          note: { type: 'text', notNull: false },
        },
        rows: { atLeast: 1, where: { sta3n: 530, icn: '1012', active: true, gone: null } },
        freshness: { column: 'loaded_at', maxAgeMs: 36 * 3_600_000 },
      },
      { schema: 'My.Schema', table: 'people', columns: {} },
    ]);
  });

  test('has rows without a condition when none is given', () => {
    expect(
      planOf(`
      dflt.people: { rows: { at-least: 3 } }`).tables[0]?.rows,
    ).toEqual({ atLeast: 3, where: {} });
  });

  test('knows its address, user and password, and values of the environment, as secrets', () => {
    const { secrets } = load(
      `
      dflt.people: { rows: { at-least: 1, where: { icn: "\${TEST_ICN}" } } }`,
      { CDW_URL: address, TEST_ICN: '1012' },
    );
    expect(secrets.map(revealText)).toEqual(expect.arrayContaining([address, 'gate', 'hunter2', '1012']));
  });

  test('waits for a variable that is not set, which is no mistake of the file', () => {
    const { probes } = load(
      `
      dflt.people: {}`,
      {},
    );
    expect(probes[0]?.missing).toEqual([{ variable: 'CDW_URL', key: 'url' }]);
  });
});

describe('the file is refused', () => {
  test.each([
    ['no table', ' {}', '7:13: probes.cdw.tables: expected at least one table'],
    [
      'a table without its schema',
      `
      people: {}`,
      'probes.cdw.tables.people: expected schema.table',
    ],
    [
      'a table with its database',
      `
      cdwwork.dflt.people: {}`,
      'expected schema.table, a part with a dot in double quotes; the database itself',
    ],
    [
      'a table that is named twice',
      `
      dflt.people: {}
      '"dflt"."people"': {}`,
      '9:26: probes.cdw.tables["\\"dflt\\".\\"people\\""]: expected each table once',
    ],
    [
      'a misspelt key',
      `
      dflt.people: { colums: {} }`,
      'did you mean "columns"?',
    ],
    [
      'a type that is none',
      `
      dflt.people: { columns: { icn: "varchar(" } }`,
      '8:38: probes.cdw.tables["dflt.people"].columns.icn: expected a type such as',
    ],
    [
      'a type that YAML cut at its comma',
      `
      dflt.people: { columns: { price: numeric(10,2) } }`,
      'in quotes when it has a comma',
    ],
    [
      'a type that is a number',
      `
      dflt.people: { columns: { icn: 5 } }`,
      'expected a type such as',
    ],
    [
      'no type at all',
      `
      dflt.people: { columns: { icn: } }`,
      'expected a type such as',
    ],
    [
      'not null alone',
      `
      dflt.people: { columns: { icn: not null } }`,
      'expected a type such as',
    ],
    [
      'no rows at least',
      `
      dflt.people: { rows: { at-least: 0 } }`,
      'a whole number from 1 to 1000000',
    ],
    [
      'more rows than are counted',
      `
      dflt.people: { rows: { at-least: 1000001 } }`,
      'a whole number from 1 to 1000000',
    ],
    [
      'rows without a number',
      `
      dflt.people: { rows: {} }`,
      'missing; expected a whole number from 1 to 1000000',
    ],
    [
      'a list to compare with',
      `
      dflt.people: { rows: { at-least: 1, where: { sta3n: [530] } } }`,
      'expected text, a number, true, false or null',
    ],
    [
      'rows that a contract rules out',
      `
      dflt.people:
        columns: { sta3n: smallint not null }
        rows: { at-least: 1, where: { sta3n: null } }`,
      'where.sta3n: expected a value: `columns` say not null',
    ],
    [
      'an age that no load has',
      `
      dflt.people: { freshness: { column: at, max-age: 59s } }`,
      'max-age: expected at least 1m',
    ],
    [
      'an age that is none',
      `
      dflt.people: { freshness: { column: at, max-age: tomorrow } }`,
      'expected a duration',
    ],
    [
      'the age of a text',
      `
      dflt.people: { columns: { at: text }, freshness: { column: at, max-age: 36h } }`,
      'freshness.column: expected a column with a date or timestamp; it is agreed as text',
    ],
    [
      'an age that a date cannot have',
      `
      dflt.people: { columns: { at: date }, freshness: { column: at, max-age: 23h } }`,
      'max-age: expected at least 24h: a date counts from its midnight',
    ],
  ])('with %s', (_, tables, expected) => {
    const problems = problemsOf(tables);
    expect(problems.join('\n')).toContain(expected);
    for (const problem of problems) expect(problem).toMatch(/^gate\.yml:\d+:\d+: /u);
  });

  test.each([
    ['has another scheme', 'mysql://gate:hunter2@h/d'],
    ['has no database', 'postgres://gate:hunter2@h'],
    ['is none', 'hunter2'],
  ])('with an address that %s, which it does not show', (_, url) => {
    const problems = problemsOf(
      `
      dflt.people: {}`,
      { CDW_URL: url },
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('a variable that holds an address like postgres://user:password@host');
    expect(problems[0]).not.toContain('hunter2');
  });

  test('for every mistake at once, wherever they stand in it', () => {
    const found = problemsOf(`
      people:
        colums: { icn: varchar(50) }
      dflt.people:
        colums: {}
        columns: { sta3n: smallint not null }
        rows: { at-least: 1, where: { sta3n: null } }
      phones:
        columns: { phone: varchar( }`);
    expect(found.map((problem) => problem.replace(/^gate\.yml:/u, '').slice(0, 60))).toEqual([
      expect.stringMatching(/^8:7: probes\.cdw\.tables\.people: expected schema\.table/u),
      expect.stringMatching(/^9:9: probes\.cdw\.tables\.people\.colums: no such key/u),
      expect.stringMatching(/^11:9: probes\.cdw\.tables\["dflt\.people"\]\.colums: no such key/u),
      expect.stringMatching(/^13:39: probes\.cdw\.tables\["dflt\.people"\]\.rows\.where\.sta3n/u),
      expect.stringMatching(/^14:7: probes\.cdw\.tables\.phones: expected schema\.table/u),
      expect.stringMatching(/^15:27: probes\.cdw\.tables\.phones\.columns\.phone: expected/u),
    ]);
  });

  test('with an address that is written out', () => {
    const text = `version: 1
environment: staging
probes: { cdw: { kind: cdw, url: "${address}", tables: { dflt.people: {} } } }`;
    expect(() => loadConfig({ file: 'gate.yml', text }, {}, { cdw }, noFile)).toThrow(
      'do not commit secrets',
    );
  });
});

describe('the file is taken', () => {
  test.each([
    [
      'an age of a date that it can have',
      `
      dflt.people: { columns: { at: date }, freshness: { column: at, max-age: 24h } }`,
    ],
    [
      'an age of a type that somebody made',
      `
      dflt.people: { columns: { at: dflt.moment }, freshness: { column: at, max-age: 36h } }`,
    ],
    [
      'conditions on columns that are not agreed on',
      `
      dflt.people: { rows: { at-least: 1, where: { other: x } }, freshness: { column: another, max-age: 36h } }`,
    ],
    [
      'columns that are called like what objects have',
      `
      dflt.people:
        columns: { constructor: text, toString: int }
        rows: { at-least: 1, where: { valueOf: null } }
        freshness: { column: hasOwnProperty, max-age: 36h }`,
    ],
  ])('with %s', (_, tables) => {
    expect(problemsOf(tables)).toEqual([]);
  });
});
