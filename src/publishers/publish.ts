import type { Report } from '../core/report.ts';
import type { Job } from './job.ts';

/** Something that shows the report somewhere. */
export interface Publisher {
  /** For the warning when it fails. */
  readonly name: string;
  readonly publish: (report: Report) => Promise<void> | void;
}

/**
 * Runs every publisher, one after the other. One that fails is a warning by its name, nothing of its
 * error is shown, and neither the others nor the decision change.
 */
export async function publishAll(
  publishers: readonly Publisher[],
  report: Report,
  warn: (message: string) => void,
): Promise<void> {
  for (const { name, publish } of publishers) {
    try {
      await publish(report);
    } catch (error) {
      warn(`The ${name} could not be written${reasonOf(error)}. The verdict stands.`);
    }
  }
}

/** The code of a system error (`ENOSPC`), never its message. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^E[A-Z0-9_]{2,20}$/u.test(code) ? ` (${code})` : '';
}

export function warnThrough(job: Job): (message: string) => void {
  return (message) => {
    job.annotate('warning', message, 'Staging Health Gate');
  };
}
