import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startStaging, type Staging } from '../../simulator/staging.ts';
import {
  type Seen,
  appointments,
  ask,
  chipUnknownRecord,
  createSession,
  datadogGet,
  lorotaToken,
  preCheckInRoute,
  queryCdw,
  rightAnswers,
  variable,
  vetextData,
  vetsApiGet,
  vistaGet,
  vistaToken,
} from './ask.ts';

let staging: Staging;
beforeAll(async () => {
  staging = await startStaging();
});
afterAll(() => staging.stop());

describe('a healthy staging', () => {
  const answers: readonly (readonly [string, () => Promise<Seen>, number, object])[] = [
    [
      'vista-api gives a token',
      () => vistaToken(staging),
      200,
      { success: true, severity: 'INFO', responseStatus: 200 },
    ],
    [
      'vista-api refuses a wrong key',
      () => ask(`${staging.urls['vista-api']}/api/auth/token`, { method: 'POST', json: { key: 'x' } }),
      401,
      { success: false, payload: null },
    ],
    [
      'vista-api refuses a call without a token',
      () => ask(`${staging.urls['vista-api']}/api/v1/sdes/appts-by-patient/530/1/T/T+1`),
      401,
      { success: false },
    ],
    ['vista-api knows no suffixed station', () => vistaToken(staging, '530A4'), 400, { success: false }],
    [
      'vista-api reads the appointments',
      () => appointments(staging),
      200,
      { success: true, payload: { Appointment: [{ AppointmentIEN: '40719', Station: '530' }] } },
    ],
    [
      'vista-api finds no appointment of a stranger',
      () => vistaGet(staging, '/sdes/appts-by-patient/530/1/T/T+1'),
      200,
      { success: true, payload: { Appointment: [] } },
    ],
    [
      'VEText gives a token',
      () => ask(`${staging.urls.vetext}/api/vetext/auth`, { method: 'POST' }),
      200,
      {},
    ],
    [
      'VEText builds the payload for CHIP',
      () => vetextData(staging),
      200,
      {
        patientName: 'ZZTEST,CHECKIN ONE',
        patientDOB: '1953-06-19',
        zip: '20420-0530',
        phone: '202-555-0142',
      },
    ],
    [
      'CHIP refuses an unknown record',
      () => chipUnknownRecord(staging),
      404,
      { status: '404', title: 'Error retrieving data from LoROTA' },
    ],
    [
      'CHIP forbids a wrong api id',
      () => ask(`${staging.urls.chip}/token`, { method: 'POST' }),
      403,
      { message: 'Forbidden' },
    ],
    [
      'CHIP refuses a wrong password',
      () =>
        ask(`${staging.urls.chip}/token`, {
          method: 'POST',
          headers: { 'x-apigw-api-id': variable(staging, 'CHIP_API_ID'), authorization: 'Basic x' },
        }),
      401,
      { message: 'Unauthorized' },
    ],
    [
      'LoROTA knows no such record',
      () => lorotaToken(staging, randomUUID(), rightAnswers(staging)),
      401,
      { error: 'uuid not found' },
    ],
    [
      'LoROTA refuses claims for another audience',
      () => lorotaToken(staging, randomUUID(), {}, { aud: 'x' }),
      401,
      { message: 'Unauthorized' },
    ],
    [
      'LoROTA refuses claims without the scope',
      () => lorotaToken(staging, randomUUID(), {}, { scopes: [] }),
      401,
      { message: 'Unauthorized' },
    ],
    [
      'LoROTA forbids a wrong api key',
      () => lorotaToken(staging, randomUUID(), {}, {}, { 'x-api-key': 'x' }),
      403,
      { message: 'Forbidden' },
    ],
    [
      'vets-api is up',
      () => vetsApiGet(staging, '/v0/status'),
      200,
      {
        postgres_up: true,
        redis_up: true,
        redis_details: { app_data_redis: true, rails_cache: true, sidekiq_redis: true },
      },
    ],
    [
      'vets-api reaches CHIP',
      () => preCheckInRoute(staging),
      404,
      { errors: [{ code: 'CHIP-API_404', status: '404' }] },
    ],
    [
      'vets-api reaches LoROTA',
      () => createSession(staging, randomUUID()),
      404,
      { errors: [{ code: 'CIE-VETS-API_404' }] },
    ],
    [
      'vets-api shows a session that is not verified',
      () => vetsApiGet(staging, `/check_in/v2/sessions/${randomUUID()}`),
      200,
      { permissions: 'read.none' },
    ],
    [
      'vets-api answers a malformed uuid with 200',
      () => vetsApiGet(staging, '/check_in/v2/sessions/nope'),
      200,
      { error: true },
    ],
    [
      'vets-api shows no check-in without a session',
      () => vetsApiGet(staging, `/check_in/v2/patient_check_ins/${randomUUID()}`),
      401,
      { permissions: 'read.none' },
    ],
    ['vets-api has no such route', () => vetsApiGet(staging, '/nothing'), 404, { errors: [{ code: '411' }] }],
    [
      'DataDog refuses wrong keys',
      () => ask(`${staging.urls.datadog}/api/v1/monitor/1`),
      403,
      { errors: ['Forbidden'] },
    ],
    [
      'DataDog shows a monitor',
      () => datadogGet(staging, '/api/v1/monitor/111830'),
      200,
      { id: 111830, overall_state: 'OK' },
    ],
    [
      'DataDog answers one series per query',
      () =>
        datadogGet(
          staging,
          `/api/v1/query?from=1&to=9&query=${encodeURIComponent('sum:a.b{x:1,y:2},sum:c.sessions_create_count_failure{*}')}`,
        ),
      200,
      { status: 'ok', series: [{ metric: 'a.b' }, { metric: 'c.sessions_create_count_failure' }] },
    ],
    ['DataDog refuses an empty query', () => datadogGet(staging, '/api/v1/query?from=1&to=9'), 400, {}],
  ];
  for (const [behaviour, look, status, members] of answers) {
    it(behaviour, async () => {
      const seen = await look();
      expect(seen.status).toBe(status);
      expect(seen.json).toMatchObject(members);
    });
  }

  it('holds the phone-lookup tables, with columns that the contract names', async () => {
    const rows = await queryCdw(
      staging,
      `select v.icn, s."PatientName", p."PhoneNumber", d."Sta3nName" from dflt.vw__sta3n_icn v
         join spatient."SPatient" s on s."PatientICN" = v.icn
         join spatient."SPatientPhone" p using ("PatientSID") join dim."Sta3n" d using ("Sta3n")
        where v.icn = '9990001112V999888'`,
    );
    expect(rows).toMatchObject([{ PatientName: 'ZZTEST,CHECKIN ONE', PhoneNumber: '202-555-0142' }]);
    expect(await queryCdw(staging, "update dflt.vw__sta3n_icn set icn = 'x'")).toBe('42501');
  });

  it('serves the check-in page and its build', async () => {
    const page = await ask(
      `${staging.urls['vets-website']}/health-care/appointment-check-in/?id=${randomUUID()}`,
    );
    expect(page).toMatchObject({ status: 200 });
    expect(page.text).toContain('data-entry-name="check-in"');
    const build = await ask(`${staging.urls['vets-website']}/BUILD.txt`);
    expect(build.text).toMatch(/^BUILDTYPE=vagovstaging\nREF=[0-9a-f]{40}\n/u);
  });

  it('reports the commit that was set as live', async () => {
    const sha = 'a1b2c3d4'.repeat(5);
    staging.setRevision(sha);
    expect(await vetsApiGet(staging, '/v0/status')).toMatchObject({ json: { git_revision: sha } });
    const build = await ask(`${staging.urls.vetext}/api/vetext/pub/build`);
    expect(build.json).toEqual({ git_revision: sha });
  });
});
