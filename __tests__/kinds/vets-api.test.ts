import { describe, expect, test } from 'vitest';

import type { JsonValue } from '../../src/core/plan.ts';
import { vetsApi } from '../../src/kinds/vets-api.ts';
import { revealText } from '../../src/secrets.ts';
import { planOf, readAnswer, stepOf, uuidsOf } from '../support/plans.ts';

const url = 'https://api.example.test';
const plan = (more: Readonly<Record<string, string>> = {}) => planOf(vetsApi, { url, ...more });

function read(step: string, status: number, body?: JsonValue, more: Readonly<Record<string, string>> = {}) {
  return readAnswer(stepOf(plan(more), step), body === undefined ? { status } : { status, body });
}

function coded(...codes: readonly string[]): JsonValue {
  return { errors: codes.map((code) => ({ title: 'Error', code, status: '404' })) };
}

describe('the plan of vets-api', () => {
  test('runs all of its steps whatever the others find, none of them with a retry that costs a strike', () => {
    expect(plan().parallel).toBe(true);
    expect(
      plan().steps.map(
        ({ request }) => `${request.method} ${revealText(request.url).replace(/[^/]{36}(?=\?)/u, 'uuid')}`,
      ),
    ).toEqual([
      'GET https://api.example.test/v0/status',
      'GET https://api.example.test/v0/feature_toggles?features=check_in_experience_enabled,check_in_experience_mock_enabled',
      'GET https://api.example.test/check_in/v2/sessions/uuid?checkInType=preCheckIn',
      'POST https://api.example.test/check_in/v2/sessions',
      'GET https://api.example.test/v0/maintenance_windows',
    ]);
  });

  test('asks for records that were made up for this one plan', () => {
    const uuids = [...uuidsOf(plan()), ...uuidsOf(plan())];
    expect(uuids).toHaveLength(4);
    expect(new Set(uuids).size).toBe(4);
  });

  test('sends no credential, and says that LoROTA refuses a record, not ours', () => {
    expect(plan().steps.flatMap(({ request }) => Object.keys(request.headers ?? {}))).toEqual([]);
    expect(stepOf(plan(), 'route to LoROTA').credential).toBe(false);
  });

  test('lets nothing upstream explain its own state, but the routes behind it', () => {
    const own = plan()
      .steps.filter((step) => step.independent === true)
      .map(({ name }) => name);
    expect(own).toEqual(['status', 'feature toggles', 'maintenance windows']);
    const checks = plan().steps.flatMap((step) => step.checks ?? []);
    expect(checks.filter((check) => check.independent !== true)).toEqual([]);
  });

  test.each(['0123', 'not a commit', 'ABCDEF1', '^.*'])('refuses the revision %j', (revision) => {
    expect(() => plan({ revision })).toThrow(/a commit/u);
  });
});

describe('vets-api reads its status', () => {
  const healthy = {
    postgres_up: true,
    redis_up: true,
    redis_details: { app: true, rails: true },
    git_revision: '0123456789abcdef',
  };
  const mismatch = (check: string) => [{ check, code: 'BODY_MISMATCH', layer: undefined }];

  test.each([
    ['all up', healthy, []],
    ['the database down', { ...healthy, postgres_up: false }, mismatch('postgres_up')],
    ['redis down', { ...healthy, redis_up: false }, mismatch('redis_up')],
    ['redis up as text', { ...healthy, redis_up: 'true' }, mismatch('redis_up')],
    [
      'one redis down',
      { ...healthy, redis_details: { app: true, rails: false } },
      mismatch('every redis in redis_details'),
    ],
    ['no redis at all', { ...healthy, redis_details: {} }, mismatch('every redis in redis_details')],
  ])('with %s', (_, body, readings) => {
    expect(read('status', 200, body)).toEqual(readings);
  });

  test('with nothing in it as nothing that is up', () => {
    expect(read('status', 200, {}).map(({ check }) => check)).toEqual([
      'postgres_up',
      'redis_up',
      'every redis in redis_details',
    ]);
  });

  test.each([
    ['0123456', []],
    ['0123456789abcdef', []],
    ['1234567', [{ check: 'live revision', code: 'WRONG_REVISION', layer: undefined }]],
  ])('for the revision %s', (revision, readings) => {
    expect(read('status', 200, healthy, { revision })).toEqual(readings);
  });
});

