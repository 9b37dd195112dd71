import { buildReport, type Report, type ReportInput } from '../core/report.ts';
import { formatSpan } from '../core/spans.ts';

export interface Waiting {
  /** How long to wait for `ready`; 0 looks once. */
  readonly waitForMs: number;
  /** How long every look must be `ready`; 0 asks for one look. */
  readonly steadyForMs: number;
  readonly intervalMs: number;
}

export interface WaitingDeps {
  readonly elapsedMs: () => number;
  /** Resolves after the time, or at once when the run's deadline or cancellation comes. */
  readonly pause: (ms: number) => Promise<void>;
  /** Whether the run's deadline or cancellation has come. */
  readonly isOver: () => boolean;
  readonly progress: (line: string) => void;
}

/**
 * Looks at staging until it is `ready` for as long as asked, or the time is over. Gives the last look. The wait
 * begins when the first look is done, so that `steady-for` can be as long as `wait-for`. Steadiness counts from the
 * first of an unbroken row of looks that are ready for one commit; one that is not, or another commit, begins anew.
 */
export async function waitUntilReady(
  { waitForMs, steadyForMs, intervalMs }: Waiting,
  look: () => Promise<ReportInput>,
  { elapsedMs, pause, isOver, progress }: WaitingDeps,
): Promise<Report> {
  const startedMs = elapsedMs();
  let waitingSinceMs: number | undefined;
  let readySinceMs: number | undefined;
  let candidate: string | undefined;
  for (;;) {
    const seen = await look();
    const lookedMs = elapsedMs();
    waitingSinceMs ??= lookedMs;
    if (seen.candidate !== candidate) readySinceMs = undefined;
    candidate = seen.candidate;
    const isReady = buildReport(seen).verdict === 'ready';
    readySinceMs = isReady ? (readySinceMs ?? lookedMs) : undefined;
    const unsteady =
      readySinceMs === undefined ? undefined : unsteadiness(lookedMs - readySinceMs, steadyForMs);
    const report = buildReport({ ...seen, unsteady, durationMs: lookedMs - startedMs });
    const leftMs = waitForMs - (lookedMs - waitingSinceMs);
    if (report.verdict === 'ready' || leftMs <= 0 || isOver()) return report;
    const pauseMs = Math.min(intervalMs, leftMs);
    progress(progressLine(report, pauseMs, leftMs));
    await pause(pauseMs);
    if (isOver()) return report;
  }
}

/** What is still missing of the steadiness that was asked for; nothing when it is reached. */
function unsteadiness(steadyMs: number, steadyForMs: number): string | undefined {
  if (steadyMs >= steadyForMs) return undefined;
  return `ready for ${formatSpan(steadyMs)} of the ${formatSpan(steadyForMs)} that \`steady-for\` asks for`;
}

function progressLine({ headline }: Report, pauseMs: number, leftMs: number): string {
  return `⏳ ${headline} Looking again in ${formatSpan(pauseMs, 'up')}, for at most ${formatSpan(leftMs, 'up')}.`;
}
