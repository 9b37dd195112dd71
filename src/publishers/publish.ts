import { GitHubError } from '../clients/github-error.ts';
import type { Report } from '../core/report.ts';
import { FaultError } from '../errors.ts';
import type { Job } from './job.ts';

/** Something that shows the report somewhere. */
export interface Publisher {
  /** For the warning when it fails. */
  readonly name: string;
  readonly publish: (report: Report) => Promise<void> | void;
}

/** Why a publisher failed, in our words. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}

/**
 * Runs every publisher, one after the other. One that fails is a warning by its name with the reason in our
 * words, a missing permission included; neither the others nor the decision change.
 *
 * @returns the names of those that failed
 */
export async function publishAll(
  publishers: readonly Publisher[],
  report: Report,
  warn: (message: string) => void,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, publish } of publishers) {
    try {
      await publish(report);
    } catch (error) {
      warn(`The ${name} could not be written${reasonOf(error)}. The verdict stands.`);
      failed.push(name);
    }
  }
  return failed;
}

/** Our own words, or the code of a system error (`ENOSPC`); never a foreign message. */
function reasonOf(error: unknown): string {
  if (error instanceof GitHubError || error instanceof PublishError) return `: ${error.message}`;
  if (error instanceof FaultError) return ` (${error.fault.code})`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^E[A-Z0-9_]{2,20}$/u.test(code) ? ` (${code})` : '';
}

/** Warnings as annotations of the step. */
export function warnThrough(job: Job): (message: string) => void {
  return (message) => {
    job.annotate('warning', message, 'Staging Health Gate');
  };
}
