/**
 * Which layer broke first. Every probe has been run and judged on its own; here the failures are put
 * in the order of the chain, so that only the roots are named and the rest are shown as blocked by them.
 */
import { isIndependent } from './faults.ts';
import { chainLayers, type Check, type Layer, type Owner, type ProbeResult } from './model.ts';

/** A layer that is broken of itself. */
export interface RootCause {
  readonly layer: Layer;
  /** The probe that shows it best. */
  readonly probe: string;
  readonly owner: Owner | undefined;
  /** A required probe fails because of it. */
  readonly blocking: boolean;
  /** The failed checks that make it a root, the most telling first. */
  readonly checks: readonly Check[];
}

export interface RootCauses {
  /** In the order of the chain, blocking ones first. */
  readonly roots: readonly RootCause[];
  /** Probe name → the root layers that explain all of its failures; absent when it is a root itself. */
  readonly blockedBy: ReadonlyMap<string, readonly Layer[]>;
}

interface Finding {
  readonly probe: ProbeResult;
  readonly check: Check;
  /** The layer that the check blames, after `blamedLayer`. */
  readonly layer: Layer;
  readonly roots: readonly Layer[];
}

/** Finds the roots among the probes' failures. Pure; the order of the probes does not matter. */
export function findRootCauses(probes: readonly ProbeResult[]): RootCauses {
  const failures = probes.flatMap((probe) =>
    probe.checks
      .filter((check) => check.status === 'fail')
      .map((check) => ({ probe, check, layer: blamedLayer(check, probe, probes) })),
  );
  const graph = chainOf(probes, failures);
  const findings = failures.map((failure) => ({ ...failure, roots: rootsOf(failure, graph) }));
  const roots = [...new Set(findings.flatMap((finding) => finding.roots))]
    .map((layer) => rootCause(layer, findings, probes))
    .sort((a, b) => Number(b.blocking) - Number(a.blocking) || position(a.layer) - position(b.layer));
  return { roots, blockedBy: blockedProbes(findings) };
}

interface Chain {
  readonly upstreams: ReadonlyMap<Layer, readonly Layer[]>;
  /** Layers with a failure that no upstream can explain, or with any failure at all. */
  readonly failed: ReadonlyMap<Layer, 'of-itself' | 'perhaps-blocked'>;
  readonly healthy: ReadonlySet<Layer>;
}

function chainOf(
  probes: readonly ProbeResult[],
  failures: readonly { readonly check: Check; readonly layer: Layer }[],
): Chain {
  const upstreams = new Map<Layer, Layer[]>();
  for (const probe of probes) {
    upstreams.set(probe.layer, [...(upstreams.get(probe.layer) ?? []), ...probe.upstreams]);
  }
  const failed = new Map<Layer, 'of-itself' | 'perhaps-blocked'>();
  for (const { check, layer } of failures) {
    if (isIndependent(check)) failed.set(layer, 'of-itself');
    else if (!failed.has(layer)) failed.set(layer, 'perhaps-blocked');
  }
  const healthy = new Set(probes.filter((probe) => isHealthy(probe)).map((probe) => probe.layer));
  return { upstreams, failed, healthy };
}

function isHealthy(probe: ProbeResult): boolean {
  return probe.status === 'pass' || probe.status === 'warn';
}

/**
 * A check may blame another layer than its probe's own. When that layer has a probe that passes, the
 * blame is not believed: the fault lies on the way, at the layer that complains.
 */
function blamedLayer(check: Check, probe: ProbeResult, probes: readonly ProbeResult[]): Layer {
  if (check.layer === probe.layer || !isChainLayer(probe.layer)) return check.layer;
  const own = probes.filter((other) => other.layer === check.layer);
  return own.length > 0 && own.every(isHealthy) ? probe.layer : check.layer;
}

/** The layers to which a failure goes back: its own when nothing upstream explains it. */
function rootsOf(
  { check, layer, probe }: { readonly check: Check; readonly layer: Layer; readonly probe: ProbeResult },
  chain: Chain,
): readonly Layer[] {
  if (isIndependent(check)) return [layer];
  const upstreams = [
    ...(chain.upstreams.get(layer) ?? []),
    ...(isChainLayer(probe.layer) ? [] : probe.upstreams),
  ];
  const found = upstreams.flatMap((upstream) => brokenAt(upstream, chain, new Set([layer])));
  return found.length > 0 ? [...new Set(found)] : [layer];
}

/** The roots at a layer or above it; a healthy layer ends the search, one that nobody probed does not. */
function brokenAt(layer: Layer, chain: Chain, seen: Set<Layer>): readonly Layer[] {
  if (seen.has(layer) || chain.healthy.has(layer)) return [];
  seen.add(layer);
  const failed = chain.failed.get(layer);
  if (failed === 'of-itself') return [layer];
  const above = (chain.upstreams.get(layer) ?? []).flatMap((upstream) => brokenAt(upstream, chain, seen));
  return above.length === 0 && failed !== undefined ? [layer] : above;
}

function rootCause(layer: Layer, findings: readonly Finding[], probes: readonly ProbeResult[]): RootCause {
  const own = findings.filter((finding) => finding.layer === layer && finding.roots.includes(layer));
  const best = own.toSorted((a, b) => telling(a, layer) - telling(b, layer));
  const owners = [
    ...probes.filter((probe) => probe.layer === layer),
    ...best.map((finding) => finding.probe),
  ].flatMap((probe) => probe.owner ?? []);
  return {
    layer,
    probe: best[0]?.probe.name ?? layer,
    owner: owners[0],
    blocking: findings.some(({ probe, roots }) => probe.required && roots.includes(layer)),
    checks: best.map((finding) => finding.check),
  };
}

/** Small is telling: the layer's own probe before others; what was answered before what never came. */
function telling({ check, probe }: Finding, layer: Layer): number {
  const timedOut = check.status !== 'pass' && check.fault.code === 'TIMEOUT';
  return (probe.layer === layer ? 0 : 1) + (timedOut ? 2 : 0);
}

function blockedProbes(findings: readonly Finding[]): Map<string, readonly Layer[]> {
  const blocked = new Map<string, readonly Layer[]>();
  for (const [name, own] of Map.groupBy(findings, (finding) => finding.probe.name)) {
    const isRoot = own.some((finding) => finding.roots.includes(finding.probe.layer));
    if (!isRoot) blocked.set(name, [...new Set(own.flatMap((finding) => finding.roots))]);
  }
  return blocked;
}

function isChainLayer(layer: Layer): boolean {
  return (chainLayers as readonly string[]).includes(layer);
}

function position(layer: Layer): number {
  const index = (chainLayers as readonly string[]).indexOf(layer);
  return index < 0 ? chainLayers.length : index;
}
