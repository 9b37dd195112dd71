import type { Report } from '../core/report.ts';
import { renderAnnotations } from '../reports/annotations.ts';
import { renderSummary } from '../reports/summary.ts';

/** What the gate needs of the runner; `@actions/core` in the action. */
export interface Job {
  info(line: string): void;
  annotate(level: 'error' | 'warning', message: string, title: string): void;
  setOutput(name: string, value: string): void;
  appendSummary(markdown: string): Promise<void>;
}

/** The summary of the step. */
export async function publishSummary(report: Report, job: Job): Promise<void> {
  await job.appendSummary(renderSummary(report));
}

/** One annotation per root cause and warning. */
export function publishAnnotations(report: Report, job: Job): void {
  for (const { level, title, message } of renderAnnotations(report)) job.annotate(level, message, title);
}

/** Every output but `ready`, which the entry writes last, and only on `allow`. */
export function publishOutputs(report: Report, job: Job): void {
  job.setOutput('verdict', report.verdict);
  job.setOutput('decision', report.decision);
  job.setOutput('headline', report.headline);
  job.setOutput('candidate', report.candidate);
  job.setOutput('root-causes', JSON.stringify(report.rootCauses));
  job.setOutput('evidence', JSON.stringify(report.evidence));
}
