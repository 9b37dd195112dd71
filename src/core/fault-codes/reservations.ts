import { facts, type FaultCodeFacts } from './facts.ts';

/** Passed, with a reservation. */
export const reservationFaults = {
  FLAKY: facts(
    'warn',
    ['independent'],
    'It passed only after another attempt.',
    'Watch it; if it recurs, look at the restarts of the service.',
  ),
  SLOW: facts(
    'warn',
    ['independent'],
    'It passed, but took longer than its budget.',
    'Look for a slow dependency; slowness alone does not block.',
  ),
} as const satisfies Record<string, FaultCodeFacts>;
