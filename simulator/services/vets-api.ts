/** vets-api's public health endpoints (app/controllers/v0: admin, feature_toggles, maintenance_windows). */
import type { IsOn } from '../faults.ts';
import type { Reply, Route, ServiceDefinition } from '../http-service.ts';
import { checkInRoutes, routingError, type CheckInDeps } from './vets-api-check-in.ts';

interface Deps extends CheckInDeps {
  readonly revision: () => string;
  readonly now: () => Date;
}

const hourMs = 3_600_000;
/** What `vets-api-wrong-revision` reports. */
const otherRevision = '0ddba11'.padEnd(40, '0');

export function vetsApiService(deps: Deps): ServiceDefinition {
  const { isOn, revision, now } = deps;
  const routes: readonly Route[] = [
    ['GET', '/v0/status', () => status(isOn, isOn('vets-api-wrong-revision') ? otherRevision : revision())],
    ['GET', '/v0/feature_toggles', ({ query }) => featureToggles(isOn, query.get('features') ?? '')],
    ['GET', '/v0/maintenance_windows', () => maintenanceWindows(isOn, now())],
    ...checkInRoutes(deps),
  ];
  return { name: 'vets-api', routes, notFound: routingError };
}

function status(isOn: IsOn, revision: string): Reply {
  const redis = !isOn('vets-api-redis-down');
  return {
    status: 200,
    json: {
      git_revision: revision,
      db_url: null,
      postgres_up: !isOn('vets-api-postgres-down'),
      redis_up: redis,
      redis_details: { app_data_redis: redis, rails_cache: redis, sidekiq_redis: redis },
    },
  };
}

function featureToggles(isOn: IsOn, names: string): Reply {
  const values: Readonly<Record<string, boolean>> = {
    check_in_experience_enabled: !isOn('vets-api-check-in-off'),
    check_in_experience_pre_check_in_enabled: true,
    check_in_experience_mock_enabled: isOn('vets-api-mocked'),
    check_in_experience_use_vaec_cie_endpoints: true,
  };
  const asked = names === '' ? Object.keys(values) : names.split(',');
  const features = asked.map((name) => ({ name, value: values[name] ?? false }));
  return { status: 200, json: { data: { type: 'feature_toggles', features } } };
}

function maintenanceWindows(isOn: IsOn, now: Date): Reply {
  const planned = toWindow('1', 'tc', now, [48, 50]);
  const active = isOn('maintenance') ? [toWindow('2', 'cie', now, [-1, 1])] : [];
  return { status: 200, json: { data: [planned, ...active] } };
}

function toWindow(id: string, service: string, now: Date, [fromHours, toHours]: readonly [number, number]) {
  const at = (hours: number) => new Date(now.getTime() + hours * hourMs).toISOString();
  return {
    id,
    type: 'maintenance_windows',
    attributes: {
      external_service: service,
      start_time: at(fromHours),
      end_time: at(toHours),
      description: 'Made up by the simulator.',
    },
  };
}
