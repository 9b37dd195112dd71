import { dialectOf } from '../core/table-dialect.ts';
import { postgres } from './postgres.ts';
import type { TableDriver } from './table-driver.ts';

/** One driver for each dialect. */
const drivers: readonly TableDriver[] = [postgres];

/** The driver for the scheme of a URL. */
export function driverFor(url: string): TableDriver | undefined {
  const dialect = dialectOf(url);
  return drivers.find((driver) => driver.dialect === dialect);
}
