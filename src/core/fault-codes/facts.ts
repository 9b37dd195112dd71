import type { Status } from '../model.ts';

/** What the table knows about one code. The compiler keeps it complete: `FaultCode` is its keys. */
export interface FaultCodeFacts {
  /** What a check with this fault counts as. */
  readonly status: Exclude<Status, 'pass'>;
  /** A broken upstream layer cannot be the reason, so the layer is a root in its own right. */
  readonly independent: boolean;
  /** Worth another attempt. */
  readonly transient: boolean;
  /** The answer never came from the layer: it counts towards `RUNNER_OFFLINE`. */
  readonly network: boolean;
  /** No system is broken: the synthetic patient is not in the state that a check-in needs. */
  readonly testData: boolean;
  /** One sentence: the likely cause. */
  readonly cause: string;
  /** One sentence: the next step. */
  readonly next: string;
}

type Flag = 'independent' | 'transient' | 'network' | 'test-data';

/** One row: the flags that hold are named. */
export function facts(
  status: FaultCodeFacts['status'],
  flags: readonly Flag[],
  cause: string,
  next: string,
): FaultCodeFacts {
  return {
    status,
    independent: flags.includes('independent'),
    transient: flags.includes('transient'),
    network: flags.includes('network'),
    testData: flags.includes('test-data'),
    cause,
    next,
  };
}
