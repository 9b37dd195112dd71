import { httpConfiguration, prepareWorkspace } from './gate.ts';
import { startServer } from './server.ts';
import { figuresOf, type Figures } from './statistics.ts';

export interface GrowthPoint {
  readonly probes: number;
  readonly wallMs: Figures;
  readonly peakMiB: Figures;
}

const sizes = [10, 100, 1000, 5000] as const;

/** Time and memory by the number of probes; the server answers at once, so that the gate is what is seen. */
export async function measureGrowth(runs: number): Promise<readonly GrowthPoint[]> {
  const server = await startServer(0);
  const points: GrowthPoint[] = [];
  try {
    for (const probes of sizes) {
      const workspace = await prepareWorkspace(httpConfiguration(probes, server.url, 64));
      const usages = [];
      for (let run = 0; run < runs; run += 1) usages.push(await workspace.run());
      await workspace.remove();
      points.push({
        probes,
        wallMs: figuresOf(usages.map(({ wallMs }) => wallMs)),
        peakMiB: figuresOf(usages.map(({ peakMiB }) => peakMiB ?? Number.NaN)),
      });
    }
  } finally {
    server.close();
  }
  return points;
}

/** Linear or better: ten times the probes take at most ten times what they add to the smallest run. */
export function isLinear(points: readonly GrowthPoint[], of: (point: GrowthPoint) => number): boolean {
  return points.slice(1).every((point, index) => {
    const before = points[index];
    if (before === undefined) return true;
    const factor = point.probes / before.probes;
    return of(point) <= factor * of(before);
  });
}
