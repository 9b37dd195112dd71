import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startStaging, type Staging } from '../../simulator/staging.ts';
import {
  ask,
  at,
  chipAct,
  createSession,
  initiate,
  initiateComplete,
  lorotaHeaders,
  lorotaToken,
  rightAnswers,
  variable,
  vetsApiGet,
} from './ask.ts';

let staging: Staging;
beforeAll(async () => {
  staging = await startStaging();
});
afterEach(() => staging.clearFaults());
afterAll(() => staging.stop());

const newRecord = async () => String(at((await initiateComplete(staging)).json, 'data', 'id'));
const forget = (uuid: string) => chipAct(staging, 'DELETE', `/deleteFromLorota/${uuid}`);

describe('a check-in', () => {
  it('goes through the whole chain and leaves nothing behind', async () => {
    const writes = staging.vistaWrites();
    const started = await initiate(staging);
    expect(started).toMatchObject({ status: 200, json: { data: { type: 'InitiateCheckinResponse' } } });
    const uuid = String(at(started.json, 'data', 'attributes', 'uuid'));
    expect(at(started.json, 'data', 'attributes', 'url')).toContain(
      `/health-care/appointment-check-in/?id=${uuid}`,
    );
    expect(staging.lorotaRecords()).toBe(1);

    expect(await createSession(staging, uuid)).toMatchObject({
      status: 200,
      json: { permissions: 'read.full' },
    });
    expect(staging.vistaWrites()).toBe(writes);

    const shown = await vetsApiGet(staging, `/check_in/v2/patient_check_ins/${uuid}`);
    expect(shown).toMatchObject({
      status: 200,
      json: { payload: { appointments: [{ stationNo: '530', eligibility: 'ELIGIBLE' }] } },
    });
    expect(staging.vistaWrites()).toBe(writes + 1);

    const json = { patient_check_ins: { uuid, appointment_ien: '40719' } };
    const checkedIn = await ask(`${staging.urls['vets-api']}/check_in/v2/patient_check_ins`, {
      method: 'POST',
      json,
    });
    expect(checkedIn).toMatchObject({ status: 200, json: { data: 'Checkin successful' } });
    expect(staging.vistaWrites()).toBe(writes + 2);

    expect(await forget(uuid)).toMatchObject({ status: 200, text: 'Delete successful' });
    expect(staging.lorotaRecords()).toBe(0);
  });

  it('works for an appointment at a suffixed station, which CHIP and VEText look up by its parent', async () => {
    await staging.setFault('station-suffix', true);
    const started = await initiate(staging, '530A4');
    expect(started.status).toBe(200);
    await forget(String(at(started.json, 'data', 'id')));
  });

  it('starts when CHIP is told that pre-check-in began, and that writes to VistA', async () => {
    const writes = staging.vistaWrites();
    const uuid = await newRecord();
    await createSession(staging, uuid, { type: 'preCheckIn' });
    expect(staging.vistaWrites()).toBe(writes + 1);
    await forget(uuid);
  });

  it('is not done without a session, although the answer says 200', async () => {
    const json = { patient_check_ins: { uuid: randomUUID(), appointment_ien: '40719' } };
    const seen = await ask(`${staging.urls['vets-api']}/check_in/v2/patient_check_ins`, {
      method: 'POST',
      json,
    });
    expect(seen).toMatchObject({ status: 200, json: { permissions: 'read.none' } });
  });

  it('keeps the record when CHIP refreshes its appointments', async () => {
    const uuid = await newRecord();
    const json = { patientDfn: variable(staging, 'TEST_PATIENT_DFN'), stationNo: '530' };
    expect((await chipAct(staging, 'POST', `/refresh-appointments/${uuid}`, json)).status).toBe(200);
    expect((await chipAct(staging, 'POST', `/refresh-precheckin/${uuid}`)).status).toBe(200);
    expect((await lorotaToken(staging, uuid, rightAnswers(staging))).status).toBe(200);
    await forget(uuid);
  });
});

describe('LoROTA', () => {
  it('counts strikes, and vets-api deletes the record at the third', async () => {
    const uuid = await newRecord();
    const strikes = staging.lorotaStrikes();
    const codes: unknown[] = [];
    for (const answers of [{ dob: '1900-01-01' }, { lastName: 'Nobody' }, { lastName: 'Nobody' }]) {
      const { status, json } = await createSession(staging, uuid, answers);
      codes.push([status, at(json, 'errors', 0, 'code')]);
    }
    expect(codes).toEqual([
      [401, 'LOROTA-API_401'],
      [401, 'LOROTA-API_401'],
      [410, 'CIE-VETS-API_410'],
    ]);
    expect(staging.lorotaStrikes()).toBe(strikes + 3);
    expect(staging.lorotaRecords()).toBe(0);
  });

  it('says which answer was wrong, and gives the data to the right ones', async () => {
    const uuid = await newRecord();
    expect(at((await lorotaToken(staging, uuid, { ...rightAnswers(staging), dob: 'x' })).json, 'error')).toBe(
      'dob does not match with current record',
    );
    expect(at((await lorotaToken(staging, uuid, {})).json, 'error')).toBe(
      'lastname or dob does not match with current record',
    );
    const token = String(at((await lorotaToken(staging, uuid, rightAnswers(staging))).json, 'token'));
    const read = (id: string) =>
      ask(`${staging.urls.lorota}/data/${id}`, {
        headers: { ...lorotaHeaders(staging), authorization: `Bearer ${token}` },
      });
    expect(await read(uuid)).toMatchObject({
      status: 200,
      json: { id: uuid, scope: 'read.full', payload: { appointmentIENs: ['40719'] } },
    });
    expect((await read(randomUUID())).status).toBe(401);
    await staging.setFault('lorota-expired', true);
    expect(await read(uuid)).toMatchObject({ status: 403, json: { error: 'data has expired' } });
    await forget(uuid);
  });
});
