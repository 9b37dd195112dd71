/** What the gate must say of each fault of the simulator, alone and in pairs. */
import type { FaultName } from '../../simulator/faults.ts';

export interface Expectation {
  readonly verdict: 'ready' | 'not-ready' | 'inconclusive';
  /** `layer CODE`, the first broken layer first. */
  readonly roots: readonly string[];
  /** The probes that do not pass: their status, or who blocks them. Every other one must pass. */
  readonly trouble: Readonly<Record<string, string>>;
  /** A part of the headline. */
  readonly headline?: string;
  /** The probes that the fault keeps waiting: they get a short timeout, so that the run is short. */
  readonly hasty?: readonly string[];
}

type Trouble = Expectation['trouble'];
type More = Pick<Expectation, 'headline' | 'hasty'>;

function notReady(roots: readonly string[], trouble: Trouble, more: More = {}): Expectation {
  return { verdict: 'not-ready', roots, trouble, ...more };
}

/** Only these probes wait: the fault is an answer that does not come. */
function late(root: string, trouble: Trouble): Expectation {
  return notReady([`${root} TIMEOUT`], trouble, { hasty: Object.keys(trouble) });
}

function blocked(layer: string, ...probes: readonly string[]): Trouble {
  return Object.fromEntries(probes.map((probe) => [probe, `blocked by ${layer}`]));
}

const vetextBehindCdw = { cdw: 'fail', ...blocked('cdw', 'vetext', 'check-in') };
const behindChip = { chip: 'fail', ...blocked('chip', 'vets-api', 'check-in') };
const behindLorota = { lorota: 'fail', ...blocked('lorota', 'chip', 'vets-api', 'check-in') };
const behindVista = blocked('vista', 'vista-api', 'vetext', 'check-in');
const behindVistaApi = { 'vista-api': 'fail', ...blocked('vista-api', 'vetext', 'check-in') };
const behindVetext = { vetext: 'fail', ...blocked('vetext', 'check-in') };
const behindVetsApi = { 'vets-api': 'fail', ...blocked('vets-api', 'check-in') };

