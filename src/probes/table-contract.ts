/** The engine for tables: one connection, one question to the catalogue, then the rows. */
import { setImmediate } from 'node:timers/promises';

import type { ConnectOptions, TableDriver, TableSession } from '../clients/table-driver.ts';
import { driverFor } from '../clients/table-drivers.ts';
import { diffTable, rememberComparisons, type Finding } from '../core/contract-diff.ts';
import { faultyCheck } from '../core/faults.ts';
import type { TableContract, TablePlan } from '../core/plan.ts';
import { judgeReading, planReading, type TableQuery, type TableReading } from '../core/table-conditions.ts';
import { FaultError } from '../errors.ts';
import type { Engine, EngineContext } from './engine.ts';
import { retryTransient } from './retry.ts';

export const usualLimits = {
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 10_000,
  lockTimeoutMs: 3000,
} as const;

/** How the database's own lists of sessions name us. */
export const applicationName = 'staging-health-gate';

/** Read in one statement: few round trips, and still a text of reasonable length. */
const tablesPerStatement = 50;

/**
 * Checks `connect` and `catalogue`, then for each table: the table (there, granted), each of its
 * columns, `read`, `rows` and `freshness`. What depends on a fault is left out: a table that is not
 * there has no findings on its columns. Nothing upstream can be the reason for any of them.
 */
export function tableContractEngine({ ca, limits }: EngineOptions = {}): Engine<TablePlan> {
  const options = { ...usualLimits, ...limits, ca, applicationName };
  return (plan, context) => inspect(reconnecting(plan, context, options), plan, context);
}

/** The engine with its usual limits, which trusts the authorities of the runtime only. */
export const runTableContract = tableContractEngine();

export interface EngineOptions {
  /** Authorities to trust besides the runtime's own: certificates in PEM. */
  readonly ca?: string | undefined;
  readonly limits?: Partial<Pick<ConnectOptions, keyof typeof usualLimits>>;
}

async function inspect(connection: Connection, plan: TablePlan, context: EngineContext): Promise<void> {
  const { dialect } = connection.driver;
  try {
    const isOpen = await connect(connection, context);
    if (!isOpen) return;
    const described = await timed('catalogue', context, () =>
      connection.use((session) => session.describe(plan.tables)),
    );
    if (described === undefined) return;
    const found = plan.tables.map((contract, index) => {
      const table = described[index] ?? unanswered();
      return { contract, table, ...(table.isFound ? planReading(contract, table, dialect) : {}) };
    });
    const readings = found.flatMap(({ contract, query }) =>
      query === undefined ? [] : [{ contract, query }],
    );
    const rules = rememberComparisons(dialect);
    const judge = async () => {
      for (const [index, { contract, table, findings = [] }] of found.entries()) {
        // By then a question is on its way: what the catalogue said is judged while the database reads.
        if (index % tablesPerStatement === 0) await setImmediate();
        record([...diffTable(contract, table, rules), ...findings], context);
      }
    };
    const judged = judge();
    await Promise.all([readAll(readings, connection, context, judged), judged]);
  } finally {
    await connection.close();
  }
}

/** Opens the connection, which in diagnosis is shown with what it looked like from here. */
async function connect(connection: Connection, context: EngineContext): Promise<boolean> {
  const startedMs = performance.now();
  const opened = await during('connect', context, () =>
    connection.use(({ connection: seen }) => Promise.resolve(seen)),
  );
  if (opened === undefined) return false;
  const durationMs = performance.now() - startedMs;
  const exchange = { ...opened, totalMs: Math.round(durationMs * 10) / 10 };
  context.record({
    name: 'connect',
    layer: context.layer,
    durationMs,
    independent: true,
    status: 'pass',
    ...(context.diagnose === true ? { exchange } : {}),
  });
  return true;
}

interface Reading {
  readonly contract: TableContract;
  readonly query: TableQuery;
}

/** Records what it found after `earlier`, so that the order does not depend on which was quicker. */
async function readAll(
  readings: readonly Reading[],
  connection: Connection,
  context: EngineContext,
  earlier: Promise<void>,
) {
  const read: { readonly reading: Reading; readonly answer: TableReading; readonly durationMs: number }[] =
    [];
  for (let at = 0; at < readings.length; at += tablesPerStatement) {
    const some = readings.slice(at, at + tablesPerStatement);
    const startedMs = performance.now();
    const answers = await during('reading the tables', context, () =>
      connection.use((session) => session.read(some.map(({ query }) => query))),
    );
    if (answers === undefined) break;
    const durationMs = performance.now() - startedMs;
    for (const [index, reading] of some.entries())
      read.push({ reading, answer: answers[index] ?? unanswered(), durationMs });
  }
  await earlier;
  for (const { reading, answer, durationMs } of read)
    record(judgeReading(reading.contract, reading.query, answer), context, durationMs);
}

/** Nothing that was not looked at may pass. */
function unanswered(): never {
  throw new Error('the driver answered for fewer tables than it was asked about');
}

interface Connection {
  readonly driver: TableDriver;
  /** Runs the work on the open session; a transient fault opens another one for another attempt. */
  use<T>(work: (session: TableSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

function reconnecting(
  { url }: TablePlan,
  context: EngineContext,
  options: Omit<ConnectOptions, 'signal'>,
): Connection {
  const driver = driverFor(url.reveal());
  // The kind has looked at the address: this is a bug, and the address must not be in its message.
  if (driver === undefined) throw new Error('no driver for the scheme of the address');
  let session: TableSession | undefined;
  const close = async () => {
    const open = session;
    session = undefined;
    await open?.close();
  };
  return {
    driver,
    close,
    use: (work) =>
      retryTransient(async () => {
        session ??= await driver.connect(url, { ...options, signal: context.signal });
        try {
          return await work(session);
        } catch (error) {
          await close();
          throw error;
        }
      }, context),
  };
}

/** Records the outcome under the name, and gives the answer; nothing when there was a fault. */
async function timed<T>(
  name: string,
  context: EngineContext,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const startedMs = performance.now();
  const answer = await during(name, context, work);
  if (answer !== undefined) record([{ name }], context, performance.now() - startedMs);
  return answer;
}

/** The answer of the work; a fault is recorded under the name instead. Anything else that is thrown is a bug. */
async function during<T>(
  name: string,
  context: EngineContext,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const startedMs = performance.now();
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    record([{ name, fault: error.fault }], context, performance.now() - startedMs);
    return undefined;
  }
}

function record(findings: readonly Finding[], context: EngineContext, durationMs = 0): void {
  const { layer } = context;
  for (const { name, fault, note } of findings) {
    const check = { name, layer, durationMs, independent: true };
    context.record(fault === undefined ? { ...check, note, status: 'pass' } : faultyCheck(check, fault));
  }
}
