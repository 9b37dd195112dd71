/** Where each fault shows, and where it must not. */
import { randomUUID } from 'node:crypto';

import type { FaultName } from '../../simulator/faults.ts';
import type { Staging } from '../../simulator/staging.ts';
import {
  appointments,
  ask,
  at,
  chipToken,
  chipUnknownRecord,
  createSession,
  datadogGet,
  initiate,
  initiateComplete,
  preCheckInRoute,
  queryCdw,
  vetextData,
  vetsApiGet,
  vistaGet,
  vistaToken,
  type Seen,
} from './ask.ts';

/** What to look at, what it shows in health, and what it shows with the fault. */
export type Effect = readonly [string, (staging: Staging) => Promise<unknown>, unknown, unknown];
export type SlowFault = Extract<FaultName, `slow-${string}`>;

const phoneLookup = 'select "cellPhone" from dflt.vw__sta3n_icn where sta3n = 530 limit 1';
const statusOf = (look: (staging: Staging) => Promise<Seen>) => async (staging: Staging) =>
  (await look(staging)).status;
const jsonOf =
  (look: (staging: Staging) => Promise<Seen>, ...path: readonly (string | number)[]) =>
  async (staging: Staging) => {
    const { status, json } = await look(staging);
    return [status, at(json, ...path)];
  };
const succeeds = (sql: string) => async (staging: Staging) => {
  const seen = await queryCdw(staging, sql);
  return Array.isArray(seen) ? 'rows' : seen;
};
const firstValue = (sql: string) => async (staging: Staging) => {
  const row = at(await queryCdw(staging, sql), 0) as Readonly<Record<string, unknown>> | undefined;
  return Object.values(row ?? {})[0];
};
const toggle = (name: string) =>
  jsonOf(
    (staging) => vetsApiGet(staging, `/v0/feature_toggles?features=${name}`),
    'data',
    'features',
    0,
    'value',
  );
const knownRecord = async (staging: Staging) => {
  const uuid = String(at((await initiateComplete(staging)).json, 'data', 'id'));
  return createSession(staging, uuid);
};
const vetext = statusOf(vetextData);
const session = (staging: Staging) => createSession(staging, randomUUID());
const insurance = (staging: Staging) => vistaGet(staging, '/sdec/insurance-verify/530/1');
const checkIns = 'sum:vets_api.statsd.api_check_in_v2_checkins_create_count_success{env:staging}.as_count()';
const counts = (staging: Staging) =>
  datadogGet(staging, `/api/v1/query?from=1700000000&to=1700003600&query=${encodeURIComponent(checkIns)}`);
const page = (path: string) => (staging: Staging) => ask(staging.urls['vets-website'] + path);
const contains = (look: (staging: Staging) => Promise<Seen>, text: string) => async (staging: Staging) =>
  (await look(staging)).text.includes(text);
const minutesAway = async (staging: Staging) => {
  const start = String(at((await appointments(staging)).json, 'payload', 'Appointment', 0, 'StartTime'));
  return Math.round((Date.parse(start) - Date.now()) / 600_000) * 10;
};

