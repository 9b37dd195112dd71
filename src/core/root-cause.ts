/**
 * Which layer broke first. Every probe has been run and judged on its own; here the failures are put
 * in the order of the chain, so that only the roots are named and the rest are shown as blocked by them.
 */
import { factsOf, type FaultCode } from './fault-codes.ts';
import { isFaulty, isIndependent } from './faults.ts';
import { byChain, isChainLayer, isHealthy, traceToRoots, type Failure, type Finding } from './layer-graph.ts';
import type { FaultyCheck, Layer, Owner, ProbeResult } from './model.ts';

/** A layer that is broken of itself. */
export interface RootCause {
  readonly layer: Layer;
  /** The probe that shows it best. */
  readonly probe: string;
  readonly owner: Owner | undefined;
  /** A required probe fails because of it. */
  readonly blocking: boolean;
  /** The failed checks that make it a root, the most telling first. */
  readonly checks: readonly FaultyCheck[];
}

export interface RootCauses {
  /**
   * What blocks first; then what is broken, before test data that is not there, before mere timeouts,
   * before announced maintenance: latency is the loudest symptom and points at the wrong layer. Then in
   * the order of the chain.
   */
  readonly roots: readonly RootCause[];
  /** Probe name → the root layers that explain all of its failures; absent when it is a root itself. */
  readonly blockedBy: ReadonlyMap<string, readonly Layer[]>;
}

/** Finds the roots among the probes' failures. Pure; the order of the probes does not matter. */
export function findRootCauses(probes: readonly ProbeResult[]): RootCauses {
  const findings = traceToRoots(failuresOf(probes), probes);
  const own = findings.filter((finding) => finding.roots.includes(finding.layer));
  const roots = [...Map.groupBy(own, (finding) => finding.layer)]
    .map(([layer, shown]) => rootCause(layer, shown, findings, probes))
    .sort(
      (a, b) =>
        Number(b.blocking) - Number(a.blocking) || urgency(a) - urgency(b) || byChain(a.layer, b.layer),
    );
  return { roots, blockedBy: blockedProbes(findings) };
}

function failuresOf(probes: readonly ProbeResult[]): readonly Failure[] {
  return probes.flatMap((probe) =>
    probe.checks
      .filter(isFaulty)
      .filter((check) => check.status === 'fail')
      .map((check) => ({ probe, check, layer: blamedLayer(check, probe, probes) })),
  );
}

/**
 * A check may blame another layer than the one that it asked. When the blamed layer has a probe that
 * passes, the blame is not believed: the fault lies on the way, at the layer that complains. A journey
 * is believed, for it asks more of each layer than the layer's own probe does, but not when the layer
 * that it asked is broken itself: what that one answers is no evidence about others.
 */
function blamedLayer(check: FaultyCheck, probe: ProbeResult, probes: readonly ProbeResult[]): Layer {
  const asked = check.asked ?? probe.layer;
  if (check.layer === asked || !isChainLayer(asked)) return check.layer;
  const believed = isChainLayer(probe.layer)
    ? !isShownHealthy(check.layer, probes)
    : !isShownBroken(asked, probes);
  return believed ? check.layer : asked;
}

function isShownHealthy(layer: Layer, probes: readonly ProbeResult[]): boolean {
  const own = probes.filter((probe) => probe.layer === layer);
  return own.length > 0 && own.every(isHealthy);
}

/** These speak of a layer that answers as it should. */
const harmless: ReadonlySet<FaultCode> = new Set(['MAINTENANCE', 'WRONG_REVISION']);

/** Its own probe shows a failure that no upstream layer can explain, by its nature or because each of them is healthy. */
function isShownBroken(layer: Layer, probes: readonly ProbeResult[]): boolean {
  return probes
    .filter((probe) => probe.layer === layer)
    .some(({ checks, upstreams }) => {
      const isAlone = upstreams.length > 0 && upstreams.every((upstream) => isShownHealthy(upstream, probes));
      return checks
        .filter(isFaulty)
        .some(
          (check) =>
            check.status === 'fail' &&
            check.layer === layer &&
            (isAlone || isIndependent(check)) &&
            !harmless.has(check.fault.code),
        );
    });
}

function rootCause(
  layer: Layer,
  shown: readonly Finding[],
  findings: readonly Finding[],
  probes: readonly ProbeResult[],
): RootCause {
  const best = shown.toSorted(
    (a, b) => telling(a) - telling(b) || byChain(a.probe.layer, b.probe.layer) || byName(a.probe, b.probe),
  );
  const tellers = best.map((finding) => finding.probe);
  const ofLayer = probes.filter((probe) => probe.layer === layer).sort(byName);
  const owners = [...tellers.filter((probe) => probe.layer === layer), ...ofLayer, ...tellers];
  return {
    layer,
    probe: tellers[0]?.name ?? layer,
    owner: owners.find((probe) => probe.owner !== undefined)?.owner,
    blocking: findings.some(({ probe, roots }) => probe.required && roots.includes(layer)),
    checks: best.map((finding) => finding.check),
  };
}

/**
 * Small is telling: an announced maintenance before all; what was answered before what never came;
 * broken systems before test data; the layer's own probe before others; a required probe before others;
 * what nothing upstream can explain; old data last. Of test data the journey tells first: its owner keeps them.
 */
function telling({ check, probe, layer }: Finding): number {
  const { code } = check.fault;
  if (code === 'MAINTENANCE') return -1;
  const isData = factsOf(code).testData;
  const tellsBest = isData ? !isChainLayer(probe.layer) : probe.layer === layer;
  const order = [
    code === 'TIMEOUT',
    isData,
    !tellsBest,
    !probe.required,
    !isIndependent(check),
    code === 'STALE',
  ];
  return order.reduce((rank, isLess) => rank * 2 + Number(isLess), 0);
}

function urgency({ checks }: RootCause): number {
  const code = checks[0]?.fault.code;
  if (code === 'MAINTENANCE') return 3;
  if (code === 'TIMEOUT') return 2;
  return code !== undefined && factsOf(code).testData ? 1 : 0;
}

function byName(a: ProbeResult, b: ProbeResult): number {
  return Number(a.name > b.name) - Number(a.name < b.name);
}

function blockedProbes(findings: readonly Finding[]): ReadonlyMap<string, readonly Layer[]> {
  const blocked = new Map<string, readonly Layer[]>();
  for (const [name, own] of Map.groupBy(findings, (finding) => finding.probe.name)) {
    const isRoot = own.some((finding) => finding.roots.includes(finding.probe.layer));
    if (!isRoot) blocked.set(name, [...new Set(own.flatMap((finding) => finding.roots))].sort(byChain));
  }
  return blocked;
}
