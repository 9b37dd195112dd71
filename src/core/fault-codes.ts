import type { Status } from './model.ts';

/** What the table knows about one code. The compiler keeps it complete: `FaultCode` is its keys. */
export interface FaultCodeFacts {
  /** What a check with this fault counts as. */
  readonly status: Exclude<Status, 'pass'>;
  /** A broken upstream layer cannot be the reason, so the layer is a root in its own right. */
  readonly independent: boolean;
  /** Worth another attempt. */
  readonly transient: boolean;
  /** The answer never came from the layer: it counts towards `RUNNER_OFFLINE`. */
  readonly network: boolean;
  /** One sentence: the likely cause. */
  readonly cause: string;
  /** One sentence: the next step. */
  readonly next: string;
}

type Flag = 'independent' | 'transient' | 'network';

function facts(
  status: FaultCodeFacts['status'],
  flags: readonly Flag[],
  cause: string,
  next: string,
): FaultCodeFacts {
  return {
    status,
    independent: flags.includes('independent'),
    transient: flags.includes('transient'),
    network: flags.includes('network'),
    cause,
    next,
  };
}

/** Every code that a check can carry, with what it counts as and what to do about it. */
export const faultCodes = {
  // The network between the runner and the layer.
  CONNECT_REFUSED: facts(
    'fail',
    ['independent', 'transient', 'network'],
    'Nothing listens on that port: the service is stopped or being deployed.',
    'Start the service, or wait for its deployment to finish.',
  ),
  CONNECT_RESET: facts(
    'fail',
    ['transient', 'network'],
    'The connection was cut: the service or a proxy before it crashed or restarted.',
    'Look at the restarts and logs of the service and of its proxy.',
  ),
  UNREACHABLE: facts(
    'fail',
    ['independent', 'transient', 'network'],
    'The network has no route to the host.',
    'Check routes, firewalls and security groups between the runner and the host.',
  ),
  TIMEOUT: facts(
    'fail',
    ['transient', 'network'],
    'The service accepted the request and did not answer in time.',
    'Look for a hung process or a slow dependency; a restart of the container often helps.',
  ),
  DNS: facts(
    'fail',
    ['independent', 'transient', 'network'],
    'The host name does not resolve from this runner.',
    'Check the host name and that the runner uses the DNS of its network.',
  ),
  PROTOCOL: facts(
    'fail',
    ['independent', 'network'],
    'What answered does not speak the expected protocol.',
    'Check scheme and port of the address, and what a proxy puts in between.',
  ),
  TLS_EXPIRED: facts(
    'fail',
    ['independent'],
    'The certificate of the service has expired.',
    'Renew the certificate.',
  ),
  TLS_NOT_YET_VALID: facts(
    'fail',
    ['independent'],
    'The certificate is not valid yet: it was installed too early or a clock is wrong.',
    'Check the dates of the certificate and the clock of the runner.',
  ),
  TLS_WRONG_HOST: facts(
    'fail',
    ['independent'],
    'The certificate was issued for another host name.',
    'Check the host name in the address, and the certificate that is installed there.',
  ),
  TLS_UNTRUSTED: facts(
    'unknown',
    ['independent'],
    'The runner does not trust the authority that issued the certificate.',
    "Give the authority's certificate in the `ca-file` input.",
  ),
  TLS_HANDSHAKE: facts(
    'fail',
    ['independent'],
    'Client and server could not agree on how to encrypt, or a client certificate is demanded.',
    'Check the TLS versions of the service and whether it asks for a client certificate.',
  ),
  TLS_EXPIRES_SOON: facts(
    'warn',
    ['independent'],
    'The certificate of the service expires within 30 days.',
    'Renew the certificate before it expires.',
  ),
  REDIRECTED: facts(
    'fail',
    ['independent'],
    'The service sends the caller elsewhere, often to a login page or a new address.',
    'Check the address, and whether the service moved or now demands a login.',
  ),

  // What was answered.
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

  // The chain's own failures.
  UPSTREAM: facts(
    'fail',
    [],
    'The service answered and says that a system behind it failed.',
    'Go to the layer that the fault names.',
  ),
  NO_APPOINTMENT: facts(
    'fail',
    ['independent'],
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
    ['independent'],
    'The appointment of the synthetic patient cannot be checked in now: too early, too late, or in a state that forbids it.',
    'Book a slot within the window: from 45 minutes before to 15 minutes after now.',
  ),
  INSURANCE_FLAG: facts(
    'fail',
    ['independent'],
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

  // Tables.
  TABLE_MISSING: facts(
    'fail',
    ['independent'],
    'The staging copy of the database has no such table or view.',
    'Re-sync the staging copy from production.',
  ),
  COLUMN_MISSING: facts(
    'fail',
    ['independent'],
    'The staging copy of the table lacks a column that production has.',
    'Re-sync the table from production, so that both schemas match.',
  ),
  TYPE_MISMATCH: facts(
    'fail',
    ['independent'],
    'The column has another or a narrower type than agreed.',
    'Re-sync the table from production, or correct the contract.',
  ),
  TYPE_WIDENED: facts(
    'warn',
    ['independent'],
    'The column is wider than agreed: values may come that a reader cannot hold.',
    'Check the readers of the column, then correct the contract.',
  ),
  NULLABLE: facts(
    'fail',
    ['independent'],
    'The column may be empty, although the contract says it never is.',
    'Restore the NOT NULL constraint, or correct the contract.',
  ),
  NO_GRANT: facts(
    'fail',
    ['independent'],
    'The probing role may not read the table.',
    'Grant SELECT on the table and USAGE on its schema to the role.',
  ),
  SELECT_FAILED: facts(
    'fail',
    ['independent'],
    'The catalogue lists the table, but reading from it fails: often a view whose base changed.',
    'Recreate the view on the present base tables.',
  ),
  NOT_ENOUGH_ROWS: facts(
    'fail',
    ['independent'],
    'The table holds fewer rows than the tests need.',
    'Load the table, or the rows of the synthetic patient.',
  ),
  STALE: facts(
    'fail',
    ['independent'],
    'The newest row is older than agreed: the nightly load did not run.',
    'Look at the load job and run it again.',
  ),
  LOCKED: facts(
    'fail',
    ['independent', 'transient'],
    'The table is locked by another session for longer than the probe waits.',
    'Find the session that holds the lock; a running load may be the reason.',
  ),
  STARTING_UP: facts(
    'fail',
    ['independent', 'transient'],
    'The database is starting up, shutting down or recovering.',
    'Wait until the database accepts connections.',
  ),
  TOO_MANY_CONNECTIONS: facts(
    'fail',
    ['independent', 'transient'],
    'The database has no connection left.',
    'Find who holds the connections, or raise the limit.',
  ),
  DATABASE_MISSING: facts(
    'fail',
    ['independent'],
    'The server has no database of that name.',
    'Restore the database, or correct the address.',
  ),
  SERVER_ERROR: facts(
    'fail',
    ['independent'],
    'The database answered with an error that none of the other codes names.',
    'Look up the SQLSTATE in the log of the database.',
  ),

  // Ourselves: no evidence that staging is broken.
  CREDENTIAL_REFUSED: facts(
    'unknown',
    ['independent'],
    'The credential that the gate uses was refused: it expired, was rotated or lacks a right.',
    "Renew the credential in the repository's secrets.",
  ),
  KEY_UNUSABLE: facts(
    'unknown',
    ['independent'],
    'The signing key that the gate was given cannot be used.',
    'Store the private key in PEM form (RSA, 2,048 bits or more) in the secret.',
  ),
  SECRET_MISSING: facts(
    'unknown',
    ['independent'],
    'A variable that the configuration names is missing or empty; pull requests from forks never get secrets.',
    'Set the secret and pass it to the step in `env:`.',
  ),
  RUNNER_OFFLINE: facts(
    'unknown',
    ['independent'],
    "No probe reached anything, so the runner's own network is the likely reason; hosted runners cannot reach hosts inside the VA network.",
    'Use a self-hosted runner inside the VA network (`runs-on`), or check its proxy and DNS.',
  ),
  NOT_RUN: facts(
    'unknown',
    [],
    'An earlier step failed, so this one had nothing to go on.',
    'Mend the earlier step first.',
  ),
  DEADLINE: facts(
    'unknown',
    ['independent'],
    "The gate's own deadline ended the run before this check was done.",
    'Raise the `deadline` input, or find the probe that takes so long.',
  ),
  CANCELLED: facts(
    'unknown',
    ['independent'],
    'The run was cancelled before this check was done.',
    'Run the gate again.',
  ),
  INTERNAL: facts(
    'unknown',
    ['independent'],
    'The gate itself failed: a bug of ours, not of staging.',
    "Report it to the gate's maintainers with the run's link.",
  ),

  // Passed, with a reservation.
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

export type FaultCode = keyof typeof faultCodes;

/** Whether a value is a code of the table. */
export function isFaultCode(value: unknown): value is FaultCode {
  return typeof value === 'string' && Object.hasOwn(faultCodes, value);
}

/** The facts of a code with the literal types widened. What is no code at all is a bug of ours. */
export function factsOf(code: FaultCode): FaultCodeFacts {
  return isFaultCode(code) ? faultCodes[code] : faultCodes.INTERNAL;
}
