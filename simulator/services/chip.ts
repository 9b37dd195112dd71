/** CHIP: routes, headers and answers as vets-api's client and cassettes have them (modules/check_in, services/v2/chip). */
import { randomUUID } from 'node:crypto';

import type { IsOn } from '../faults.ts';
import type { Answer, Call, Reply, Route, ServiceDefinition } from '../http-service.ts';
import { asText, type Members } from '../json.ts';
import type { LorotaWriter } from '../lorota-client.ts';
import type { TokenStore } from '../tokens.ts';
import { parentStation, type VistaClient } from '../vista-client.ts';
import { isInWindow, lorotaPayload } from './lorota-record.ts';

export interface ChipAccess {
  readonly apiId: string;
  readonly username: string;
  readonly password: string;
}

interface Deps {
  readonly now: () => Date;
  readonly isOn: IsOn;
  readonly access: ChipAccess;
  readonly tokens: TokenStore<true>;
  readonly lorota: LorotaWriter;
  readonly vista: VistaClient;
  /** Where a Veteran's link leads. */
  readonly websiteUrl: string;
}

export const chipStage = '/preprod';

/** A route behind the bearer token. */
type Action = (deps: Deps, call: Call) => Promise<Reply>;

const actions: readonly (readonly [string, string, Action])[] = [
  ['POST', '/refresh-precheckin/:uuid', refreshPreCheckIn],
  ['POST', '/refresh-appointments/:uuid', refreshAppointments],
  ['POST', '/initiate-checkin', initiateCheckIn],
  [
    'POST',
    '/set-precheckin-started/:uuid',
    (deps, call) => setStatus(deps, call, '1', 'Pre-checkin started'),
  ],
  ['POST', '/check-in/:uuid', (deps, call) => setStatus(deps, call, '6', 'Checkin successful')],
  ['POST', '/set-e-check-in-started', setECheckInStarted],
  ['DELETE', '/deleteFromLorota/:uuid', deleteFromLorota],
];

export function chipService(deps: Deps): ServiceDefinition {
  const { isOn, access, tokens } = deps;
  const routes: readonly Route[] = [
    ['POST', `${chipStage}/token`, (call) => giveToken(deps, call)],
    ...actions.map(([method, path, action]): Route => [
      method,
      `${chipStage}/actions${path}`,
      (call) => (tokens.factsOf(call.headers.authorization) ? action(deps, call) : unauthorized),
    ]),
  ];
  const before = ({ headers }: Call): Answer | undefined => {
    if (isOn('chip-503')) return { status: 503, json: { message: 'Service Unavailable' } };
    if (isOn('chip-forbidden') || headers['x-apigw-api-id'] !== access.apiId)
      return { status: 403, json: { message: 'Forbidden' } };
    return undefined;
  };
  return {
    name: 'chip',
    routes,
    before,
    notFound: () => ({ status: 403, json: { message: 'Missing Authentication Token' } }),
  };
}

/** CHIP's token hangs on LoROTA's (cassettes chip/token). */
async function giveToken({ isOn, access, tokens, lorota }: Deps, { headers }: Call): Promise<Reply> {
  const basic = Buffer.from(`${access.username}:${access.password}`).toString('base64');
  if (headers.authorization !== `Basic ${basic}`) return unauthorized;
  if (!(await lorota.isReachable())) return titled(500, 'Could not retrieve a token from LoROTA');
  return { status: 200, json: isOn('chip-no-token') ? {} : { token: tokens.issue(true) } };
}

async function refreshPreCheckIn({ isOn, lorota }: Deps, { params }: Call): Promise<Reply> {
  if (isOn('chip-200')) return { status: 200, text: 'Refresh successful' };
  if (isOn('chip-wrong-404')) return titled(404, 'Not found');
  const payload = await lorota.read(params['uuid'] ?? '');
  return payload ? { status: 200, text: 'Refresh successful' } : unreadable;
}

