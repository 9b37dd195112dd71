import { isSameCommit } from './commit.ts';
import type { ProbeResult } from './model.ts';
import { dayMs } from './spans.ts';
import type { EvidenceFinding } from './verdict.ts';
import { worst } from './worst.ts';

/** Named in a waiver like a probe: deploy although the evidence is missing or the ledger unreadable. */
export const evidenceWaiver = 'evidence';

interface WaiverTerms {
  /** Names of probes, or `evidence`. */
  readonly probes: readonly string[];
  readonly reason: string;
}

/** A known defect, in the configuration file, reviewed like code. */
export interface FileWaiver extends WaiverTerms {
  readonly source: 'file';
  /** The last day (UTC) on which it holds. */
  readonly until: Date;
  readonly candidate?: undefined;
  readonly actor?: undefined;
}

/** Breaking the glass: given on a dispatch, for one commit. */
export interface DispatchWaiver extends WaiverTerms {
  readonly source: 'dispatch';
  readonly candidate: string;
  readonly actor?: string | undefined;
  readonly until?: undefined;
}

export type Waiver = FileWaiver | DispatchWaiver;

/** Each waiver stands in exactly one of the four lists. */
export interface AppliedWaivers {
  /** The probes that would block, and do not. */
  readonly waived: ReadonlySet<string>;
  readonly evidenceWaived: boolean;
  readonly used: readonly Waiver[];
  /** They hold, but nothing that they name would block. */
  readonly unused: readonly Waiver[];
  readonly expired: readonly Waiver[];
  /** Given for another commit. */
  readonly otherCandidate: readonly Waiver[];
}

/**
 * Which waivers hold, and what they let through: only a required probe that is named and would
 * otherwise block. Everything else that is broken still blocks.
 */
export function applyWaivers(input: {
  readonly probes: readonly ProbeResult[];
  readonly evidenceState: EvidenceFinding['state'];
  readonly waivers: readonly Waiver[];
  readonly now: Date;
  readonly candidate: string;
}): AppliedWaivers {
  const expired = input.waivers.filter((waiver) => isExpired(waiver, input.now));
  const otherCandidate = input.waivers.filter((waiver) => isForOther(waiver, input.candidate));
  const holding = input.waivers.filter(
    (waiver) => !expired.includes(waiver) && !otherCandidate.includes(waiver),
  );
  const blocking = new Set(input.probes.filter(blocks).map(({ name }) => name));
  const evidenceBlocks = input.evidenceState !== 'met';
  const isUsed = ({ probes }: Waiver) =>
    probes.some((name) => blocking.has(name) || (evidenceBlocks && name === evidenceWaiver));
  const used = holding.filter(isUsed);
  const named = new Set(used.flatMap(({ probes }) => probes));
  return {
    waived: new Set([...blocking].filter((name) => named.has(name))),
    evidenceWaived: evidenceBlocks && named.has(evidenceWaiver),
    used,
    unused: holding.filter((waiver) => !isUsed(waiver)),
    expired,
    otherCandidate,
  };
}

/** Until the end of its last day in UTC. Said positively, so that a date that is none has ended. */
function isExpired({ until }: Waiver, now: Date): boolean {
  if (until === undefined) return false;
  const endMs = (Math.floor(until.getTime() / dayMs) + 1) * dayMs;
  return !(now.getTime() < endMs);
}

function isForOther({ source, candidate }: Waiver, deployed: string): boolean {
  return source === 'dispatch' && !isSameCommit(candidate, deployed);
}

/** As the verdict reads a probe: a required one without a check was never looked at, and blocks. */
function blocks({ required, checks }: ProbeResult): boolean {
  const status = worst(checks.map((check) => check.status));
  return required && (status === 'fail' || status === 'unknown');
}
