/**
 * Everything that reads what others wrote, with inputs that are meant to break it. `npm test` tries ten
 * thousand of them, `npm run fuzz` a million.
 */
import { isDeepStrictEqual } from 'node:util';

import fc from 'fast-check';

import { messageReader } from '../../src/clients/postgres-messages.ts';
import type { Environment } from '../../src/config/env-value.ts';
import { parseDuration } from '../../src/config/number-fields.ts';
import { loadConfig } from '../../src/config/load.ts';
import { isJsonPointer, pointerSegments, readPointer, toPointer } from '../../src/core/json-pointer.ts';
import type { HttpRequest, JsonValue } from '../../src/core/plan.ts';
import { parsePostgresType, showPostgresType } from '../../src/core/postgres-types.ts';
import { parsePostgresUrl } from '../../src/core/postgres-url.ts';
import { parseTableName, showName } from '../../src/core/table-name.ts';
import { ConfigError, FaultError } from '../../src/errors.ts';
import { readInputs } from '../../src/inputs.ts';
import { kinds } from '../../src/kinds/registry.ts';
import { holdsLine, parseLines, toLine, withLine } from '../../src/ledger/lines.ts';
import { namesIn, renderRequest } from '../../src/probes/http-steps/template.ts';
import { revealText } from '../../src/secrets.ts';
import { ledgerEntry } from '../support/ledger-entries.ts';
import { configText, environment, mutated, typeName, words } from './fuzz-inputs.ts';

/** Something that reads foreign input. */
export interface FuzzTarget {
  readonly name: string;
  /** Of all inputs, how many are for this one: cheap ones get more. */
  readonly share: number;
  /** Tries one random input. Throws where the target breaks its promise. */
  readonly property: fc.IRawProperty<unknown, false>;
}

