/** A signal that outlives another one for a while. Whoever asks for it disarms it. */
export interface Grace {
  readonly signal: AbortSignal;
  readonly disarm: () => void;
}

/** Aborts `graceMs` after the given signal did, for the same reason. */
export function graceAfter(signal: AbortSignal, graceMs: number): Grace {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const arm = () => {
    timer = setTimeout(() => {
      controller.abort(signal.reason);
    }, graceMs);
  };
  if (signal.aborted) arm();
  else signal.addEventListener('abort', arm, { once: true });
  return {
    signal: controller.signal,
    disarm: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', arm);
    },
  };
}