export const single: Readonly<Record<FaultName, Expectation>> = {
  'cdw-column-missing': notReady(['cdw COLUMN_MISSING'], vetextBehindCdw, {
    headline: 'cdw is broken at dflt.vw__sta3n_icn.cellPhone (COLUMN_MISSING: no such column)',
  }),
  'cdw-down': notReady(['cdw CONNECT_REFUSED'], vetextBehindCdw),
  'cdw-no-grant': notReady(['cdw NO_GRANT'], { cdw: 'fail' }),
  'cdw-stale': notReady(['cdw STALE'], { cdw: 'fail' }),
  'cdw-empty': notReady(['cdw NOT_ENOUGH_ROWS'], vetextBehindCdw),
  'cdw-type-narrowed': notReady(['cdw TYPE_MISMATCH'], { cdw: 'fail' }),
  'cdw-view-broken': notReady(['cdw SELECT_FAILED'], vetextBehindCdw),
  'cdw-wrong-password': {
    verdict: 'inconclusive',
    roots: ['cdw CREDENTIAL_REFUSED'],
    trouble: { cdw: 'unknown' },
  },
  'cdw-starting-up': notReady(['cdw STARTING_UP'], vetextBehindCdw),
  'chip-503': notReady(['chip GATEWAY'], behindChip),
  'chip-down': notReady(['chip CONNECT_REFUSED'], behindChip),
  // The gate's credential and that of vets-api are refused alike: vets-api shows that it is not the gate's alone.
  'chip-forbidden': notReady(['chip UPSTREAM'], {
    chip: 'unknown',
    'check-in': 'unknown',
    ...blocked('chip', 'vets-api'),
  }),
  'chip-wrong-404': notReady(['chip BODY_MISMATCH'], { chip: 'fail' }),
  'chip-200': notReady(['chip UNEXPECTED_RECORD'], { chip: 'fail', ...blocked('chip', 'vets-api') }),
  'chip-no-token': notReady(['chip BODY_MISMATCH'], behindChip),
  'lorota-down': notReady(['lorota CONNECT_REFUSED'], behindLorota),
  'lorota-expired': notReady(['lorota UPSTREAM'], blocked('lorota', 'check-in')),
  'vista-inhibited': notReady(['vista UPSTREAM'], behindVista, {
    headline: 'vista is broken, as vista-api shows, at appointments of the synthetic patient',
  }),
  'vista-api-200-with-error': notReady(['vista ERROR_IN_BODY'], behindVista),
  'vista-api-token-refused': {
    verdict: 'inconclusive',
    roots: ['vista-api CREDENTIAL_REFUSED', 'vetext CREDENTIAL_REFUSED', 'check-in CREDENTIAL_REFUSED'],
    trouble: { 'vista-api': 'unknown', vetext: 'unknown', 'check-in': 'unknown' },
  },
  'vista-api-down': notReady(['vista-api CONNECT_REFUSED'], behindVistaApi),
  'no-appointments': notReady(['vista NO_APPOINTMENT'], blocked('vista', 'vetext', 'check-in'), {
    headline:
      'vista lacks usable test data, as check-in shows, at appointment today or tomorrow (NO_APPOINTMENT: none)',
  }),
  'insurance-flag': notReady(['vista INSURANCE_FLAG'], blocked('vista', 'check-in')),
  'appointment-outside-window': notReady(['vista OUTSIDE_WINDOW'], blocked('vista', 'check-in')),
  // Everybody asks VistA for the parent station: a suffixed one must not break anything.
  'station-suffix': { verdict: 'ready', roots: [], trouble: {} },
  'vetext-drops-dob': notReady(['vetext BODY_MISMATCH'], behindVetext, {
    headline:
      'vetext is broken at payload for CHIP (BODY_MISMATCH: /dob (or DOB, patientDOB, dateOfBirth): missing)',
  }),
  'vetext-drops-name-and-zip': notReady(['vetext BODY_MISMATCH'], behindVetext, {
    headline: '/lastName (or patientName, name): missing; /zip (or zipCode, zip4): missing',
  }),
  'vetext-hung': late('vetext', behindVetext),
  'vetext-502': notReady(['vetext GATEWAY'], behindVetext),
  'vets-api-redis-down': notReady(['vets-api BODY_MISMATCH'], behindVetsApi, {
    headline: 'vets-api is broken at redis_up (BODY_MISMATCH: /redis_up: false)',
  }),
  'vets-api-postgres-down': notReady(['vets-api BODY_MISMATCH'], { 'vets-api': 'fail' }),
  'vets-api-mocked': notReady(['vets-api MOCKED'], behindVetsApi),
  'vets-api-check-in-off': notReady(['vets-api SWITCHED_OFF'], behindVetsApi),
  'vets-api-wrong-revision': notReady(['vets-api WRONG_REVISION'], { 'vets-api': 'fail' }),
  // CHIP answers the gate itself: the fault lies on the way, in vets-api.
  'vets-api-chip-500': notReady(['vets-api UPSTREAM'], { 'vets-api': 'fail' }),
  maintenance: notReady(
    ['vets-api MAINTENANCE'],
    { 'vets-api': 'fail' },
    {
      headline: 'vets-api is in maintenance until ',
    },
  ),
  'website-down': notReady(['vets-website CONNECT_REFUSED'], { 'vets-website': 'fail' }),
  'website-fallback': notReady(['vets-website FALLBACK_PAGE'], { 'vets-website': 'fail' }),
  'website-wrong-ref': notReady(['vets-website WRONG_REVISION'], { 'vets-website': 'fail' }),
  'datadog-no-data': { verdict: 'ready', roots: [], trouble: { datadog: 'unknown' } },
  'checkins-low': { verdict: 'ready', roots: ['monitoring TOO_FEW'], trouble: { datadog: 'fail' } },
  'slow-cdw': late('cdw', vetextBehindCdw),
  // Silence does not tell who is silent: vista-api was asked.
  'slow-vista': late('vista-api', behindVistaApi),
  'slow-vista-api': late('vista-api', behindVistaApi),
  'slow-vetext': late('vetext', behindVetext),
  'slow-chip': late('chip', behindChip),
  'slow-lorota': late('lorota', behindLorota),
  'slow-vets-api': late('vets-api', behindVetsApi),
  'slow-vets-website': late('vets-website', { 'vets-website': 'fail' }),
  'slow-datadog': {
    verdict: 'ready',
    roots: ['monitoring TIMEOUT'],
    trouble: { datadog: 'fail' },
    hasty: ['datadog'],
  },
};

