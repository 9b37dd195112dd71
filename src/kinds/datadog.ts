import * as z from 'zod';

import { count, duration, httpUrl, secret, text } from '../config/fields.ts';
import { childOf, isList } from '../core/json-pointer.ts';
import type { Fault } from '../core/model.ts';
import type { HttpStep, JsonValue } from '../core/plan.ts';
import { nested } from './contracts.ts';
import { defineKind, type SettingsOf } from './kind.ts';
import { isQuiet, quietHoursSchema } from './quiet-hours.ts';

/** Names of the counts in vagov.ddog-gov.com (check-in dashboard summaries). */
const counts = {
  checkIns: 'vets_api.statsd.api_check_in_v2_checkins_create_count_success',
  verified: 'vets_api.statsd.api_check_in_v2_sessions_create_count_success',
  notVerified: 'vets_api.statsd.api_check_in_v2_sessions_create_count_failure',
} as const;

const settings = () =>
  z
    .strictObject({
      site: text()
        .default('ddog-gov.com')
        .describe('DataDog site; the API is asked at `https://api.<site>`.'),
      url: httpUrl().optional().describe('Address of the API, in place of the one of the site.'),
      'api-key': secret().describe('Value of the `DD-API-KEY` header.'),
      'application-key': secret().describe('Value of the `DD-APPLICATION-KEY` header.'),
      environment: text()
        .default('prod')
        .describe('Value of the `env` tag; staging has next to no natural traffic.'),
      window: duration('30d').prefault('1h').describe('How far back is counted.'),
      'check-ins': z
        .strictObject({ 'at-least': count(1).describe('Fewer than that fail.') })
        .optional()
        .describe('Successful check-ins in the window.'),
      'verification-rate': z
        .strictObject({
          'at-least': z
            .number('a share from 0 to 1')
            .gt(0, 'a share above 0')
            .max(1, 'a share of at most 1')
            .describe('A lower share fails.'),
        })
        .optional()
        .describe('Share of logins that were verified, from 0 to 1.'),
      monitors: z.array(count(1)).default([]).describe('Ids of monitors that must not alert.'),
      quiet: quietHoursSchema
        .optional()
        .describe('When few check-ins are normal, so that counts and rates are not judged.'),
    })
    .refine(
      (value) =>
        value['check-ins'] !== undefined ||
        value['verification-rate'] !== undefined ||
        value.monitors.length > 0,
      'at least one of `check-ins`, `verification-rate` and `monitors`',
    );

type DatadogSettings = SettingsOf<ReturnType<typeof settings>>;

/** Sum of all points of a query's series; nothing when there is no point at all. */
function totalOf(body: JsonValue): number | undefined {
  const series = childOf(body, 'series');
  const points = (isList(series) ? series : [])
    .flatMap((one) => childOf(one, 'pointlist') ?? [])
    .filter(isList)
    .map((point) => point[1])
    .filter((value) => typeof value === 'number');
  return points.length === 0 ? undefined : points.reduce((sum, value) => sum + value, 0);
}

function noData(what: string, observed = 'no data point in the window'): Fault {
  return { code: 'NO_DATA', expected: `data for ${what}`, observed };
}

/** `GET /api/v1/query` (Query timeseries points). */
function queryStep(own: DatadogSettings, now: Date, name: string, query: string): Omit<HttpStep, 'checks'> {
  const to = Math.floor(now.getTime() / 1000);
  const from = to - Math.round(own.window / 1000);
  const asked = new URLSearchParams({ from: String(from), to: String(to), query });
  return {
    name,
    independent: true,
    request: {
      method: 'GET',
      url: `${addressOf(own)}/api/v1/query?${asked.toString()}`,
      headers: keysOf(own),
    },
    expect: { status: [200], json: nested(['series'], { type: 'array' }) },
  };
}

function checkInsStep(own: DatadogSettings, now: Date, atLeast: number, quiet: boolean): HttpStep {
  const query = `sum:${counts.checkIns}{env:${own.environment}}.as_count()`;
  return {
    ...queryStep(own, now, 'query of the check-ins', query),
    checks: [
      {
        name: quiet ? 'check-ins (quiet hours: not judged)' : 'check-ins',
        json: true,
        inspect: (body) => (quiet ? undefined : tooFew(totalOf(body), atLeast, 'successful check-ins')),
      },
    ],
  };
}

