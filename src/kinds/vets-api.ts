import * as z from 'zod';

import { httpUrl, text } from '../config/fields.ts';
import type { BodyCheck, JsonSchema } from '../core/plan.ts';
import { defineKind } from './kind.ts';

/** An object in which `key` is exactly `value`. */
function has(key: string, value: string | boolean): JsonSchema {
  return { type: 'object', required: [key], properties: { [key]: { const: value } } };
}

/** vets-api's coded error: `errors[].code` (modules/check_in/config/locales/exceptions.en.yml). */
function coded(code: string): JsonSchema {
  return {
    type: 'object',
    required: ['errors'],
    properties: { errors: { type: 'array', contains: has('code', code) } },
  };
}

/** `data.features[]` lists this toggle with this value (vets-api feature_toggles_controller). */
function toggled(name: string, value: boolean): JsonSchema {
  return {
    type: 'object',
    required: ['data'],
    properties: {
      data: {
        type: 'object',
        required: ['features'],
        properties: {
          features: {
            type: 'array',
            contains: {
              type: 'object',
              required: ['name', 'value'],
              properties: { name: { const: name }, value: { const: value } },
            },
          },
        },
      },
    },
  };
}

const enabledToggle = 'check_in_experience_enabled';
const mockToggle = 'check_in_experience_mock_enabled';

const everyRedis: BodyCheck = {
  name: 'every redis in redis_details',
  json: {
    type: 'object',
    required: ['redis_details'],
    properties: {
      redis_details: { type: 'object', minProperties: 1, additionalProperties: { const: true } },
    },
  },
  expected: 'every member of redis_details true',
};

function revisionCheck(revision: string): BodyCheck {
  return {
    name: 'live revision',
    json: {
      type: 'object',
      required: ['git_revision'],
      properties: { git_revision: { type: 'string', pattern: `^${revision}` } },
    },
    code: 'WRONG_REVISION',
    expected: `git_revision ${revision}`,
  };
}

/** A failing CHIP or LoROTA behind vets-api; breakers answer 503 for 60 s (vets-api lib/common/exceptions/service_outage.rb). */
const outage = 'vets-api answered, and says that the service behind it failed';

/** Routes and coded answers from vets-api modules/check_in (controllers/check_in/v2, spec/requests). */
export const vetsApi = defineKind({
  kind: 'vets-api',
  summary:
    'vets-api: its own status, the check-in toggles, and the two routes whose healthy answer is a coded 404.',
  layer: 'vets-api',
  upstreams: ['chip', 'lorota'],
  settings: z.strictObject({
    url: httpUrl().describe('Address of vets-api.'),
    revision: text()
      .refine((value) => /^[0-9a-f]{7,40}$/u.test(value), 'a commit: 7 to 40 hexadecimal digits')
      .optional()
      .describe('Commit that `/v0/status` must report as `git_revision`; a short one matches its beginning.'),
  }),
  plan: ({ url, revision }, { uuid }) => ({
    engine: 'http-steps',
    parallel: true,
    steps: [
      {
        name: 'status',
        independent: true,
        request: { method: 'GET', url: `${url}/v0/status` },
        expect: { status: [200], json: { type: 'object' } },
        checks: [
          { name: 'postgres_up', json: has('postgres_up', true), independent: true },
          { name: 'redis_up', json: has('redis_up', true), independent: true },
          { ...everyRedis, independent: true },
          ...(revision === undefined ? [] : [{ ...revisionCheck(revision), independent: true }]),
        ],
      },
      {
        name: 'feature toggles',
        independent: true,
        request: { method: 'GET', url: `${url}/v0/feature_toggles?features=${enabledToggle},${mockToggle}` },
        expect: { status: [200], json: { type: 'object', required: ['data'] } },
        checks: [
          {
            name: enabledToggle,
            json: toggled(enabledToggle, true),
            code: 'SWITCHED_OFF',
            expected: 'on',
            independent: true,
          },
          {
            name: mockToggle,
            json: toggled(mockToggle, false),
            code: 'MOCKED',
            expected: 'off',
            independent: true,
          },
        ],
      },
      {
        name: 'route to CHIP',
        request: { method: 'GET', url: `${url}/check_in/v2/sessions/${uuid()}?checkInType=preCheckIn` },
        // The route also answers a plain 404 when the feature is off: only the code tells.
        expect: { status: [404], json: coded('CHIP-API_404') },
        known: [
          {
            when: { json: coded('CHIP-API_500') },
            code: 'UPSTREAM',
            layer: 'chip',
            observed: `${outage}: CHIP-API_500`,
          },
          { when: { status: [503] }, code: 'UPSTREAM', layer: 'chip', observed: `${outage}: status 503` },
          {
            when: { status: [404] },
            code: 'BODY_MISMATCH',
            observed: 'status 404 without the code CHIP-API_404: the route itself is missing or switched off',
          },
        ],
      },
      {
        name: 'route to LoROTA',
        request: {
          method: 'POST',
          url: `${url}/check_in/v2/sessions`,
          json: {
            session: { uuid: uuid(), dob: '1900-01-01', last_name: 'Nobody', check_in_type: 'checkIn' },
          },
        },
        // A random uuid meets no record, so the three strikes that delete one cannot be spent.
        retry: 'transient',
        credential: false,
        expect: { status: [404], json: coded('CIE-VETS-API_404') },
        known: [
          {
            when: { json: coded('LOROTA-API_401') },
            code: 'UPSTREAM',
            layer: 'lorota',
            observed: `${outage}: LOROTA-API_401`,
          },
          { when: { status: [500, 503] }, code: 'UPSTREAM', layer: 'lorota', observed: outage },
          {
            when: { status: [404] },
            code: 'BODY_MISMATCH',
            observed:
              'status 404 without the code CIE-VETS-API_404: the route itself is missing or switched off',
          },
        ],
      },
    ],
  }),
});
