import { describe, expect, test } from 'vitest';

import type { HttpStep, JsonValue } from '../../src/core/plan.ts';
import { datadog } from '../../src/kinds/datadog.ts';
import { revealText } from '../../src/secrets.ts';
import { plainTexts, planContext, planOf, revealed, stepOf } from '../support/plans.ts';
import { codesOf, judge } from './answers.ts';

const variables = { DD_API_KEY: 'api-key-1234', DD_APP_KEY: 'application-key-1234' };
const keys = { 'api-key': '${DD_API_KEY}', 'application-key': '${DD_APP_KEY}' };
const noon = new Date('2026-03-04T17:00:00Z');

function planFor(settings: Readonly<Record<string, unknown>>) {
  return planOf(datadog, { ...keys, ...settings }, variables, planContext({ now: () => noon }));
}

const checkIns = { 'check-ins': { 'at-least': 5 } };
const rate = { 'verification-rate': { 'at-least': 0.8 } };
const quiet = { quiet: { 'time-zone': 'UTC', days: ['wed'] } };

const checkInsStep = (more = {}) => stepOf(planFor({ ...checkIns, ...more }), 'query of the check-ins');
const rateStep = (more = {}) => stepOf(planFor({ ...rate, ...more }), 'query of the verification rate');
const monitorStep = () => stepOf(planFor({ monitors: [7] }), 'query of monitor 7');

function series(...values: readonly (readonly (number | null)[])[]): JsonValue {
  return {
    status: 'ok',
    series: values.map((points, query_index) => ({
      query_index,
      pointlist: points.map((value, index) => [1_700_000_000_000 + index, value]),
    })),
  };
}

function urlOf(step: HttpStep): URL {
  return new URL(revealText(step.request.url));
}

describe('the plan of datadog', () => {
  test('asks what it is told to ask, at the site of the government by default', () => {
    const { steps } = planFor({ ...checkIns, ...rate, monitors: [7, 8] });
    expect(steps.map(({ name }) => name)).toEqual([
      'query of the check-ins',
      'query of the verification rate',
      'query of monitor 7',
      'query of monitor 8',
    ]);
    expect(steps.map((step) => urlOf(step).origin)).toEqual(Array(4).fill('https://api.ddog-gov.com'));
    expect(urlOf(monitorStep()).pathname).toBe('/api/v1/monitor/7');
  });

  test('asks another site, or another address', () => {
    expect(urlOf(checkInsStep({ site: 'datadoghq.eu' })).origin).toBe('https://api.datadoghq.eu');
    expect(urlOf(checkInsStep({ url: 'https://dd.example.test' })).origin).toBe('https://dd.example.test');
  });

  test('counts successful check-ins of the environment, over the window', () => {
    const { searchParams } = urlOf(checkInsStep({ environment: 'staging', window: '2h' }));
    expect(searchParams.get('query')).toBe(
      'sum:vets_api.statsd.api_check_in_v2_checkins_create_count_success{env:staging}.as_count()',
    );
    expect(Number(searchParams.get('to'))).toBe(noon.getTime() / 1000);
    expect(Number(searchParams.get('to')) - Number(searchParams.get('from'))).toBe(7200);
  });

  test('asks for both sides of the verification in one query', () => {
    expect(urlOf(rateStep()).searchParams.get('query')?.split(',')).toEqual([
      'sum:vets_api.statsd.api_check_in_v2_sessions_create_count_success{env:prod}.as_count()',
      'sum:vets_api.statsd.api_check_in_v2_sessions_create_count_failure{env:prod}.as_count()',
    ]);
  });

  test('keeps both keys in a Secret', () => {
    const plan = planFor(checkIns);
    expect(plainTexts(plan).join('\n')).not.toMatch(/key-1234/u);
    expect(revealed(plan)).toEqual(Object.values(variables));
  });

  test.each([
    ['nothing to ask', {}, /at least one of/u],
    ['no check-ins at all', { 'check-ins': { 'at-least': 0 } }, /at least 1/u],
    ['a share of more than all', { 'verification-rate': { 'at-least': 1.1 } }, /at most 1/u],
    ['a share of nothing', { 'verification-rate': { 'at-least': 0 } }, /above 0/u],
  ])('refuses %s', (_, settings, message) => {
    expect(() => planFor(settings)).toThrow(message);
  });
});

