import type { FaultCodeFacts } from './fault-codes/facts.ts';
import { answerFaults } from './fault-codes/answers.ts';
import { chainFaults } from './fault-codes/chain.ts';
import { gateFaults } from './fault-codes/gate.ts';
import { networkFaults } from './fault-codes/network.ts';
import { reservationFaults } from './fault-codes/reservations.ts';
import { tableFaults } from './fault-codes/tables.ts';

export type { FaultCodeFacts } from './fault-codes/facts.ts';

/** THE table: every code that a check can carry, with what it counts as and what to do about it. */
export const faultCodes = {
  ...networkFaults,
  ...answerFaults,
  ...chainFaults,
  ...tableFaults,
  ...gateFaults,
  ...reservationFaults,
} as const satisfies Record<string, FaultCodeFacts>;

export type FaultCode = keyof typeof faultCodes;

/** Whether a value is a code of the table. */
export function isFaultCode(value: unknown): value is FaultCode {
  return typeof value === 'string' && Object.hasOwn(faultCodes, value);
}

/** The facts of a code with the literal types widened. What is no code at all is a bug of ours. */
export function factsOf(code: FaultCode): FaultCodeFacts {
  return isFaultCode(code) ? faultCodes[code] : faultCodes.INTERNAL;
}
