import type { GitHub } from './clients/github.ts';
import type { HttpClient } from './clients/http.ts';
import type { LoadedConfig } from './config/load.ts';
import { recogniseOfflineRunner } from './core/offline.ts';
import type { Report, ReportInput } from './core/report.ts';
import { applyWaivers } from './core/waivers.ts';
import type { Inputs } from './inputs.ts';
import { rememberObjects } from './ledger/remember.ts';
import { confirmLive, findCandidate } from './pipeline/candidate.ts';
import { checkWaivedNames, rememberWaiver } from './pipeline/dispatch-waiver.ts';
import { findEvidence } from './pipeline/evidence.ts';
import { probeAtOnce, probeBetween } from './pipeline/probing.ts';
import type { RecordedRun } from './pipeline/record.ts';
import { waitUntilReady, type WaitingDeps } from './pipeline/waiting.ts';
import { toRunnable, type PlanTools } from './probes/runnable.ts';
import { runProbes, type RunOptions } from './probes/runner.ts';

/** What the gate does not do itself. */
export interface GateDeps {
  readonly loadConfig: (inputs: Inputs) => LoadedConfig;
  readonly tools: Omit<PlanTools, 'contracts'>;
  readonly run: Omit<RunOptions, 'concurrency' | 'diagnose'>;
  readonly wait: Pick<WaitingDeps, 'pause' | 'progress'>;
  readonly client: Pick<HttpClient, 'send'>;
  /** Absent without a token. */
  readonly github: GitHub | undefined;
  /** For what the monitor writes down: it may take longer than the looks, so that one that was cut off is recorded. */
  readonly record: { readonly github: GitHub | undefined; readonly signal: AbortSignal };
  readonly warn: (message: string) => void;
  /** Masks every secret in the texts of a report. */
  readonly redact: (report: Report) => Report;
}

/**
 * The whole gate: configuration → probes → candidate → evidence → waivers → verdict → ledger → report.
 * @throws ConfigError before anything is probed
 */
export async function runGate(inputs: Inputs, given: GateDeps): Promise<RecordedRun> {
  const deps = withMemory(given);
  const config = deps.loadConfig(inputs);
  checkWaivedNames(config, inputs.waive);
  const { elapsedMs, signal } = deps.run;
  const waiting = {
    waitForMs: inputs.waitForMs ?? 0,
    steadyForMs: inputs.steadyForMs ?? 0,
    intervalMs: config.waitIntervalMs,
  };
  const waiverFor = rememberWaiver(inputs, config.waivePermission, deps.github);
  const seen = await waitUntilReady(waiting, () => look(inputs, config, deps, waiverFor), {
    ...deps.wait,
    elapsedMs,
    isOver: () => signal.aborted,
  });
  const report = deps.redact(seen);
  return inputs.mode === 'monitor' ? record(report, inputs, config, deps) : { report };
}

/** Many looks and the record of the last one read the same days of the ledger. */
function withMemory(deps: GateDeps): GateDeps {
  const remember = rememberObjects();
  const { github, record } = deps;
  return {
    ...deps,
    github: github && remember(github),
    record: { ...record, github: record.github && remember(record.github) },
  };
}

/** One look at staging: every probe, and what is known of the candidate. */
async function look(
  inputs: Inputs,
  config: LoadedConfig,
  deps: GateDeps,
  waiverFor: ReturnType<typeof rememberWaiver>,
): Promise<ReportInput> {
  const { tools, github, client, run } = deps;
  const startedAt = tools.now();
  const runnable = config.probes.map((probe) => toRunnable(probe, { ...tools, contracts: config.contracts }));
  const options = { ...run, concurrency: config.concurrency, diagnose: inputs.mode === 'diagnose' };
  const wanted = { input: inputs.candidate, sha: inputs.sha, source: config.evidence.candidate };
  const asking = { github, client, signal: run.signal, runId: inputs.runId };
  const { results, candidate } = await (inputs.mode === 'monitor' ? probeBetween : probeAtOnce)({
    probe: () => runProbes(runnable, options),
    find: () => findCandidate(wanted, asking),
    confirm: (before) => confirmLive(before, wanted.source, asking),
  });
  const probes = recogniseOfflineRunner(results);
  const { environment } = config;
  const about = { config: config.evidence, candidate, environment, branch: inputs.ledgerBranch };
  const evidence = await findEvidence(about, { github, now: tools.now });
  const dispatch = await waiverFor(candidate.commit);
  const waivers = applyWaivers({
    probes,
    evidenceState: evidence.state,
    waivers: [...config.waivers, ...(dispatch?.waiver === undefined ? [] : [dispatch.waiver])],
    now: tools.now(),
    candidate: candidate.commit,
  });
  return {
    probes,
    evidence,
    waivers,
    refusedWaivers: dispatch?.refusal === undefined ? [] : [refused(inputs, dispatch.refusal)],
    enforce: inputs.enforce,
    environment,
    mode: inputs.mode,
    candidate: candidate.commit,
    live: candidate.live,
    startedAt,
    durationMs: 0,
    runUrl: inputs.runUrl,
    selectedProbes: inputs.probes,
  };
}

function refused({ waive, waiveReason, triggeringActor }: Inputs, refusal: string) {
  return { probes: waive, reason: waiveReason ?? '', actor: triggeringActor, refusal };
}

/** The monitor's part: nobody else pays for it. */
async function record(
  report: Report,
  inputs: Inputs,
  config: LoadedConfig,
  deps: GateDeps,
): Promise<RecordedRun> {
  const { recordRun } = await import('./pipeline/record.ts');
  const { dataBranchFiles } = await import('./publishers/data-branch.ts');
  const { runId, runAttempt = 1, runUrl, eventName, ledgerBranch } = inputs;
  const run = { id: runId ?? 'local', attempt: runAttempt, url: runUrl, event: eventName };
  const target = { branch: ledgerBranch, retentionDays: config.retentionDays, run };
  const { tools, warn } = deps;
  return recordRun(report, target, {
    ...deps.record,
    warn,
    now: tools.now,
    draw: (shown, now, ledger) => dataBranchFiles(shown, { branch: ledgerBranch, now }, ledger),
  });
}
