import { facts, type FaultCodeFacts } from './facts.ts';

/** The check-in chain's own failures. */
export const chainFaults = {
  UPSTREAM: facts(
    'fail',
    [],
    'The service answered and says that a system behind it failed.',
    'Go to the layer that the fault names.',
  ),
  NO_APPOINTMENT: facts(
    'fail',
    ['independent', 'test-data'],
    'The synthetic patient has no appointment that could be checked in.',
    'Book a slot for the synthetic patient in the staging tool, within 45 minutes before or 15 minutes after now.',
  ),
  RECORD_MISSING: facts(
    'fail',
    ['independent'],
    'LoROTA does not know the record: it was never stored, or was deleted after three wrong answers.',
    'Create the record of the synthetic patient anew.',
  ),
  OUTSIDE_WINDOW: facts(
    'fail',
    ['independent', 'test-data'],
    'The appointment of the synthetic patient cannot be checked in now: too early, too late, or in a state that forbids it.',
    'Book a slot within the window: from 45 minutes before to 15 minutes after now.',
  ),
  INSURANCE_FLAG: facts(
    'fail',
    ['independent', 'test-data'],
    'The synthetic patient is flagged for insurance verification, which stops the check-in.',
    'Clear the insurance-verification flag of the synthetic patient in the staging tool.',
  ),
  IDENTITY_REFUSED: facts(
    'fail',
    [],
    "The record exists, but its last name or date of birth is not the synthetic patient's: one of them was not stored.",
    'Check that name and date of birth are in the payload that VEText sends, and the values in the configuration.',
  ),
  RECORD_EXPIRED: facts(
    'fail',
    ['independent'],
    'The record of the synthetic patient has expired or is locked for now.',
    'Create the record anew.',
  ),
  LEFTOVER: facts(
    'warn',
    ['independent'],
    'The journey could not remove what it created.',
    'Delete the record by hand; its id is in the log of the service.',
  ),
  NO_DATA: facts(
    'unknown',
    ['independent'],
    'The monitoring has no data for the window asked about, which proves neither health nor outage.',
    'Check the query, its environment tag and whether the metric is still sent.',
  ),
  TOO_FEW: facts(
    'fail',
    [],
    'Fewer check-ins succeed than at this hour is normal.',
    "Look at the chain's other findings first, then at the check-in dashboards.",
  ),
  MONITOR_ALERT: facts(
    'fail',
    [],
    'A monitor that watches this layer is alerting.',
    'Open the monitor and follow its runbook.',
  ),

  MONITOR_WARNS: facts(
    'warn',
    [],
    'A monitor that watches this layer is close to its threshold.',
    'Watch the monitor.',
  ),
} as const satisfies Record<string, FaultCodeFacts>;
