/** Reads the arguments of one command by a table of its options. */
import { parseArgs } from 'node:util';

import { closest } from '../config/suggestion.ts';
import { UsageError } from './usage-error.ts';

/** One option, as its help shows it. */
export interface Option {
  /** What its value is called in the help (`FILE`); absent for a switch. */
  readonly value?: string;
  readonly isRepeatable?: boolean;
  readonly help: string;
}

/** By their names, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

/** What stood behind the name of the command; every option is one of the table. */
export interface Given {
  readonly isOn: (name: string) => boolean;
  /** The value; nothing when the option was not given. */
  readonly valueOf: (name: string) => string | undefined;
  /** All values of a repeatable option, in the order given. */
  readonly valuesOf: (name: string) => readonly string[];
}

/** Every command takes it. */
const helpOption: Options = { help: { help: 'Show this text.' } };

/**
 * Reads arguments such as `--mode diagnose --json` or `--mode=diagnose`.
 * @throws UsageError with everything that is wrong
 */
export function readOptions(args: readonly string[], table: Options): Given {
  const options: Options = { ...table, ...helpOption };
  const problems: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokensOf(args, options)) {
    if (token.kind === 'positional') problems.push(`unexpected: ${JSON.stringify(token.value)}`);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    const problem =
      option === undefined || !rawName.startsWith('--')
        ? unknown(rawName, options)
        : problemOf(rawName, option, value, inlineValue === true, given.has(name));
    if (problem === undefined) given.set(name, [...(given.get(name) ?? []), value ?? '']);
    else problems.push(problem);
  }
  if (problems.length > 0) throw new UsageError(problems);
  return {
    isOn: (name) => given.has(name),
    valueOf: (name) => given.get(name)?.[0],
    valuesOf: (name) => given.get(name) ?? [],
  };
}

function tokensOf(args: readonly string[], options: Options) {
  const entries = Object.entries(options).map(
    ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
  );
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(entries),
    // What is wrong is said in words of our own, all of it at once.
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

function unknown(rawName: string, options: Options): string {
  const meant = closest(rawName.replace(/^-+/u, ''), Object.keys(options));
  return `no such option ${rawName}${meant === undefined ? '' : `; did you mean --${meant}?`}`;
}

function problemOf(
  rawName: string,
  { value: placeholder, isRepeatable }: Option,
  value: string | undefined,
  isInline: boolean,
  isAgain: boolean,
): string | undefined {
  if (placeholder === undefined) return isInline ? `${rawName} takes no value` : undefined;
  // `--config --json` is a value forgotten, not a file of that name; `--config=--json` says so outright.
  const isMissing = value === undefined || value === '' || (!isInline && value.startsWith('-'));
  if (isMissing) return `${rawName} needs a value: ${rawName} ${placeholder}`;
  return isAgain && isRepeatable !== true ? `${rawName} is given twice` : undefined;
}

/** The options of a command, aligned, no line wider than `columns` where words allow it. */
export function optionLines(table: Options, columns: number): readonly string[] {
  const rows = Object.entries({ ...table, ...helpOption }).map(
    ([name, { value, help }]) => [`--${name}${value === undefined ? '' : ` ${value}`}`, help] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  // On a narrow terminal the explanation goes below the option.
  const isNarrow = columns - width < 30;
  const indent = isNarrow ? '      ' : ' '.repeat(width + 2);
  return rows.flatMap(([left, help]) => {
    const [first = '', ...rest] = wrapped(help, columns - indent.length);
    const head = isNarrow ? [`  ${left}`, indent + first] : [`  ${left.padEnd(width)}${first}`];
    return [...head, ...rest.map((line) => indent + line)];
  });
}

/** The text in lines of at most `columns` characters, as far as its words allow. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines;
}