function rateStep(own: DatadogSettings, now: Date, atLeast: number, quiet: boolean): HttpStep {
  const sum = (metric: string) => `sum:${metric}{env:${own.environment}}.as_count()`;
  const query = `${sum(counts.verified)},${sum(counts.notVerified)}`;
  return {
    ...queryStep(own, now, 'query of the verification rate', query),
    checks: [
      {
        name: quiet ? 'verification rate (quiet hours: not judged)' : 'verification rate',
        json: true,
        inspect: (body) => (quiet ? undefined : lowRate(body, atLeast)),
      },
    ],
  };
}

function tooFew(total: number | undefined, atLeast: number, what: string): Fault | undefined {
  if (total === undefined) return noData(what);
  if (total >= atLeast) return undefined;
  return {
    code: 'TOO_FEW',
    expected: `at least ${String(atLeast)} ${what}`,
    observed: String(Math.round(total)),
  };
}

/** A count that nobody sent is missing from the answer: no failures are no data, and count as none. */
function lowRate(body: JsonValue, atLeast: number): Fault | undefined {
  const series = childOf(body, 'series');
  const of = (index: number) =>
    totalOf({
      series: (isList(series) ? series : []).filter((one) => childOf(one, 'query_index') === index),
    });
  const [verified, notVerified] = [of(0), of(1)];
  const all = (verified ?? 0) + (notVerified ?? 0);
  if (verified === undefined && notVerified === undefined) return noData('verified and refused logins');
  // Of no login no share can be told, which is as little as no data.
  if (all === 0) return noData('verified and refused logins', 'no login in the window');
  const rate = (verified ?? 0) / all;
  if (rate >= atLeast) return undefined;
  return {
    code: 'TOO_FEW',
    expected: `at least ${percent(atLeast)} of the logins verified`,
    observed: percent(rate),
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `GET /api/v1/monitor/{id}` (Get a monitor's details): `overall_state`. */
function monitorStep(own: DatadogSettings, id: number): HttpStep {
  return {
    name: `query of monitor ${String(id)}`,
    independent: true,
    request: { method: 'GET', url: `${addressOf(own)}/api/v1/monitor/${String(id)}`, headers: keysOf(own) },
    expect: { status: [200], json: nested(['overall_state'], { type: 'string' }) },
    checks: [{ name: `monitor ${String(id)}`, json: true, inspect: monitorFault }],
  };
}

/** States that say something; every other one, such as `Skipped`, judges nothing. */
const monitorFaults: Readonly<Record<string, Fault | undefined>> = {
  OK: undefined,
  Alert: { code: 'MONITOR_ALERT', expected: 'a monitor in state OK', observed: 'state Alert' },
  Warn: { code: 'MONITOR_WARNS', expected: 'a monitor in state OK', observed: 'state Warn' },
  'No Data': noData('the monitor', 'state No Data'),
};

function monitorFault(body: JsonValue): Fault | undefined {
  const state = childOf(body, 'overall_state');
  if (typeof state === 'string' && Object.hasOwn(monitorFaults, state)) return monitorFaults[state];
  return { code: 'NO_DATA', expected: 'a monitor in state OK', observed: 'a state that judges nothing' };
}

function addressOf({ url, site }: DatadogSettings): string {
  return url ?? `https://api.${site}`;
}

function keysOf({ apiKey, applicationKey }: DatadogSettings): NonNullable<HttpStep['request']['headers']> {
  return { 'dd-api-key': apiKey, 'dd-application-key': applicationKey };
}

/** Monitoring as witness: counts of real check-ins, and monitors that already watch the chain. */
export const datadog = defineKind({
  kind: 'datadog',
  summary: 'DataDog: enough check-ins succeed, enough logins are verified, no monitor alerts.',
  layer: 'monitoring',
  upstreams: ['cdw', 'vista', 'vista-api', 'vetext', 'lorota', 'chip', 'vets-api', 'vets-website'],
  settings,
  plan: (own, { now }) => {
    const time = now();
    const quiet = own.quiet !== undefined && isQuiet(own.quiet, time);
    return {
      engine: 'http-steps',
      parallel: true,
      steps: [
        ...(own.checkIns === undefined ? [] : [checkInsStep(own, time, own.checkIns['at-least'], quiet)]),
        ...(own.verificationRate === undefined
          ? []
          : [rateStep(own, time, own.verificationRate['at-least'], quiet)]),
        ...own.monitors.map((id) => monitorStep(own, id)),
      ],
    };
  },
});
