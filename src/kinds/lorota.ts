import * as z from 'zod';

import { count, httpUrl, path, personal, secret, text } from '../config/fields.ts';
import type { HttpStep, JsonSchema, KnownAnswer } from '../core/plan.ts';
import type { Text } from '../secrets.ts';
import { nested, withText, withToken } from './contracts.ts';
import { defineKind, type PlanContext, type SettingsOf } from './kind.ts';

const settings = () =>
  z
    .strictObject({
      url: httpUrl().describe('Address of the API with its stage, for example `…/stage`.'),
      'api-id': secret().describe('Value of the `x-apigw-api-id` header.'),
      'api-key': secret().describe('Value of the `x-api-key` header.'),
      'signing-key': secret().describe('RSA private key (PEM) that signs the claims.'),
      issuer: text().default('vets-api').describe('`iss` of the claims.'),
      record: personal()
        .optional()
        .describe(
          "uuid of a lasting synthetic record; without one, a made-up uuid must be refused in LoROTA's words.",
        ),
      'last-name': personal().optional().describe('Last name in that record.'),
      'birth-date': personal().optional().describe('Date of birth in that record, YYYY-MM-DD.'),
      'claims-minutes': count(1, 1440).default(5).describe('How long the claims are good for.'),
      'token-path': path('/token').describe('Where a token is given out.'),
      'data-path': path('/data').describe('Where a record is read; its uuid follows.'),
    })
    .superRefine((value, context) => {
      const given = (['record', 'last-name', 'birth-date'] as const).filter(
        (key) => value[key] !== undefined,
      );
      if (given.length === 0 || given.length === 3) return;
      const message = '`record`, `last-name` and `birth-date` together, or none of them';
      context.addIssue({ code: 'custom', path: [given[0] ?? 'record'], message });
    });

type LorotaSettings = SettingsOf<ReturnType<typeof settings>>;

/** LoROTA's words for a record that it does not have (vets-api spec cassettes check_in/lorota). */
const uuidNotFound = withText('error', '^uuid not found$');

/** Refusals as vets-api's cassettes have them (spec/support/vcr_cassettes/check_in/lorota). */
const refusals: readonly KnownAnswer[] = [
  {
    when: { status: [401], json: uuidNotFound },
    code: 'RECORD_MISSING',
    observed: 'LoROTA answers that it does not know the uuid of the synthetic record',
  },
  {
    when: { status: [401], json: withText('error', 'does not match') },
    code: 'IDENTITY_REFUSED',
    observed: 'LoROTA answers that last name or date of birth does not match its record',
  },
  {
    when: { status: [403], json: withText('error', 'expired') },
    code: 'RECORD_EXPIRED',
    observed: 'LoROTA answers that the data has expired',
  },
  {
    when: { status: [403], json: withText('error', 'time constraint') },
    code: 'RECORD_EXPIRED',
    observed: 'LoROTA answers that the data cannot be had at this time',
  },
];

/** The station number is seen as a number and as text; other members are seen by their consumers only. */
const dataContract: JsonSchema = nested(['payload', 'appointments'], {
  type: 'array',
  items: {
    type: 'object',
    required: ['appointmentIEN', 'stationNo', 'startTime'],
    properties: {
      appointmentIEN: { type: ['string', 'integer'] },
      stationNo: { type: ['string', 'integer'] },
      startTime: { type: 'string' },
    },
  },
});

/** Endpoints, headers and claims from vets-api modules/check_in (services/v2/lorota/client.rb, claims_token.rb). */
export const lorota = defineKind({
  kind: 'lorota',
  summary: 'LoROTA: signed claims, last name and date of birth of a synthetic record open it.',
  layer: 'lorota',
  upstreams: [],
  settings,
  plan: (own, context) => {
    const uuid = own.record ?? context.uuid();
    return {
      engine: 'http-steps',
      variables: { record: uuid },
      steps:
        own.record === undefined
          ? [refusalStep(own, context, uuid)]
          : [tokenStep(own, context, uuid), dataStep(own)],
    };
  },
});

function claimedRequest(own: LorotaSettings, context: PlanContext, uuid: Text): HttpStep['request'] {
  const issuedAt = Math.floor(context.now().getTime() / 1000);
  const claims = {
    aud: 'lorota',
    iss: own.issuer,
    sub: uuid,
    scopes: ['read.full'],
    iat: issuedAt,
    exp: issuedAt + own.claimsMinutes * 60,
  };
  return {
    method: 'POST',
    url: own.url + own.tokenPath,
    headers: {
      'x-api-key': own.apiKey,
      'x-apigw-api-id': own.apiId,
      'x-lorota-claims': context.signToken(claims, own.signingKey),
    },
    json: { lastName: own.lastName ?? 'Nobody', dob: own.birthDate ?? '1900-01-01' },
  };
}

/** A wrong answer about a real record is never tried again: vets-api deletes it after three. */
function tokenStep(own: LorotaSettings, context: PlanContext, uuid: Text): HttpStep {
  return {
    name: 'token for the synthetic record',
    request: claimedRequest(own, context, uuid),
    expect: { status: [200], json: withToken },
    known: refusals,
    retry: 'never',
    capture: { lorotaToken: { pointer: '/token', secret: true } },
  };
}

function dataStep(own: LorotaSettings): HttpStep {
  return {
    name: 'data of the synthetic record',
    request: {
      method: 'GET',
      url: `${own.url}${own.dataPath}/{{record}}`,
      headers: {
        'x-api-key': own.apiKey,
        'x-apigw-api-id': own.apiId,
        authorization: 'Bearer {{lorotaToken}}',
      },
    },
    expect: { status: [200], json: dataContract },
    known: refusals,
    needs: ['lorotaToken'],
  };
}

/** Proves gateway, API key, Lambda and signature without any record: nothing to strike out. */
function refusalStep(own: LorotaSettings, context: PlanContext, uuid: Text): HttpStep {
  return {
    name: 'refusal of an unknown record',
    request: claimedRequest(own, context, uuid),
    expect: { status: [401], json: uuidNotFound },
    known: [
      {
        when: { status: [200] },
        code: 'UNEXPECTED_RECORD',
        observed: 'status 200 for a uuid that was made up for this request',
      },
      {
        when: { status: [401] },
        code: 'CREDENTIAL_REFUSED',
        observed: 'status 401 for another reason than the unknown uuid',
      },
    ],
  };
}
