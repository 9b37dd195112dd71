/** DataDog's API v1: a metric query and a monitor's state (api documentation, "Query timeseries points", "Get a monitor's details"). */
import type { IsOn } from '../faults.ts';
import type { Answer, Call, Reply, Route, ServiceDefinition } from '../http-service.ts';

export interface DatadogAccess {
  readonly apiKey: string;
  readonly applicationKey: string;
}

const healthy = { checkins_create_count_success: 12, sessions_create_count_success: 19, failure: 1 } as const;
const low = { checkins_create_count_success: 0, sessions_create_count_success: 1, failure: 18 } as const;
const points = 4;

export function datadogService(isOn: IsOn, access: DatadogAccess): ServiceDefinition {
  const routes: readonly Route[] = [
    ['GET', '/api/v1/query', (call) => query(isOn, call)],
    ['GET', '/api/v1/monitor/:id', (call) => monitor(isOn, call)],
  ];
  const before = ({ headers }: Call): Answer | undefined =>
    headers['dd-api-key'] === access.apiKey && headers['dd-application-key'] === access.applicationKey
      ? undefined
      : { status: 403, json: { errors: ['Forbidden'] } };
  return {
    name: 'datadog',
    routes,
    before,
    notFound: () => ({ status: 404, json: { errors: ['Not found'] } }),
  };
}

/** One series per query of the comma-separated list; each point is a count per interval. */
function query(isOn: IsOn, { query }: Call): Reply {
  const from = Number(query.get('from'));
  const to = Number(query.get('to'));
  const text = query.get('query') ?? '';
  if (!(from > 0 && to > from) || text === '') return { status: 400, json: { errors: ['Invalid query.'] } };
  const interval = Math.max(1, Math.floor((to - from) / points));
  const expressions = isOn('datadog-no-data') ? [] : splitQueries(text);
  const series = expressions.map((expression, query_index) => ({
    metric: metricOf(expression),
    display_name: metricOf(expression),
    expression,
    query_index,
    scope: 'env:staging',
    interval,
    length: points,
    start: from * 1000,
    end: to * 1000,
    aggr: 'sum',
    pointlist: Array.from({ length: points }, (_, index) => [
      (from + index * interval) * 1000,
      valueOf(expression, isOn('checkins-low')),
    ]),
  }));
  return {
    status: 200,
    json: {
      status: 'ok',
      res_type: 'time_series',
      from_date: from * 1000,
      to_date: to * 1000,
      query: text,
      series,
    },
  };
}

/** Commas inside braces belong to a scope. */
function splitQueries(text: string): readonly string[] {
  return text.split(/,(?![^{(]*[})])/u).map((part) => part.trim());
}

function metricOf(expression: string): string {
  return /[a-z_]+\.[a-z_.0-9]+/u.exec(expression)?.[0] ?? expression;
}

function valueOf(expression: string, isLow: boolean): number {
  const values = isLow ? low : healthy;
  const sessions = values.sessions_create_count_success;
  if (expression.includes('/')) return sessions / (sessions + values.failure);
  if (expression.includes('_count_failure')) return values.failure;
  return expression.includes('sessions_create') ? sessions : values.checkins_create_count_success;
}

function monitor(isOn: IsOn, { params }: Call): Reply {
  const state = isOn('datadog-no-data') ? 'No Data' : isOn('checkins-low') ? 'Alert' : 'OK';
  const id = Number(params['id']);
  if (!Number.isInteger(id)) return { status: 400, json: { errors: ['Invalid monitor id.'] } };
  return {
    status: 200,
    json: { id, name: 'Low successful check-ins', type: 'metric alert', overall_state: state, options: {} },
  };
}
