import type { ConfiguredProbe, LoadedConfig } from './config/load.ts';
import { recogniseOfflineRunner } from './core/offline.ts';
import { buildReport, type Report } from './core/report.ts';
import type { EvidenceFinding } from './core/verdict.ts';
import type { Inputs } from './inputs.ts';
import type { PlanContext } from './kinds/kind.ts';
import { toRunnable } from './probes/runnable.ts';
import { runProbes, type RunOptions } from './probes/runner.ts';

/** What the gate does not do itself. */
export interface GateDeps {
  readonly loadConfig: (inputs: Inputs) => Promise<LoadedConfig>;
  readonly run: Omit<RunOptions, 'concurrency'>;
  readonly plan: Omit<PlanContext, 'probe'>;
  /** Masks every secret in the texts of a report. */
  readonly redact: (report: Report) => Report;
}

/**
 * The whole gate: configuration → probes → evidence → verdict → report.
 * @throws ConfigError before anything is probed
 */
export async function runGate(inputs: Inputs, deps: GateDeps): Promise<Report> {
  const startedAt = deps.plan.now();
  const startedMs = deps.run.elapsedMs();
  const config = await deps.loadConfig(inputs);
  const results = await probe(config, deps);
  return deps.redact(
    buildReport({
      probes: recogniseOfflineRunner(results),
      evidence: noEvidenceRequired,
      enforce: inputs.enforce,
      environment: config.environment,
      mode: inputs.mode,
      candidate: inputs.candidate ?? inputs.sha,
      startedAt,
      durationMs: deps.run.elapsedMs() - startedMs,
      runUrl: inputs.runUrl,
      selectedProbes: inputs.probes,
    }),
  );
}
