import { startDatabaseServer } from '../../simulator/database.ts';
import type { FaultName } from '../../simulator/faults.ts';
import { startStaging, type Staging } from '../../simulator/staging.ts';

/** Stagings on one database server: faults are switched for all that asks a staging, so each run has one to itself. */
export interface StagingPool {
  /** Lends a staging with these faults and no others, as soon as one is free. */
  readonly withFaults: <T>(faults: readonly FaultName[], use: (staging: Staging) => Promise<T>) => Promise<T>;
  readonly stop: () => Promise<void>;
}

/** @param slowMs how long the `slow-…` faults delay an answer */
export async function startStagingPool(size: number, slowMs: number): Promise<StagingPool> {
  const server = await startDatabaseServer();
  const stagings = await Promise.all(Array.from({ length: size }, () => startStaging({ server, slowMs })));
  const free = [...stagings];
  const waiting: ((staging: Staging) => void)[] = [];
  const giveBack = (staging: Staging) => {
    const next = waiting.shift();
    if (next === undefined) free.push(staging);
    else next(staging);
  };
  return {
    withFaults: async (faults, use) => {
      const staging = free.pop() ?? (await new Promise<Staging>((resolve) => waiting.push(resolve)));
      try {
        for (const fault of faults) await staging.setFault(fault, true);
        return await use(staging);
      } finally {
        await staging.clearFaults();
        staging.clearRequests();
        giveBack(staging);
      }
    },
    stop: async () => {
      await Promise.all(stagings.map((staging) => staging.stop()));
      await server.stop();
    },
  };
}
