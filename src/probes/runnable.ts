import type { FileReference } from '../config/file-reference.ts';
import type { LinkedProbe } from '../config/link.ts';
import type { Fault } from '../core/model.ts';
import type { JsonSchema } from '../core/plan.ts';
import { camelCased, type Kind, type PlanContext, type SettingsOf } from '../kinds/kind.ts';
import type { RunnableProbe } from './runner.ts';

/** What plans are made with, beside the settings. */
export interface PlanTools extends Pick<PlanContext, 'uuid' | 'now' | 'signToken'> {
  /** By path: the contracts that the configuration names. */
  readonly contracts: ReadonlyMap<string, JsonSchema>;
}

/** Makes a configured probe ready to run. Its plan is made afresh each time it runs. */
export function toRunnable(probe: LinkedProbe, tools: PlanTools): RunnableProbe {
  const { name, layer, upstreams, required, owner, labels, timeoutMs, attempts, budgetMs } = probe;
  const common = { name, layer, upstreams, required, owner, labels, timeoutMs, attempts, budgetMs };
  return { ...common, kind: probe.kind.kind, plan: planOf(probe, tools) };
}

function planOf(
  { name, kind, settings, missing, uses }: LinkedProbe,
  tools: PlanTools,
): RunnableProbe['plan'] {
  if (settings === undefined)
    return { faults: missing.map(({ key, variable }) => ({ name: key, fault: missingVariable(variable) })) };
  const context = contextOf(name, uses, tools);
  return () => kind.plan(settings, context);
}

function contextOf(probe: string, uses: LinkedProbe['uses'], tools: PlanTools): PlanContext {
  return {
    ...tools,
    probe,
    contract: ({ path }: FileReference) => tools.contracts.get(path) ?? false,
    settingsOf: <Settings extends Kind['settings']>(kind: Kind<string, Settings>) => {
      const settings = uses[kind.kind]?.settings;
      // The loader parsed them by the schema of this very kind.
      return settings === undefined ? undefined : (camelCased(settings) as SettingsOf<Settings>);
    },
  };
}

function missingVariable(variable: string): Fault {
  return {
    code: 'SECRET_MISSING',
    expected: `the variable ${variable} in the environment of the step`,
    observed: 'not set, or empty',
  };
}
