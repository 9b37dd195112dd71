import type { LoadedConfig } from './config/load.ts';
import { recogniseOfflineRunner } from './core/offline.ts';
import { buildReport, type Report } from './core/report.ts';
import type { EvidenceFinding } from './core/verdict.ts';
import type { Inputs } from './inputs.ts';
import { toRunnable, type PlanTools } from './probes/runnable.ts';
import { runProbes, type RunOptions } from './probes/runner.ts';

/** What the gate does not do itself. */
export interface GateDeps {
  readonly loadConfig: (inputs: Inputs) => LoadedConfig;
  readonly tools: Omit<PlanTools, 'contracts'>;
  readonly run: Omit<RunOptions, 'concurrency' | 'diagnose'>;
  readonly elapsedMs: () => number;
  /** Masks every secret in the texts of a report. */
  readonly redact: (report: Report) => Report;
}

/** Until there is a ledger, nothing is asked of it. */
const noEvidenceRequired: EvidenceFinding = { state: 'met', missing: [] };

/**
 * The whole gate: configuration → probes → evidence → verdict → report.
 * @throws ConfigError before anything is probed
 */
export async function runGate(inputs: Inputs, deps: GateDeps): Promise<Report> {
  const startedAt = deps.tools.now();
  const startedMs = deps.elapsedMs();
  const config = deps.loadConfig(inputs);
  const probes = config.probes.map((probe) =>
    toRunnable(probe, { ...deps.tools, contracts: config.contracts }),
  );
  const results = await runProbes(probes, {
    ...deps.run,
    concurrency: config.concurrency,
    diagnose: inputs.mode === 'diagnose',
  });
  const report = buildReport({
    probes: recogniseOfflineRunner(results),
    evidence: noEvidenceRequired,
    enforce: inputs.enforce,
    environment: config.environment,
    mode: inputs.mode,
    candidate: inputs.candidate ?? inputs.sha,
    startedAt,
    durationMs: deps.elapsedMs() - startedMs,
    runUrl: inputs.runUrl,
    selectedProbes: inputs.probes,
  });
  return deps.redact(report);
}
