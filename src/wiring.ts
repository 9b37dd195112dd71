/** What the action and the terminal share: real collaborators for the pipeline. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import type { GitHub } from './clients/github.ts';
import { createHttpClient } from './clients/http.ts';
import type { Environment } from './config/env-value.ts';
import { loadConfig, type LoadedConfig } from './config/load.ts';
import { selectProbes } from './config/select.ts';
import type { ProbeResult } from './core/model.ts';
import type { TablePlan } from './core/plan.ts';
import { redactReport } from './core/redact-report.ts';
import { ConfigError } from './errors.ts';
import { runGate } from './gate.ts';
import type { RecordedRun } from './pipeline/record.ts';
import { publishAll } from './publishers/publish.ts';
import type { Inputs } from './inputs.ts';
import { kinds } from './kinds/registry.ts';
import { armLimits } from './limits.ts';
import { cleanupGraceMs, createHttpStepsEngine } from './probes/http-steps.ts';
import type { Engine } from './probes/engine.ts';
import type { Redactor } from './secrets.ts';
import { signToken } from './sign-token.ts';
import { trustAuthorities } from './trust.ts';
import { version } from './version.ts';
import type { LastWord } from './watchdog.ts';
import { readCaFile, readWorkspaceFile } from './workspace.ts';

/** An engine has done its own clean-up by then; one that ignores its signal is left behind. */
export const graceMs = cleanupGraceMs + 1000;

/** The time of a run, for those who replay one; neither action nor terminal gives another than the real one. */
export interface Clock {
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsedMs: () => number;
  /** Resolves early when the signal aborts: whoever pauses looks at the signal next. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

const realClock: Clock = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  pause: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal }).catch(() => undefined);
  },
};

/** Where a run takes place: its variables, and who is told how it goes. */
export interface Surroundings {
  readonly env: Environment;
  /** Learns every secret of the run. Whoever shows a text puts it through this first. */
  readonly redactor: Redactor;
  /** A look at staging begins; these are the names of its probes. */
  readonly onLook?: (probes: readonly string[]) => void;
  readonly onSettled: (result: ProbeResult) => void;
  readonly progress: (line: string) => void;
  readonly warn: (message: string) => void;
  /** Takes the report before anybody outside is told; nobody is when this throws. */
  readonly onRecorded?: (run: RecordedRun) => Promise<void>;
  /** Said before the process is killed, should it hang beyond its deadline. */
  readonly lastWords?: readonly LastWord[];
  readonly clock?: Clock;
}

/**
 * Runs the gate with real clients, under its deadline, until it is done or cancelled (SIGINT, SIGTERM).
 * @throws ConfigError before anything is probed
 */
export async function runWired(inputs: Inputs, surroundings: Surroundings): Promise<RecordedRun> {
  const { env, redactor, onLook, onSettled, progress, warn, clock = realClock } = surroundings;
  const { now, pause } = clock;
  const started = clock.elapsedMs();
  const { statusContext, slackWebhookUrl: webhook } = inputs;
  // Before anything is shown: what comes back from a server may hold it.
  if (webhook !== undefined) redactor.add(webhook);
  const ca = readCaFile(inputs.caFile);
  trustAuthorities(ca);
  const client = createHttpClient({ userAgent: `staging-health-gate/${version}`, proxyEnv: env });
  const limits = armLimits(inputs.deadlineMs + (inputs.waitForMs ?? 0), surroundings.lastWords);
  let probes: readonly string[] = [];
  try {
    const { signal, afterwards, watch } = limits;
    const github = await connectGitHub(inputs, redactor, signal);
    const isMonitor = inputs.mode === 'monitor';
    const recorder = isMonitor ? await connectGitHub(inputs, redactor, afterwards) : github;
    const recorded = await runGate(inputs, {
      loadConfig: () => {
        const config = loadFor(inputs, env, redactor, watch);
        probes = config.probes.map(({ name }) => name);
        onLook?.(probes);
        return config;
      },
      tools: { uuid: randomUUID, now, signToken },
      run: {
        engines: {
          'http-steps': createHttpStepsEngine({ client, redactor, watch }),
          'table-contract': tableContractEngine(ca),
        },
        signal,
        graceMs,
        elapsedMs: () => clock.elapsedMs() - started,
        onSettled,
      },
      wait: {
        progress,
        pause: async (ms) => {
          await pause(ms, signal);
          onLook?.(probes);
        },
      },
      client,
      github,
      record: { github: recorder, signal: afterwards },
      warn,
      redact: (report) => redactReport(report, (text) => redactor.redact(text)),
    });
    // What stands in the job is its last word but one: a job that is cancelled now must not come to the last.
    limits.leaveSignals();
    await surroundings.onRecorded?.(recorded);
    if (isMonitor || webhook !== undefined) {
      if (isMonitor) limits.heedSignals();
      const { outsidePublishers } = await import('./publishers/outside.ts');
      const outside = { github: recorder, client, signal: afterwards, now, statusContext, webhook };
      const { report, turn } = recorded;
      await publishAll(outsidePublishers(inputs.mode, report, turn, outside), report, warn);
    }
    return recorded;
  } finally {
    limits.disarm();
    client.close();
  }
}

/** A file of this size is read within the half second in which nobody watches, whatever stands in it. */
const unwatchedCharacters = 16 * 1024;

/** The engine for databases, which few runs need: it is loaded for the first of them. */
function tableContractEngine(ca: string | undefined): Engine<TablePlan> {
  return async (...given) => {
    const engines = await import('./probes/table-contract.ts');
    return engines.tableContractEngine({ ca })(...given);
  };
}

/** The client of GitHub, whose token is masked from then on; none without a token. */
export async function connectGitHub(
  { githubToken: token, apiUrl, repository }: Inputs,
  redactor: Redactor,
  signal: AbortSignal,
): Promise<GitHub | undefined> {
  if (token === undefined) return undefined;
  redactor.add(token);
  const { createGitHub } = await import('./clients/github.ts');
  return createGitHub({ token, apiUrl, repository, signal });
}

/**
 * Reads the configuration that the inputs name, with the probes that they choose; its secrets are masked
 * from then on.
 * @param watch called before a file is read that may take long: its schemas are compiled
 * @throws ConfigError with everything that is wrong in the file
 */
export function loadFor(
  { config: file, workspace, probes, mode }: Pick<Inputs, 'config' | 'workspace' | 'probes' | 'mode'>,
  env: Environment,
  redactor: Redactor,
  watch: () => void = () => undefined,
): LoadedConfig {
  const readFile = (path: string) => {
    const source = readWorkspaceFile(workspace, path);
    if ('text' in source && source.text.length > unwatchedCharacters) watch();
    return source;
  };
  const source = readFile(file);
  if ('problem' in source) throw new ConfigError([{ where: file, message: source.problem }]);
  const config = loadConfig({ file, text: source.text }, env, kinds, readFile);
  for (const secret of config.secrets) redactor.add(secret);
  return probes === undefined ? config : selectProbes(config, probes, mode);
}
