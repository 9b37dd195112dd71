import { facts, type FaultCodeFacts } from './facts.ts';

/** What was answered. */
export const answerFaults = {
  HTTP_STATUS: facts(
    'fail',
    [],
    'The service answered with another status than the one that means health.',
    'Look at the logs of the service at the time of this run.',
  ),
  GATEWAY: facts(
    'fail',
    ['transient'],
    'A gateway answered for the service: what stands behind it is down or too slow.',
    'Look at the service behind the gateway, not at the gateway.',
  ),
  HEADER_MISMATCH: facts(
    'fail',
    ['independent'],
    'A header of the answer is missing or different.',
    'Compare the deployed version of the service with the contract.',
  ),
  BODY_MISMATCH: facts(
    'fail',
    [],
    'The answer lacks a field that the check-in needs, or carries it in another form.',
    'Find the change that removed or altered the field, and restore it.',
  ),
  BODY_NOT_JSON: facts(
    'fail',
    [],
    "The answer is not JSON: an error page, a proxy's page or a cut-off answer.",
    'Open the address by hand and see who answers.',
  ),
  BODY_TOO_LARGE: facts(
    'fail',
    ['independent'],
    'The answer is larger than any answer of this service can be.',
    'Check the address, and what answers there.',
  ),
  ERROR_IN_BODY: facts(
    'fail',
    [],
    'The status says success while the body reports an error.',
    'Look up the error in the logs of the service.',
  ),
  UNEXPECTED_RECORD: facts(
    'fail',
    ['independent'],
    'The service claims to know a record that was made up a moment ago.',
    'Check whether mocks answer in place of the service.',
  ),
  MOCKED: facts(
    'fail',
    ['independent'],
    'Recorded answers are switched on, so nothing real is tested.',
    'Switch the mock toggle off in staging.',
  ),
  SWITCHED_OFF: facts(
    'fail',
    ['independent'],
    'The feature is switched off in staging.',
    'Switch the feature toggle on in staging.',
  ),
  WRONG_REVISION: facts(
    'fail',
    ['independent'],
    'Another version than the expected one is live.',
    'Wait for the deployment to finish, or correct the expected version.',
  ),
  FALLBACK_PAGE: facts(
    'fail',
    ['independent'],
    'The server answers every path with the same page, so the page itself may be missing.',
    'Check that the build of the application was published.',
  ),
  RATE_LIMITED: facts(
    'unknown',
    ['independent', 'transient'],
    'The service limits how often this caller may ask.',
    'Run the gate less often, or ask the owner for a higher limit.',
  ),
  MAINTENANCE: facts(
    'fail',
    ['independent'],
    'The layer is in an announced maintenance window.',
    'Wait for the window to end, then run the gate again.',
  ),
} as const satisfies Record<string, FaultCodeFacts>;
