import { diffTable, type Finding, type TableDescription } from '../core/contract-diff.ts';
import { faultyCheck, faultLine } from '../core/faults.ts';
import type { Status } from '../core/model.ts';
import { oneLine } from '../core/one-line.ts';
import type { TableContract } from '../core/plan.ts';
import { showName } from '../core/table-name.ts';
import { worst } from '../core/worst.ts';
import { statusMarks } from '../reports/words.ts';
import type { Described } from './describe-tables.ts';
import { statusColours, type Paint } from './terminal.ts';

export interface Comparison {
  readonly status: Status;
  readonly lines: readonly string[];
}

/** How the tables that were described meet the contracts: a line for each table and column, then one for all. */
export function compareTables(
  contracts: readonly TableContract[],
  { tables, dialect }: Described,
  names: { readonly contract: string; readonly compared: string },
  paint: Paint,
): Comparison {
  const judged = contracts.flatMap((contract, index) => {
    const found = tables[index]?.[1];
    if (found === undefined) throw new Error('a table that was not described');
    return [...diffTable(contract, found, dialect).map(judge), ...surplus(contract, found, names.compared)];
  });
  const checks = judged.filter(({ isCheck }) => isCheck);
  const status = worst(checks.map((check) => check.status));
  const passed = checks.filter((check) => check.status === 'pass').length;
  const count = `${String(passed)} of ${String(checks.length)} checks passed`;
  const total = `${statusMarks[status]} ${names.compared} ${outcomes[status]} of ${names.contract}: ${count}`;
  const lines = judged.map((one) =>
    paint(one.status === 'pass' ? 'dim' : statusColours[one.status], one.line),
  );
  return { status, lines: [...lines, '', paint('bold', total)] };
}

const outcomes: Readonly<Record<Status, string>> = {
  pass: 'meets the contract',
  warn: 'meets the contract, and holds more than that',
  unknown: 'does not meet the contract',
  fail: 'does not meet the contract',
};

interface Judged {
  readonly isCheck: boolean;
  readonly status: Status;
  readonly line: string;
}

function judge({ name, fault, note }: Finding): Judged {
  const status = fault === undefined ? 'pass' : faultyCheck({ name, layer: 'cdw' }, fault).status;
  const about = fault === undefined ? note : `${fault.code}, ${faultLine(fault)}`;
  const line = oneLine(`${statusMarks[status]} ${name}${about === undefined ? '' : `: ${about}`}`);
  return { isCheck: true, status, line };
}

/** Columns that nobody agreed on: no fault, and still worth knowing. */
function surplus(contract: TableContract, found: TableDescription, compared: string): readonly Judged[] {
  if (!found.isFound) return [];
  const table = showName(contract.schema, contract.table);
  return found.columns
    .filter(({ name }) => !Object.hasOwn(contract.columns, name))
    .map(({ name }) => ({
      isCheck: false,
      status: 'pass',
      line: oneLine(`➕ ${table}.${showName(name)}: only in ${compared}`),
    }));
}
