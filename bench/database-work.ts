import { readFile } from 'node:fs/promises';

import { connectAsOwner, startDatabaseServer } from '../simulator/database.ts';
import { catalogueQuery } from '../src/clients/postgres-catalogue.ts';
import { prepareWorkspace, type Workspace } from './gate.ts';
import { measure } from './processes.ts';
import type { Work } from './work.ts';

const tables = 5000;
const agreed = 500;
const columns = 40;

const tableNames = Array.from({ length: agreed }, (_, index) => `t${String(index * (tables / agreed))}`);
const columnNames = Array.from({ length: columns }, (_, index) => `c${String(index)}`);

/**
 * `psql` asks the catalogue the same question. Of both, what it takes to start and to connect is taken off: of `psql`, a
 * run that asks nothing; of the gate, its probe with one table. To read the configuration is start-up as well; `wholeMs`
 * has everything.
 */
export const catalogue: Work = {
  name: 'catalogue',
  title: `Contract of ${String(agreed)} tables × ${String(columns)} columns on PostgreSQL with ${tables.toLocaleString('en')} tables`,
  reference: 'psql running the same catalogue query',
  target: '≤ 1.5 × wall after start-up',
  runs: 9,
  prepare: async () => {
    const server = await startDatabaseServer();
    const owner = await connectAsOwner(server);
    const list = columnNames.map((name) => `${name} integer`).join(', ');
    for (let at = 0; at < tables; at += 500) {
      const some = Array.from(
        { length: 500 },
        (_, index) => `create table t${String(at + index)} (${list});`,
      );
      await owner.query(some.join(''));
    }
    await owner.query('analyze pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_type');
    await owner.end();
    const { host, port, user, password } = server;
    const url = `postgres://${user}:${password}@${host}:${String(port)}/postgres`;
    const whole = await prepareWorkspace(configuration(tableNames));
    const one = await prepareWorkspace(configuration(tableNames.slice(0, 1)));
    const psql = (query: string) =>
      measure({
        file: 'psql',
        args: ['--no-psqlrc', '--quiet', '--output', '/dev/null', '--command', query, url],
      });
    return {
      once: async () => {
        const base = await psql('select 1');
        const reference = await psql(literalQuery());
        await one.run({ CDW_URL: url });
        const gate = await whole.run({ CDW_URL: url });
        return {
          gateMs: (await probeMs(whole)) - (await probeMs(one)),
          referenceMs: reference.wallMs - base.wallMs,
          extra: { wholeMs: gate.wallMs, peakMiB: gate.peakMiB ?? Number.NaN },
        };
      },
      isMet: ({ ratio }) => ratio <= 1.5,
      remove: async () => {
        await whole.remove();
        await one.remove();
        await server.stop();
      },
    };
  },
};

async function probeMs({ reportFile }: Workspace): Promise<number> {
  const { probes } = JSON.parse(await readFile(reportFile, 'utf8')) as {
    readonly probes: readonly { readonly durationMs: number }[];
  };
  return probes[0]?.durationMs ?? Number.NaN;
}

function configuration(names: readonly string[]): string {
  const list = columnNames.map((name) => `${name}: integer`).join(', ');
  const contracts = names.map((name) => `      public.${name}: { columns: { ${list} } }`);
  return `version: 1
environment: staging
probes:
  cdw:
    kind: cdw
    url: \${CDW_URL}
    tables:
${contracts.join('\n')}
`;
}

function literalQuery(): string {
  const list = (values: readonly string[]) => `array[${values.map((value) => `'${value}'`).join(',')}]`;
  return catalogueQuery
    .replace('$1::text[]', list(tableNames.map(() => 'public')))
    .replace('$2::text[]', list(tableNames));
}
