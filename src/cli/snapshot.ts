import { resolve } from 'node:path';

import { secretsIn } from '../config/learn-secrets.ts';
import { faultLine, hintOf } from '../core/faults.ts';
import type { Fault } from '../core/model.ts';
import { dialectOf, tableDialects } from '../core/table-dialect.ts';
import { parseTableName, type TableName } from '../core/table-name.ts';
import { armLimits } from '../limits.ts';
import { Redactor, Secret } from '../secrets.ts';
import { readCaFile } from '../workspace.ts';
import type { Command } from './command.ts';
import { compareTables } from './compare-tables.ts';
import { contractYaml } from './contract-yaml.ts';
import { describeTables, type Asking, type Database, type Described } from './describe-tables.ts';
import type { Given } from './options.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { exitCodes, painter, takesColour, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { writeFiles, type NewFile } from './write-files.ts';

const limitMs = 120_000;

export const snapshot: Command = {
  name: 'snapshot',
  summary: 'Write the table contract of a live database, or compare another one with it.',
  about: [
    'Reads from the catalogue which columns the tables have: no row is read. Point it at a database that is as staging ought to be, such as production. The addresses of databases come from variables, so that no password stands in a command line.',
    'Exit codes: 0 done (with --compare: the contract is met), 1 a table is missing or does not meet it, 2 a database could not be asked, 64 wrong usage.',
  ],
  examples: [
    'staging-health-gate snapshot --url-env CDW_PROD_URL --table dflt.vw__sta3n_icn',
    'staging-health-gate snapshot --url-env CDW_PROD_URL --table dflt.vw__sta3n_icn --compare CDW_URL',
  ],
  options: {
    'url-env': { value: 'NAME', help: 'The variable that holds the address of the database.' },
    table: {
      value: 'SCHEMA.TABLE',
      isRepeatable: true,
      help: 'A table or view, case-sensitive; may be repeated.',
    },
    compare: {
      value: 'NAME',
      help: 'Instead of the contract, show how the database in this variable meets it.',
    },
    output: { value: 'FILE', help: 'Write the contract to a file.' },
    force: { help: 'Replace the file of --output.' },
    'ca-file': { value: 'FILE', help: 'Authorities to trust besides the usual ones, in PEM form.' },
  },
  run: async (given, terminal) => {
    const asked = readAsked(given, terminal);
    const redactor = new Redactor();
    for (const secret of secretsIn(asked)) redactor.add(secret);
    const limits = armLimits(limitMs);
    try {
      return await take(asked, terminal, redactor, { signal: limits.signal, ca: asked.ca });
    } finally {
      limits.disarm();
    }
  },
};

interface Asked {
  readonly source: Database;
  readonly other: Database | undefined;
  readonly tables: readonly TableName[];
  readonly ca: string | undefined;
  readonly output: Omit<NewFile, 'text'> | undefined;
  readonly force: boolean;
}

/** @throws UsageError with everything that is wrong */
function readAsked(given: Given, { env, cwd }: Terminal): Asked {
  const problems: string[] = [];
  const database = (option: string, variable: string): Database => {
    const url = env[variable] ?? '';
    const problem = urlProblem(url);
    if (problem !== undefined)
      problems.push(`--${option}: the variable ${JSON.stringify(variable)} ${problem}`);
    return { variable, url: new Secret(url) };
  };
  const variable = given.valueOf('url-env');
  if (variable === undefined)
    problems.push('--url-env is missing: the variable that holds the address of the database');
  const source = variable === undefined ? undefined : database('url-env', variable);
  const compare = given.valueOf('compare');
  const other = compare === undefined ? undefined : database('compare', compare);
  const names = [...new Set(given.valuesOf('table'))];
  if (names.length === 0) problems.push('--table is missing: at least one, as schema.table');
  const tables = names.flatMap((name) => {
    const parsed = parseTableName(name);
    if (parsed === undefined)
      problems.push(
        `--table: ${JSON.stringify(name)} is no schema.table; a part with a dot stands in double quotes`,
      );
    return parsed ?? [];
  });
  if (problems.length > 0 || source === undefined) throw new UsageError(problems);
  const caFile = given.valueOf('ca-file');
  const ca = readCaFile(caFile === undefined ? undefined : resolve(cwd, caFile));
  const file = given.valueOf('output');
  const output = file === undefined ? undefined : { path: resolve(cwd, file), name: file };
  return { source, other, tables, ca, output, force: given.isOn('force') };
}

function urlProblem(url: string): string | undefined {
  if (url === '') return 'is not set, or empty';
  if (dialectOf(url)?.isUrl(url) === true) return undefined;
  return `holds no address like ${tableDialects.map(({ urlForm }) => urlForm).join(' or ')}`;
}

async function take(
  { source, other, tables, output, force }: Asked,
  terminal: Terminal,
  redactor: Redactor,
  asking: Asking,
): Promise<ExitCode> {
  const { out, err, env } = terminal;
  const tell = (to: Terminal['out'], lines: readonly string[]) => {
    to.write(lines.map((line) => `${redactor.redact(line)}\n`).join(''));
  };
  const refused = ({ variable }: Database, fault: Fault) => {
    tell(err, [`❔ ${variable}: ${fault.code}, ${faultLine(fault)}`, `   ${hintOf(fault)}`]);
    return exitCodes.inconclusive;
  };
  const described = await describeTables(source, tables, asking);
  if ('fault' in described) return refused(source, described.fault);
  const { contracts, missing, omitted, notes } = takeSnapshot(described);
  tell(err, [
    ...missing.map((line) => `❌ ${source.variable}: ${line}`),
    ...omitted.map((line) => `⚠️ ${line}`),
  ]);
  if (missing.length > 0) return exitCodes.notReady;
  const text = contractYaml(contracts, [headline(source, described), ...notes].join('\n'));
  if (output !== undefined) {
    await writeFiles([{ ...output, text }], { force });
    tell(err, [`✅ ${output.name}`]);
  } else if (other === undefined) out.write(text);
  if (other === undefined) return exitCodes.allow;
  const names = { contract: source.variable, compared: other.variable };
  const paint = painter(takesColour(out, env));
  const compared = await describeTables(other, tables, asking);
  if ('fault' in compared) return refused(other, compared.fault);
  const { status, lines } = compareTables(contracts, compared, names, paint);
  tell(out, lines);
  return status === 'fail' ? exitCodes.notReady : exitCodes.allow;
}

function headline({ variable }: Database, { serverVersion }: Described): string {
  const day = new Date().toISOString().slice(0, 10);
  return `The tables in ${variable} as they were on ${day} (server ${serverVersion}), for a probe of kind cdw.`;
}
