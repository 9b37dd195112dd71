/** The clock of the replay: it stands still until the plot moves it. */
import type { Clock } from '../../src/wiring.ts';

export interface ReplayClock extends Clock {
  /** Sets the clock; never back. */
  moveTo(at: Date): void;
}

/**
 * `pause` is what happens while the gate waits; without it the clock just moves on. Time that a run itself takes is
 * real, so that reports show what the probes took.
 */
export function createReplayClock(
  start: Date,
  whilePausing: (until: Date) => Promise<void> = () => Promise.resolve(),
): ReplayClock {
  let atMs = start.getTime();
  const now = () => new Date(atMs);
  const moveTo = (at: Date) => {
    if (at.getTime() < atMs) throw new RangeError('the clock of the replay goes forward only');
    atMs = at.getTime();
  };
  return {
    now,
    moveTo,
    elapsedMs: () => atMs - start.getTime() + performance.now(),
    pause: async (ms) => {
      const until = new Date(atMs + ms);
      await whilePausing(until);
      moveTo(until);
    },
  };
}