export const pairs: readonly (readonly [FaultName, FaultName, Expectation])[] = [
  ['cdw-column-missing', 'vetext-drops-dob', notReady(['cdw COLUMN_MISSING'], vetextBehindCdw)],
  [
    'cdw-column-missing',
    'chip-503',
    notReady(['cdw COLUMN_MISSING', 'chip GATEWAY'], {
      ...vetextBehindCdw,
      chip: 'fail',
      ...blocked('chip', 'vets-api'),
    }),
  ],
  [
    'cdw-column-missing',
    'slow-chip',
    notReady(
      ['cdw COLUMN_MISSING', 'chip TIMEOUT'],
      { ...vetextBehindCdw, chip: 'fail', ...blocked('chip', 'vets-api') },
      { hasty: ['chip', 'vets-api'] },
    ),
  ],
  [
    'vetext-drops-dob',
    'slow-vets-api',
    notReady(
      ['vetext BODY_MISMATCH', 'vets-api TIMEOUT'],
      { ...behindVetext, 'vets-api': 'fail' },
      { hasty: ['vets-api'] },
    ),
  ],
  [
    'vista-inhibited',
    'chip-503',
    notReady(['vista UPSTREAM', 'chip GATEWAY'], {
      ...behindVista,
      chip: 'fail',
      ...blocked('chip', 'vets-api'),
    }),
  ],
  [
    'vista-inhibited',
    'cdw-column-missing',
    notReady(['cdw COLUMN_MISSING', 'vista UPSTREAM'], { cdw: 'fail', ...behindVista }),
  ],
  [
    'lorota-down',
    'cdw-stale',
    notReady(['cdw STALE', 'lorota CONNECT_REFUSED'], { cdw: 'fail', ...behindLorota }),
  ],
  [
    'lorota-down',
    'slow-vista',
    notReady(
      ['lorota CONNECT_REFUSED', 'vista-api TIMEOUT'],
      { lorota: 'fail', ...blocked('lorota', 'chip', 'vets-api'), ...behindVistaApi },
      { hasty: ['vista-api', 'vetext', 'check-in'] },
    ),
  ],
  [
    'chip-503',
    'maintenance',
    notReady(
      ['chip GATEWAY', 'vets-api MAINTENANCE'],
      { chip: 'fail', 'vets-api': 'fail', ...blocked('chip', 'check-in') },
      { headline: 'In maintenance: vets-api.' },
    ),
  ],
  ['maintenance', 'vets-api-redis-down', notReady(['vets-api MAINTENANCE'], behindVetsApi)],
  [
    'maintenance',
    'lorota-expired',
    notReady(['lorota UPSTREAM', 'vets-api MAINTENANCE'], {
      'vets-api': 'fail',
      ...blocked('lorota', 'check-in'),
    }),
  ],
  [
    'vets-api-redis-down',
    'lorota-down',
    notReady(['lorota CONNECT_REFUSED', 'vets-api BODY_MISMATCH'], {
      ...behindLorota,
      'vets-api': 'fail',
    }),
  ],
  // The mock hides CHIP from vets-api, not from the gate.
  [
    'vets-api-mocked',
    'chip-down',
    notReady(['chip CONNECT_REFUSED', 'vets-api MOCKED'], {
      chip: 'fail',
      'vets-api': 'fail',
      ...blocked('chip', 'check-in'),
    }),
  ],
  [
    'vets-api-wrong-revision',
    'lorota-expired',
    notReady(['lorota UPSTREAM', 'vets-api WRONG_REVISION'], {
      'vets-api': 'fail',
      ...blocked('lorota', 'check-in'),
    }),
  ],
  [
    'vista-api-token-refused',
    'cdw-down',
    notReady(
      ['cdw CONNECT_REFUSED'],
      { cdw: 'fail', 'vista-api': 'unknown', vetext: 'unknown', 'check-in': 'unknown' },
      { headline: 'Not judged: vista-api, vetext and check-in.' },
    ),
  ],
  [
    'vista-api-token-refused',
    'cdw-wrong-password',
    {
      verdict: 'inconclusive',
      roots: [
        'cdw CREDENTIAL_REFUSED',
        'vista-api CREDENTIAL_REFUSED',
        'vetext CREDENTIAL_REFUSED',
        'check-in CREDENTIAL_REFUSED',
      ],
      trouble: { cdw: 'unknown', 'vista-api': 'unknown', vetext: 'unknown', 'check-in': 'unknown' },
    },
  ],
  [
    'no-appointments',
    'chip-503',
    notReady(
      ['chip GATEWAY', 'vista NO_APPOINTMENT'],
      { chip: 'fail', ...blocked('chip', 'vets-api'), ...blocked('vista', 'vetext', 'check-in') },
      { headline: 'Without usable test data: vista.' },
    ),
  ],
  [
    'insurance-flag',
    'slow-lorota',
    notReady(
      ['vista INSURANCE_FLAG', 'lorota TIMEOUT'],
      { lorota: 'fail', ...blocked('lorota', 'chip', 'vets-api'), ...blocked('vista', 'check-in') },
      { hasty: ['lorota', 'chip', 'vets-api'] },
    ),
  ],
  [
    'website-fallback',
    'slow-cdw',
    notReady(
      ['vets-website FALLBACK_PAGE', 'cdw TIMEOUT'],
      { 'vets-website': 'fail', ...vetextBehindCdw },
      { hasty: ['cdw', 'vetext', 'check-in'] },
    ),
  ],
  // The incident as monitoring saw it: the counts fall, and the reason stands in the payload.
  [
    'checkins-low',
    'vetext-drops-dob',
    notReady(['vetext BODY_MISMATCH'], { ...behindVetext, ...blocked('vetext', 'datadog') }),
  ],
  [
    'vetext-hung',
    'chip-503',
    notReady(
      ['chip GATEWAY', 'vetext TIMEOUT'],
      { ...behindVetext, chip: 'fail', ...blocked('chip', 'vets-api') },
      { hasty: ['vetext', 'check-in'] },
    ),
  ],
  [
    'slow-vetext',
    'slow-chip',
    notReady(
      ['vetext TIMEOUT', 'chip TIMEOUT'],
      { ...behindVetext, chip: 'fail', ...blocked('chip', 'vets-api') },
      { hasty: ['vetext', 'check-in', 'chip', 'vets-api'] },
    ),
  ],
  ['cdw-view-broken', 'cdw-stale', notReady(['cdw SELECT_FAILED'], vetextBehindCdw)],
];
