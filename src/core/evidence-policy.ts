/** The journey must have gone green often enough, over a long enough time. */
export interface PassesRequirement {
  readonly type: 'passes';
  /** Name of the probe. */
  readonly probe: string;
  /** How many runs; at least 1. */
  readonly passes: number;
  /** Between the first and the last of them; 0 when not asked for. */
  readonly spanningMs: number;
}

/** Staging must have been seen healthy for this long. */
export interface HealthyForRequirement {
  readonly type: 'healthy-for';
  readonly healthyForMs: number;
  /** Samples further apart prove nothing about the time between them. */
  readonly maxGapMs: number;
}

/** A check run or commit status on the candidate must have succeeded after its deployment. */
export interface CheckRequirement {
  readonly type: 'check';
  /** Name of the check run, or context of the status. */
  readonly check: string;
}

export type EvidenceRequirement = PassesRequirement | HealthyForRequirement | CheckRequirement;

/** What must be proved about a candidate before it may be deployed. All of it; nothing when empty. */
export interface EvidencePolicy {
  readonly require: readonly EvidenceRequirement[];
  /** Evidence older than this no longer counts. */
  readonly expiresAfterMs?: number | undefined;
}

/** A check run or commit status on the candidate. */
export interface CheckState {
  readonly name: string;
  readonly state: 'success' | 'failure' | 'pending';
  /** When it came to this state. */
  readonly at: Date;
}

interface Progress {
  readonly met: boolean;
  /** What was seen and, unless met, exactly what is still missing; without a full stop. */
  readonly text: string;
}

export interface PassesProgress extends PassesRequirement, Progress {
  /** Runs that went green, each counted once. */
  readonly passed: number;
  /** Between the first and the last green sample. */
  readonly spannedMs: number;
}

export interface HealthyForProgress extends HealthyForRequirement, Progress {
  /** The sum of the intervals that were seen healthy. */
  readonly healthyMs: number;
}

export interface CheckProgress extends CheckRequirement, Progress {
  /** The latest result: why it does, or does not, count. */
  readonly result: CheckResult;
}

export type CheckResult =
  'success' | 'failure' | 'pending' | 'absent' | 'expired' | 'before-deployment' | 'deployment-unknown';

export type RequirementProgress = PassesProgress | HealthyForProgress | CheckProgress;
