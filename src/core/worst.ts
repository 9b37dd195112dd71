import { statuses, type Status } from './model.ts';

/**
 * The worst status of a list. An empty list is `unknown`: nothing that was never looked at may pass.
 */
export function worst(list: Iterable<Status>): Status {
  let index = -1;
  for (const status of list) index = Math.max(index, statuses.indexOf(status));
  return statuses[index] ?? 'unknown';
}
