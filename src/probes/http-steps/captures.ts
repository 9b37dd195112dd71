import { faultCodes } from '../../core/fault-codes.ts';
import { readPointer } from '../../core/json-pointer.ts';
import { chainLayers, statuses, verdicts, type Fault } from '../../core/model.ts';
import type { Capture, JsonValue } from '../../core/plan.ts';
import { kindOfJson } from '../../core/violations.ts';
import type { Redactor } from '../../secrets.ts';

/** Words that a report is made of: a captured value that happens to be one must not blank them all out. */
const ownWords: ReadonlySet<string> = new Set(
  [
    ...Object.keys(faultCodes),
    ...chainLayers,
    ...statuses,
    ...verdicts,
    ...Object.values(faultCodes).flatMap(({ cause, next }) => `${cause} ${next}`.match(/[a-z]{3,}/giu) ?? []),
    'allow',
    'block',
    'staging',
    'true',
    'false',
    'null',
  ].map((word) => word.toLowerCase()),
);

/** Years, ports and milliseconds have as many digits: masking them would blank every date in the log. */
const shortNumber = /^\d{1,4}$/u;

/** What a later step needs is one value or a small object. More is no capture, and nobody could mask it all. */
const mostPieces = 1000;
const mostCharacters = 65_536;

/**
 * Takes the captures out of a body. A secret one is masked from then on, texts and numbers within an
 * object included. Gives the fault of the first that is missing, empty, or too large to be masked.
 */
export function takeCaptures(
  captures: Readonly<Record<string, Capture>>,
  json: JsonValue | undefined,
  variables: Map<string, JsonValue>,
  redactor: Redactor,
): Fault | undefined {
  let fault: Fault | undefined;
  for (const [name, { pointer, choose, secret }] of Object.entries(captures)) {
    const value = json === undefined ? undefined : readPointer(json, choose?.(json) ?? pointer);
    if (value === undefined || value === null || value === '') {
      fault ??= {
        code: 'BODY_MISMATCH',
        expected: `${pointer}: a value for later steps`,
        observed: `${pointer}: ${kindOfJson(value)}`,
      };
      continue;
    }
    const pieces = secret === true ? piecesOf(value) : [];
    if (pieces === undefined) {
      fault ??= {
        code: 'BODY_TOO_LARGE',
        expected: `${pointer}: at most ${String(mostPieces)} values and ${String(mostCharacters / 1024)} KiB for later steps`,
        observed: `${pointer}: more`,
      };
      continue;
    }
    for (const piece of pieces) redactor.add(piece);
    variables.set(name, value);
  }
  return fault;
}

/**
 * The texts and numbers of a value that are worth masking; nothing when there are too many, as each of
 * them becomes several masks that every line of the log is held against. Iterative, because an answer may
 * be nested deeper than the stack.
 */
function piecesOf(value: JsonValue): readonly string[] | undefined {
  const waiting: JsonValue[] = [value];
  const pieces: string[] = [];
  let lines = 0;
  let characters = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'object' && next !== null) {
      for (const child of Object.values<JsonValue>(next)) waiting.push(child);
      continue;
    }
    if (typeof next !== 'string' && typeof next !== 'number') continue;
    const text = String(next).toWellFormed();
    lines += text.split('\n').length;
    characters += text.length;
    if (lines > mostPieces || characters > mostCharacters) return undefined;
    if (!ownWords.has(text.toLowerCase()) && !shortNumber.test(text)) pieces.push(text);
  }
  return pieces;
}
