/** Builders for what probes find: small, complete, and failing where a test says so. */
import type { FaultCode } from '../../src/core/fault-codes.ts';
import { faultyCheck } from '../../src/core/faults.ts';
import type { Check, Fault, FaultyCheck, Layer, ProbeResult } from '../../src/core/model.ts';
import { buildReport, type Report, type ReportedEvidence, type ReportInput } from '../../src/core/report.ts';
import type { AppliedWaivers } from '../../src/core/waivers.ts';
import { worst } from '../../src/core/worst.ts';

/** A fault of this code. */
export function fault(code: FaultCode, more: Partial<Fault> = {}): Fault {
  return { code, expected: 'what the contract says', observed: 'something else', ...more };
}

/** A check that passed. */
export function passing(name = 'health', layer: Layer = 'chip'): Check {
  return { name, layer, durationMs: 5, status: 'pass' };
}

/** A check with a fault of this code; its status is the code's. */
export function failing(
  code: FaultCode,
  {
    name = 'health',
    layer = 'chip',
    asked,
    independent,
    ...more
  }: {
    readonly name?: string;
    readonly layer?: Layer;
    readonly asked?: Layer;
    readonly independent?: boolean;
  } & Partial<Fault> = {},
): FaultyCheck {
  return faultyCheck({ name, layer, asked, independent, durationMs: 5 }, fault(code, more));
}

/** What a probe found. Named after its layer, required, and with one passed check, unless told otherwise. */
export function probeResult(result: Partial<ProbeResult> & { readonly layer: Layer }): ProbeResult {
  const { layer, checks = [passing('health', layer)] } = result;
  return {
    name: layer,
    kind: 'http',
    required: true,
    status: worst(checks.map((check) => check.status)),
    checks,
    attempts: 1,
    startedMs: 0,
    durationMs: 40,
    labels: [],
    upstreams: [],
    ...result,
  };
}

/** A probe of this layer whose one check fails with this code. */
export function failingProbe(
  layer: Layer,
  code: FaultCode,
  result: Partial<ProbeResult> & { readonly check?: Partial<Fault> & { readonly name?: string } } = {},
): ProbeResult {
  const { check, ...rest } = result;
  return probeResult({ layer, checks: [failing(code, { layer, ...check })], ...rest });
}

/** What the ledger proved, as far as a test says. */
export function evidenceOf(evidence: Partial<ReportedEvidence>): ReportedEvidence {
  return { state: 'missing', missing: [], requirements: [], damaged: 0, ...evidence };
}

export const noWaivers: AppliedWaivers = {
  waived: new Set(),
  evidenceWaived: false,
  used: [],
  unused: [],
  expired: [],
  otherCandidate: [],
};

/** The report on these probes. */
export function reportOn(probes: readonly ProbeResult[], input: Partial<ReportInput> = {}): Report {
  return buildReport({
    probes,
    evidence: evidenceOf({ state: 'met' }),
    waivers: noWaivers,
    refusedWaivers: [],
    enforce: true,
    environment: 'staging',
    mode: 'gate',
    candidate: '0123456789abcdef0123456789abcdef01234567',
    startedAt: new Date('2023-08-15T12:00:00Z'),
    durationMs: 1234,
    ...input,
  });
}
