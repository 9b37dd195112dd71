import type { Check, Layer } from '../core/model.ts';

/** What an engine is given besides its plan. */
export interface EngineContext {
  /** The probe's own layer, where a step names none. */
  readonly layer: Layer;
  /** Aborts at the probe's timeout, at the overall deadline and on cancellation. Its reason is a `FaultError`. */
  readonly signal: AbortSignal;
  /** Attempts for a transient fault, the first one included. */
  readonly attempts: number;
  /** Whether checks carry their exchanges: timings, addresses, certificates, shapes. */
  readonly diagnose?: boolean | undefined;
  /** Takes each check the moment it is known, so that none is lost when the deadline cuts the engine off. */
  readonly record: (check: Check) => void;
  /** Told the attempt number (1 …) of each request. */
  readonly attempted: (attempt: number) => void;
}

/** Runs a plan to its end. Faults are recorded as checks; a thrown error is a bug and becomes `INTERNAL`. */
export type Engine<P> = (plan: P, context: EngineContext) => Promise<void>;
