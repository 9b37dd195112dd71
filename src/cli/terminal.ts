/** What a command has of the process that it runs in. */
import { styleText } from 'node:util';

import type { Environment } from '../config/env-value.ts';
import type { Status, Verdict } from '../core/model.ts';

/** An output: `process.stdout` in the entry. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Of the terminal, as it is now. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

export interface Terminal {
  readonly env: Environment;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** The folder of this package. */
  readonly home: string;
  readonly out: Output;
  readonly err: Output;
}

/** How a command ended (the last one as `EX_USAGE` of sysexits.h). */
export const exitCodes = { allow: 0, notReady: 1, inconclusive: 2, untested: 3, usage: 64 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const isSet = (value: string | undefined) => value !== undefined && value !== '';

/**
 * Whether an output takes colours: NO_COLOR forbids them (no-color.org), FORCE_COLOR asks for them
 * (force-color.org; 0 and false take them away), otherwise a terminal that is not dumb does.
 */
export function takesColour(output: Output, env: Environment): boolean {
  if (isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return !['0', 'false'].includes(forced);
  return output.isTTY === true && env['TERM'] !== 'dumb';
}

/** Whether lines may be drawn over: on a terminal, and not in a job whose log would keep every state of them. */
export function isLive(output: Output, env: Environment): boolean {
  const isJob = isSet(env['CI']) && env['CI'] !== 'false';
  return output.isTTY === true && env['TERM'] !== 'dumb' && !isJob;
}

export type Colour = 'red' | 'green' | 'yellow' | 'magenta' | 'bold' | 'dim';

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

export function painter(isColoured: boolean): Paint {
  return (colour, text) => (isColoured ? styleText(colour, text, { validateStream: false }) : text);
}

export const statusColours: Readonly<Record<Status, Colour>> = {
  pass: 'green',
  warn: 'yellow',
  unknown: 'magenta',
  fail: 'red',
};

export const verdictColours: Readonly<Record<Verdict, Colour>> = {
  ready: 'green',
  'not-ready': 'red',
  inconclusive: 'magenta',
  untested: 'yellow',
};

/** The width to write for; without a terminal, that of a page. */
export function columnsOf({ columns }: Output): number {
  return columns === undefined || columns < 1 ? 100 : Math.min(columns, 100);
}
