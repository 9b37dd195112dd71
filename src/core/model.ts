/**
 * The words of the product as types: what a probe found, what it means, and what a report carries.
 * Nothing in `core` does I/O.
 */
import type { Exchange } from './exchange.ts';
import type { FaultCode } from './fault-codes.ts';

/** The systems of the check-in chain, upstream first: the order in which the first broken layer is named. */
export const chainLayers = [
  'cdw',
  'vista',
  'vista-api',
  'vetext',
  'lorota',
  'chip',
  'vets-api',
  'vets-website',
] as const;

export type ChainLayer = (typeof chainLayers)[number];

/** A layer of the chain, or the layer that the user of an `http` probe named. */
export type Layer = ChainLayer | (string & {});

/** Ordered from best to worst; fold with `worst()`. */
export const statuses = ['pass', 'warn', 'unknown', 'fail'] as const;

export type Status = (typeof statuses)[number];

export const verdicts = ['ready', 'not-ready', 'inconclusive', 'untested'] as const;

export type Verdict = (typeof verdicts)[number];

export type Decision = 'allow' | 'block';

export const modes = ['gate', 'monitor', 'diagnose'] as const;

export type Mode = (typeof modes)[number];

export interface Owner {
  readonly team: string;
  readonly contact?: string | undefined;
  readonly runbook?: string | undefined;
}

/**
 * Why a check did not pass. `expected` and `observed` are written by us from allow-listed facts
 * (status codes, paths, types, presence); they never carry a value of a foreign answer.
 */
export interface Fault {
  readonly code: FaultCode;
  readonly expected: string;
  readonly observed: string;
  /** Replaces the cause and next step that the code's row of the table gives. */
  readonly hint?: string | undefined;
  /** End of a maintenance window, ISO 8601, where the layer told one. */
  readonly until?: string | undefined;
}

interface CheckFacts {
  readonly name: string;
  /** The layer that this check exercises or, where a fault implicates another one, that layer. */
  readonly layer: Layer;
  /** The layer that was asked, where one was: what it says of another one is hearsay. */
  readonly asked?: Layer | undefined;
  readonly durationMs: number;
  /** A fault of this check cannot come from an upstream layer, so it is a root whatever else is broken. */
  readonly independent?: boolean | undefined;
  /** What a pass does not prove. */
  readonly note?: string | undefined;
  /** In diagnosis only. */
  readonly exchange?: Exchange | undefined;
}

export type PassedCheck = CheckFacts & { readonly status: 'pass' };

export type FaultyCheck = CheckFacts & {
  readonly status: 'warn' | 'unknown' | 'fail';
  readonly fault: Fault;
};

/** One thing that a probe looked at. What did not pass says why. */
export type Check = PassedCheck | FaultyCheck;

/** What one probe found. `status` is the worst of its checks. */
export interface ProbeResult {
  readonly name: string;
  readonly kind: string;
  readonly layer: Layer;
  readonly required: boolean;
  readonly status: Status;
  readonly checks: readonly Check[];
  /** The most attempts that any of its requests took; 0 when nothing was sent. */
  readonly attempts: number;
  /** Milliseconds since the start of the run. */
  readonly startedMs: number;
  readonly durationMs: number;
  readonly owner?: Owner | undefined;
  readonly labels: readonly string[];
  /** The layers directly above this probe's own: the kind's default, or what `depends-on` says. */
  readonly upstreams: readonly Layer[];
}
