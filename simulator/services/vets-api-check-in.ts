/** vets-api's check-in routes (modules/check_in/app/controllers/check_in/v2, spec/requests/check_in/v2). */
import type { IsOn } from '../faults.ts';
import type { Call, Reply, Route } from '../http-service.ts';
import { asMembers, asText, type Members } from '../json.ts';
import type { ChipClient } from '../chip-client.ts';
import type { LorotaReader } from '../lorota-client.ts';

export interface CheckInDeps {
  readonly isOn: IsOn;
  readonly chip: ChipClient;
  readonly lorota: LorotaReader;
  /** LoROTA's token of every session that was verified, by uuid: what the real one keeps in Redis. */
  readonly sessions: Map<string, string>;
  /** Wrong answers per uuid. */
  readonly attempts: Map<string, number>;
}

type Handler = (deps: CheckInDeps, call: Call) => Promise<Reply> | Reply;

const base = '/check_in/v2';
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
/** max_auth_retry_limit (vets-api config/settings.yml, check_in.lorota_v2). */
const maxAttempts = 3;

export function checkInRoutes(deps: CheckInDeps): readonly Route[] {
  const route = (method: string, path: string, handler: Handler): Route => [
    method,
    base + path,
    (call) => {
      if (deps.isOn('vets-api-check-in-off')) return routingError(call);
      if (deps.isOn('vets-api-redis-down')) return internalError;
      return handler(deps, call);
    },
  ];
  return [
    route('GET', '/sessions/:uuid', showSession),
    route('POST', '/sessions', createSession),
    route('GET', '/patient_check_ins/:uuid', showCheckIn),
    route('POST', '/patient_check_ins', createCheckIn),
  ];
}

async function showSession({ isOn, chip, sessions }: CheckInDeps, { params, query }: Call): Promise<Reply> {
  const uuid = params['uuid'] ?? '';
  if (!uuidPattern.test(uuid)) return malformed;
  if (sessions.has(uuid)) return permissions(200, 'read.full', uuid);
  if (query.get('checkInType') !== 'preCheckIn') return permissions(200, 'read.none', uuid);
  // A recording gives the healthy answer whatever CHIP is doing.
  if (isOn('vets-api-mocked')) return chipUnknown;
  if (isOn('vets-api-chip-500')) return chipFailed;
  const refreshed = await chip.post(`/refresh-precheckin/${uuid}`);
  if (refreshed.status === 200) return permissions(200, 'read.none', uuid);
  return refreshed.status === 404 ? chipUnknown : chipFailed;
}

async function createSession(deps: CheckInDeps, { body }: Call): Promise<Reply> {
  const { isOn, chip, lorota, sessions } = deps;
  const session = asMembers(body['session']);
  const uuid = asText(session['uuid']);
  if (!uuidPattern.test(uuid)) return malformed;
  if (isOn('vets-api-mocked')) return recordUnknown;
  const login = await lorota.logIn(uuid, asText(session['last_name']), asText(session['dob']));
  const token = asText(login.body['token']);
  if (login.status === 401) return refuseIdentity(deps, uuid, asText(login.body['error']));
  // A code without a translation becomes vets-api's general one.
  if (login.status === 403) return coded(400, 'VA900', 'Operation failed');
  if (login.status !== 200 || token === '') return internalError;
  sessions.set(uuid, token);
  // The answer stays 200 when this fails (sessions_spec.rb).
  if (session['check_in_type'] === 'preCheckIn') await chip.post(`/set-precheckin-started/${uuid}`);
  return permissions(200, 'read.full', uuid);
}

/** Three wrong answers delete the record through CHIP (lorota/service.rb). */
async function refuseIdentity({ chip, attempts }: CheckInDeps, uuid: string, error: string): Promise<Reply> {
  if (error === 'uuid not found') return recordUnknown;
  if (error === '') return internalError;
  const count = (attempts.get(uuid) ?? 0) + 1;
  attempts.set(uuid, count);
  if (count < maxAttempts) return coded(401, 'LOROTA-API_401', 'Authentication failed');
  await chip.delete(`/deleteFromLorota/${uuid}`);
  return coded(410, 'CIE-VETS-API_410', 'Retry limit reached');
}

async function showCheckIn(deps: CheckInDeps, { params }: Call): Promise<Reply> {
  const uuid = params['uuid'] ?? '';
  const token = deps.sessions.get(uuid);
  if (token === undefined) return permissions(401, 'read.none', uuid);
  const data = await deps.lorota.data(uuid, token);
  if (data.status !== 200) return internalError;
  const payload = asMembers(data.body['payload']);
  // An authorised read writes to VistA, as the real one does.
  const { stationNo, appointmentIEN } = firstAppointment(payload);
  if (payload['setECheckinStartedCalled'] !== true)
    await deps.chip.post('/set-e-check-in-started', { stationNo, appointmentIen: appointmentIEN });
  return { status: 200, json: { id: uuid, payload } };
}

async function createCheckIn({ chip, sessions }: CheckInDeps, { body }: Call): Promise<Reply> {
  const asked = asMembers(body['patient_check_ins']);
  const uuid = asText(asked['uuid']);
  if (!sessions.has(uuid)) return permissions(200, 'read.none', uuid);
  const json = {
    appointmentIEN: asText(asked['appointment_ien']),
    isTravelEnabled: false,
    travelSubmitted: false,
  };
  const { status } = await chip.post(`/check-in/${uuid}`, json);
  if (status !== 200) return status === 404 ? chipUnknown : chipFailed;
  return { status: 200, json: { data: 'Checkin successful', status: 200 } };
}

function firstAppointment(payload: Members): Members {
  const { appointments } = payload;
  return asMembers(Array.isArray(appointments) ? appointments[0] : undefined);
}

/** vets-api's answer where no route matches; also of the check-in routes while they are switched off. */
export function routingError({ path }: Pick<Call, 'path'>): Reply {
  const detail = `There are no routes matching your request: ${path.slice(1)}`;
  return { status: 404, json: { errors: [{ title: 'Not found', detail, code: '411', status: '404' }] } };
}

function permissions(status: number, granted: 'read.none' | 'read.full', uuid: string): Reply {
  return { status, json: { permissions: granted, status: 'success', uuid } };
}

function coded(status: number, code: string, title: string): Reply {
  return { status, json: { errors: [{ title, detail: title, code, status: String(status) }] } };
}

const malformed: Reply = { status: 200, json: { error: true, message: 'Invalid uuid' } };
const internalError = coded(500, '500', 'Internal server error');
const chipUnknown = coded(404, 'CHIP-API_404', 'Not found');
const chipFailed = coded(500, 'CHIP-API_500', 'Internal server error');
const recordUnknown = coded(404, 'CIE-VETS-API_404', 'Not found');
