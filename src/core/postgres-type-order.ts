/** Which type of PostgreSQL holds the values of which. */
import type { DescribedType, TypeComparison } from './contract-diff.ts';
import type { TimeSort } from './table-conditions.ts';
import { parsePostgresType, type PostgresType } from './postgres-types.ts';

/** A domain compares by its name or, where the contract names another type, by what it stands on. */
export function comparePostgresTypes(contract: string, actual: DescribedType): TypeComparison {
  const agreed = parsePostgresType(contract);
  const found = parseActual(actual);
  if (agreed === undefined || found === undefined) return 'different';
  const comparison = compareParsed(agreed, found);
  if (comparison !== 'different' || actual.base === undefined) return comparison;
  const base = parsePostgresType(actual.base);
  return base === undefined ? 'different' : compareParsed(agreed, base);
}

/** A type of the catalogue: with the schema that it lives in, whatever the search path left off. */
export function parseActual({ text, schema }: DescribedType): PostgresType | undefined {
  const parsed = parsePostgresType(text);
  return parsed && schema !== undefined ? { ...parsed, schema, isBuiltIn: false } : parsed;
}

/** How `actual` relates to `agreed`: `wider` when it holds every value that the other one holds, and more. */
export function compareParsed(agreed: PostgresType, actual: PostgresType): TypeComparison {
  if (agreed.isArray !== actual.isArray) return 'different';
  if (!agreed.isBuiltIn || !actual.isBuiltIn) return isSameOwnType(agreed, actual) ? 'same' : 'different';
  const left = rangeOf(agreed);
  const right = rangeOf(actual);
  if (left.family !== right.family) return 'different';
  const differences = left.size.map((size, index) => compareSizes(size, right.size[index] ?? 0));
  const isWider = differences.some((difference) => difference > 0);
  const isNarrower = differences.some((difference) => difference < 0);
  if (isWider && isNarrower) return 'different';
  return isWider ? 'wider' : isNarrower ? 'narrower' : 'same';
}

function compareSizes(agreed: number, actual: number): number {
  return agreed === actual ? 0 : actual > agreed ? 1 : -1;
}

function isSameOwnType(agreed: PostgresType, actual: PostgresType): boolean {
  return (
    agreed.isBuiltIn === actual.isBuiltIn &&
    agreed.name === actual.name &&
    (agreed.schema === undefined || actual.schema === undefined || agreed.schema === actual.schema) &&
    agreed.modifiers.join() === actual.modifiers.join()
  );
}

/** Types of one family hold the same sort of value; one that is at least as large in each respect holds all of the other's. */
interface Range {
  readonly family: string;
  readonly size: readonly number[];
}

const integers = ['smallint', 'integer', 'bigint'];
const floats = ['real', 'double precision'];
const unlimited = Number.POSITIVE_INFINITY;

function rangeOf(type: PostgresType): Range {
  const { name, modifiers } = type;
  const length = modifiers[0] === undefined ? undefined : Number(modifiers[0]);
  if (integers.includes(name)) return { family: 'integer', size: [integers.indexOf(name)] };
  if (floats.includes(name)) return { family: 'float', size: [floats.indexOf(name)] };
  if (name === 'text' || name === 'character varying') return { family: 'text', size: [length ?? unlimited] };
  if (name === 'numeric') return { family: name, size: numericSize(modifiers) };
  if (name === 'interval') return { family: name, size: [...fieldsOf(type.fields), length ?? 6] };
  if (name.endsWith('time zone')) return { family: name, size: [length ?? 6] };
  // Padded to its length, which is 1 when none is given; bpchar without a length does not pad.
  if (name === 'character' || name === 'bit') return { family: name, size: [length ?? 1] };
  if (name === 'bpchar') return { family: 'character', size: [length ?? unlimited] };
  return { family: name, size: [length ?? unlimited] };
}

/** Digits before and after the decimal point; `numeric` alone holds any. */
function numericSize([precision, scale = '0']: readonly string[]): readonly number[] {
  if (precision === undefined) return [unlimited, unlimited];
  return [Number(precision) - Number(scale), Number(scale)];
}

const fieldNames = ['year', 'month', 'day', 'hour', 'minute', 'second'];

/** Which fields an interval keeps: 1 for each that it does. */
function fieldsOf(fields: string | undefined): readonly number[] {
  if (fields === undefined) return fieldNames.map(() => 1);
  const [from = '', to = from] = fields.split(' to ');
  const [first, last] = [fieldNames.indexOf(from), fieldNames.indexOf(to)];
  return fieldNames.map((_, index) => (index >= first && index <= last ? 1 : 0));
}

/** A domain counts as what it stands on; of another type of somebody's own nothing is known by its name. */
export function postgresTimeOf({ text, base }: DescribedType): TimeSort {
  const type = parsePostgresType(base ?? text);
  if (type?.isBuiltIn !== true) return type === undefined || base !== undefined ? 'none' : 'unknown';
  if (type.isArray) return 'none';
  if (type.name === 'date') return 'date';
  return type.name.startsWith('timestamp ') ? 'timestamp' : 'none';
}
