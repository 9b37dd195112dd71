import type * as z from 'zod';

import type { JsonSchema } from '../core/plan.ts';
import { dayMs } from '../core/spans.ts';
import type { FileWaiver } from '../core/waivers.ts';
import { ConfigError, type Problem } from '../errors.ts';
import type { Text } from '../secrets.ts';
import { readContracts, type ReadWorkspaceFile } from './contract-files.ts';
import type { Environment } from './env-value.ts';
import { nameProblems, toEvidenceConfig, toFileWaiver, type EvidenceConfig } from './evidence-schema.ts';
import { expectation, keyProblems, type KeyProblem } from './issues.ts';
import { isWithin, showPath, type KeyPath } from './key-path.ts';
import { addressSecretsIn } from './learn-secrets.ts';
import { linkProbes, type LinkedProbe } from './link.ts';
import { plainEvidenceProblems, plainHttpProblems } from './plain-http.ts';
import { missingIn, readProbe, type ReadProbe } from './read-probe.ts';
import { ruleProblems } from './rules.ts';
import { fileSchema, type Kinds } from './schema.ts';
import { isMapping } from './source-tree.ts';
import { readSource, type Position, type Source, type SourceNode } from './source.ts';

export type { ConfiguredProbe, MissingVariable } from './read-probe.ts';

/** What a user may do in a repository, least first. */
export type WaivePermission = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** The configuration of one run. */
export interface LoadedConfig {
  readonly environment: string;
  /** How many probes run at once. */
  readonly concurrency: number;
  /** In the order of the file; at least one, and at least one of them required. */
  readonly probes: readonly LinkedProbe[];
  /** By path: the contracts in files that the probes name. */
  readonly contracts: ReadonlyMap<string, JsonSchema>;
  /** Without the section nothing is asked of the candidate. */
  readonly evidence: EvidenceConfig;
  readonly waivers: readonly FileWaiver[];
  /** What a user needs to waive probes on a dispatch. */
  readonly waivePermission: WaivePermission;
  /** Milliseconds between two looks while waiting. */
  readonly waitIntervalMs: number;
  readonly retentionDays: number;
  /** All that must be masked from now on. */
  readonly secrets: readonly Text[];
}

/** A file that has been read; `file` is how messages name it, relative to the workspace. */
export interface ConfigText {
  readonly file: string;
  readonly text: string;
}

/**
 * Reads the configuration. Pure but for `readFile`: `env` gives the variables, `kinds` what is known about probing.
 *
 * @throws ConfigError with every problem of the file, each as `file:line:column: key: …`, in the order
 * of the file. No value of a variable is ever in it.
 */
export function loadConfig(
  { file, text }: ConfigText,
  env: Environment,
  kinds: Kinds,
  readFile: ReadWorkspaceFile,
): LoadedConfig {
  const source = readSource(text, env);
  const { root } = source;
  if (root === undefined) throw toConfigError(file, source, source.problems);
  const probes = readProbes(root, source, kinds);
  const linked = linkProbes(probes.flatMap(({ probe }) => probe ?? []));
  const files = probes.map(({ probe }) =>
    readContracts(probe?.settings, ['probes', probe?.name ?? ''], readFile),
  );
  const parsed = fileSchema.safeParse(root.value, { error: expectation });
  const problems = [
    ...fileProblems(root.value, parsed.error?.issues ?? []),
    ...probes.flatMap((probe) => probe.problems),
    ...ruleProblems(probes.map(({ keys }) => keys)),
    ...linked.problems,
    ...plainHttpProblems(
      probes.flatMap(({ plain }) => plain ?? []),
      linked.probes,
    ),
    ...files.flatMap(({ problems }) => problems),
    ...nameProblems(
      root.value,
      probes.map(({ keys }) => keys.name),
    ),
    ...plainEvidenceProblems(parsed.data?.evidence, root.children.get('evidence')?.value),
  ].map((problem) => ({ ...problem, offset: offsetOf(root, problem) }));
  const unreadable = source.problems.filter(({ isUnreadable }) => isUnreadable === true);
  const isEcho = ({ path, at }: KeyProblem) =>
    at === 'value' && unreadable.some((entry) => isWithin(path, entry.path));
  const all = [...source.problems, ...problems.filter((problem) => !isEcho(problem))];
  if (all.length > 0 || !parsed.success) throw toConfigError(file, source, all);
  const { environment, concurrency, evidence, waivers } = parsed.data;
  return {
    environment,
    concurrency,
    evidence: toEvidenceConfig(evidence, environment),
    waivers: waivers.map(toFileWaiver),
    waivePermission: parsed.data['waive-permission'],
    waitIntervalMs: parsed.data['wait-interval'],
    retentionDays: Math.ceil(parsed.data['ledger-retention'] / dayMs),
    probes: linked.probes,
    contracts: new Map(files.flatMap(({ contracts }) => [...contracts])),
    secrets: [...probes.flatMap(({ secrets }) => secrets), ...addressSecretsIn(root.value)],
  };
}