describe('the check-ins', () => {
  test.each<[string, JsonValue, readonly string[]]>([
    ['enough', series([2, 3]), []],
    ['too few', series([2, 2]), ['TOO_FEW']],
    ['none, which was counted', series([0, 0]), ['TOO_FEW']],
    ['no point at all', series([]), ['NO_DATA']],
    ['only gaps', series([null, null]), ['NO_DATA']],
    ['gaps beside enough', series([null, 5]), []],
    ['no series', series(), ['NO_DATA']],
    ['a series without points', { series: [{}] }, ['NO_DATA']],
    ['no list of series', { status: 'error' }, ['BODY_MISMATCH']],
  ])('%s', (_, json, codes) => {
    expect(codesOf(checkInsStep(), { json })).toEqual(codes);
  });

  test('that are missing are unknown, never zero', () => {
    expect(judge(checkInsStep(), { json: series() })).toMatchObject([
      { check: 'check-ins', observed: 'no data point in the window' },
    ]);
    expect(judge(checkInsStep(), { json: series([0]) })).toMatchObject([{ observed: '0' }]);
  });

  test('are not judged in quiet hours, and the check says so', () => {
    const step = checkInsStep(quiet);
    expect(step.checks?.map(({ name }) => name)).toEqual(['check-ins (quiet hours: not judged)']);
    for (const json of [series(), series([0])]) expect(codesOf(step, { json })).toEqual([]);
    expect(codesOf(step, { status: 500 })).toEqual(['HTTP_STATUS']);
  });
});

describe('the verification rate', () => {
  test.each<[string, JsonValue, readonly string[]]>([
    ['high enough', series([8], [2]), []],
    ['too low', series([7], [3]), ['TOO_FEW']],
    ['without any failure', series([4], []), []],
    ['without any success', series([], [4]), ['TOO_FEW']],
    ['of no login', series([0], [0]), ['NO_DATA']],
    ['without data', series([], []), ['NO_DATA']],
    ['without series', series(), ['NO_DATA']],
    [
      'with the series in another order',
      {
        series: [
          { query_index: 1, pointlist: [[1, 9]] },
          { query_index: 0, pointlist: [[1, 1]] },
        ],
      },
      ['TOO_FEW'],
    ],
  ])('%s', (_, json, codes) => {
    expect(codesOf(rateStep(), { json })).toEqual(codes);
  });

  test('of no login is told apart from no data', () => {
    expect(judge(rateStep(), { json: series([0], [0]) })).toMatchObject([
      { observed: 'no login in the window' },
    ]);
  });

  test('is not judged in quiet hours', () => {
    expect(codesOf(rateStep(quiet), { json: series([0], [9]) })).toEqual([]);
  });
});

describe('a monitor', () => {
  test.each([
    ['OK', []],
    ['Alert', ['MONITOR_ALERT']],
    ['Warn', ['MONITOR_WARNS']],
    ['No Data', ['NO_DATA']],
    ['Skipped', ['NO_DATA']],
    ['Ignored', ['NO_DATA']],
    ['Unknown', ['NO_DATA']],
    ['constructor', ['NO_DATA']],
  ])('in state %s', (overall_state, codes) => {
    expect(codesOf(monitorStep(), { json: { overall_state } })).toEqual(codes);
  });

  test('without a state is no answer', () => {
    expect(codesOf(monitorStep(), { json: { overall_state: null } })).toEqual(['BODY_MISMATCH']);
    expect(codesOf(monitorStep(), { status: 404, json: { errors: ['Monitor not found'] } })).toEqual([
      'HTTP_STATUS',
    ]);
  });

  test('is asked with keys, whose refusal is no fault of the chain', () => {
    expect(codesOf(monitorStep(), { status: 403, json: { errors: ['Forbidden'] } })).toEqual([
      'CREDENTIAL_REFUSED',
    ]);
  });
});
