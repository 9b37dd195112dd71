import { facts, type FaultCodeFacts } from './facts.ts';

/** Databases and their tables. */
export const tableFaults = {
  TABLE_MISSING: facts(
    'fail',
    ['independent'],
    'The staging copy of the database has no such table or view.',
    'Re-sync the staging copy from production.',
  ),
  COLUMN_MISSING: facts(
    'fail',
    ['independent'],
    'The staging copy of the table lacks a column that production has.',
    'Re-sync the table from production, so that both schemas match.',
  ),
  TYPE_MISMATCH: facts(
    'fail',
    ['independent'],
    'The column has another or a narrower type than agreed.',
    'Re-sync the table from production, or correct the contract.',
  ),
  TYPE_WIDENED: facts(
    'warn',
    ['independent'],
    'The column is wider than agreed: values may come that a reader cannot hold.',
    'Check the readers of the column, then correct the contract.',
  ),
  NULLABLE: facts(
    'fail',
    ['independent'],
    'The column may be empty, although the contract says it never is.',
    'Restore the NOT NULL constraint, or correct the contract.',
  ),
  NO_GRANT: facts(
    'fail',
    ['independent'],
    'The probing role may not read the table.',
    'Grant SELECT on the table and USAGE on its schema to the role.',
  ),
  SELECT_FAILED: facts(
    'fail',
    ['independent'],
    'The catalogue lists the table, but reading from it fails: often a view whose base changed.',
    'Recreate the view on the present base tables.',
  ),
  NOT_ENOUGH_ROWS: facts(
    'fail',
    ['independent'],
    'The table holds fewer rows than the tests need.',
    'Load the table, or the rows of the synthetic patient.',
  ),
  STALE: facts(
    'fail',
    ['independent'],
    'The newest row is older than agreed: the nightly load did not run.',
    'Look at the load job and run it again.',
  ),
  LOCKED: facts(
    'fail',
    ['independent', 'transient'],
    'The table is locked by another session for longer than the probe waits.',
    'Find the session that holds the lock; a running load may be the reason.',
  ),
  STARTING_UP: facts(
    'fail',
    ['independent', 'transient'],
    'The database is starting up, shutting down or recovering.',
    'Wait until the database accepts connections.',
  ),
  TOO_MANY_CONNECTIONS: facts(
    'fail',
    ['independent', 'transient'],
    'The database has no connection left.',
    'Find who holds the connections, or raise the limit.',
  ),
  DATABASE_MISSING: facts(
    'fail',
    ['independent'],
    'The server has no database of that name.',
    'Restore the database, or correct the address.',
  ),
  SERVER_ERROR: facts(
    'fail',
    ['independent'],
    'The database answered with an error that none of the other codes names.',
    'Look up the SQLSTATE in the log of the database.',
  ),
} as const satisfies Record<string, FaultCodeFacts>;