/** Every fault but the slow ones: `vets-api-mocked` and the like must show, and what is well must stay so. */
export const effects: Readonly<Record<Exclude<FaultName, SlowFault>, readonly Effect[]>> = {
  'cdw-column-missing': [
    ['the column', succeeds(phoneLookup), 'rows', '42703'],
    ['the other columns', succeeds('select icn, sta3n, loaded_at from dflt.vw__sta3n_icn'), 'rows', 'rows'],
    ['the payload of VEText', vetext, 200, 500],
    ['CHIP, which is well', statusOf(chipUnknownRecord), 404, 404],
  ],
  'cdw-down': [
    ['a query', succeeds(phoneLookup), 'rows', 'ECONNREFUSED'],
    ['the payload of VEText', vetext, 200, 500],
  ],
  'cdw-no-grant': [
    ['a query by the probing role', succeeds(phoneLookup), 'rows', '42501'],
    ['the payload of VEText, which has a role of its own', vetext, 200, 200],
  ],
  'cdw-stale': [
    [
      'a load within 36 hours',
      firstValue("select max(loaded_at) > now() - interval '36 h' from dflt.vw__sta3n_icn"),
      true,
      false,
    ],
  ],
  'cdw-empty': [
    [
      'the number of rows',
      firstValue('select count(*)::int from dflt.vw__sta3n_icn where sta3n = 530'),
      2,
      0,
    ],
    ['the payload of VEText', vetext, 200, 404],
  ],
  'cdw-type-narrowed': [
    [
      'the length of the column',
      firstValue(`select character_maximum_length from information_schema.columns
        where table_schema = 'dflt' and column_name = 'cellPhone'`),
      40,
      14,
    ],
    ['the payload of VEText', vetext, 200, 200],
  ],
  'cdw-view-broken': [
    [
      'the length of its column in the catalogue',
      firstValue(`select character_maximum_length from information_schema.columns
        where table_name = 'SPatientPhone' and column_name = 'PhoneNumber'`),
      50,
      50,
    ],
    ['a select', succeeds('select 1 from spatient."SPatientPhone"'), 'rows', '42P01'],
    ['the payload of VEText', vetext, 200, 500],
  ],
  'cdw-wrong-password': [
    ['a connection', succeeds('select 1'), 'rows', '28P01'],
    ['the payload of VEText', vetext, 200, 200],
  ],
  'cdw-starting-up': [
    ['a connection', succeeds('select 1'), 'rows', '57P03'],
    ['the payload of VEText', vetext, 200, 500],
  ],
  'chip-503': [
    ['the token', statusOf(chipToken), 200, 503],
    [
      'the route of vets-api',
      jsonOf(preCheckInRoute, 'errors', 0, 'code'),
      [404, 'CHIP-API_404'],
      [500, 'CHIP-API_500'],
    ],
  ],
  'chip-down': [
    ['the token', async (staging) => (await chipToken(staging)).text === 'ECONNREFUSED', false, true],
    [
      'the route of vets-api',
      jsonOf(preCheckInRoute, 'errors', 0, 'code'),
      [404, 'CHIP-API_404'],
      [500, 'CHIP-API_500'],
    ],
  ],
  'chip-forbidden': [
    ['the token', jsonOf(chipToken, 'message'), [200, undefined], [403, 'Forbidden']],
    [
      'the route of vets-api',
      jsonOf(preCheckInRoute, 'errors', 0, 'code'),
      [404, 'CHIP-API_404'],
      [500, 'CHIP-API_500'],
    ],
  ],
  'chip-wrong-404': [
    [
      'an unknown record',
      jsonOf(chipUnknownRecord, 'title'),
      [404, 'Error retrieving data from LoROTA'],
      [404, 'Not found'],
    ],
  ],
  'chip-200': [
    ['an unknown record', statusOf(chipUnknownRecord), 404, 200],
    ['the route of vets-api', jsonOf(preCheckInRoute, 'permissions'), [404, undefined], [200, 'read.none']],
  ],
  'chip-no-token': [
    [
      'the token',
      async (staging) => typeof at((await chipToken(staging)).json, 'token'),
      'string',
      'undefined',
    ],
    ['its status', statusOf(chipToken), 200, 200],
    [
      'the route of vets-api',
      jsonOf(preCheckInRoute, 'errors', 0, 'code'),
      [404, 'CHIP-API_404'],
      [500, 'CHIP-API_500'],
    ],
  ],
  'lorota-down': [
    [
      'the token of CHIP',
      jsonOf(chipToken, 'title'),
      [200, undefined],
      [500, 'Could not retrieve a token from LoROTA'],
    ],
    [
      'the route of vets-api to CHIP',
      jsonOf(preCheckInRoute, 'errors', 0, 'code'),
      [404, 'CHIP-API_404'],
      [500, 'CHIP-API_500'],
    ],
    [
      'the route of vets-api to LoROTA',
      jsonOf(session, 'errors', 0, 'code'),
      [404, 'CIE-VETS-API_404'],
      [500, '500'],
    ],
  ],
  'lorota-expired': [
    ['a session for a record', jsonOf(knownRecord, 'permissions'), [200, 'read.full'], [400, undefined]],
    [
      'a session for an unknown one',
      jsonOf(session, 'errors', 0, 'code'),
      [404, 'CIE-VETS-API_404'],
      [404, 'CIE-VETS-API_404'],
    ],
  ],
  'vista-inhibited': [
    ['the token', jsonOf(vistaToken, 'success'), [200, true], [200, true]],
    ['the appointments', jsonOf(appointments, 'success'), [200, true], [500, false]],
    ['the payload of VEText', vetext, 200, 500],
    ['CHIP asked to start a check-in', statusOf(initiateComplete), 200, 500],
  ],
  'vista-api-200-with-error': [
    ['the token', jsonOf(vistaToken, 'success'), [200, true], [200, true]],
    ['the appointments', jsonOf(appointments, 'success'), [200, true], [200, false]],
    ['the status in the envelope', jsonOf(appointments, 'responseStatus'), [200, 200], [200, 200]],
    ['the payload of VEText', vetext, 200, 500],
  ],
  'vista-api-token-refused': [
    ['the token', jsonOf(vistaToken, 'success'), [200, true], [401, false]],
    ['the payload of VEText', vetext, 200, 500],
  ],
  'vista-api-down': [
    ['the token', async (staging) => (await vistaToken(staging)).text === 'ECONNREFUSED', false, true],
    ['the payload of VEText', vetext, 200, 500],
  ],
  'no-appointments': [
    [
      'the appointments',
      async (staging) => at((await appointments(staging)).json, 'payload', 'Appointment', 'length'),
      1,
      0,
    ],
    ['the envelope', jsonOf(appointments, 'success'), [200, true], [200, true]],
    ['CHIP asked to start a check-in', statusOf(initiateComplete), 200, 500],
  ],
  'insurance-flag': [
    [
      'the flag',
      jsonOf(insurance, 'payload', 'NeedInsuranceVerification', 'YesNo'),
      [200, 'NO'],
      [200, 'YES'],
    ],
    [
      'CHIP asked to start a check-in',
      jsonOf(initiateComplete, 'title'),
      [200, undefined],
      [400, 'patient-insurance-needs-update'],
    ],
  ],
  'appointment-outside-window': [
    ['minutes until the appointment', minutesAway, 10, 180],
    [
      'CHIP asked to start a check-in',
      jsonOf(initiateComplete, 'title'),
      [200, undefined],
      [400, 'appointment-check-in-too-early'],
    ],
  ],
  'station-suffix': [
    [
      'the station of the appointment',
      jsonOf(appointments, 'payload', 'Appointment', 0, 'Station'),
      [200, '530'],
      [200, '530A4'],
    ],
    [
      'the payload for the suffixed station',
      jsonOf((staging) => vetextData(staging, '530A4'), 'stationNo'),
      [200, '530A4'],
      [200, '530A4'],
    ],
    [
      'VistA asked for the suffixed station',
      jsonOf((staging) => vistaGet(staging, '/sdes/appts-by-patient/530A4/1/T/T+1'), 'success'),
      [400, false],
      [400, false],
    ],
  ],
  'vetext-drops-dob': [
    [
      'the payload',
      async (staging) => typeof at((await vetextData(staging)).json, 'patientDOB'),
      'string',
      'undefined',
    ],
    ['its status', vetext, 200, 200],
    ['CHIP given the payload', jsonOf(initiate, 'title'), [200, undefined], [400, 'DOB not found']],
  ],
  'vetext-drops-name-and-zip': [
    [
      'the name',
      async (staging) => typeof at((await vetextData(staging)).json, 'patientName'),
      'string',
      'undefined',
    ],
    ['the zip', async (staging) => typeof at((await vetextData(staging)).json, 'zip'), 'string', 'undefined'],
    ['CHIP given the payload', jsonOf(initiate, 'title'), [200, undefined], [400, 'name not found']],
  ],
  'vetext-hung': [
    ['an answer of its token', (staging) => isAnswered(staging, 'vetext', '/api/vetext/auth'), true, false],
  ],
  'vetext-502': [
    [
      'the token',
      (staging) => statusOf((one) => ask(`${one.urls.vetext}/api/vetext/auth`, { method: 'POST' }))(staging),
      200,
      502,
    ],
    ['the payload', vetext, 200, 502],
  ],
  'vets-api-redis-down': [
    [
      'redis_up',
      jsonOf((staging) => vetsApiGet(staging, '/v0/status'), 'redis_up'),
      [200, true],
      [200, false],
    ],
    [
      'redis_details',
      jsonOf((staging) => vetsApiGet(staging, '/v0/status'), 'redis_details', 'sidekiq_redis'),
      [200, true],
      [200, false],
    ],
    [
      'postgres_up',
      jsonOf((staging) => vetsApiGet(staging, '/v0/status'), 'postgres_up'),
      [200, true],
      [200, true],
    ],
    ['the route to CHIP', jsonOf(preCheckInRoute, 'errors', 0, 'code'), [404, 'CHIP-API_404'], [500, '500']],
  ],
  'vets-api-postgres-down': [
    [
      'postgres_up',
      jsonOf((staging) => vetsApiGet(staging, '/v0/status'), 'postgres_up'),
      [200, true],
      [200, false],
    ],
    [
      'redis_up',
      jsonOf((staging) => vetsApiGet(staging, '/v0/status'), 'redis_up'),
      [200, true],
      [200, true],
    ],
  ],
  'vets-api-mocked': [
    ['the toggle', toggle('check_in_experience_mock_enabled'), [200, false], [200, true]],
    [
      'the route to CHIP',
      jsonOf(preCheckInRoute, 'errors', 0, 'code'),
      [404, 'CHIP-API_404'],
      [404, 'CHIP-API_404'],
    ],
    [
      'whether CHIP was asked',
      async (staging) => (await askedBy(staging, preCheckInRoute)).includes('chip'),
      true,
      false,
    ],
    [
      'whether LoROTA was asked',
      async (staging) => (await askedBy(staging, session)).includes('lorota'),
      true,
      false,
    ],
  ],
  'vets-api-check-in-off': [
    ['the toggle', toggle('check_in_experience_enabled'), [200, true], [200, false]],
    ['the route to CHIP', jsonOf(preCheckInRoute, 'errors', 0, 'code'), [404, 'CHIP-API_404'], [404, '411']],
    ['the route to LoROTA', jsonOf(session, 'errors', 0, 'code'), [404, 'CIE-VETS-API_404'], [404, '411']],
  ],
  'vets-api-wrong-revision': [
    [
      'its revision',
      async (staging) =>
        at((await vetsApiGet(staging, '/v0/status')).json, 'git_revision') === 'c0ffee'.padEnd(40, '0'),
      true,
      false,
    ],
  ],
  'vets-api-chip-500': [
    [
      'the route to CHIP',
      jsonOf(preCheckInRoute, 'errors', 0, 'code'),
      [404, 'CHIP-API_404'],
      [500, 'CHIP-API_500'],
    ],
    ['CHIP, which is well', statusOf(chipUnknownRecord), 404, 404],
  ],
  maintenance: [
    [
      'the service of an active window',
      async (staging) => {
        const windows = at((await vetsApiGet(staging, '/v0/maintenance_windows')).json, 'data') as unknown[];
        const active = windows.filter(
          (window) => Date.parse(String(at(window, 'attributes', 'start_time'))) < Date.now(),
        );
        return active.map((window) => at(window, 'attributes', 'external_service'));
      },
      [],
      ['cie'],
    ],
  ],
  'website-down': [['the page', statusOf(page('/health-care/appointment-check-in/')), 200, 0]],
  'website-fallback': [
    ['its status', statusOf(page('/health-care/appointment-check-in/')), 200, 200],
    [
      'the entry of the application',
      contains(page('/health-care/appointment-check-in/'), 'data-entry-name="check-in"'),
      true,
      false,
    ],
    ['a page that does not exist', statusOf(page('/nothing-here')), 404, 200],
    ['the build', contains(page('/BUILD.txt'), 'REF='), true, false],
  ],
  'website-wrong-ref': [['the build', contains(page('/BUILD.txt'), 'REF=c0ffee'), true, false]],
  'datadog-no-data': [
    ['the number of series', async (staging) => at((await counts(staging)).json, 'series', 'length'), 1, 0],
    [
      'the monitor',
      jsonOf((staging) => datadogGet(staging, '/api/v1/monitor/111830'), 'overall_state'),
      [200, 'OK'],
      [200, 'No Data'],
    ],
  ],
  'checkins-low': [
    ['the count', jsonOf(counts, 'series', 0, 'pointlist', 0, 1), [200, 12], [200, 0]],
    [
      'the monitor',
      jsonOf((staging) => datadogGet(staging, '/api/v1/monitor/111830'), 'overall_state'),
      [200, 'OK'],
      [200, 'Alert'],
    ],
  ],
};

