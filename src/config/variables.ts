import { showPath } from './key-path.ts';
import { missingIn } from './read-probe.ts';
import { readSource } from './source.ts';

/** A variable that the file names, and where. */
export interface NeededVariable {
  readonly variable: string;
  /** `probes.chip.password`; each once. */
  readonly keys: readonly string[];
}

/** Every variable that a configuration names, in the order of the file; none when the text is no YAML. */
export function variablesIn(text: string): readonly NeededVariable[] {
  // In an empty environment every variable is missing.
  const { root } = readSource(text, {});
  const places = missingIn(root?.value, []).flatMap(({ path, variables }) =>
    variables.map((variable) => ({ variable, key: showPath(path) })),
  );
  return [...Map.groupBy(places, ({ variable }) => variable)].map(([variable, found]) => ({
    variable,
    keys: [...new Set(found.map(({ key }) => key))],
  }));
}