/** A promise that was broken; the input is what fast-check shows. */
function promise(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** No input takes longer, even where the machine has other things to do: this finds what hangs. */
const longestMs = 10_000;

function target<Input>(
  name: string,
  share: number,
  arbitrary: fc.Arbitrary<Input>,
  attempt: (input: Input) => void,
): FuzzTarget {
  const property = fc.property(arbitrary, (input) => {
    const startedMs = performance.now();
    attempt(input);
    promise(performance.now() - startedMs < longestMs, `took more than ${String(longestMs)} ms`);
  });
  return { name, share, property };
}

/** Runs it, and lets nothing through but the errors that are meant for whoever wrote the input. */
function tolerating(expected: new (...args: never) => Error, work: () => void): void {
  try {
    work();
  } catch (error) {
    promise(error instanceof expected, `threw ${error instanceof Error ? error.name : typeof error}`);
  }
}

const secretValue = 'Zq7-fuzz-secret-value';

function loads([text, env]: readonly [string, Environment]): void {
  const readFile = (path: string) => (path.endsWith('.json') ? { text } : { problem: 'no such file' });
  try {
    const config = loadConfig({ file: 'gate.yml', text }, env, kinds, readFile);
    promise(
      config.probes.some(({ required }) => required),
      'loaded without a required probe',
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    promise(error.problems.length > 0, 'a ConfigError without a problem');
    promise(!error.message.includes(secretValue), 'the value of a variable in a message');
    promise(
      error.problems.every(({ where, message }) => !/[\n\r]/u.test(where + message)),
      'a message of several lines',
    );
  }
}

function pointsAt([text, value]: readonly [string, JsonValue]): void {
  readPointer(value, text);
  if (isJsonPointer(text))
    promise(toPointer(pointerSegments(text)) === text, 'another pointer after a round trip');
}

function measures(text: string): void {
  const ms = parseDuration(text);
  promise(ms === undefined || (ms >= 1 && ms <= 3650 * 86_400_000), 'a duration out of its range');
}

function namesType(text: string): void {
  const type = parsePostgresType(text);
  if (type === undefined) return;
  const shown = showPostgresType(type);
  promise(isDeepStrictEqual(parsePostgresType(shown), type), 'another type after a round trip');
}

function namesTable(text: string): void {
  const name = parseTableName(text);
  if (name === undefined) return;
  const again = parseTableName(showName(name.schema, name.table));
  promise(isDeepStrictEqual(again, name), 'another table after a round trip');
}

function readsLedger([bytes, cut]: readonly [Buffer, number]): void {
  const { entries, damaged } = parseLines('day.jsonl', bytes);
  promise(
    entries.length + damaged.length <= bytes.toString('utf8').split('\n').length,
    'more lines than there are',
  );
  const line = toLine(ledgerEntry({ note: String(cut) }));
  const longer = withLine(bytes, line);
  promise(longer.subarray(0, bytes.length).equals(bytes), 'a byte of the ledger was changed');
  promise(holdsLine(longer, line), 'the line that was added is not there');
  promise(
    parseLines('day.jsonl', longer).entries.length >= entries.length + 1,
    'the line that was added is lost',
  );
}

function renders([request, entries]: readonly [HttpRequest, readonly [string, JsonValue][]]): void {
  const variables = new Map(entries);
  const names = namesIn(request);
  tolerating(FaultError, () => {
    const { url, body = '' } = renderRequest(request, variables);
    promise(
      names.every((name) => variables.has(name)),
      'rendered without a value',
    );
    const template = revealText(request.url);
    promise(template.includes('{{') || url === template, 'an address without names was changed');
    JSON.parse(body);
  });
}

/** However a stream is cut into chunks, the same messages come out, or it is refused. */
function cutsMessages([bytes, cuts]: readonly [Buffer, readonly number[]]): void {
  const whole = messageReader()(bytes);
  const reader = messageReader();
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const pieces = [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
  const told = [];
  for (const piece of pieces) {
    const messages = reader(piece);
    if (messages === undefined) {
      promise(whole === undefined, 'refused in pieces, taken as a whole');
      return;
    }
    told.push(...messages);
  }
  if (whole !== undefined) promise(isDeepStrictEqual(told, [...whole]), 'other messages in pieces');
}

const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;

const requests = fc.record({
  method: fc.constant('POST'),
  url: words(['https://h/', '{{a}}', '{{ b }}', '{{', '}}', '{{__proto__}}', '..', '%']),
  headers: fc.record({ 'x-value': words(['{{a}}', '{{b-1}}', 'x', '{{constructor}}']) }),
  json,
}) as fc.Arbitrary<HttpRequest>;

export const fuzzTargets: readonly FuzzTarget[] = [
  target('configuration', 1, fc.tuple(configText, environment(secretValue)), loads),
  target('inputs of the action', 2, environment(secretValue), (env) => {
    tolerating(ConfigError, () => {
      readInputs(env);
    });
  }),
  target(
    'JSON Pointer',
    3,
    fc.tuple(words(['/', '~', '~0', '~1', '0', '-', '__proto__', 'a']), json),
    pointsAt,
  ),
  target(
    'duration',
    3,
    words(['1', '0', '9'.repeat(12), 'ms', 's', 'm', 'h', 'd', '-', '.', 'e', ' ']),
    measures,
  ),
  target('type names', 3, typeName, namesType),
  target(
    'table names',
    3,
    words(['"', '""', '.', 'dflt', 'vw__sta3n_icn', ' ', '\0', 'ä', '😀']),
    namesTable,
  ),
  target(
    'address of a database',
    2,
    words(['postgres://', 'u', ':', '@', '%', '%4', 'host', '[::1]', '/db', '?', 'sslmode=', 'require', '&']),
    (text) => {
      parsePostgresUrl(text);
    },
  ),
  target(
    'ledger',
    2,
    fc.tuple(mutated(Buffer.from(`${toLine(ledgerEntry())}\n${toLine(ledgerEntry())}\n`)), fc.nat()),
    readsLedger,
  ),
  target(
    'templates',
    3,
    fc.tuple(requests, fc.array(fc.tuple(fc.constantFrom('a', 'b', 'b-1', '__proto__'), json))),
    renders,
  ),
  target(
    'messages of PostgreSQL',
    4,
    fc.tuple(
      mutated(
        Buffer.from(
          'R\0\0\0\x08\0\0\0\0S\0\0\0\x0aab\0cd\0Z\0\0\0\x05ID\0\0\0\x0e\0\x01\0\0\0\x04data',
          'latin1',
        ),
      ),
      fc.array(fc.nat(), { maxLength: 6 }),
    ),
    cutsMessages,
  ),
];
