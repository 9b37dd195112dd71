import type { Report } from '../core/report.ts';
import { renderAnnotations } from '../reports/annotations.ts';
import { verdictLines } from '../reports/console.ts';
import { renderSummary } from '../reports/summary.ts';
import type { Publisher } from './publish.ts';

/** A place in a file of the repository; GitHub shows the annotation there. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** What the gate needs of the runner; `@actions/core` in the action. */
export interface Job {
  info(line: string): void;
  annotate(level: 'error' | 'warning', message: string, title: string, place?: Place): void;
  setOutput(name: string, value: string): void;
  appendSummary(markdown: string): Promise<void>;
}

/** The publisher without which no other job knows of this run. */
export const stepOutputs = 'step outputs';

/** Log, annotations, summary and outputs of the step: all but `ready`, which the entry writes last. */
export function jobPublishers(job: Job): readonly Publisher[] {
  return [
    {
      name: 'log',
      publish: (report) => {
        verdictLines(report).forEach((line) => {
          job.info(line);
        });
      },
    },
    {
      name: 'annotations',
      publish: (report) => {
        publishAnnotations(report, job);
      },
    },
    { name: 'job summary', publish: (report) => job.appendSummary(renderSummary(report)) },
    {
      name: stepOutputs,
      publish: (report) => {
        publishOutputs(report, job);
      },
    },
  ];
}

function publishAnnotations(report: Report, job: Job): void {
  for (const { level, title, message } of renderAnnotations(report)) job.annotate(level, message, title);
}

function publishOutputs(report: Report, job: Job): void {
  job.setOutput('verdict', report.verdict);
  job.setOutput('decision', report.decision);
  job.setOutput('headline', report.headline);
  job.setOutput('candidate', report.candidate);
  job.setOutput('root-causes', JSON.stringify(report.rootCauses));
  job.setOutput(
    'evidence',
    JSON.stringify({ ...report.evidence, ...(report.debt === undefined ? {} : { debt: report.debt }) }),
  );
}
