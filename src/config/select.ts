import type { Mode } from '../core/model.ts';
import { ConfigError } from '../errors.ts';
import { quoted } from './key-path.ts';
import type { LoadedConfig } from './load.ts';
import { whatExists } from './suggestion.ts';

/**
 * The configuration with these probes only, in the order of the file. `depends-on` keeps naming all.
 *
 * In diagnosis, optional probes that are chosen on their own are what the run is about, and count as required.
 *
 * @throws ConfigError for a name that no probe has, and when none of the chosen ones is required: a gate
 * without a required probe would always pass.
 */
export function selectProbes(
  config: LoadedConfig,
  names: readonly string[],
  mode: Mode = 'gate',
): LoadedConfig {
  const known = config.probes.map(({ name }) => name);
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name) => `there is no probe ${quoted(name)}${whatExists(name, known, 'Probes')}`);
  const chosen = config.probes.filter(({ name }) => names.includes(name));
  const isAnyRequired = chosen.some(({ required }) => required);
  if (problems.length === 0 && !isAnyRequired && mode !== 'diagnose')
    problems.push('expected at least one probe that is required: a gate without any would always pass');
  if (problems.length > 0) throw new ConfigError(problems.map((message) => ({ where: 'probes', message })));
  const probes = isAnyRequired ? chosen : chosen.map((probe) => ({ ...probe, required: true }));
  return { ...config, probes };
}
