/** What the action and the terminal share: real collaborators for the pipeline. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import { createGitHub } from './clients/github.ts';
import { createHttpClient } from './clients/http.ts';
import type { Environment } from './config/env-value.ts';
import { loadConfig, type LoadedConfig } from './config/load.ts';
import { selectProbes } from './config/select.ts';
import type { ProbeResult } from './core/model.ts';
import { redactReport } from './core/redact-report.ts';
import type { Report } from './core/report.ts';
import { ConfigError } from './errors.ts';
import { runGate } from './gate.ts';
import type { Inputs } from './inputs.ts';
import { kinds } from './kinds/registry.ts';
import { armLimits } from './limits.ts';
import { cleanupGraceMs, createHttpStepsEngine } from './probes/http-steps.ts';
import { tableContractEngine } from './probes/table-contract.ts';
import type { Redactor } from './secrets.ts';
import { signToken } from './sign-token.ts';
import { version } from './version.ts';
import { readCaFile, readWorkspaceFile } from './workspace.ts';

/** An engine has done its own clean-up by then; one that ignores its signal is left behind. */
export const graceMs = cleanupGraceMs + 1000;

/** Where a run takes place: its variables, and who is told how it goes. */
export interface Surroundings {
  readonly env: Environment;
  /** Learns every secret of the run. Whoever shows a text puts it through this first. */
  readonly redactor: Redactor;
  readonly onLoaded?: (config: LoadedConfig) => void;
  readonly onSettled: (result: ProbeResult) => void;
  readonly progress: (line: string) => void;
  readonly warn: (message: string) => void;
}

/**
 * Runs the gate with real clients, under its deadline, until it is done or cancelled (SIGINT, SIGTERM).
 * @throws ConfigError before anything is probed
 */
export async function runWired(inputs: Inputs, surroundings: Surroundings): Promise<Report> {
  const { env, redactor, onLoaded, onSettled, progress, warn } = surroundings;
  const started = performance.now();
  const ca = readCaFile(inputs.caFile);
  const client = createHttpClient({ userAgent: `staging-health-gate/${version}`, proxyEnv: env, ca });
  const limits = armLimits(inputs.deadlineMs + (inputs.waitForMs ?? 0));
  try {
    return await runGate(inputs, {
      loadConfig: () => {
        const config = loadFor(inputs, env, redactor);
        onLoaded?.(config);
        return config;
      },
      tools: { uuid: randomUUID, now: () => new Date(), signToken },
      run: {
        engines: {
          'http-steps': createHttpStepsEngine({ client, redactor }),
          'table-contract': tableContractEngine({ ca }),
        },
        signal: limits.signal,
        graceMs,
        elapsedMs: () => performance.now() - started,
        onSettled,
      },
      wait: { progress, pause: (ms) => pause(ms, limits.signal) },
      client,
      github: connectGitHub(inputs, redactor, limits.signal),
      warn,
      redact: (report) => redactReport(report, (text) => redactor.redact(text)),
    });
  } finally {
    limits.disarm();
    client.close();
  }
}

/** Resolves early when the signal aborts: whoever pauses looks at the signal next. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}

/** The client of GitHub, whose token is masked from then on; none without a token. */
export function connectGitHub(
  { githubToken: token, apiUrl, repository }: Inputs,
  redactor: Redactor,
  signal: AbortSignal,
) {
  if (token === undefined) return undefined;
  redactor.add(token);
  return createGitHub({ token, apiUrl, repository, signal });
}

/**
 * Reads the configuration that the inputs name, with the probes that they choose; its secrets are masked
 * from then on.
 * @throws ConfigError with everything that is wrong in the file
 */
export function loadFor(
  { config: file, workspace, probes }: Pick<Inputs, 'config' | 'workspace' | 'probes'>,
  env: Environment,
  redactor: Redactor,
): LoadedConfig {
  const readFile = (path: string) => readWorkspaceFile(workspace, path);
  const source = readFile(file);
  if ('problem' in source) throw new ConfigError([{ where: file, message: source.problem }]);
  const config = loadConfig({ file, text: source.text }, env, kinds, readFile);
  for (const secret of config.secrets) redactor.add(secret);
  return probes === undefined ? config : selectProbes(config, probes);
}
