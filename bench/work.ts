import type { Figures } from './statistics.ts';

/** What is measured: the gate and its reference in turn, in one run on one machine. */
export interface Work {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  readonly reference: string;
  readonly target: string;
  /** How often; at least 9 for a verdict. */
  readonly runs: number;
  /** What a profile says of it, shown where the target is missed. */
  readonly profile?: string;
  prepare(): Promise<Prepared>;
}

export interface Prepared {
  /** One measurement of each, in milliseconds; `extra` by name in its own unit. */
  once(): Promise<Sample>;
  /** Whether the target is met, from the medians. */
  isMet(medians: Medians): boolean;
  remove(): Promise<void>;
}

export interface Sample {
  readonly gateMs: number;
  readonly referenceMs: number;
  readonly extra?: Readonly<Record<string, number>>;
}

export interface Medians {
  readonly ratio: number;
  readonly gateMs: number;
  readonly referenceMs: number;
  readonly extra: Readonly<Record<string, number>>;
}

/** What came of it. */
export interface Result {
  readonly profile?: string | undefined;
  readonly name: string;
  readonly title: string;
  readonly reference: string;
  readonly target: string;
  readonly runs: number;
  readonly ratio: Figures;
  readonly gateMs: Figures;
  readonly referenceMs: Figures;
  readonly extra: Readonly<Record<string, Figures>>;
  readonly isMet: boolean;
}