/** What each slow service answers when asked something harmless. */
export const slow: Readonly<Record<SlowFault, (staging: Staging) => Promise<unknown>>> = {
  'slow-cdw': (staging) => queryCdw(staging, 'select 1'),
  'slow-vista': (staging) => appointments(staging),
  'slow-vista-api': (staging) => vistaToken(staging),
  'slow-vetext': (staging) => ask(`${staging.urls.vetext}/api/vetext/auth`),
  'slow-chip': (staging) => chipToken(staging),
  'slow-lorota': (staging) => ask(`${staging.urls.lorota}/data/1`),
  'slow-vets-api': (staging) => vetsApiGet(staging, '/v0/status'),
  'slow-vets-website': page('/BUILD.txt'),
  'slow-datadog': (staging) => datadogGet(staging, '/api/v1/monitor/1'),
};

/** True when the answer comes before many exchanges with services that are well, one after the other. */
export async function beatsOthers(staging: Staging, answer: Promise<unknown>): Promise<boolean> {
  const others = async () => {
    for (let round = 0; round < 40; round += 1) {
      await vetsApiGet(staging, '/nothing');
      await page('/nothing')(staging);
    }
    return false;
  };
  return Promise.race([answer.then(() => true), others()]);
}

async function isAnswered(staging: Staging, service: 'vetext', path: string): Promise<boolean> {
  const given = new AbortController();
  const answer = ask(staging.urls[service] + path, { signal: given.signal });
  const first = await beatsOthers(staging, answer);
  given.abort();
  await answer;
  return first;
}

/** The services that received something because of this. */
async function askedBy(staging: Staging, act: (staging: Staging) => Promise<unknown>) {
  staging.clearRequests();
  await act(staging);
  return staging.requests.map(({ service }) => service);
}