async function refreshAppointments(deps: Deps, { params, body }: Call): Promise<Reply> {
  const uuid = params['uuid'] ?? '';
  const stationNo = asText(body['stationNo']);
  if ((await deps.lorota.read(uuid)) === undefined) return unreadable;
  const found = await firstAppointment(deps, stationNo, asText(body['patientDfn']));
  if (found === undefined) return titled(500, 'Error retrieving appointments');
  const stored = await deps.lorota.write(uuid, { payload: lorotaPayload(found, stationNo, deps.now()) });
  return stored ? { status: 200, text: 'Refresh successful' } : titled(500, 'Error updating LoROTA');
}

/** Takes VEText's payload; in the incident it answered that name and date of birth were not there. */
async function initiateCheckIn(deps: Deps, { body }: Call): Promise<Reply> {
  const { patientName, patientDOB } = body;
  const missing = [...(asText(patientDOB) ? [] : ['DOB']), ...(asText(patientName) ? [] : ['name'])];
  if (missing.length > 0) return titled(400, `${missing.join(' and ')} not found`);
  const stationNo = asText(body['stationNo']);
  const dfn = asText(body['patientDFN']);
  const found = await firstAppointment(deps, stationNo, dfn);
  if (found === undefined) return titled(500, 'Error retrieving appointments');
  if (await deps.vista.needsInsurance(parentStation(stationNo), dfn))
    return titled(400, 'patient-insurance-needs-update');
  if (!isInWindow(Date.parse(asText(found['StartTime'])), deps.now()))
    return titled(400, 'appointment-check-in-too-early');
  const uuid = randomUUID();
  const [lastName = ''] = asText(patientName).split(',');
  const record = { lastName, dob: asText(patientDOB), payload: lorotaPayload(found, stationNo, deps.now()) };
  if (!(await deps.lorota.write(uuid, record))) return titled(500, 'Error updating LoROTA');
  const url = `${deps.websiteUrl}/health-care/appointment-check-in/?id=${uuid}`;
  const attributes = { message: 'Check-in initiated', uuid, url };
  return { status: 200, json: { data: { id: uuid, type: 'InitiateCheckinResponse', attributes } } };
}

/** Writes to VistA: 1 PRE-CHECK-IN STARTED, 6 E-CHECK-IN COMPLETE (va.gov-team#28570). */
async function setStatus(deps: Deps, { params }: Call, statusIen: string, text: string): Promise<Reply> {
  const uuid = params['uuid'] ?? '';
  const payload = await deps.lorota.read(uuid);
  if (payload === undefined) return unreadable;
  const [first] = Array.isArray(payload['appointments']) ? (payload['appointments'] as Members[]) : [];
  const station = parentStation(asText(first?.['stationNo']));
  if (!(await deps.vista.setStatus(station, asText(first?.['appointmentIEN']), statusIen)))
    return titled(500, 'Error setting eCheckInStatus');
  return { status: 200, text };
}

async function setECheckInStarted({ vista }: Deps, { body }: Call): Promise<Reply> {
  const appointmentIen = asText(body['appointmentIen']);
  if (!(await vista.setStatus(parentStation(asText(body['stationNo'])), appointmentIen, '5')))
    return titled(500, 'Error setting eCheckInStatus');
  const message = 'E-check-in started';
  return { status: 200, json: { id: appointmentIen, message, type: 'SetECheckInStartedResponse' } };
}

async function deleteFromLorota({ lorota }: Deps, { params }: Call): Promise<Reply> {
  const deleted = await lorota.remove(params['uuid'] ?? '');
  return deleted
    ? { status: 200, text: 'Delete successful' }
    : titled(500, 'Error deleting data from LoROTA');
}

async function firstAppointment({ vista }: Deps, stationNo: string, dfn: string) {
  return (await vista.appointmentsOf(parentStation(stationNo), dfn))?.[0];
}

function titled(status: number, title: string): Reply {
  return { status, json: { status: String(status), title } };
}

const unauthorized: Reply = { status: 401, json: { message: 'Unauthorized' } };
/** CHIP says so of an unknown record, and as well when LoROTA itself fails. */
const unreadable: Reply = titled(404, 'Error retrieving data from LoROTA');
