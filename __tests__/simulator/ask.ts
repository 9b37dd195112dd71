/** How these tests look at the stand-in staging: over the network, as anybody would. */
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';

import { SignJWT, importPKCS8 } from 'jose';
import pg from 'pg';

import type { Staging } from '../../simulator/staging.ts';

export interface Seen {
  /** 0 when nothing answered. */
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly signal?: AbortSignal;
}

/** One request on a connection of its own; a connection that is refused is seen as status 0 and its error code. */
export function ask(url: string, { method = 'GET', headers, json, signal }: Ask = {}): Promise<Seen> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      resolve({ status: 0, text: error.code ?? error.name, json: undefined });
    };
    const outgoing = httpRequest(url, {
      method,
      agent: false,
      headers: { ...headers },
      ...(signal && { signal }),
    });
    outgoing.on('error', failed);
    outgoing.on('response', (incoming) => {
      readText(incoming).then((text) => {
        resolve({ status: incoming.statusCode ?? 0, text, json: parse(text) });
      }, failed);
    });
    outgoing.end(json === undefined ? undefined : JSON.stringify(json));
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value at a path of members and indexes. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );
}

/** A variable of the environment that the staging gives. */
export function variable(staging: Staging, name: string): string {
  const value = staging.env[name];
  if (value === undefined) throw new Error(`the staging has no ${name}`);
  return value;
}

/** The rows of a query by the probing role, or the code of what went wrong. */
export async function queryCdw(staging: Staging, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: variable(staging, 'CDW_URL') });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function vistaToken(staging: Staging, station = '530'): Promise<Seen> {
  const json = {
    key: variable(staging, 'VISTA_API_KEY'),
    stationNo: station,
    duz: variable(staging, 'VISTA_DUZ'),
  };
  return ask(`${staging.urls['vista-api']}/api/auth/token`, { method: 'POST', json });
}

/** A call of vista-api with a token just asked for. */
export async function vistaGet(staging: Staging, path: string): Promise<Seen> {
  const token = String(at((await vistaToken(staging)).json, 'payload', 'token'));
  return ask(`${staging.urls['vista-api']}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
}

export function appointments(staging: Staging): Promise<Seen> {
  return vistaGet(staging, `/sdes/appts-by-patient/530/${variable(staging, 'TEST_PATIENT_DFN')}/T/T+1`);
}

export function vetextData(staging: Staging, station = '530'): Promise<Seen> {
  return ask(`${staging.urls.vetext}/api/vetext/pub/chip/initiate-checkin-data/${station}/40719`);
}

export function chipToken(staging: Staging): Promise<Seen> {
  const basic = Buffer.from(`${variable(staging, 'CHIP_USER')}:${variable(staging, 'CHIP_PASSWORD')}`);
  const headers = {
    'x-apigw-api-id': variable(staging, 'CHIP_API_ID'),
    authorization: `Basic ${basic.toString('base64')}`,
  };
  return ask(`${staging.urls.chip}/token`, { method: 'POST', headers });
}

/** An action of CHIP with a token just asked for. */
export async function chipAct(staging: Staging, method: string, path: string, json?: unknown): Promise<Seen> {
  const token = String(at((await chipToken(staging)).json, 'token'));
  const headers = { 'x-apigw-api-id': variable(staging, 'CHIP_API_ID'), authorization: `Bearer ${token}` };
  return ask(`${staging.urls.chip}/actions${path}`, { method, headers, json });
}

export function chipUnknownRecord(staging: Staging): Promise<Seen> {
  return chipAct(staging, 'POST', `/refresh-precheckin/${randomUUID()}`);
}

/** VEText's payload handed to CHIP, as it stands. */
export async function initiate(staging: Staging, station = '530'): Promise<Seen> {
  return chipAct(staging, 'POST', '/initiate-checkin', (await vetextData(staging, station)).json);
}

/** The same with a payload that is complete whatever VEText does. */
export function initiateComplete(staging: Staging): Promise<Seen> {
  return chipAct(staging, 'POST', '/initiate-checkin', {
    stationNo: '530',
    appointmentIEN: '40719',
    patientDFN: variable(staging, 'TEST_PATIENT_DFN'),
    patientName: `${variable(staging, 'TEST_PATIENT_LAST_NAME')},CHECKIN ONE`,
    patientDOB: variable(staging, 'TEST_PATIENT_DOB'),
  });
}

export function preCheckInRoute(staging: Staging): Promise<Seen> {
  return ask(`${staging.urls['vets-api']}/check_in/v2/sessions/${randomUUID()}?checkInType=preCheckIn`);
}

export interface Answers {
  readonly lastName?: string;
  readonly dob?: string;
  readonly type?: string;
}

export function createSession(staging: Staging, uuid: string, answers: Answers = {}): Promise<Seen> {
  const session = {
    uuid,
    last_name: answers.lastName ?? variable(staging, 'TEST_PATIENT_LAST_NAME'),
    dob: answers.dob ?? variable(staging, 'TEST_PATIENT_DOB'),
    check_in_type: answers.type ?? 'checkIn',
  };
  return ask(`${staging.urls['vets-api']}/check_in/v2/sessions`, { method: 'POST', json: { session } });
}

export function vetsApiGet(staging: Staging, path: string): Promise<Seen> {
  return ask(staging.urls['vets-api'] + path);
}

export function datadogGet(staging: Staging, path: string): Promise<Seen> {
  const headers = {
    'dd-api-key': variable(staging, 'DD_API_KEY'),
    'dd-application-key': variable(staging, 'DD_APP_KEY'),
  };
  return ask(`${staging.urls.datadog}${path}`, { headers });
}

/** LoROTA's own interface, with claims signed as vets-api and the gate sign them. */
export async function lorotaToken(
  staging: Staging,
  uuid: string,
  answers: object,
  claims: object = {},
  headers: object = {},
): Promise<Seen> {
  const key = await importPKCS8(variable(staging, 'LOROTA_PRIVATE_KEY'), 'RS256');
  const jwt = await new SignJWT({
    aud: 'lorota',
    iss: 'vets-api',
    sub: uuid,
    scopes: ['read.full'],
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuedAt()
    .setExpirationTime('1440m')
    .sign(key);
  return ask(`${staging.urls.lorota}/token`, {
    method: 'POST',
    json: answers,
    headers: { ...lorotaHeaders(staging), 'x-lorota-claims': jwt, ...headers },
  });
}

export function lorotaHeaders(staging: Staging) {
  return {
    'x-api-key': variable(staging, 'LOROTA_API_KEY'),
    'x-apigw-api-id': variable(staging, 'LOROTA_API_ID'),
  };
}

/** What LoROTA wants to hear about the synthetic patient. */
export function rightAnswers(staging: Staging) {
  return {
    lastName: variable(staging, 'TEST_PATIENT_LAST_NAME'),
    dob: variable(staging, 'TEST_PATIENT_DOB'),
  };
}
