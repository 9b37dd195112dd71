import type { Exchange } from './exchange.ts';
import type { FaultCode } from './fault-codes.ts';
import { hintOf, isFaulty } from './faults.ts';
import { writeHeadline } from './headline.ts';
import type {
  Check,
  Decision,
  FaultyCheck,
  Layer,
  Mode,
  Owner,
  ProbeResult,
  Status,
  Verdict,
} from './model.ts';
import type { RequirementProgress } from './evidence-policy.ts';
import { reportWaivers, type RefusedWaiver, type ReportedWaiver } from './reported-waivers.ts';
import { findRootCauses, type RootCause, type RootCauses } from './root-cause.ts';
import type { AppliedWaivers } from './waivers.ts';
import { decide, decideVerdict, type EvidenceFinding } from './verdict.ts';

/** One check as `report.json` has it. The last fields stand only where it did not pass. */
export interface ReportedCheck {
  readonly name: string;
  readonly layer: Layer;
  readonly status: Status;
  readonly durationMs: number;
  readonly code?: FaultCode;
  readonly expected?: string;
  readonly observed?: string;
  readonly hint?: string;
  readonly until?: string;
  /** What a pass does not prove. */
  readonly note?: string;
  /** In diagnosis: what the request looked like from here. */
  readonly exchange?: Exchange;
}

export interface ReportedProbe {
  readonly name: string;
  readonly kind: string;
  readonly layer: Layer;
  readonly required: boolean;
  readonly status: Status;
  /** The root layers that explain its failure; absent when it is a root itself or did not fail. */
  readonly blockedBy?: readonly Layer[];
  readonly attempts: number;
  readonly startedMs: number;
  readonly durationMs: number;
  readonly owner?: Owner;
  readonly labels: readonly string[];
  readonly checks: readonly ReportedCheck[];
}

/** A layer that is broken of itself; in an inconclusive report also what could not be judged, first. */
export interface ReportedRootCause {
  readonly layer: Layer;
  readonly probe: string;
  readonly blocking: boolean;
  readonly owner?: Owner;
  readonly check: string;
  readonly code: FaultCode;
  readonly expected: string;
  readonly observed: string;
  readonly hint: string;
  readonly until?: string;
}

/** `report.json`, version 1: everything a renderer or a publisher shows comes from here. */
export interface Report {
  readonly version: 1;
  readonly verdict: Verdict;
  readonly decision: Decision;
  readonly enforced: boolean;
  readonly headline: string;
  readonly environment: string;
  readonly mode: Mode;
  /** The commit to be deployed. */
  readonly candidate: string;
  /** The commit that this run saw live in the environment; absent when it saw none. */
  readonly live?: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly runUrl?: string;
  /** The probes that the run was limited to; absent when all ran. */
  readonly selectedProbes?: readonly string[];
  readonly probes: readonly ReportedProbe[];
  readonly rootCauses: readonly ReportedRootCause[];
  readonly evidence: ReportedEvidence;
  /** Ready at the last look, but not for as long as `steady-for` asks. */
  readonly unsteady?: string;
  readonly waivers: readonly ReportedWaiver[];
  /** The monitor's: how long staging has been unable to run check-ins, and what entered meanwhile. */
  readonly debt?: ReportedDebt;
}

/** What the ledger proves about the candidate. */
export interface ReportedEvidence extends EvidenceFinding {
  readonly requirements: readonly RequirementProgress[];
  /** Lines of the ledger that could not be read. */
  readonly damaged: number;
}

export interface ReportedDebt {
  /** ISO 8601. */
  readonly since: string;
  readonly durationMs: number;
  readonly candidates: readonly string[];
  readonly sentence: string;
}

export interface ReportInput {
  readonly probes: readonly ProbeResult[];
  readonly evidence: ReportedEvidence;
  readonly waivers: AppliedWaivers;
  readonly refusedWaivers: readonly RefusedWaiver[];
  readonly unsteady?: string | undefined;
  readonly enforce: boolean;
  readonly environment: string;
  readonly mode: Mode;
  readonly candidate: string;
  readonly live?: string | undefined;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly runUrl?: string | undefined;
  readonly selectedProbes?: readonly string[] | undefined;
}

