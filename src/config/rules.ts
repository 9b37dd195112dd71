import type { KeyProblem } from './issues.ts';
import { quoted } from './key-path.ts';
import type { Common } from './schema.ts';
import { whatExists } from './suggestion.ts';

/** The common keys of one probe, as far as they could be read. */
export interface CommonKeys {
  readonly name: string;
  /** Defaults stand in for the keys in `unread`. */
  readonly common: Common;
  /** Keys whose value is wrong, or waits for a variable that is missing. */
  readonly unread: ReadonlySet<string>;
}

/** What is wrong between keys and between probes: references, cycles, and what can never happen. */
export function ruleProblems(probes: readonly CommonKeys[]): readonly KeyProblem[] {
  return [
    ...probes.flatMap((probe) => [...budgetProblems(probe), ...dependencyProblems(probe, probes)]),
    ...cycleProblems(probes),
    ...nothingRequired(probes),
  ];
}

function budgetProblems({ name, common, unread }: CommonKeys): readonly KeyProblem[] {
  const { budget, timeout } = common;
  if (budget === undefined || budget < timeout || unread.has('timeout')) return [];
  const message = `expected less than the timeout of the probe (${String(timeout / 1000)}s): a slower one has failed by then`;
  return [{ path: ['probes', name, 'budget'], at: 'value', message }];
}

function dependencyProblems(
  { name, common }: CommonKeys,
  probes: readonly CommonKeys[],
): readonly KeyProblem[] {
  const { 'depends-on': dependsOn = [] } = common;
  if (dependsOn.length === 0) return [];
  const others = probes.map((probe) => probe.name).filter((other) => other !== name);
  return dependsOn.flatMap((wanted, index): KeyProblem[] => {
    if (others.includes(wanted)) return [];
    const message =
      wanted === name
        ? 'expected another probe: a probe cannot depend on itself'
        : `there is no probe ${quoted(wanted)}${whatExists(wanted, others, 'Other probes')}`;
    return [{ path: ['probes', name, 'depends-on', index], at: 'value', message }];
  });
}

/** One problem for each cycle, at the entry that closes it. */
function cycleProblems(probes: readonly CommonKeys[]): readonly KeyProblem[] {
  const byName = new Map(probes.map(({ name, common }) => [name, common['depends-on']]));
  const done = new Set<string>();
  const problems: KeyProblem[] = [];
  const visit = (name: string, trail: readonly string[]) => {
    if (done.has(name)) return;
    for (const [index, next] of (byName.get(name) ?? []).entries()) {
      const start = trail.indexOf(next);
      // A probe that names itself is told already.
      if (start >= 0 && next !== name) problems.push(cycle(name, index, [...trail.slice(start), next]));
      else if (start < 0) visit(next, [...trail, next]);
    }
    done.add(name);
  };
  for (const { name } of probes) visit(name, [name]);
  return problems;
}

function cycle(name: string, index: number, names: readonly string[]): KeyProblem {
  const message = `expected no cycle, but ${names.map((probe) => quoted(probe)).join(' → ')}`;
  return { path: ['probes', name, 'depends-on', index], at: 'value', message };
}

function nothingRequired(probes: readonly CommonKeys[]): readonly KeyProblem[] {
  if (probes.length === 0 || probes.some(({ common }) => common.required)) return [];
  const message = 'expected at least one probe that is required: a gate without any would always pass';
  return [{ path: ['probes'], at: 'value', message }];
}
