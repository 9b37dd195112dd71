import type { Exchange } from './exchange.ts';
import { factsOf } from './fault-codes.ts';
import type { Check, Fault, FaultyCheck, Layer } from './model.ts';

/** The hint of a fault: its own, or the likely cause and the next step from the table. */
export function hintOf(fault: Fault): string {
  const { cause, next } = factsOf(fault.code);
  return fault.hint ?? `${cause} ${next}`;
}

/** A check that did not pass. Its status is what the code's row of the table says, never chosen by hand. */
export function faultyCheck(
  check: {
    readonly name: string;
    readonly layer: Layer;
    readonly asked?: Layer | undefined;
    readonly durationMs?: number;
    readonly independent?: boolean | undefined;
    readonly note?: string | undefined;
    readonly exchange?: Exchange | undefined;
  },
  fault: Fault,
): FaultyCheck {
  const { status } = factsOf(fault.code);
  return { ...check, durationMs: check.durationMs ?? 0, status, fault };
}

export function isFaulty(check: Check): check is FaultyCheck {
  return check.status !== 'pass';
}

/** Whether an upstream layer can be the reason for this check's failure. */
export function isIndependent(check: Check): boolean {
  if (check.status === 'pass') return true;
  return check.independent === true || factsOf(check.fault.code).independent;
}

/** A fault's text in one line: `expected …, observed …`. */
export function faultLine(fault: Fault): string {
  return `expected ${fault.expected}, observed ${fault.observed}`;
}
