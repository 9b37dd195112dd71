import { describe, expect, test } from 'vitest';

import type { JsonValue } from '../../src/core/plan.ts';
import { noMaintenance } from '../../src/kinds/maintenance.ts';

const now = new Date('2026-03-04T12:00:00Z');

function window(attributes: Readonly<Record<string, JsonValue>>): JsonValue {
  return { id: '1', type: 'maintenance_windows', attributes };
}

function between(from: string, to: string, service = 'cie'): JsonValue {
  return window({ external_service: service, start_time: from, end_time: to, description: 'Upgrade of Db2' });
}

function faultOf(...data: readonly JsonValue[]) {
  return noMaintenance(now).inspect?.({ data });
}

const active = between('2026-03-04T11:00:00Z', '2026-03-04T13:00:00Z');

describe('a maintenance window of the check-in', () => {
  test.each(['cie', 'pcie', 'global'])('is active for the service %s', (service) => {
    expect(faultOf(between('2026-03-04T11:00:00Z', '2026-03-04T13:00:00Z', service))).toMatchObject({
      code: 'MAINTENANCE',
      until: '2026-03-04T13:00:00.000Z',
    });
  });

  test.each<[string, JsonValue]>([
    ['of another service', between('2026-03-04T11:00:00Z', '2026-03-04T13:00:00Z', 'tc')],
    ['that has ended', between('2026-03-04T11:00:00Z', '2026-03-04T12:00:00Z')],
    ['that has not begun', between('2026-03-04T12:00:00.001Z', '2026-03-04T13:00:00Z')],
    ['without attributes', { id: '1' }],
    ['that is no object', 'cie'],
  ])('is not one %s', (_, data) => {
    expect(faultOf(data)).toBeUndefined();
  });

  test.each<[string, JsonValue]>([
    ['an end', window({ external_service: 'cie', start_time: '2026-03-04T11:00:00Z' })],
    ['times that are any', between('yesterday', 'tomorrow')],
  ])('counts as active without %s: it was announced', (_, data) => {
    expect(faultOf(data)).toMatchObject({ code: 'MAINTENANCE', observed: 'a window without a readable end' });
  });

  test('counts with the zone in which its times are written', () => {
    const eastern = between('2026-03-04T06:30:00-05:00', '2026-03-04T08:00:00-05:00');
    expect(faultOf(eastern)).toMatchObject({ until: '2026-03-04T13:00:00.000Z' });
  });

  test('lasts until the last of those that are active ends', () => {
    const longer = between('2026-03-04T11:30:00Z', '2026-03-04T15:00:00Z', 'global');
    const later = between('2026-03-04T14:00:00Z', '2026-03-04T18:00:00Z');
    expect(faultOf(active, longer, later)).toMatchObject({ until: '2026-03-04T15:00:00.000Z' });
  });

  test('shows nothing of its description', () => {
    expect(JSON.stringify(faultOf(active))).not.toContain('Db2');
  });

  test('is not proven absent by an empty list', () => {
    expect(faultOf()).toBeUndefined();
    expect(noMaintenance(now).note).toMatch(/an empty list proves nothing/u);
  });
});
