import { isAbsolute, relative, resolve, sep } from 'node:path';

import * as z from 'zod';

import type { Environment } from './config/env-value.ts';
import { address, duration, parseDuration } from './config/fields.ts';
import { expectation, keyProblems } from './config/issues.ts';
import { closest } from './config/suggestion.ts';
import { isLoopback } from './core/loopback.ts';
import { modes } from './core/model.ts';
import { ConfigError, type Problem } from './errors.ts';
import { Secret } from './secrets.ts';

/** Some text on one line. */
function line(expected: string, most = 255) {
  const message = `${expected}, on one line of at most ${String(most)} characters`;
  return z
    .string(expected)
    .max(most, message)
    .regex(/^[^\p{Cc}]*$/u, message);
}

const names = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== ''))
  .pipe(z.array(z.string()).min(1, 'names of probes, separated by commas'));

const commit = z
  .string('a commit')
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/iu, 'a whole commit: 40 hexadecimal digits')
  .transform((sha) => sha.toLowerCase());

const webhook = z
  .string()
  // Plain http only for a stand-in on this machine.
  .refine(
    (value) => /^https?:\/\/\S+$/u.test(value) && URL.canParse(value) && !isPlain(value),
    'an address that starts with https://',
  )
  // Who knows the path knows all: Slack's webhooks differ in nothing else.
  .transform((value) => new Secret(value, [value.replace(/^https?:\/\/[^/]*\//u, '')]));

/** What git takes as the name of a branch (git check-ref-format), and what cannot be mistaken for an option. */
const branch = line('the name of a branch').regex(
  /^(?![-/.])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\s~^:?*[\]\\]+(?<![/.])$/u,
  'the name of a branch',
);

/** The action's inputs, by the names that users write. The defaults of the product live here. */
const inputShape = {
  config: line('a path').default('.github/staging-gate.yml'),
  mode: z.enum(modes).default('gate'),
  probes: names.optional(),
  candidate: line('a commit, a branch or a tag')
    .regex(/^(?!-)[^\s~^:?*[\]\\]+$/u, 'a commit, a branch or a tag')
    .optional(),
  'wait-for': duration('24h').optional(),
  'steady-for': duration('24h').optional(),
  deadline: duration('24h').prefault('4m'),
  enforce: z
    .enum(['true', 'false'])
    .default('true')
    .transform((value) => value === 'true'),
  waive: names.default([]),
  'waive-reason': line('a reason', 500).optional(),
  'github-token': z
    .string()
    .regex(/^\S+$/u, 'a token, without spaces')
    .transform((value) => new Secret(value))
    .optional(),
  'ledger-branch': branch.default('staging-health'),
  'status-context': line('a name', 100).default('staging-health-gate'),
  'slack-webhook-url': webhook.optional(),
  'ca-file': line('a path').optional(),
  'report-dir': line('a path').default('staging-gate-report'),
};

const directory = z.string('an absolute path').refine(isAbsolute, 'an absolute path');
const wholeNumber = z.string('a whole number').regex(/^[1-9]\d{0,15}$/u, 'a whole number');

/** What the runner gives (docs.github.com, "Variables": default environment variables). */
const runnerShape = {
  GITHUB_WORKSPACE: directory,
  GITHUB_REPOSITORY: z
    .string('a repository, as owner/name')
    .regex(/^[\w.-]+\/[\w.-]+$/u, 'a repository, as owner/name'),
  GITHUB_SHA: commit,
  GITHUB_REF: line('a ref').optional(),
  GITHUB_RUN_ID: wholeNumber.optional(),
  GITHUB_RUN_ATTEMPT: wholeNumber.transform(Number).optional(),
  GITHUB_ACTOR: line('a user').optional(),
  GITHUB_TRIGGERING_ACTOR: line('a user').optional(),
  GITHUB_EVENT_NAME: line('an event').optional(),
  GITHUB_EVENT_PATH: directory.optional(),
  GITHUB_SERVER_URL: address().default('https://github.com'),
  GITHUB_API_URL: address().default('https://api.github.com'),
  GITHUB_STEP_SUMMARY: directory.optional(),
  GITHUB_OUTPUT: directory.optional(),
  RUNNER_TEMP: directory.optional(),
};

const environmentSchema = z.object({ ...inputShape, ...runnerShape });

/** What the user and the runner ask of one run. Times are milliseconds; paths are absolute. */
export type Inputs = ReturnType<typeof toInputs>;

/**
 * Reads the action's inputs and what the runner says about the run: the only place that reads `INPUT_*`,
 * `GITHUB_*` and `RUNNER_*`. `@actions/core` would read the process's own environment.
 *
 * @throws ConfigError with everything that is wrong, each by the name of its input. No value is in it.
 */
export function readInputs(env: Environment): Inputs {
  const raw = rawInputs(env);
  const parsed = environmentSchema.safeParse(raw, { error: expectation });
  const problems = keyProblems(parsed.error?.issues ?? [], environmentSchema, raw).map(
    ({ path, message }): Problem => ({ where: String(path[0]), message }),
  );
  const all = [...misspelt(env), ...problems, ...crossProblems(raw)];
  if (all.length > 0 || !parsed.success) throw new ConfigError(all);
  return toInputs(parsed.data);
}

/** GitHub's rule: upper case, spaces become underscores, dashes stay. Absent inputs come as empty text. */
function rawInputs(env: Environment): Record<string, string> {
  const entries = [
    ...Object.keys(inputShape).map((name) => [name, env[variableOf(name)]] as const),
    ...Object.keys(runnerShape).map((name) => [name, env[name]] as const),
  ];
  return Object.fromEntries(
    entries.flatMap(([name, value = '']) => (value.trim() === '' ? [] : [[name, value.trim()] as const])),
  );
}

function variableOf(input: string): string {
  return `INPUT_${input.toUpperCase()}`;
}

/** GitHub only warns of an input that does not exist: `waive_reason` would be ignored, the gate run without it. */
function misspelt(env: Environment): readonly Problem[] {
  const inputs = Object.keys(inputShape);
  const known = new Set(inputs.map(variableOf));
  return Object.keys(env).flatMap((variable): readonly Problem[] => {
    if (!/^INPUT_[\w -]+$/u.test(variable) || known.has(variable) || (env[variable] ?? '') === '') return [];
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const meant = closest(name, inputs);
    return meant === undefined ? [] : [{ where: name, message: `no such input; did you mean "${meant}"?` }];
  });
}

type RawInputs = Readonly<Record<string, string>>;

/** What is wrong between inputs. */
function crossProblems(raw: RawInputs): readonly Problem[] {
  const problems: Problem[] = [];
  const wait = parseDuration(raw['wait-for'] ?? '');
  const steady = parseDuration(raw['steady-for'] ?? '');
  if (steady !== undefined && steady > (wait ?? 0) && (wait !== undefined || !('wait-for' in raw)))
    problems.push({
      where: 'steady-for',
      message: 'expected at most `wait-for`: there is no time to see more than that',
    });
  if ('waive' in raw && !('waive-reason' in raw))
    problems.push({ where: 'waive-reason', message: 'missing; expected why the probes may be waived' });
  if ('waive-reason' in raw && !('waive' in raw))
    problems.push({ where: 'waive', message: 'missing; expected the probes that the reason is for' });
  if ('github-token' in raw && isPlain(raw['GITHUB_API_URL'] ?? ''))
    problems.push({
      where: 'GITHUB_API_URL',
      message: 'expected an address that starts with https://: the token would go there without TLS',
    });
  return [...problems, ...pathProblems(raw)];
}

function isPlain(address: string): boolean {
  return /^http:/iu.test(address) && !isLoopback(URL.parse(address)?.hostname ?? '');
}

function pathProblems(raw: RawInputs): readonly Problem[] {
  const { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp, config, 'report-dir': reports } = raw;
  if (workspace === undefined || !isAbsolute(workspace)) return [];
  const problems: Problem[] = [];
  if (config !== undefined && !isInside(workspace, config))
    problems.push({ where: 'config', message: 'expected the path of a file inside the workspace' });
  const homes = temp === undefined ? [workspace] : [workspace, temp];
  const target = resolve(workspace, reports ?? '.');
  if (!homes.some((home) => target === resolve(home) || isInside(home, target)))
    problems.push({
      where: 'report-dir',
      message: "expected a path inside the workspace or the runner's temp",
    });
  return problems;
}

/** By name only: whether a link leads out is seen when the file is read. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, resolve(folder, path));
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function toInputs(given: z.output<typeof environmentSchema>) {
  const workspace = resolve(given.GITHUB_WORKSPACE);
  const configPath = resolve(workspace, given.config);
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: runId, GITHUB_RUN_ATTEMPT: runAttempt } = given;
  const serverUrl = given.GITHUB_SERVER_URL.replace(/\/+$/u, '');
  const caFile = given['ca-file'];
  return {
    /** As messages and annotations name it: relative to the workspace, with slashes. */
    config: relative(workspace, configPath).replaceAll(sep, '/'),
    configPath,
    mode: given.mode,
    /** Names of the only probes to run; absent for all. */
    probes: given.probes as readonly string[] | undefined,
    /** The commit to be deployed, where the user names it. */
    candidate: given.candidate,
    waitForMs: given['wait-for'],
    steadyForMs: given['steady-for'],
    deadlineMs: given.deadline,
    enforce: given.enforce,
    waive: given.waive as readonly string[],
    waiveReason: given['waive-reason'],
    githubToken: given['github-token'],
    ledgerBranch: given['ledger-branch'],
    statusContext: given['status-context'],
    slackWebhookUrl: given['slack-webhook-url'],
    caFile: caFile === undefined ? undefined : resolve(workspace, caFile),
    reportDir: resolve(workspace, given['report-dir']),
    /** Where the folder of the reports may lie. */
    reportHomes: [workspace, ...(given.RUNNER_TEMP === undefined ? [] : [given.RUNNER_TEMP])],
    workspace,
    repository,
    sha: given.GITHUB_SHA,
    ref: given.GITHUB_REF,
    runId,
    runAttempt,
    actor: given.GITHUB_ACTOR,
    /** Who started this attempt; another one than `actor` after "Re-run". */
    triggeringActor: given.GITHUB_TRIGGERING_ACTOR ?? given.GITHUB_ACTOR,
    eventName: given.GITHUB_EVENT_NAME,
    eventFile: given.GITHUB_EVENT_PATH,
    serverUrl,
    apiUrl: given.GITHUB_API_URL.replace(/\/+$/u, ''),
    runUrl:
      runId === undefined
        ? undefined
        : `${serverUrl}/${repository}/actions/runs/${runId}/attempts/${String(runAttempt ?? 1)}`,
    summaryFile: given.GITHUB_STEP_SUMMARY,
    outputFile: given.GITHUB_OUTPUT,
  };
}
