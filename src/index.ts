/** The action: wires the real collaborators, runs the gate, and fails the step unless the deploy is allowed. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import * as core from '@actions/core';

import { createGitHub } from './clients/github.ts';
import { createHttpClient } from './clients/http.ts';
import { loadConfig, type LoadedConfig } from './config/load.ts';
import { selectProbes } from './config/select.ts';
import { redactReport } from './core/redact-report.ts';
import type { Report } from './core/report.ts';
import { ConfigError } from './errors.ts';
import { runGate } from './gate.ts';
import { readInputs, type Inputs } from './inputs.ts';
import { kinds } from './kinds/registry.ts';
import { armLimits } from './limits.ts';
import { cleanupGraceMs, createHttpStepsEngine } from './probes/http-steps.ts';
import { tableContractEngine } from './probes/table-contract.ts';
import { actionsJob } from './publishers/actions-job.ts';
import { jobPublishers } from './publishers/job.ts';
import { publishFailure } from './publishers/failure.ts';
import { publishAll, warnThrough } from './publishers/publish.ts';
import { reportFiles } from './publishers/report-files.ts';
import { probeLines } from './reports/console.ts';
import { Redactor } from './secrets.ts';
import { signToken } from './sign-token.ts';
import { version } from './version.ts';
import { readCaFile, readWorkspaceFile } from './workspace.ts';

/** An engine has done its own clean-up by then; one that ignores its signal is left behind. */
const graceMs = cleanupGraceMs + 1000;

// Whatever happens from here on, a step that does not get to its end has failed.
process.exitCode = 1;
process.on('uncaughtException', () => {
  core.setFailed('The gate failed: an error that nobody caught. This is a bug of the gate, not of staging.');
  process.exit(1);
});

const redactor = new Redactor((form) => {
  core.setSecret(form);
});
try {
  const inputs = readInputs(process.env);
  const report = await run(inputs);
  await publishAll(
    [reportFiles(inputs.reportDir, actionsJob), ...jobPublishers(actionsJob)],
    report,
    warnThrough(actionsJob),
  );
  conclude(report);
} catch (error) {
  await publishFailure(error, actionsJob);
  process.exitCode = 1;
}
process.exit();

async function run(inputs: Inputs): Promise<Report> {
  const started = performance.now();
  const elapsedMs = () => performance.now() - started;
  const ca = readCaFile(inputs.caFile);
  const client = createHttpClient({
    userAgent: `staging-health-gate/${version}`,
    proxyEnv: process.env,
    ca,
  });
  const limits = armLimits(inputs.deadlineMs + (inputs.waitForMs ?? 0));
  const log = (line: string) => {
    actionsJob.info(redactor.redact(line));
  };
  try {
    return await runGate(inputs, {
      loadConfig: load,
      tools: { uuid: randomUUID, now: () => new Date(), signToken },
      run: {
        engines: {
          'http-steps': createHttpStepsEngine({ client, redactor }),
          'table-contract': tableContractEngine({ ca }),
        },
        signal: limits.signal,
        graceMs,
        elapsedMs,
        onSettled: (result) => {
          probeLines(result).forEach(log);
        },
      },
      wait: { progress: log, pause: (ms) => pause(ms, limits.signal) },
      client,
      github: connectGitHub(inputs, limits.signal),
      warn: (message) => {
        actionsJob.annotate('warning', redactor.redact(message), 'Staging Health Gate');
      },
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

function connectGitHub({ githubToken: token, apiUrl, repository }: Inputs, signal: AbortSignal) {
  if (token === undefined) return undefined;
  redactor.add(token);
  return createGitHub({ token, apiUrl, repository, signal });
}

/** @throws ConfigError with everything that is wrong in the file */
function load({ config: file, workspace, probes }: Inputs): LoadedConfig {
  const readFile = (path: string) => readWorkspaceFile(workspace, path);
  const source = readFile(file);
  if ('problem' in source) throw new ConfigError([{ where: file, message: source.problem }]);
  const config = loadConfig({ file, text: source.text }, process.env, kinds, readFile);
  for (const secret of config.secrets) redactor.add(secret);
  return probes === undefined ? config : selectProbes(config, probes);
}

/** The last word: `ready` is written after everything else, and only then may the step succeed. */
function conclude({ decision, headline }: Report): void {
  if (decision !== 'allow') {
    core.setFailed(headline);
    return;
  }
  core.setOutput('ready', 'true');
  process.exitCode = 0;
}
