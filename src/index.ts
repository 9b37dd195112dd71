/** The action: wires the real collaborators, runs the gate, and fails the step unless the deploy is allowed. */
import * as core from '@actions/core';

import type { Report } from './core/report.ts';
import { readInputs, type Inputs } from './inputs.ts';
import type { RecordedRun } from './pipeline/record.ts';
import { actionsJob } from './publishers/actions-job.ts';
import { jobPublishers } from './publishers/job.ts';
import { lastWords } from './publishers/last-words.ts';
import { publishFailure } from './publishers/failure.ts';
import { publishAll, warnThrough } from './publishers/publish.ts';
import { reportFiles } from './publishers/report-files.ts';
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
  const { report, entries } = await run(inputs);
  await publishAll(
    [reportFiles(inputs, actionsJob, entries), ...jobPublishers(actionsJob)],
    report,
    warnThrough(actionsJob),
  );
  conclude(report);
} catch (error) {
  await publishFailure(error, actionsJob);
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
    onSettled: (result) => {
      probeLines(result).forEach(log);
    },
    progress: log,
    warn: (message) => {
      actionsJob.annotate('warning', redactor.redact(message), 'Staging Health Gate');
    },
  });
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
