/** What one probe takes from others: layers to be blocked by, and settings to be composed of. */
import type { Layer } from '../core/model.ts';
import type { Kind } from '../kinds/kind.ts';
import type { KeyProblem } from './issues.ts';
import { quoted } from './key-path.ts';
import type { ConfiguredProbe } from './read-probe.ts';
import { whatExists } from './suggestion.ts';

/** A probe with what it takes from others. */
export type LinkedProbe = ConfiguredProbe & {
  readonly layer: Layer;
  readonly upstreams: readonly Layer[];
  /** By kind: the probes that this one uses. */
  readonly uses: Readonly<Record<string, ConfiguredProbe>>;
};

/** The layer of a probe; one whose settings wait for a variable may not know it, and goes by its name. */
export function layerOf({ kind, name, settings }: ConfiguredProbe): Layer {
  if (typeof kind.layer === 'string') return kind.layer;
  return settings === undefined ? name : kind.layer(settings, name);
}

/** Resolves `depends-on` and `uses`, both by name. A probe waits for the variables of those that it uses, too. */
export function linkProbes(probes: readonly ConfiguredProbe[]): {
  readonly probes: readonly LinkedProbe[];
  readonly problems: readonly KeyProblem[];
} {
  const linked = probes.map((probe) => linkProbe(probe, probes));
  return {
    probes: linked.map(({ probe }) => probe),
    problems: linked.flatMap(({ problems }) => problems),
  };
}

function linkProbe(probe: ConfiguredProbe, probes: readonly ConfiguredProbe[]) {
  const wanted = Object.entries(probe.kind.uses ?? {}).map(([kind, need]) => ({ kind, need }));
  const found = wanted.map(({ kind, need }) => ({ kind, ...usedProbe(probe, kind, need, probes) }));
  const uses = Object.fromEntries(
    found.flatMap(({ kind, used }) => (used === undefined ? [] : [[kind, used]])),
  );
  const missing = Object.values(uses).flatMap((used) =>
    (used.missing ?? []).map(({ variable, key }) => ({ variable, key: `uses ${used.name}: ${key}` })),
  );
  const own =
    missing.length === 0
      ? probe
      : { ...probe, settings: undefined, missing: [...(probe.missing ?? []), ...missing] };
  return {
    probe: { ...own, layer: layerOf(probe), upstreams: upstreamsOf(probe, probes), uses },
    problems: found.flatMap(({ problem }) => problem ?? []),
  };
}

function upstreamsOf(
  { kind, dependsOn }: ConfiguredProbe,
  probes: readonly ConfiguredProbe[],
): readonly Layer[] {
  if (dependsOn === undefined) return kind.upstreams;
  return [...new Set(probes.filter(({ name }) => dependsOn.includes(name)).map(layerOf))];
}

function usedProbe(
  { name, settings }: ConfiguredProbe,
  kind: string,
  need: NonNullable<Kind['uses']>[string],
  probes: readonly ConfiguredProbe[],
): { readonly used?: ConfiguredProbe; readonly problem?: KeyProblem } {
  const candidates = probes.filter((probe) => probe.kind.kind === kind);
  const names = candidates.map((probe) => probe.name);
  const named = (settings?.['uses'] as Readonly<Record<string, string | undefined>> | undefined)?.[kind];
  const path = ['probes', name, 'uses', kind];
  if (named !== undefined) {
    const used = candidates.find((probe) => probe.name === named);
    if (used !== undefined) return { used };
    const message = `there is no probe ${quoted(named)} of kind ${kind}${whatExists(named, names, 'Probes of that kind')}`;
    return { problem: { path, at: 'value', message } };
  }
  const [only, ...more] = candidates;
  if (only !== undefined && more.length === 0) return { used: only };
  if (settings === undefined || (need !== 'required' && settings[need.unless] !== undefined)) return {};
  const choice = names.length === 0 ? 'none is configured' : `one of ${names.join(', ')}`;
  const instead = need === 'required' ? '' : `; or \`${need.unless}\``;
  const message = `expected the name of a probe of kind ${kind}: ${choice}${instead}`;
  return { problem: { path, at: 'key', message } };
}
