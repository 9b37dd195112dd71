/** The inputs of a run in a terminal: the same ones as the action's, from options and the checkout. */
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';

import type { Environment } from '../config/env-value.ts';
import { readInputs, type Inputs } from '../inputs.ts';
import { checkoutOf, headOf, noCommit, originOf, workspaceOf } from './checkout.ts';
import type { Given, Options } from './options.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export const defaultConfig = '.github/staging-gate.yml';

export const configOption: Options = {
  config: { value: 'FILE', help: `The configuration. Default ${defaultConfig} of this checkout.` },
};

/** Those of the action that make sense in a terminal, by the same names. */
export const inputOptions: Options = {
  ...configOption,
  mode: {
    value: 'MODE',
    help: 'gate (default): may a deploy go on? diagnose: every layer in full detail. monitor: also writes the ledger.',
  },
  probes: { value: 'NAMES', help: 'Run only these probes, separated by commas.' },
  candidate: {
    value: 'COMMIT',
    help: 'The commit to be deployed. Default: what is live, else the one checked out.',
  },
  'wait-for': { value: 'TIME', help: 'Wait this long for staging to become ready, such as 10m.' },
  'steady-for': { value: 'TIME', help: 'Staging must stay ready this long, such as 2m.' },
  deadline: { value: 'TIME', help: 'Limit for everything together. Default 4m, plus --wait-for.' },
  enforce: { value: 'true|false', help: 'false: a trial run, which exits with 0 whatever it finds.' },
  'ledger-branch': { value: 'BRANCH', help: 'The branch of the ledger. Default staging-health.' },
  'ca-file': { value: 'FILE', help: 'Authorities to trust besides the usual ones, in PEM form.' },
  'report-dir': { value: 'FOLDER', help: 'Write the report files there. Default: none are written.' },
};

/** What a runner knows of a run; of use where the terminal is a step of a workflow. */
const runnerVariables = [
  'GITHUB_REF',
  'GITHUB_RUN_ID',
  'GITHUB_RUN_ATTEMPT',
  'GITHUB_ACTOR',
  'GITHUB_TRIGGERING_ACTOR',
  'GITHUB_EVENT_NAME',
  'GITHUB_SERVER_URL',
  'GITHUB_API_URL',
];

/**
 * Where the configuration stands: as given, or in the checkout around the current folder.
 * @throws UsageError when none was given and none is there
 */
export function locateConfig(given: Given, cwd: string) {
  const config = given.valueOf('config');
  const path = config === undefined ? resolve(checkoutOf(cwd) ?? cwd, defaultConfig) : resolve(cwd, config);
  if (config === undefined && !existsSync(path))
    throw new UsageError([
      `there is no ${defaultConfig} here; name another with --config, or let \`staging-health-gate init\` write one to start from`,
    ]);
  const workspace = workspaceOf(path);
  return { path, workspace, config: relative(workspace, path).replaceAll(sep, '/') };
}

/**
 * Reads options into inputs. A token is of no use without a repository, and left out then; where there is no commit,
 * the null one stands for it.
 * @throws ConfigError with everything that is wrong, each by the name of its input
 */
export async function readRunInputs(given: Given, { env, cwd }: Terminal): Promise<Inputs> {
  const { path: config, workspace } = locateConfig(given, cwd);
  const repository = await repositoryFor(workspace, env);
  const path = (name: string) => {
    const value = given.valueOf(name);
    return value === undefined ? undefined : resolve(cwd, value);
  };
  const reportDir = path('report-dir');
  const plain = [
    'mode',
    'probes',
    'candidate',
    'wait-for',
    'steady-for',
    'deadline',
    'enforce',
    'ledger-branch',
  ];
  const variables: Environment = {
    ...Object.fromEntries(runnerVariables.map((name) => [name, env[name]])),
    ...Object.fromEntries(plain.map((name) => [inputVariable(name), given.valueOf(name)])),
    INPUT_CONFIG: config,
    'INPUT_CA-FILE': path('ca-file'),
    'INPUT_REPORT-DIR': reportDir,
    'INPUT_GITHUB-TOKEN': repository === undefined ? undefined : tokenIn(env),
    GITHUB_WORKSPACE: workspace,
    // Whoever types a folder may write there.
    RUNNER_TEMP: reportDir,
    GITHUB_SHA: env['GITHUB_SHA'] ?? (await headOf(workspace)) ?? noCommit,
    GITHUB_REPOSITORY: repository ?? 'none/none',
  };
  return readInputs(variables);
}

/** By the names that the runner and GitHub's own command line give it. */
export function tokenIn(env: Environment): string | undefined {
  return [env['GITHUB_TOKEN'], env['GH_TOKEN']].find((token) => token !== undefined && token !== '');
}

async function repositoryFor(workspace: string, env: Environment): Promise<string | undefined> {
  const { GITHUB_REPOSITORY: named = '', GITHUB_SERVER_URL: server = 'https://github.com' } = env;
  return named === '' ? originOf(workspace, server) : named;
}

function inputVariable(name: string): string {
  return `INPUT_${name.toUpperCase()}`;
}
