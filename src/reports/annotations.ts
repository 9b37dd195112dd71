import { shortened } from '../core/one-line.ts';
import type { Report, ReportedCheck, ReportedProbe, ReportedRootCause } from '../core/report.ts';
import { ownerOf } from './words.ts';

/** GitHub shows ten annotations per type and step. */
const shownPerLevel = 10;
/** GitHub cuts an annotation's message at 4,096 characters. */
const longestMessage = 4000;
/** And its title at 255. */
const longestTitle = 250;

export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
}

/** One annotation per root cause, then what else is unknown or a warning; the rest is counted. */
export function renderAnnotations(report: Report): readonly Annotation[] {
  const causes = report.rootCauses.map((cause) => causeAnnotation(cause, report));
  const others = report.probes.flatMap((probe) =>
    probe.checks
      .filter((check) => isWorthTelling(check) && !isTold(probe, check, report))
      .map((check) =>
        annotation(
          'warning',
          `${probe.name}: ${check.code ?? ''}`,
          `${check.name}: ${check.observed ?? ''}. ${check.hint ?? ''}`,
        ),
      ),
  );
  const all = [...causes, ...others];
  return (['error', 'warning'] as const).flatMap((level) =>
    limited(all.filter((each) => each.level === level)),
  );
}

/** Failures are told by their roots; a check that did not run, by the one that kept it from running. */
function isWorthTelling({ status, code }: ReportedCheck): boolean {
  return status === 'warn' || (status === 'unknown' && code !== 'NOT_RUN');
}

function isTold(probe: ReportedProbe, check: ReportedCheck, { rootCauses }: Report): boolean {
  return rootCauses.some(
    (cause) => cause.probe === probe.name && cause.check === check.name && cause.code === check.code,
  );
}

function causeAnnotation(cause: ReportedRootCause, { decision }: Report): Annotation {
  const { layer, check, code, expected, observed, hint, owner, blocking } = cause;
  return annotation(
    blocking && decision === 'block' ? 'error' : 'warning',
    `${layer}: ${code}`,
    `${check}: expected ${expected}, observed ${observed}. ${hint} Owner: ${ownerOf(owner)}.`,
  );
}

function annotation(level: Annotation['level'], title: string, message: string): Annotation {
  return { level, title: shortened(title, longestTitle), message: shortened(message, longestMessage) };
}

function limited(annotations: readonly Annotation[]): readonly Annotation[] {
  const shown = annotations.slice(0, shownPerLevel - 1);
  const [next, ...further] = annotations.slice(shownPerLevel - 1);
  if (next === undefined || further.length === 0) return annotations;
  const rest = String(1 + further.length);
  return [
    ...shown,
    { ...next, title: 'More findings', message: `${rest} more findings: see the job summary.` },
  ];
}
