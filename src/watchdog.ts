/** What is still to be said when nobody can speak any more: text that is added to a file. */
export interface LastWord {
  /** An absolute path, or 1 for standard output. */
  readonly to: string | 1;
  readonly text: string;
}

interface Watch {
  /** How often the heart has beaten, and whether the watch is over. */
  readonly state: Int32Array;
  readonly deadlineMs: number;
  readonly silenceMs: number;
  readonly lastWords: readonly LastWord[];
}

const beatMs = 200;
/** A loop that does not move for so long after the deadline does not end by itself. */
const silenceMs = 900;

/**
 * The deadline of last resort: a regular expression that backtracks for ever blocks the very loop whose timers
 * would end it. A thread of its own then says the last words and kills the process, so that no step passes.
 * Whoever arms it disarms it.
 */
export function armWatchdog(deadlineMs: number, lastWords: readonly LastWord[]): { disarm: () => void } {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const heart = setInterval(() => Atomics.add(state, 0, 1), beatMs);
  const watch: Watch = { state, deadlineMs, silenceMs, lastWords };
  // Few runs come to this.
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const worker = new Worker(`(${watchOver.toString()})()`, { eval: true, workerData: watch });
  // It watches over the run; a run without it is still held to its deadline by its own timers.
  worker.on('error', () => undefined);
  worker.unref();
  heart.unref();
  return {
    disarm: () => {
      clearInterval(heart);
      // It goes by itself: to stop it from here would keep this thread waiting for it.
      Atomics.store(state, 1, 1);
      Atomics.notify(state, 1);
    },
  };
}

/** Runs in the other thread from its source alone: nothing from outside of it is there. */
function watchOver(): void {
  const threads = process.getBuiltinModule('node:worker_threads');
  const { appendFileSync, writeSync } = process.getBuiltinModule('node:fs');
  const { state, deadlineMs, silenceMs, lastWords } = threads.workerData as Watch;
  const say = ({ to, text }: LastWord) => {
    try {
      if (to === 1) writeSync(to, text);
      else appendFileSync(to, text);
    } catch {
      // What cannot be said must not keep the process alive.
    }
  };
  const isOverAfter = (ms: number) => Atomics.wait(state, 1, 0, ms) !== 'timed-out';
  let isOver = isOverAfter(deadlineMs);
  while (!isOver) {
    const heard = Atomics.load(state, 0);
    isOver = isOverAfter(silenceMs);
    if (isOver || Atomics.load(state, 0) !== heard) continue;
    lastWords.forEach(say);
    process.kill(process.pid, 'SIGKILL');
  }
}