function readProbes(root: SourceNode, { positionAt }: Source, kinds: Kinds): readonly ReadProbe[] {
  const probes = root.children.get('probes');
  if (!isMapping(probes?.value)) return [];
  return [...probes.children].flatMap(([name, { value, offset, keyOffset }]) =>
    isMapping(value) ? [readProbe(name, value, positionAt(keyOffset ?? offset), kinds)] : [],
  );
}

/** What is wrong outside of the single probes. */
function fileProblems(value: unknown, issues: readonly z.core.$ZodIssue[]): readonly KeyProblem[] {
  if (value === null) return [{ path: [], at: 'value', message: `the file is empty; ${wanted}` }];
  const missing = isMapping(value) ? missingIn({ ...value, probes: undefined }, []) : [];
  return [
    ...missing.map(({ path, variables }): KeyProblem => {
      const message = `the variable ${variables.join(', ')} is not set, or empty`;
      return { path, at: 'value', message };
    }),
    ...keyProblems(issues, fileSchema, value).filter(
      ({ path, at }) => at === 'key' || !missing.some((entry) => isWithin(path, entry.path)),
    ),
  ];
}

const wanted = 'expected `version`, `environment` and `probes`';

/** Where a problem is shown: at its key or value, or at the last key above it that exists. */
function offsetOf(root: SourceNode, { path, at }: KeyProblem): number {
  let node = root;
  for (const segment of path) {
    const child = node.children.get(String(segment));
    if (child === undefined) return node.keyOffset ?? node.offset;
    node = child;
  }
  const isScalar = node.children.size === 0 && node.value !== null;
  return at === 'value' && isScalar ? node.offset : (node.keyOffset ?? node.offset);
}

/** Nobody reads more at once. */
const mostTold = 200;

interface LocatedProblem {
  readonly offset: number;
  readonly path: KeyPath;
  readonly message: string;
}

function toConfigError(
  file: string,
  { positionAt }: Source,
  problems: readonly LocatedProblem[],
): ConfigError {
  const shown = [...once(problems)]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, path, message }): Problem => {
      const { line, column }: Position = positionAt(offset);
      const key = path.length === 0 ? '' : `${showPath(path)}: `;
      return { where: `${file}:${String(line)}:${String(column)}`, message: `${key}${message}` };
    });
  const more = shown.length - mostTold;
  const rest: Problem[] = more > 0 ? [{ where: file, message: `and ${String(more)} more problems` }] : [];
  return new ConfigError([...shown.slice(0, mostTold), ...rest]);
}

/** What stands below an anchor is read once for each alias; its mistakes are told for the first. */
function once(problems: readonly LocatedProblem[]): Iterable<LocatedProblem> {
  const byPlace = new Map<string, LocatedProblem>();
  for (const problem of problems) {
    const place = `${String(problem.offset)} ${problem.message}`;
    if (!byPlace.has(place)) byPlace.set(place, problem);
  }
  return byPlace.values();
}
