/** LoROTA: headers, claims, bodies and error texts as vets-api's client and cassettes have them (modules/check_in, lorota/**). */
import { createHash } from 'node:crypto';

import { jwtVerify, type CryptoKey } from 'jose';

import type { IsOn } from '../faults.ts';
import type { Answer, Call, Reply, Route, ServiceDefinition } from '../http-service.ts';
import { asText, type Members } from '../json.ts';
import type { TokenStore } from '../tokens.ts';

/** Hashes only: LoROTA keeps no name and no birth date (va.gov-team#39193). */
export interface LorotaRecord {
  readonly lastName: string;
  readonly dob: string;
  readonly payload: Members;
}

export interface LorotaAccess {
  readonly apiId: string;
  readonly apiKey: string;
}

/** A reader's token is good for one record, CHIP's for all. */
export type LorotaToken =
  { readonly scope: 'read.full'; readonly uuid: string } | { readonly scope: 'write' };

interface Deps {
  readonly now: () => Date;
  readonly isOn: IsOn;
  readonly access: LorotaAccess;
  readonly tokens: TokenStore<LorotaToken>;
  readonly records: Map<string, LorotaRecord>;
  /** Counts a wrong answer about an existing record; three of them cost it its life in vets-api. */
  readonly strike: (uuid: string) => void;
  /** Public keys of those who may sign claims, by issuer. */
  readonly issuers: Readonly<Record<string, CryptoKey>>;
}

export const lorotaStage = '/stage';

export function lorotaService(deps: Deps): ServiceDefinition {
  const { access, records, tokens, isOn } = deps;
  const routes: readonly Route[] = [
    ['POST', `${lorotaStage}/token`, (call) => giveToken(deps, call)],
    [
      'GET',
      `${lorotaStage}/data/:uuid`,
      (call) => {
        const uuid = call.params['uuid'] ?? '';
        const token = tokens.factsOf(call.headers.authorization);
        if (token === undefined || (token.scope === 'read.full' && token.uuid !== uuid)) return unauthorized;
        if (isOn('lorota-expired')) return expired;
        const record = records.get(uuid);
        if (record === undefined) return error(404, 'uuid not found');
        return { status: 200, json: { id: uuid, scope: 'read.full', payload: record.payload } };
      },
    ],
    // How CHIP writes and deletes is not public; this interface is ours and takes CHIP's token only.
    ['PUT', `${lorotaStage}/records/:uuid`, (call) => writeRecord(deps, call)],
    [
      'DELETE',
      `${lorotaStage}/records/:uuid`,
      (call) => {
        if (tokens.factsOf(call.headers.authorization)?.scope !== 'write') return unauthorized;
        records.delete(call.params['uuid'] ?? '');
        return { status: 200, json: {} };
      },
    ],
  ];
  const before = ({ headers }: Call): Answer | undefined =>
    headers['x-apigw-api-id'] === access.apiId && headers['x-api-key'] === access.apiKey
      ? undefined
      : { status: 403, json: { message: 'Forbidden' } };
  return {
    name: 'lorota',
    routes,
    before,
    notFound: () => ({ status: 403, json: { message: 'Missing Authentication Token' } }),
  };
}

/** Claims: aud `lorota`, iss, sub the record's uuid, scopes (vets-api lorota/claims_token.rb). */
async function giveToken(deps: Deps, { headers, body }: Call): Promise<Reply> {
  const claims = await readClaims(deps, asText(headers['x-lorota-claims']));
  if (claims === undefined) return unauthorized;
  if (claims.issuer === 'chip')
    return { status: 200, json: { token: deps.tokens.issue({ scope: 'write' }) } };
  const record = deps.records.get(claims.subject);
  if (record === undefined) return error(401, 'uuid not found');
  if (deps.isOn('lorota-expired')) return expired;
  const wrong = [
    ...(record.lastName === hashOf(asText(body['lastName'])) ? [] : ['lastname']),
    ...(record.dob === hashOf(asText(body['dob'])) ? [] : ['dob']),
  ];
  if (wrong.length > 0) {
    deps.strike(claims.subject);
    return error(401, `${wrong.join(' or ')} does not match with current record`);
  }
  return { status: 200, json: { token: deps.tokens.issue({ scope: 'read.full', uuid: claims.subject }) } };
}

async function readClaims({ issuers, now }: Deps, jwt: string) {
  const terms = { audience: 'lorota', algorithms: ['RS256'], currentDate: now() };
  for (const [issuer, key] of Object.entries(issuers)) {
    try {
      const { payload } = await jwtVerify(jwt, key, { issuer, ...terms });
      const scopes: unknown = payload['scopes'];
      const wanted = issuer === 'chip' ? 'write' : 'read.full';
      if (
        Array.isArray(scopes) &&
        scopes.includes(wanted) &&
        payload.sub !== undefined &&
        payload.exp !== undefined
      )
        return { issuer, subject: payload.sub };
    } catch {
      // Not signed by this issuer: the next may have.
    }
  }
  return undefined;
}

function writeRecord({ tokens, records }: Deps, { params, headers, body }: Call): Reply {
  if (tokens.factsOf(headers.authorization)?.scope !== 'write') return unauthorized;
  const uuid = params['uuid'] ?? '';
  const known = records.get(uuid);
  records.set(uuid, {
    lastName: 'lastName' in body ? hashOf(asText(body['lastName'])) : (known?.lastName ?? ''),
    dob: 'dob' in body ? hashOf(asText(body['dob'])) : (known?.dob ?? ''),
    payload: { ...known?.payload, ...(body['payload'] as Members | undefined) },
  });
  return { status: 200, json: {} };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text.trim().toLowerCase()).digest('hex');
}

function error(status: number, text: string): Reply {
  return { status, json: { error: text } };
}

const unauthorized: Reply = { status: 401, json: { message: 'Unauthorized' } };
const expired: Reply = error(403, 'data has expired');
