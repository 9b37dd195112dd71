import * as z from 'zod';

import { httpUrl, path, secret } from '../config/fields.ts';
import { basicAuth } from '../secrets.ts';
import { defineKind } from './kind.ts';

/** Title of the error that CHIP answers for a uuid that LoROTA does not know (vets-api cassettes check_in/chip). */
const unknownRecordTitle = 'Error retrieving data from LoROTA';

/** Title of the error of `/token` when LoROTA gives none (vets-api cassettes check_in/chip/token). */
const lorotaTokenTitle = 'Could not retrieve a token from LoROTA';

/** An object whose `title` is exactly this. */
function titled(title: string) {
  return {
    type: 'object',
    required: ['title'],
    properties: { title: { const: title } },
  } as const;
}

/** Headers, body and answers as vets-api's client knows them: modules/check_in/app/services/v2/chip/client.rb. */
export const chip = defineKind({
  kind: 'chip',
  summary:
    'CHIP: gets a token, then asks for a record that cannot exist, which CHIP must refuse in its own words.',
  layer: 'chip',
  upstreams: ['lorota', 'vista-api'],
  settings: z.strictObject({
    url: httpUrl().describe('Address of the API with its stage, for example `…/preprod`.'),
    'api-id': secret().describe('Value of the `x-apigw-api-id` header.'),
    username: secret().describe('User of the Basic authentication of `/token`.'),
    password: secret().describe('Password of the Basic authentication of `/token`.'),
    'token-path': path('/token'),
    'refresh-path': path('/actions/refresh-precheckin'),
  }),
  plan: (settings, { uuid }) => ({
    engine: 'http-steps',
    steps: [
      {
        name: 'token',
        request: {
          method: 'POST',
          url: settings.url + settings.tokenPath,
          headers: {
            'x-apigw-api-id': settings.apiId,
            authorization: basicAuth(settings.username, settings.password),
          },
        },
        expect: {
          status: [200],
          json: {
            type: 'object',
            required: ['token'],
            properties: { token: { type: 'string', minLength: 1 } },
          },
        },
        known: [
          {
            when: { status: [500], json: titled(lorotaTokenTitle) },
            code: 'UPSTREAM',
            layer: 'lorota',
            observed: 'CHIP says that it could not get a token from LoROTA',
          },
        ],
        capture: { token: { pointer: '/token', secret: true } },
      },
      {
        name: 'unknown record is refused',
        request: {
          method: 'POST',
          url: `${settings.url}${settings.refreshPath}/${uuid()}`,
          headers: { 'x-apigw-api-id': settings.apiId, authorization: 'Bearer {{token}}' },
        },
        expect: { status: [404], json: titled(unknownRecordTitle) },
        known: [
          {
            when: { status: [200] },
            code: 'UNEXPECTED_RECORD',
            observed: 'status 200 for a uuid that was made up for this request',
          },
          {
            when: { status: [404] },
            code: 'BODY_MISMATCH',
            observed: 'status 404 with another title: the route is missing, or another service answered',
          },
        ],
        needs: ['token'],
      },
    ],
  }),
});
