import { faultCodes } from '../../core/fault-codes.ts';
import { readPointer } from '../../core/json-pointer.ts';
import { chainLayers, statuses, verdicts, type Fault } from '../../core/model.ts';
import type { Capture, JsonValue } from '../../core/plan.ts';
import { kindOfJson } from '../../core/violations.ts';
import type { Redactor } from '../../secrets.ts';

/** Words that a report is made of: a captured value that happens to be one must not blank them all out. */
const ownWords: ReadonlySet<string> = new Set([
  ...Object.keys(faultCodes),
  ...chainLayers,
  ...statuses,
  ...verdicts,
  'allow',
  'block',
  'true',
  'false',
  'null',
]);

/**
 * Takes the captures out of a body. A secret one is masked from then on, texts and numbers within an
 * object included. Gives the fault of the first that is missing or empty.
 */
export function takeCaptures(
  captures: Readonly<Record<string, Capture>>,
  json: JsonValue | undefined,
  variables: Map<string, JsonValue>,
  redactor: Redactor,
): Fault | undefined {
  let fault: Fault | undefined;
  for (const [name, { pointer, secret }] of Object.entries(captures)) {
    const value = json === undefined ? undefined : readPointer(json, pointer);
    if (value === undefined || value === null || value === '') {
      fault ??= {
        code: 'BODY_MISMATCH',
        expected: `${pointer}: a value for later steps`,
        observed: `${pointer}: ${kindOfJson(value)}`,
      };
      continue;
    }
    if (secret === true) maskAll(value, redactor);
    variables.set(name, value);
  }
  return fault;
}

/** Iterative, because an answer may be nested deeper than the stack. */
function maskAll(value: JsonValue, redactor: Redactor): void {
  const waiting: JsonValue[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'object' && next !== null)
      for (const child of Object.values<JsonValue>(next)) waiting.push(child);
    else if ((typeof next === 'string' || typeof next === 'number') && !ownWords.has(String(next)))
      redactor.add(String(next).toWellFormed());
  }
}
