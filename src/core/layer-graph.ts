/**
 * Who can be the reason for whose failure. Layers call each other; a failure goes back to the nearest
 * failed layers above it, from them to those above, and ends at the ones that nothing explains.
 */
import { isIndependent } from './faults.ts';
import { chainLayers, type FaultyCheck, type Layer, type ProbeResult } from './model.ts';

/** A failed check, and the layer that it speaks of. */
export interface Failure {
  readonly probe: ProbeResult;
  readonly check: FaultyCheck;
  readonly layer: Layer;
}

/** A failure, and the layers that it goes back to. */
export interface Finding extends Failure {
  readonly roots: readonly Layer[];
}

interface Explained extends Failure {
  /** The nearest failed layers upstream. */
  readonly above: ReadonlySet<Layer>;
}

interface FailedLayer {
  /** One of its failures is explained by nothing above. */
  readonly ofItself: boolean;
  readonly above: ReadonlySet<Layer>;
}

type Graph = ReadonlyMap<Layer, FailedLayer>;

interface Terrain {
  readonly upstreams: ReadonlyMap<Layer, readonly Layer[]>;
  readonly failed: ReadonlySet<Layer>;
  readonly healthy: ReadonlySet<Layer>;
}

/**
 * Finds the layers that each failure goes back to, in the order of the chain: its own when nothing
 * upstream explains it. Every layer that is named has a failure that goes back to that layer itself;
 * in a cycle of failed layers that nothing outside explains, each is a root.
 */
export function traceToRoots(
  failures: readonly Failure[],
  probes: readonly ProbeResult[],
): readonly Finding[] {
  const terrain = terrainOf(failures, probes);
  const explained = ownBefore(
    failures.map((failure) => ({ ...failure, above: nearestFailed(failure, terrain) })),
  );
  const graph = graphOf(explained);
  const roots = new Set([...graph.keys()].filter((layer) => isRoot(layer, graph)));
  return explained.map(({ above, ...failure }) => {
    const found = [...reach(above, graph)].filter((layer) => roots.has(layer));
    return { ...failure, roots: found.length === 0 ? [failure.layer] : found.sort(byChain) };
  });
}

/** What the journey meets at a layer whose own probe shows it broken of itself needs no other reason. */
function ownBefore(explained: readonly Explained[]): readonly Explained[] {
  const broken = new Set(
    explained
      .filter(({ probe, above }) => isChainLayer(probe.layer) && above.size === 0)
      .map(({ layer }) => layer),
  );
  return explained.map((failure) =>
    isChainLayer(failure.probe.layer) || !broken.has(failure.layer)
      ? failure
      : { ...failure, above: new Set<Layer>() },
  );
}

/** Whether the layer belongs to the check-in chain; a journey and a user's own layer do not. */
export function isChainLayer(layer: Layer): boolean {
  return (chainLayers as readonly string[]).includes(layer);
}

/** Orders layers as the chain does, upstream first; layers of the user come last, by name. */
export function byChain(a: Layer, b: Layer): number {
  return position(a) - position(b) || Number(a > b) - Number(a < b);
}

/** Neither failed nor unknown. */
export function isHealthy({ status }: Pick<ProbeResult, 'status'>): boolean {
  return status === 'pass' || status === 'warn';
}

function position(layer: Layer): number {
  const index = (chainLayers as readonly string[]).indexOf(layer);
  return index < 0 ? chainLayers.length : index;
}

function terrainOf(failures: readonly Failure[], probes: readonly ProbeResult[]): Terrain {
  const byLayer = [...Map.groupBy(probes, (probe) => probe.layer)];
  return {
    upstreams: new Map(byLayer.map(([layer, own]) => [layer, own.flatMap((probe) => probe.upstreams)])),
    failed: new Set(failures.map((failure) => failure.layer)),
    healthy: new Set(byLayer.filter(([, own]) => own.every(isHealthy)).map(([layer]) => layer)),
  };
}

/** A healthy layer ends the search; one that nobody probed, or that nobody could judge, does not. */
function nearestFailed(failure: Failure, { upstreams, failed, healthy }: Terrain): ReadonlySet<Layer> {
  const found = new Set<Layer>();
  if (isIndependent(failure.check)) return found;
  const seen = new Set([failure.layer]);
  const next = [...(upstreams.get(failure.layer) ?? []), ...earlierLegs(failure)];
  for (let layer = next.pop(); layer !== undefined; layer = next.pop()) {
    if (seen.has(layer)) continue;
    seen.add(layer);
    if (failed.has(layer)) found.add(layer);
    else if (!healthy.has(layer)) next.push(...(upstreams.get(layer) ?? []));
  }
  return found;
}

/** A journey carries data from layer to layer: a leg may fail for what an earlier one handed over. */
function earlierLegs({ probe, layer }: Failure): readonly Layer[] {
  if (isChainLayer(probe.layer)) return [];
  return isChainLayer(layer)
    ? probe.upstreams.filter((leg) => position(leg) < position(layer))
    : probe.upstreams;
}

function graphOf(explained: readonly Explained[]): Graph {
  const byLayer = [...Map.groupBy(explained, (failure) => failure.layer)];
  return new Map(
    byLayer.map(([layer, own]) => [
      layer,
      {
        ofItself: own.some(({ above }) => above.size === 0),
        above: new Set(own.flatMap(({ above }) => [...above])),
      },
    ]),
  );
}

/** These layers and all above them; one that failed of itself ends the way. */
function reach(from: Iterable<Layer>, graph: Graph): ReadonlySet<Layer> {
  const reached = new Set<Layer>();
  const next = [...from];
  for (let layer = next.pop(); layer !== undefined; layer = next.pop()) {
    if (reached.has(layer)) continue;
    reached.add(layer);
    const failed = graph.get(layer);
    if (failed?.ofItself === false) next.push(...failed.above);
  }
  return reached;
}

/** A root failed of itself, or leads only to layers that lead back to it: a cycle. */
function isRoot(layer: Layer, graph: Graph): boolean {
  const failed = graph.get(layer);
  if (failed === undefined || failed.ofItself) return true;
  return [...reach(failed.above, graph)].every((above) => reach([above], graph).has(layer));
}
