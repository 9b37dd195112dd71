import { SignJWT, type CryptoKey } from 'jose';

import type { ServiceName } from './faults.ts';
import { callService, type Response } from './http-call.ts';
import { asMembers, asText, type Members } from './json.ts';
import type { LorotaAccess } from './services/lorota.ts';

const dayMs = 86_400_000;

interface Deps {
  readonly from: ServiceName;
  /** With the stage. */
  readonly url: string;
  readonly access: LorotaAccess;
  /** Signs the claims of this caller. */
  readonly key: CryptoKey;
  readonly now: () => Date;
}

/** LoROTA as CHIP uses it. A token is asked for every time, so that no call works on yesterday's health. */
export interface LorotaWriter {
  isReachable(): Promise<boolean>;
  /** The payload of a record; nothing when it does not exist or LoROTA fails. */
  read(uuid: string): Promise<Members | undefined>;
  write(uuid: string, record: Members): Promise<boolean>;
  remove(uuid: string): Promise<boolean>;
}

export function createLorotaWriter(deps: Deps): LorotaWriter {
  const { from, url, access } = deps;
  const login = async () => {
    const answer = await askForToken(deps, { issuer: 'chip', subject: 'chip', scopes: ['write'] }, {});
    return asText(answer.body['token']);
  };
  const call = async (method: string, path: string, json?: unknown) => {
    const token = await login();
    const headers = { ...gatewayHeaders(access), authorization: `Bearer ${token}` };
    return callService(from, { method, url: url + path, headers, json });
  };
  return {
    isReachable: async () => (await login()) !== '',
    async read(uuid) {
      const { status, body } = await call('GET', `/data/${uuid}`);
      return status === 200 ? asMembers(body['payload']) : undefined;
    },
    write: async (uuid, record) => (await call('PUT', `/records/${uuid}`, record)).status === 200,
    remove: async (uuid) => (await call('DELETE', `/records/${uuid}`)).status === 200,
  };
}

/** LoROTA as vets-api uses it (modules/check_in, services/v2/lorota/client.rb). */
export interface LorotaReader {
  logIn(uuid: string, lastName: string, dob: string): Promise<Response>;
  data(uuid: string, token: string): Promise<Response>;
}

export function createLorotaReader(deps: Deps): LorotaReader {
  const { from, url, access } = deps;
  return {
    logIn: (uuid, lastName, dob) =>
      askForToken(deps, { issuer: 'vets-api', subject: uuid, scopes: ['read.full'] }, { lastName, dob }),
    data: (uuid, token) =>
      callService(from, {
        method: 'GET',
        url: `${url}/data/${uuid}`,
        headers: { ...gatewayHeaders(access), authorization: `Bearer ${token}` },
      }),
  };
}

interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly scopes: readonly string[];
}

async function askForToken(
  { from, url, access, key, now }: Deps,
  claims: Claims,
  json: Members,
): Promise<Response> {
  const at = now();
  const jwt = await new SignJWT({ scopes: claims.scopes })
    .setProtectedHeader({ alg: 'RS256' })
    .setAudience('lorota')
    .setIssuer(claims.issuer)
    .setSubject(claims.subject)
    .setIssuedAt(at)
    .setExpirationTime(new Date(at.getTime() + dayMs))
    .sign(key);
  const headers = { ...gatewayHeaders(access), 'x-lorota-claims': jwt };
  return callService(from, { method: 'POST', url: `${url}/token`, headers, json });
}

function gatewayHeaders(access: LorotaAccess): Readonly<Record<string, string>> {
  return { 'x-api-key': access.apiKey, 'x-apigw-api-id': access.apiId };
}
