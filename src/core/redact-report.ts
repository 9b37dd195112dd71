import type { Report, ReportedCheck } from './report.ts';

type Redact = (text: string) => string;

/**
 * The report with every free text redacted. Words of closed sets (verdict, status, code, layer) and numbers
 * stay as they are: a secret that happens to be `ready` must not change what the report says.
 */
export function redactReport(report: Report, redact: Redact): Report {
  return {
    ...report,
    headline: redact(report.headline),
    probes: report.probes.map((probe) => ({
      ...probe,
      checks: probe.checks.map((check) => redactTexts(check, redact)),
    })),
    rootCauses: report.rootCauses.map((cause) => ({
      ...redactTexts(cause, redact),
      check: redact(cause.check),
    })),
    evidence: { ...report.evidence, missing: report.evidence.missing.map(redact) },
  };
}

type Told = Partial<Pick<ReportedCheck, 'name' | 'expected' | 'observed' | 'hint' | 'note'>>;

const textKeys = ['name', 'expected', 'observed', 'hint', 'note'] as const;

function redactTexts<T extends Told>(told: T, redact: Redact): T {
  const texts = textKeys.flatMap((key) => {
    const text = told[key];
    return text === undefined ? [] : [[key, redact(text)] as const];
  });
  return { ...told, ...Object.fromEntries(texts) };
}
