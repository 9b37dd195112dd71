import { childOf, isList } from '../core/json-pointer.ts';
import type { Fault } from '../core/model.ts';
import type { BodyCheck, JsonValue } from '../core/plan.ts';

/** Keys of the check-in services (vets-api config/settings.yml `maintenance.services`). */
const checkInServices: readonly string[] = ['cie', 'pcie', 'global'];

/** No announced window of a check-in service covers `now`. */
export function noMaintenance(now: Date): BodyCheck {
  return {
    name: 'no active maintenance window',
    json: true,
    independent: true,
    inspect: (body) => activeWindow(body, now),
    // One wrong PagerDuty id empties the whole list (vets-api documentation of maintenance windows).
    note: 'an empty list proves nothing: it also comes back when a PagerDuty id is wrong',
  };
}

function activeWindow(body: JsonValue, now: Date): Fault | undefined {
  const data = childOf(body, 'data');
  const windows = (isList(data) ? data : []).map((item) => childOf(item, 'attributes'));
  const ends = windows
    .filter((window) => isCheckInService(childOf(window, 'external_service')))
    .filter((window) => !(timeOf(window, 'start_time') > now.getTime()))
    .map((window) => timeOf(window, 'end_time'))
    .filter((end) => !(end <= now.getTime()));
  if (ends.length === 0) return undefined;
  const fault = { code: 'MAINTENANCE', expected: 'no maintenance window of the check-in now' } as const;
  const last = Math.max(...ends);
  if (Number.isNaN(last)) return { ...fault, observed: 'a window without a readable end' };
  const until = new Date(last).toISOString();
  return { ...fault, observed: `a window that ends at ${until}`, until };
}

function isCheckInService(service: JsonValue | undefined): boolean {
  return typeof service === 'string' && checkInServices.includes(service);
}

/** Milliseconds, or NaN: a window whose times cannot be read was announced, and counts as active. */
function timeOf(window: JsonValue | undefined, key: string): number {
  const time = childOf(window, key);
  return typeof time === 'string' ? Date.parse(time) : Number.NaN;
}
