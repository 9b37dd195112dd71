import { FileReference } from '../config/file-reference.ts';
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
  const { kind, dependsOn: _, position: __, settings, missing, uses, ...common } = probe;
  const context = contextOf(probe.name, uses, tools);
  return {
    ...common,
    kind: kind.kind,
    plan:
      settings === undefined
        ? { faults: missing.map((each) => ({ name: each.key, fault: missingVariable(each.variable) })) }
        : () => kind.plan(settings, context),
  };
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
