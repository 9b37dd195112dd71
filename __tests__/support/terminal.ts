/** The commands of the terminal without a process around them, and a screen to see what a terminal would show. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { main } from '../../src/cli/main.ts';
import type { Output } from '../../src/cli/terminal.ts';

export interface CommandRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder of the package; that of this repository by default. */
  readonly home?: string;
  /** What of a terminal the output is; a pipe by default. */
  readonly out?: Omit<Output, 'write'>;
  /** Told what is written to the output, as it is written. */
  readonly onWrite?: (text: string) => void;
}

/** Runs a command line in a folder, with nothing of this process's environment but the way to git. */
export async function command(args: readonly string[], options: CommandOptions): Promise<CommandRun> {
  const { cwd, env = {}, home = resolve(import.meta.dirname, '../..') } = options;
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(args, {
    env,
    cwd,
    home,
    out: {
      ...options.out,
      write: (text) => {
        out.push(text);
        options.onWrite?.(text);
      },
    },
    err: { write: (text) => err.push(text) },
  });
  return { code, out: out.join(''), err: err.join('') };
}

/** A folder with these files; removed by `remove`. */
export function folderWith(files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'staging-gate-cli-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A control sequence, as what follows its start, or a character. */
const pieces = new RegExp(String.raw`\u{1B}\[([0-9;]*[A-Za-z])|[^\u{1B}]`, 'gu');

/** How many columns one character takes on this screen. */
const widthOf = (character: string) =>
  /\p{Extended_Pictographic}/u.test(character) ? 2 : /\p{Mn}/u.test(character) ? 0 : 1;

/**
 * A terminal that knows what we write: text that wraps at its width, line feeds, `CSI n A`, `CSI 2 K`, colours. It
 * throws at anything else. Like a real one, it cannot go up beyond its first row.
 */
export function screenOf(columns: number, rows: number) {
  const lines: string[][] = [[]];
  let [x, y, top] = [0, 0, 0];
  const down = () => {
    y += 1;
    lines[y] ??= [];
    top = Math.max(top, y - rows + 1);
  };
  const put = (character: string) => {
    const width = widthOf(character);
    if (x + width > columns) {
      down();
      x = 0;
    }
    if (width === 0) return;
    const line = lines[y] ?? [];
    while (line.length < x) line.push(' ');
    line[x] = character;
    if (width === 2) line[x + 1] = '';
    x += width;
  };
  const write = (text: string) => {
    for (const [part, control] of text.matchAll(pieces)) {
      if (part === '\n' || part === '\r') x = 0;
      if (part === '\n') down();
      else if (part === '\r') continue;
      else if (control === undefined) put(part);
      else if (/^\d+A$/u.test(control)) y = Math.max(top, y - Number.parseInt(control, 10));
      else if (control === '2K') lines[y] = [];
      else if (!control.endsWith('m')) throw new Error(`an unknown sequence CSI ${control}`);
    }
    return true;
  };
  const shown = () => lines.map((line) => line.join('').trimEnd());
  return {
    write,
    isTTY: true,
    columns,
    rows,
    /** All lines, those above the screen first. */
    lines: () => shown().join('\n').trimEnd().split('\n'),
  };
}