describe('vets-api reads the feature toggles', () => {
  const toggles = (enabled: JsonValue, mocked: JsonValue): JsonValue => ({
    data: {
      features: [
        { name: 'check_in_experience_enabled', value: enabled },
        { name: 'check_in_experience_mock_enabled', value: mocked },
      ],
    },
  });
  const off = { check: 'check_in_experience_enabled', code: 'SWITCHED_OFF', layer: undefined };
  const mocked = { check: 'check_in_experience_mock_enabled', code: 'MOCKED', layer: undefined };

  test.each([
    ['as they should be', toggles(true, false), []],
    ['with the feature off', toggles(false, false), [off]],
    ['with mocks on', toggles(true, true), [mocked]],
    ['with text for truth', toggles('true', 'false'), [off, mocked]],
    ['without any feature', { data: { features: [] } }, [off, mocked]],
  ])('%s', (_, body, readings) => {
    expect(read('feature toggles', 200, body)).toEqual(readings);
  });
});

describe('vets-api reads the route to CHIP', () => {
  const check = 'route to CHIP';

  test.each([
    ['a coded 404 as health', 404, coded('CHIP-API_404'), []],
    ['the code among others as health', 404, coded('OTHER', 'CHIP-API_404'), []],
    ['a plain 404 as a route that is missing or off', 404, coded('404'), [{ check, code: 'BODY_MISMATCH' }]],
    ['a 404 page as a route that is missing or off', 404, undefined, [{ check, code: 'BODY_MISMATCH' }]],
    [
      'a coded 500 as a fault of CHIP',
      500,
      coded('CHIP-API_500'),
      [{ check, code: 'UPSTREAM', layer: 'chip' }],
    ],
    ['an open breaker as a fault of CHIP', 503, coded('503'), [{ check, code: 'UPSTREAM', layer: 'chip' }]],
    ['another 500 as its own', 500, coded('500'), [{ check }]],
    ['a success as its own', 200, {}, [{ check }]],
  ] as const)('%s', (_, status, body, readings) => {
    expect(read('route to CHIP', status, body)).toEqual(readings);
  });
});

describe('vets-api reads the route to LoROTA', () => {
  const check = 'route to LoROTA';

  test.each([
    ['a coded 404 as health', 404, coded('CIE-VETS-API_404'), []],
    ['a plain 404 as a route that is missing or off', 404, coded('404'), [{ check, code: 'BODY_MISMATCH' }]],
    [
      'an open breaker as a fault of LoROTA',
      503,
      coded('503'),
      [{ check, code: 'UPSTREAM', layer: 'lorota' }],
    ],
    [
      'a refusal by LoROTA as a fault of LoROTA',
      401,
      coded('LOROTA-API_401'),
      [{ check, code: 'UPSTREAM', layer: 'lorota' }],
    ],
    ['a success as its own', 200, {}, [{ check }]],
  ] as const)('%s', (_, status, body, readings) => {
    expect(read('route to LoROTA', status, body)).toEqual(readings);
  });
});

describe('vets-api reads the maintenance windows at noon', () => {
  const window = (service: string, start: string, end: string): JsonValue => ({
    data: [
      {
        attributes: {
          external_service: service,
          start_time: `2023-08-15T${start}Z`,
          end_time: `2023-08-15T${end}Z`,
        },
      },
    ],
  });
  const active = [{ check: 'no active maintenance window', code: 'MAINTENANCE', layer: undefined }];

  test.each([
    ['none', { data: [] }, []],
    ['one of the check-in now', window('cie', '11:00:00', '13:00:00'), active],
    ['one of all services now', window('global', '11:00:00', '13:00:00'), active],
    ['one that begins right now', window('pcie', '12:00:00', '13:00:00'), active],
    ['one that has just ended', window('cie', '11:00:00', '12:00:00'), []],
    ['one that is to come', window('cie', '12:00:01', '13:00:00'), []],
    ['one of another service', window('mvi', '11:00:00', '13:00:00'), []],
  ])('of which there is %s', (_, body, readings) => {
    expect(read('maintenance windows', 200, body)).toEqual(readings);
  });

  test('and says that an empty list proves nothing', () => {
    const notes = stepOf(plan(), 'maintenance windows').checks?.map(({ note }) => note);
    expect(notes).toEqual([expect.stringContaining('proves nothing')]);
  });
});

test('vets-api stands behind CHIP and LoROTA', () => {
  expect(vetsApi).toMatchObject({ kind: 'vets-api', layer: 'vets-api', upstreams: ['chip', 'lorota'] });
});
