import type { Report, ReportedRootCause } from './report.ts';

/** One sentence or two: what it means, what broke, and whose turn it is. */
export function writeHeadline(report: Omit<Report, 'headline'>): string {
  const subset = report.selectedProbes;
  return [
    report.enforced ? '' : 'Not enforced: ',
    sentences(report),
    subset === undefined ? '' : ` Only ${list(subset)} ran.`,
  ].join('');
}

function sentences(report: Omit<Report, 'headline'>): string {
  const { verdict, environment } = report;
  switch (verdict) {
    case 'ready':
      return readySentence(report);
    case 'not-ready':
      return `${environment} cannot run check-in tests: ${brokenSentence(report.rootCauses)}`;
    case 'inconclusive':
      return `Inconclusive: ${unknownSentence(report)}`;
    case 'untested':
      return `${environment} is healthy, but this candidate is untested: ${report.evidence.missing.join('; ')}.`;
  }
}

function readySentence({ environment, probes }: Omit<Report, 'headline'>): string {
  const required = probes.filter((probe) => probe.required);
  const warned = required.filter((probe) => probe.status === 'warn').map((probe) => probe.name);
  const broken = probes
    .filter((probe) => !probe.required && probe.status !== 'pass')
    .map((probe) => probe.name);
  const notes = [
    ...(warned.length > 0 ? [`with warnings from ${list(warned)}`] : []),
    ...(broken.length > 0
      ? [`not counting ${list(broken)}, which ${broken.length === 1 ? 'is' : 'are'} not required`]
      : []),
  ];
  const all =
    required.length === 1
      ? 'the one required probe passed'
      : `all ${String(required.length)} required probes passed`;
  return `${environment} is ready: ${[all, ...notes].join(', ')}.`;
}

function brokenSentence(causes: readonly ReportedRootCause[]): string {
  const [first, ...others] = causes.filter((cause) => cause.blocking);
  if (first === undefined) return 'a required probe failed.';
  const more = others.length === 0 ? '' : ` Also broken: ${list(others.map((cause) => cause.layer))}.`;
  return `${first.layer} ${state(first)}.${more} ${turn(first)}`;
}

function state({ code, check, observed, until }: ReportedRootCause): string {
  if (code === 'MAINTENANCE')
    return until === undefined ? 'is in maintenance' : `is in maintenance until ${until}`;
  return `is broken (${check}: ${code}, ${observed})`;
}

function turn({ owner, layer }: ReportedRootCause): string {
  if (owner === undefined) return `Whoever owns ${layer} acts next.`;
  return `${owner.team}${owner.contact === undefined ? '' : ` (${owner.contact})`} acts next.`;
}

function unknownSentence({ rootCauses, evidence }: Omit<Report, 'headline'>): string {
  const [first, ...others] = rootCauses;
  if (first === undefined) {
    return evidence.state === 'unreadable'
      ? 'the ledger could not be read, so nothing is known about this candidate. Whoever owns the gate acts next.'
      : 'no required probe ran. Whoever owns the gate acts next.';
  }
  if (first.code === 'RUNNER_OFFLINE') {
    return "no probe reached anything, so the runner's own network is the likely reason. Whoever owns the gate acts next.";
  }
  const more = others.length === 0 ? '' : ` Neither could ${list(others.map((cause) => cause.probe))}.`;
  return `${first.probe} could not be judged (${first.check}: ${first.code}, ${first.observed}).${more} Whoever owns the gate's setup acts next.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
