import type { Report, ReportedRootCause } from '../core/report.ts';
import { ownerOf } from './words.ts';

/** GitHub shows ten annotations per type and step. */
const shownPerLevel = 10;
/** GitHub cuts an annotation's message at 4,096 characters. */
const longestMessage = 4000;

export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
}

/** One annotation per root cause, then the warnings; worst first, and the rest counted. */
export function renderAnnotations(report: Report): readonly Annotation[] {
  const causes = report.rootCauses.map((cause) => causeAnnotation(cause, report));
  const warnings = report.probes.flatMap((probe) =>
    probe.checks
      .filter((check) => check.status === 'warn')
      .map(({ name, code, observed, hint }) =>
        annotation('warning', `${probe.name}: ${code ?? ''}`, `${name}: ${observed ?? ''}. ${hint ?? ''}`),
      ),
  );
  const all = [...causes, ...warnings];
  return (['error', 'warning'] as const).flatMap((level) =>
    limited(all.filter((each) => each.level === level)),
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
  return { level, title, message: message.slice(0, longestMessage) };
}

function limited(annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length <= shownPerLevel) return annotations;
  const shown = annotations.slice(0, shownPerLevel - 1);
  const [next] = annotations.slice(shownPerLevel - 1);
  if (next === undefined) return shown;
  const rest = String(annotations.length - shown.length);
  return [
    ...shown,
    { ...next, title: 'More findings', message: `${rest} more findings: see the job summary.` },
  ];
}
