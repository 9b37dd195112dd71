import { statuses, type Status } from './model.ts';

const rankOfUnknown = statuses.indexOf('unknown');
const order = new Map<unknown, number>(statuses.map((status, index) => [status, index]));

/**
 * The worst status of a list. An empty list is `unknown`, and so is anything that is no status:
 * what was never looked at, or cannot be read, may not pass.
 */
export function worst(list: Iterable<Status>): Status {
  let found = -1;
  for (const each of list) found = Math.max(found, order.get(each) ?? rankOfUnknown);
  return statuses[found] ?? 'unknown';
}
