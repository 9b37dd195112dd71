import { factsOf, isFaultCode } from '../core/fault-codes.ts';
import { faultyCheck, isFaulty } from '../core/faults.ts';
import type { Check, FaultyCheck, Layer } from '../core/model.ts';

/** What a probe has found so far. */
export interface CheckLog {
  /** Takes a check; what is no check becomes `INTERNAL`. */
  readonly record: (check: Check) => void;
  readonly attempted: (attempt: number) => void;
  /** The most attempts of any request. */
  readonly attempts: () => number;
  /** Whether something is recorded that keeps the probe from passing. */
  readonly hasFailed: () => boolean;
  /** The checks so far: a copy, which what comes later does not touch. */
  readonly found: () => readonly Check[];
}

/** An empty log. A probe that recorded nothing has found `INTERNAL`. */
export function createLog(layer: Layer): CheckLog {
  const checks: Check[] = [];
  let most = 0;
  return {
    record: (check) => {
      checks.push(readable(check, layer));
    },
    attempted: (attempt) => {
      most = Math.max(most, attempt);
    },
    attempts: () => most,
    hasFailed: () => checks.some(isTrouble),
    found: () => (checks.length > 0 ? [...checks] : [nothingRecorded(layer)]),
  };
}

/** An engine that records something that is no check has a bug: it must not count as passed. */
function readable(check: unknown, layer: Layer): Check {
  return isCheck(check)
    ? check
    : internal(layer, 'a check whose status is that of its code', 'something else');
}

function isCheck(value: unknown): value is Check {
  if (typeof value !== 'object' || value === null) return false;
  const { name, layer, status, fault } = value as { readonly [Key in keyof FaultyCheck]?: unknown };
  if (typeof name !== 'string' || typeof layer !== 'string') return false;
  if (typeof fault !== 'object' || fault === null) return status === 'pass' && fault === undefined;
  const { code } = fault as { readonly code?: unknown };
  return isFaultCode(code) && status === factsOf(code).status;
}

/** What keeps a probe from passing. */
export function isTrouble(check: Check): boolean {
  return isFaulty(check) && check.status !== 'warn';
}

function nothingRecorded(layer: Layer): Check {
  return internal(layer, 'at least one check', 'none');
}

/** The check of a bug of ours. */
export function internal(layer: Layer, expected: string, observed: string): Check {
  return faultyCheck({ name: 'run of the probe', layer }, { code: 'INTERNAL', expected, observed });
}
