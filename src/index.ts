/** The action: wires the real collaborators, runs the gate, and fails the step unless the deploy is allowed. */
import * as core from '@actions/core';

import type { Report } from './core/report.ts';
import { readInputs, type Inputs } from './inputs.ts';
import type { RecordedRun } from './pipeline/record.ts';
import { actionsJob } from './publishers/actions-job.ts';
import { jobPublishers, stepOutputs } from './publishers/job.ts';
import { lastWords } from './publishers/last-words.ts';
import { publishFailure } from './publishers/failure.ts';
import { publishAll, PublishError, warnThrough } from './publishers/publish.ts';
import { loadPage, reportFiles } from './publishers/report-files.ts';
import { probeLines } from './reports/console.ts';
import { Redactor } from './secrets.ts';
import { runWired } from './wiring.ts';

// Authorities are trusted by `ca-file` only: the variable would hand secrets to whoever answers.
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
// Whatever happens from here on, a step that does not get to its end has failed.
process.exitCode = 1;
let isFailing = false;
// Where nobody reads the log any more the run still goes to its end: summary and outputs are files.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.on('uncaughtException', () => {
  // What fails while a failure is told must not tell it again, for ever.
  if (isFailing) process.exit(1);
  isFailing = true;
  void publishFailure(undefined, actionsJob).finally(() => process.exit(1));
});

const redactor = new Redactor((form) => {
  core.setSecret(form);
});
try {
  const inputs = readInputs(process.env);
  const { report } = await run(inputs);
  conclude(report);
} catch (error) {
  if (error instanceof PublishError) core.setFailed(error.message);
  else await publishFailure(error, actionsJob);
  process.exitCode = 1;
}
process.exit();

function run(inputs: Inputs): Promise<RecordedRun> {
  const log = (line: string) => {
    actionsJob.info(redactor.redact(line));
  };
  return runWired(inputs, {
    env: process.env,
    redactor,
    lastWords: lastWords(inputs),
    onLook: loadPageMeanwhile,
    onRecorded: (recorded) => publish(inputs, recorded),
    onSettled: (result) => {
      probeLines(result).forEach(log);
    },
    progress: log,
    warn: (message) => {
      actionsJob.annotate('warning', redactor.redact(message), 'Staging Health Gate');
    },
  });
}

/** By then the first requests are under way; a page that cannot be loaded is told when it is to be written. */
function loadPageMeanwhile(): void {
  setTimeout(() => void loadPage().catch(() => undefined), 60).unref();
}

/**
 * Says everything in the job but the last word. A step without outputs fails, so nobody outside may be told
 * that the deploy is allowed.
 */
async function publish(inputs: Inputs, { report, entries }: RecordedRun): Promise<void> {
  const publishers = [reportFiles(inputs, actionsJob, entries), ...jobPublishers(actionsJob)];
  const failed = await publishAll(publishers, report, warnThrough(actionsJob));
  if (failed.includes(stepOutputs))
    throw new PublishError('the step outputs could not be written, so the step fails whatever was found');
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
