import * as z from 'zod';

import { httpUrl, text } from '../config/fields.ts';
import type { FaultCode } from '../core/fault-codes.ts';
import { childOf, isList, readPointer } from '../core/json-pointer.ts';
import type { BodyCheck, HttpStep, JsonValue } from '../core/plan.ts';
import { nested, withErrorCode, withValue } from './contracts.ts';
import { defineKind } from './kind.ts';
import { noMaintenance } from './maintenance.ts';

const enabledToggle = 'check_in_experience_enabled';
const mockToggle = 'check_in_experience_mock_enabled';

/** `data.features[]` lists this toggle with this value (vets-api feature_toggles_controller). */
function toggleCheck(name: string, code: FaultCode, wanted: boolean): BodyCheck {
  const word = (value: boolean) => (value ? 'on' : 'off');
  return {
    name,
    json: true,
    independent: true,
    inspect: (body) => {
      const value = toggleIn(body, name);
      if (value === wanted) return undefined;
      const observed = typeof value === 'boolean' ? word(value) : 'no such toggle in the answer';
      return { code, expected: word(wanted), observed };
    },
  };
}

function toggleIn(body: JsonValue, name: string): JsonValue | undefined {
  const features = readPointer(body, '/data/features');
  const toggle = (isList(features) ? features : []).find((feature) => childOf(feature, 'name') === name);
  return childOf(toggle, 'value');
}

/** Answers of vets-api that know the state of what stands behind it (check-in-stack: modules/check_in, breakers). */
const outage = 'vets-api answered, and says that the service behind it failed';

/** vets-api's own health (app/controllers/v0/admin_controller.rb). */
function statusStep(url: string, revision: string | undefined): HttpStep {
  const own: readonly BodyCheck[] = [
    { name: 'postgres_up', json: withValue('postgres_up', true) },
    { name: 'redis_up', json: withValue('redis_up', true) },
    {
      name: 'every redis in redis_details',
      json: nested(['redis_details'], {
        type: 'object',
        minProperties: 1,
        additionalProperties: { const: true },
      }),
      expected: 'every member of redis_details true',
    },
  ];
  return {
    name: 'status',
    independent: true,
    request: { method: 'GET', url: `${url}/v0/status` },
    expect: { status: [200], json: { type: 'object' } },
    checks: [...own, ...(revision === undefined ? [] : [revisionCheck(revision)])].map((check) => ({
      ...check,
      independent: true,
    })),
  };
}

function revisionCheck(revision: string): BodyCheck {
  return {
    name: 'live revision',
    json: true,
    inspect: (body) => {
      const live = childOf(body, 'git_revision');
      if (typeof live === 'string' && live.startsWith(revision)) return undefined;
      const observed = typeof live === 'string' ? 'another commit' : 'no git_revision';
      return { code: 'WRONG_REVISION', expected: `the commit ${revision}`, observed };
    },
  };
}

function togglesStep(url: string): HttpStep {
  return {
    name: 'feature toggles',
    independent: true,
    request: { method: 'GET', url: `${url}/v0/feature_toggles?features=${enabledToggle},${mockToggle}` },
    expect: { status: [200], json: { type: 'object', required: ['data'] } },
    checks: [toggleCheck(enabledToggle, 'SWITCHED_OFF', true), toggleCheck(mockToggle, 'MOCKED', false)],
  };
}

/** A made-up uuid before check-in: vets-api asks CHIP, whose "not found" comes back as CHIP-API_404. */
function chipRouteStep(url: string, uuid: string): HttpStep {
  return {
    name: 'route to CHIP',
    request: { method: 'GET', url: `${url}/check_in/v2/sessions/${uuid}?checkInType=preCheckIn` },
    // The route also answers a plain 404 when the feature is off: only the code tells.
    expect: { status: [404], json: withErrorCode('CHIP-API_404') },
    known: [
      {
        when: { json: withErrorCode('CHIP-API_500') },
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
  };
}

/** A made-up uuid meets no record, so none of the three strikes that delete a record can be spent. */
function lorotaRouteStep(url: string, uuid: string): HttpStep {
  return {
    name: 'route to LoROTA',
    request: {
      method: 'POST',
      url: `${url}/check_in/v2/sessions`,
      json: { session: { uuid, dob: '1900-01-01', last_name: 'Nobody' } },
    },
    credential: false,
    expect: { status: [404], json: withErrorCode('CIE-VETS-API_404') },
    known: [
      {
        when: { json: withErrorCode('LOROTA-API_401') },
        code: 'UPSTREAM',
        layer: 'lorota',
        observed: `${outage}: LOROTA-API_401`,
      },
      // Any other 500 may be vets-api's own: the chain tells whether LoROTA is down.
      { when: { status: [503] }, code: 'UPSTREAM', layer: 'lorota', observed: `${outage}: status 503` },
      {
        when: { status: [404] },
        code: 'BODY_MISMATCH',
        observed: 'status 404 without the code CIE-VETS-API_404: the route itself is missing or switched off',
      },
    ],
  };
}

/** Announced windows (vets-api maintenance_windows_controller; fed from PagerDuty). */
function maintenanceStep(url: string, now: Date): HttpStep {
  return {
    name: 'maintenance windows',
    independent: true,
    request: { method: 'GET', url: `${url}/v0/maintenance_windows` },
    expect: { status: [200], json: nested(['data'], { type: 'array' }) },
    checks: [noMaintenance(now)],
  };
}

/** Routes and coded answers from vets-api modules/check_in (controllers/check_in/v2, spec/requests). */
export const vetsApi = defineKind({
  kind: 'vets-api',
  summary:
    'vets-api: its own status, the check-in toggles, maintenance windows, and the two routes whose healthy answer is a coded 404.',
  layer: 'vets-api',
  upstreams: ['chip', 'lorota'],
  settings: () =>
    z.strictObject({
      url: httpUrl().describe('Address of vets-api.'),
      revision: text()
        .refine((value) => /^[0-9a-f]{7,40}$/u.test(value), 'a commit: 7 to 40 hexadecimal digits')
        .optional()
        .describe(
          'Commit that `/v0/status` must report as `git_revision`; a short one matches its beginning.',
        ),
    }),
  plan: ({ url, revision }, { uuid, now }) => ({
    engine: 'http-steps',
    parallel: true,
    steps: [
      statusStep(url, revision),
      togglesStep(url),
      chipRouteStep(url, uuid()),
      lorotaRouteStep(url, uuid()),
      maintenanceStep(url, now()),
    ],
  }),
});
