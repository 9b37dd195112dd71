interface CutOff {
  readonly promise: Promise<never>;
  readonly disarm: () => void;
}

/**
 * Rejects with the signal's reason, `graceMs` after it aborted: an engine that ignores its signal is
 * left behind. The signal must not have aborted yet; whoever arms this disarms it.
 */
export function afterAbort(signal: AbortSignal, graceMs: number): CutOff {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const arm = () => {
    timer = setTimeout(() => {
      reject(signal.reason as Error);
    }, graceMs);
  };
  signal.addEventListener('abort', arm, { once: true });
  const disarm = () => {
    signal.removeEventListener('abort', arm);
    clearTimeout(timer);
  };
  return { promise, disarm };
}
