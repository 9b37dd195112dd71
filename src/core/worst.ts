import { statuses, type Status } from './model.ts';

const order = new Map<unknown, number>(statuses.map((status, index) => [status, index]));

/**
 * The worst status of a list. An empty list is `unknown`, and so is anything that is no status:
 * what was never looked at, or cannot be read, may not pass.
 */
export function worst(list: Iterable<Status>): Status {
  let found: Status | undefined;
  for (const each of list) {
    const status = order.has(each) ? each : 'unknown';
    if (found === undefined || (order.get(status) ?? 0) > (order.get(found) ?? 0)) found = status;
  }
  return found ?? 'unknown';
}
