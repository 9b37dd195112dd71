import type { Report, ReportedCheck, ReportedProbe } from './report.ts';

type Redact = (text: string) => string;

/**
 * The report with every free text redacted. Words of closed sets (verdict, status, code, layer), numbers, and
 * what others look things up by (environment, commits, names of probes) stay as they are: a secret that
 * happens to be `ready` or `staging` must not change what the report says.
 */
export function redactReport(report: Report, redact: Redact): Report {
  return {
    ...report,
    headline: redact(report.headline),
    probes: report.probes.map((probe) => ({
      ...probe,
      ...redactedOwner(probe, redact),
      labels: probe.labels.map(redact),
      checks: probe.checks.map((check) => redactTexts(check, redact)),
    })),
    rootCauses: report.rootCauses.map((cause) => ({
      ...redactTexts(cause, redact),
      ...redactedOwner(cause, redact),
      check: redact(cause.check),
    })),
    evidence: {
      ...report.evidence,
      missing: report.evidence.missing.map(redact),
      requirements: report.evidence.requirements.map((one) => ({ ...one, text: redact(one.text) })),
    },
    ...(report.unsteady === undefined ? {} : { unsteady: redact(report.unsteady) }),
    waivers: report.waivers.map((waiver) => ({
      ...waiver,
      reason: redact(waiver.reason),
      ...(waiver.actor === undefined ? {} : { actor: redact(waiver.actor) }),
      ...(waiver.refusal === undefined ? {} : { refusal: redact(waiver.refusal) }),
    })),
    ...(report.debt === undefined
      ? {}
      : { debt: { ...report.debt, sentence: redact(report.debt.sentence) } }),
  };
}

/** The user wrote it, perhaps with a variable that is a secret elsewhere. */
function redactedOwner(
  { owner }: Pick<ReportedProbe, 'owner'>,
  redact: Redact,
): Pick<ReportedProbe, 'owner'> {
  if (owner === undefined) return {};
  const { team, contact, runbook } = owner;
  return {
    owner: {
      team: redact(team),
      ...(contact === undefined ? {} : { contact: redact(contact) }),
      ...(runbook === undefined ? {} : { runbook: redact(runbook) }),
    },
  };
}

type Told = Partial<Pick<ReportedCheck, 'name' | 'expected' | 'observed' | 'hint' | 'note' | 'exchange'>>;

const textKeys = ['name', 'expected', 'observed', 'hint', 'note'] as const;

function redactTexts<T extends Told>(told: T, redact: Redact): T {
  const texts = textKeys.flatMap((key) => {
    const text = told[key];
    return text === undefined ? [] : [[key, redact(text)] as const];
  });
  return { ...told, ...Object.fromEntries(texts), ...redactedExchange(told, redact) };
}

/** Foreign words of an exchange: the names in a certificate, the server's own, the keys of a body. */
function redactedExchange({ exchange }: Told, redact: Redact): Pick<ReportedCheck, 'exchange'> {
  if (exchange === undefined) return {};
  const { certificate, server, shape } = exchange;
  return {
    exchange: {
      ...exchange,
      ...(server === undefined ? {} : { server: redact(server) }),
      ...(shape === undefined ? {} : { shape: redact(shape) }),
      ...(certificate === undefined
        ? {}
        : {
            certificate: {
              ...certificate,
              subject: redact(certificate.subject),
              issuer: redact(certificate.issuer),
            },
          }),
    },
  };
}
