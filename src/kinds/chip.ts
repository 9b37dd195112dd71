import * as z from 'zod';

import { httpUrl, path, secret } from '../config/fields.ts';
import type { HttpStep } from '../core/plan.ts';
import { basicAuth, type Text } from '../secrets.ts';
import { withToken, withValue } from './contracts.ts';
import { defineKind, type SettingsOf } from './kind.ts';

/** Title of the error that CHIP answers for a uuid that LoROTA does not know (vets-api cassettes check_in/chip). */
const unknownRecordTitle = 'Error retrieving data from LoROTA';

/** Title of the error of `/token` when LoROTA gives none (vets-api cassettes check_in/chip/token). */
const lorotaTokenTitle = 'Could not retrieve a token from LoROTA';

const settings = () =>
  z.strictObject({
    url: httpUrl().describe('Address of the API with its stage, for example `…/preprod`.'),
    'api-id': secret().describe('Value of the `x-apigw-api-id` header.'),
    username: secret().describe('User of the Basic authentication of `/token`.'),
    password: secret().describe('Password of the Basic authentication of `/token`.'),
    'token-path': path('/token').describe('Where a token is given out.'),
    'refresh-path': path('/actions/refresh-precheckin').describe('Asked for a record that cannot exist.'),
    'initiate-path': path('/actions/initiate-checkin').describe(
      'Takes the payload of VEText; used by the journey.',
    ),
    'check-in-path': path('/actions/check-in').describe(
      'Completes a check-in; used by the journey with `stop-after: check-in`.',
    ),
    'delete-path': path('/actions/deleteFromLorota').describe('Removes the record that the journey made.'),
  });

export type ChipSettings = SettingsOf<ReturnType<typeof settings>>;

/** Headers of every call after `/token`. */
export function chipHeaders(chip: ChipSettings): Readonly<Record<string, Text>> {
  return { 'x-apigw-api-id': chip.apiId, authorization: 'Bearer {{chipToken}}' };
}

/** Gets a token and captures it as `chipToken`. */
export function chipTokenStep(chip: ChipSettings): HttpStep {
  return {
    name: 'CHIP token',
    layer: 'chip',
    request: {
      method: 'POST',
      url: chip.url + chip.tokenPath,
      headers: {
        'x-apigw-api-id': chip.apiId,
        authorization: basicAuth(chip.username, chip.password),
      },
    },
    expect: { status: [200], json: withToken },
    known: [
      {
        when: { status: [500], json: withValue('title', lorotaTokenTitle) },
        code: 'UPSTREAM',
        layer: 'lorota',
        observed: 'CHIP says that it could not get a token from LoROTA',
      },
    ],
    capture: { chipToken: { pointer: '/token', secret: true } },
  };
}

/** Headers, bodies and answers as vets-api's client knows them: modules/check_in/app/services/v2/chip/client.rb. */
export const chip = defineKind({
  kind: 'chip',
  summary:
    'CHIP: gets a token, then asks for a record that cannot exist, which CHIP must refuse in its own words.',
  layer: 'chip',
  // CHIP calls vista-api too, but for nothing that this probe asks of it.
  upstreams: ['lorota'],
  settings,
  plan: (own, { uuid }) => ({
    engine: 'http-steps',
    steps: [
      chipTokenStep(own),
      {
        name: 'refusal of an unknown record',
        request: {
          method: 'POST',
          url: `${own.url}${own.refreshPath}/${uuid()}`,
          headers: chipHeaders(own),
        },
        expect: { status: [404], json: withValue('title', unknownRecordTitle) },
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
        needs: ['chipToken'],
      },
    ],
  }),
});
