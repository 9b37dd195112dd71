/** Every way in which the stand-in staging can be broken on purpose. */

export const serviceNames = [
  'vista-api',
  'vetext',
  'chip',
  'lorota',
  'vets-api',
  'vets-website',
  'datadog',
] as const;

/** A system that speaks HTTP. `cdw` speaks PostgreSQL, `vista` stands behind vista-api. */
export type ServiceName = (typeof serviceNames)[number];

/** What the fault does, one sentence each; the union of names is its keys. */
export const faultSentences = {
  'cdw-column-missing':
    'The staging copy of dflt.vw__sta3n_icn lacks its column cellPhone, as in the incident.',
  'cdw-down': 'Connections to the CDW are refused.',
  'cdw-no-grant': 'The probing role may not read dflt.vw__sta3n_icn.',
  'cdw-stale': 'The nightly load last ran five days ago.',
  'cdw-empty': 'The phone-lookup tables hold no row.',
  'cdw-type-narrowed': 'cellPhone takes 14 characters instead of 40.',
  'cdw-view-broken': 'The view spatient.SPatientPhone is listed, and every select on it fails.',
  'cdw-wrong-password': 'The CDW refuses the password of the probing role.',
  'cdw-starting-up': 'The CDW answers every connection with "the database system is starting up".',
  'chip-503': 'The gateway before CHIP answers 503 to everything.',
  'chip-down': 'Connections to CHIP are refused.',
  'chip-forbidden': 'The gateway before CHIP answers 403 to everything, as for a wrong api id.',
  'chip-wrong-404': 'CHIP answers a 404 with another title for a record that it does not know.',
  'chip-200': 'CHIP answers 200 for a record that it cannot know.',
  'chip-no-token': 'CHIP answers its token call with 200 and no token.',
  'lorota-down': 'Connections to LoROTA are refused.',
  'lorota-expired': 'LoROTA says of every record that its data has expired.',
  'vista-inhibited': 'VistA inhibits logins: its RPCs fail while vista-api still gives tokens.',
  'vista-api-200-with-error': 'vista-api answers its RPCs with status 200 and success false.',
  'vista-api-token-refused': 'vista-api refuses the application key.',
  'vista-api-down': 'Connections to vista-api are refused.',
  'no-appointments': 'The synthetic patient has no appointment.',
  'insurance-flag': 'The synthetic patient is flagged for insurance verification.',
  'appointment-outside-window': 'The appointment of the synthetic patient is three hours away.',
  'station-suffix':
    'The appointment is at a suffixed station, while VistA knows its three-digit parent only.',
  'vetext-drops-dob': 'VEText leaves the date of birth out of the payload for CHIP.',
  'vetext-drops-name-and-zip': 'VEText leaves name and zip out of the payload for CHIP.',
  'vetext-hung': 'VEText accepts requests and never answers.',
  'vetext-502': 'The gateway before VEText answers 502 to everything.',
  'vets-api-redis-down': 'vets-api has lost its Redis.',
  'vets-api-postgres-down': 'vets-api has lost its PostgreSQL.',
  'vets-api-mocked': 'vets-api answers the check-in routes from recordings and calls nobody.',
  'vets-api-check-in-off': 'The toggle check_in_experience_enabled is off.',
  'vets-api-wrong-revision': 'Another revision of vets-api is live.',
  'vets-api-chip-500':
    'vets-api reports CHIP-API_500 although CHIP is well, as with a breaker that is still open.',
  maintenance: 'A maintenance window of the service cie is active.',
  'website-down': 'Connections to vets-website are refused.',
  'website-fallback': 'vets-website answers every path with its single-page fallback.',
  'website-wrong-ref': 'Another build of vets-website is live.',
  'datadog-no-data': 'DataDog has no data for the check-in metrics.',
  'checkins-low': 'DataDog counts almost no successful check-ins, and most verifications fail.',
  'slow-cdw': 'The CDW keeps new connections waiting.',
  'slow-vista': 'VistA answers its RPCs late.',
  'slow-vista-api': 'vista-api answers late.',
  'slow-vetext': 'VEText answers late.',
  'slow-chip': 'CHIP answers late.',
  'slow-lorota': 'LoROTA answers late.',
  'slow-vets-api': 'vets-api answers late.',
  'slow-vets-website': 'vets-website answers late.',
  'slow-datadog': 'DataDog answers late.',
} as const satisfies Record<string, string>;

export type FaultName = keyof typeof faultSentences;

export const faultNames = Object.keys(faultSentences) as readonly FaultName[];

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultSentences, name);
}

/** The services that a fault takes off the network; the CDW has a relay for that. */
export const downFaults: readonly (readonly [FaultName, ServiceName])[] = [
  ['chip-down', 'chip'],
  ['lorota-down', 'lorota'],
  ['vista-api-down', 'vista-api'],
  ['website-down', 'vets-website'],
];

/** The faults that live in the tables and roles of the CDW. */
export const cdwFaults: readonly FaultName[] = [
  'cdw-column-missing',
  'cdw-no-grant',
  'cdw-stale',
  'cdw-empty',
  'cdw-type-narrowed',
  'cdw-view-broken',
  'cdw-wrong-password',
];

/** Whether a fault is on now. */
export type IsOn = (fault: FaultName) => boolean;
