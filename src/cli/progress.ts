/** The lines of a run: what is done stays, what is under way is drawn over below it. */
import type { ProbeResult } from '../core/model.ts';
import { oneLine } from '../core/one-line.ts';
import { probeLines } from '../reports/console.ts';
import { timeOf } from '../reports/words.ts';
import { statusColours, type Output, type Paint } from './terminal.ts';
import { cutToWidth, widthOf } from './text-width.ts';

export interface Progress {
  /** A look at staging begins: none of these has answered yet. */
  readonly begin: (probes: readonly string[]) => void;
  readonly settled: (result: ProbeResult) => void;
  /** A line that stays. */
  readonly say: (line: string) => void;
  /** Leaves nothing but the lines that stay. */
  readonly end: () => void;
}

export interface ProgressOptions {
  readonly out: Output;
  /** Whether lines may be drawn over. */
  readonly isLive: boolean;
  readonly paint: Paint;
  /** Masks secrets; every text goes through it before it is cut or coloured. */
  readonly redact: (text: string) => string;
  /** Monotonic milliseconds. */
  readonly elapsedMs: () => number;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 120;

/** On a terminal a line per probe, below what is settled; elsewhere each line once, as it comes. */
export function createProgress(options: ProgressOptions): Progress {
  const { out, paint, redact } = options;
  const block = options.isLive ? liveBlock(options) : undefined;
  const keep = (lines: readonly string[]) => {
    const text = lines.map((line) => `${line}\n`).join('');
    if (block === undefined) out.write(text);
    else block.above(text);
  };
  let pending = new Set<string>();
  return {
    begin: (probes) => {
      pending = new Set(probes);
      block?.show(probes);
    },
    settled: (result) => {
      pending.delete(result.name);
      block?.hold([...pending]);
      const [head = '', ...faults] = probeLines(result).map(redact);
      keep([paint(statusColours[result.status], head), ...faults]);
    },
    say: (line) => {
      keep([paint('dim', redact(oneLine(line)))]);
    },
    end: () => block?.show([]),
  };
}

/** Lines at the bottom that are drawn again and again. */
function liveBlock({ out, paint, redact, elapsedMs }: ProgressOptions) {
  let pending: readonly string[] = [];
  let startedMs = 0;
  let drawn: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const columns = () => Math.max(out.columns ?? 80, 1);
  const draw = (above = '') => {
    const erase = eraseSequence(drawn, columns());
    drawn = rowsFor(pending.map(redact), elapsedMs() - startedMs, {
      columns: columns(),
      rows: out.rows ?? 24,
    });
    const text = drawn.map((row) => `${paint('dim', row)}\n`).join('');
    if (erase + above + text !== '') out.write(erase + above + text);
  };
  const hold = (names: readonly string[]) => {
    pending = names;
    if (names.length > 0) {
      timer ??= setInterval(draw, frameMs).unref();
      return;
    }
    clearInterval(timer);
    timer = undefined;
  };
  return {
    /** Text that stays, above what is under way. */
    above: draw,
    /** What is under way from now on; drawn with the next text that stays, or the next frame. */
    hold,
    /** What is under way, from its start. */
    show: (names: readonly string[]) => {
      startedMs = elapsedMs();
      hold(names);
      draw();
    },
  };
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** One row each, no wider and no more of them than the terminal has. */
function rowsFor(names: readonly string[], ms: number, { columns, rows }: Size): readonly string[] {
  const frame = frames[Math.floor(ms / frameMs) % frames.length] ?? '';
  const most = Math.max(1, rows - 2);
  const shown = names.length <= most ? names : names.slice(0, most - 1);
  const rest = names.length - shown.length;
  const lines = shown.map((name) => `${frame} ${oneLine(name)}  ${timeOf(ms)}`);
  if (rest > 0) lines.push(`${frame} and ${String(rest)} more`);
  // The last column stays free: some terminals wrap as soon as it is written.
  return lines.map((line) => cutToWidth(line, columns - 1));
}

/**
 * Empties the rows, the last one first; they take more lines than were written when the terminal became narrower.
 * Line by line: some terminals keep what "erase to the end of the screen" takes away.
 */
function eraseSequence(rows: readonly string[], columns: number): string {
  const lines = rows.reduce((sum, row) => sum + Math.max(1, Math.ceil(widthOf(row) / columns)), 0);
  return `${lines === 0 ? '' : '\r'}${'\u001B[1A\u001B[2K'.repeat(lines)}`;
}
