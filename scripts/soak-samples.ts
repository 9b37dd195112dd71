/** What is measured after each run of the soak. */
export interface Sample {
  /** Heap and external memory in use, after a garbage collection. */
  readonly usedBytes: number;
  /** What keeps the event loop going: sockets, servers, timers. */
  readonly handles: number;
}

export interface Growth {
  readonly earlyMiB: number;
  readonly lateMiB: number;
  /** How much more the last tenth uses than the second one: 0.1 is ten per cent. */
  readonly share: number;
  readonly earlyHandles: number;
  readonly lateHandles: number;
}

/** Compares the last tenth with the second: in the first one, what loads when first needed is loaded. */
export function growthOf(samples: readonly Sample[]): Growth {
  const tenth = Math.max(1, Math.floor(samples.length / 10));
  const early = samples.slice(tenth, 2 * tenth);
  const late = samples.slice(-tenth);
  const [earlyBytes, lateBytes] = [early, late].map((part) => median(part.map(({ usedBytes }) => usedBytes)));
  const [earlyHandles = 0, lateHandles = 0] = [early, late].map((part) =>
    median(part.map(({ handles }) => handles)),
  );
  const [from = 0, to = 0] = [earlyBytes, lateBytes];
  return {
    earlyMiB: from / 2 ** 20,
    lateMiB: to / 2 ** 20,
    share: from === 0 ? 0 : to / from - 1,
    earlyHandles,
    lateHandles,
  };
}

/** The lower one of the two in the middle. */
function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