/** Decides, and writes down all that any renderer will show. */
export function buildReport(input: ReportInput): Report {
  const verdict = decideVerdict(input);
  const causes = findRootCauses(input.probes);
  const roots = causes.roots.flatMap(reportedRoot);
  const rootCauses = verdict === 'inconclusive' ? [...unknownCauses(input.probes), ...roots] : roots;
  const draft = {
    version: 1,
    verdict,
    decision: decide(verdict, input),
    enforced: input.enforce,
    environment: input.environment,
    mode: input.mode,
    candidate: input.candidate,
    ...(input.live === undefined ? {} : { live: input.live }),
    startedAt: input.startedAt.toISOString(),
    durationMs: input.durationMs,
    ...(input.runUrl === undefined ? {} : { runUrl: input.runUrl }),
    ...(input.selectedProbes === undefined ? {} : { selectedProbes: input.selectedProbes }),
    probes: input.probes.map((probe) => reportedProbe(probe, causes)),
    rootCauses,
    evidence: input.evidence,
    ...(input.unsteady === undefined ? {} : { unsteady: input.unsteady }),
    waivers: reportWaivers(input.waivers, input.refusedWaivers),
  } as const;
  return { ...draft, headline: writeHeadline(draft) };
}

function reportedProbe(probe: ProbeResult, { blockedBy }: RootCauses): ReportedProbe {
  const { name, kind, layer, required, status, attempts, startedMs, durationMs, owner, labels } = probe;
  const blocked = blockedBy.get(name);
  return {
    name,
    kind,
    layer,
    required,
    status,
    ...(blocked === undefined ? {} : { blockedBy: blocked }),
    attempts,
    startedMs,
    durationMs,
    ...(owner === undefined ? {} : { owner }),
    labels,
    checks: probe.checks.map(reportedCheck),
  };
}

function reportedCheck(check: Check): ReportedCheck {
  const { name, layer, status, durationMs } = check;
  return {
    name,
    layer,
    status,
    durationMs,
    ...(isFaulty(check) ? told(check) : {}),
    ...(check.note === undefined ? {} : { note: check.note }),
    ...(check.exchange === undefined ? {} : { exchange: check.exchange }),
  };
}

function told({ fault }: FaultyCheck) {
  const { code, expected, observed } = fault;
  const until = isoTime(fault.until);
  return { code, expected, observed, hint: hintOf(fault), ...(until === undefined ? {} : { until }) };
}

/** A time that a layer told, written by us; nothing when it is no time. */
function isoTime(told: string | undefined): string | undefined {
  const time = new Date(told ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function reportedRoot({ layer, probe, blocking, owner, checks }: RootCause): ReportedRootCause[] {
  const [check] = checks;
  return check === undefined ? [] : [reportedCause({ layer, probe, blocking, owner }, check)];
}

function reportedCause(
  cause: Pick<RootCause, 'layer' | 'probe' | 'blocking' | 'owner'>,
  check: FaultyCheck,
): ReportedRootCause {
  const { owner, ...place } = cause;
  return { ...place, ...(owner === undefined ? {} : { owner }), check: check.name, ...told(check) };
}

/** Why the verdict is inconclusive: what a required probe could not find out, one per probe. */
function unknownCauses(probes: readonly ProbeResult[]): ReportedRootCause[] {
  return probes
    .filter((probe) => probe.required)
    .flatMap(({ name, layer, owner, checks }) => {
      const unknown = checks.filter(isFaulty).filter((check) => check.status === 'unknown');
      const check = unknown.find(({ fault }) => fault.code !== 'NOT_RUN') ?? unknown[0];
      return check === undefined ? [] : [reportedCause({ layer, probe: name, blocking: true, owner }, check)];
    });
}
