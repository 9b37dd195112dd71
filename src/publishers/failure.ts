import { ConfigError, type Problem } from '../errors.ts';
import { escapeMarkdown } from '../reports/markdown.ts';
import type { Job, Place } from './job.ts';

/** GitHub shows ten annotations per type and step; the last one counts the rest. */
const mostAnnotations = 9;

/**
 * Says why the gate could not even judge: what is wrong in the user's configuration, or that the gate
 * itself failed. Whatever happens, the step is to fail; what cannot be written is left out.
 */
export async function publishFailure(error: unknown, job: Job): Promise<void> {
  const problems = error instanceof ConfigError ? error.problems : undefined;
  const headline = headlineOf(problems);
  job.info(`❔ Inconclusive: ${headline}`);
  for (const { where, message } of problems ?? []) job.info(`   ${where}: ${message}`);
  if (problems === undefined) job.annotate('error', headline, 'Staging Health Gate');
  else annotate(problems, job);
  const summary = summaryOf(headline, problems ?? []);
  await Promise.allSettled([job.appendSummary(summary), setOutputs(headline, job)]);
}

/** Without the file for them there is nobody to read them; the step fails all the same. */
async function setOutputs(headline: string, job: Job): Promise<void> {
  await Promise.resolve();
  job.setOutput('verdict', 'inconclusive');
  job.setOutput('decision', 'block');
  job.setOutput('headline', headline);
}

function headlineOf(problems: readonly Problem[] | undefined): string {
  if (problems === undefined)
    return 'the gate itself failed: a bug of the gate, not of staging. Nothing is known about staging; report it with the link of this run.';
  const count = problems.length === 1 ? 'one problem' : `${String(problems.length)} problems`;
  return `the gate's configuration has ${count}, so nothing was probed. Whoever owns the gate's setup acts next.`;
}

function annotate(problems: readonly Problem[], job: Job): void {
  for (const { where, message } of problems.slice(0, mostAnnotations))
    job.annotate('error', message, `Configuration: ${where}`, placeOf(where));
  const rest = problems.length - mostAnnotations;
  if (rest > 0) job.annotate('error', `${String(rest)} more problems: see the log.`, 'Configuration');
}

function placeOf(where: string): Place | undefined {
  const [, file, line, column] = /^(.+):(\d+):(\d+)$/u.exec(where) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}

function summaryOf(headline: string, problems: readonly Problem[]): string {
  const list = problems.map(({ where, message }) => `- ${escapeMarkdown(where)}: ${escapeMarkdown(message)}`);
  return ['## ❔ Inconclusive', `**${escapeMarkdown(headline)}**`, list.join('\n'), ''].join('\n\n');
}
