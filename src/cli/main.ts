/** The commands of the terminal. */
import { whatExists } from '../config/suggestion.ts';
import { oneLine } from '../core/one-line.ts';
import { ConfigError } from '../errors.ts';
import { version } from '../version.ts';
import type { Command } from './command.ts';
import { init } from './init.ts';
import { optionLines, readOptions, wrapped } from './options.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { snapshot } from './snapshot.ts';
import { columnsOf, exitCodes, painter, takesColour, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { validate } from './validate.ts';

const commands: readonly Command[] = [run, validate, snapshot, schema, init];

const program = 'staging-health-gate';

/** Runs a command line, from the word behind the program on. Never throws; says what was wrong on `err`. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { out } = terminal;
  const [word, ...rest] = args;
  if (word === '--version') {
    out.write(`${version}\n`);
    return exitCodes.allow;
  }
  if (word === '--help' || (word === 'help' && rest.length === 0)) {
    out.write(`${overview().join('\n')}\n`);
    return exitCodes.allow;
  }
  if (word === 'help') return main([...rest, '--help'], terminal);
  const command = commands.find(({ name }) => name === word);
  if (command === undefined) return wrongUsage(program, [unknownCommand(word)], terminal);
  if (rest.includes('--help')) {
    out.write(`${helpOf(command, columnsOf(out)).join('\n')}\n`);
    return exitCodes.allow;
  }
  try {
    return await command.run(readOptions(rest, command.options), terminal);
  } catch (error) {
    return failed(error, command, terminal);
  }
}

function unknownCommand(word: string | undefined): string {
  const names = commands.map(({ name }) => name);
  if (word === undefined) return `expected a command: ${names.join(', ')}`;
  if (word.startsWith('-')) return `expected a command before the options: ${names.join(', ')}`;
  return oneLine(`no such command ${JSON.stringify(word)}${whatExists(word, names, 'Commands')}`);
}

function failed(error: unknown, { name, options }: Command, terminal: Terminal): ExitCode {
  if (error instanceof UsageError) return wrongUsage(`${program} ${name}`, error.problems, terminal);
  if (error instanceof ConfigError) {
    const { length } = error.problems;
    const title = length === 1 ? 'One problem' : `${String(length)} problems`;
    // What the action calls an input is an option here.
    const place = (where: string) => (Object.hasOwn(options, where) ? `--${where}` : where);
    const lines = error.problems.map(({ where, message }) => `   ${place(where)}: ${message}`);
    tell(`❌ ${title} in what the gate was given:`, lines, terminal);
    return exitCodes.usage;
  }
  tell('❔ The gate itself failed. This is a bug of the gate, not of staging.', [], terminal);
  return exitCodes.inconclusive;
}

function wrongUsage(where: string, problems: readonly string[], terminal: Terminal): ExitCode {
  const [first = '', ...rest] = problems.map(oneLine);
  const help = `Help: ${where} --help`;
  if (rest.length === 0) tell(`${where}: ${first}`, [help], terminal);
  else tell(`${where}:`, [...[first, ...rest].map((problem) => `   ${problem}`), help], terminal);
  return exitCodes.usage;
}

function tell(title: string, lines: readonly string[], { err, env }: Terminal): void {
  const paint = painter(takesColour(err, env));
  err.write([paint('red', oneLine(title)), ...lines, ''].join('\n'));
}

function overview(): readonly string[] {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return [
    `${program} ${version}: could staging run the check-in tests?`,
    '',
    `Usage: ${program} COMMAND [OPTION]…`,
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    '',
    `Help on one of them: ${program} COMMAND --help`,
  ];
}

function helpOf({ name, summary, about, examples, options }: Command, columns: number): readonly string[] {
  return [
    ...wrapped(summary, columns),
    '',
    `Usage: ${program} ${name} [OPTION]…`,
    '',
    ...about.flatMap((paragraph) => [...wrapped(paragraph, columns), '']),
    'Options:',
    ...optionLines(options, columns),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ];
}
