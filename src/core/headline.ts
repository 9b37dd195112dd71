import { factsOf } from './fault-codes.ts';
import type { Report, ReportedRootCause } from './report.ts';
import { waiverWords } from './reported-waivers.ts';
import { oneLine, shortened } from './one-line.ts';
import { isoWords } from './time-words.ts';

type Draft = Omit<Report, 'headline'>;

/** As much of a check's name or observation as a headline bears; the report has all of it. */
const longestPart = 160;
const longestCommit = 12;
const gateOwner = "Whoever owns the gate's setup acts next.";

/**
 * One line for whoever is woken by it: what it means for the deploy, which layer broke at which check
 * with which code, and whose turn it is.
 */
export function writeHeadline(report: Draft): string {
  const { selectedProbes: subset = [], enforced } = report;
  return oneLine(
    [
      enforced ? '' : 'Not enforced:',
      sentences(report),
      subset.length === 0 ? '' : `Only ${list(subset)} ran.`,
    ].join(' '),
  );
}

function sentences(report: Draft): string {
  const { verdict, environment } = report;
  switch (verdict) {
    case 'ready':
      return readySentence(report);
    case 'not-ready':
      return `${environment} cannot run check-in tests: ${brokenSentences(report)}`;
    case 'inconclusive':
      return `Nobody knows whether ${environment} can run check-in tests: ${unknownSentences(report)}`;
    case 'untested':
      return untestedSentence(report);
  }
}

function readySentence(report: Draft): string {
  const { environment, probes, waivers } = report;
  const used = waivers.filter(({ state }) => state === 'used');
  if (used.length > 0)
    return `${environment} is let through by waiver of ${used.map(waiverWords).join('; ')}. Nothing else blocks.`;
  const required = probes.filter((probe) => probe.required).length;
  const warned = probes.filter((probe) => probe.status === 'warn');
  const broken = probes.filter((probe) => probe.status === 'fail' || probe.status === 'unknown');
  const all =
    required === 1 ? 'the one required probe passed' : `all ${String(required)} required probes passed`;
  const warnings = warned.length === 0 ? '' : `, with warnings from ${list(warned.map(({ name }) => name))}`;
  const rest =
    broken.length === 0 ? '' : ` Not required and not passing: ${list(broken.map(({ name }) => name))}.`;
  return `${environment} is ready: ${all}${warnings}.${rest}`;
}

function untestedSentence(report: Draft): string {
  const { environment, candidate, evidence } = report;
  const { unsteady } = report;
  if (unsteady !== undefined)
    return `${environment} is not steady: ${unsteady}. Wait longer, or look at what comes and goes.`;
  const reasons = evidence.missing.map((reason) => reason.replace(/\.$/u, ''));
  const why = reasons.length === 0 ? 'the evidence is not complete' : counted(reasons);
  return `${environment} is healthy, but candidate ${candidate.slice(0, longestCommit)} is untested there: ${why}. Run the check-in tests, or wait for the monitor to do so.`;
}

function brokenSentences({ rootCauses, probes }: Draft): string {
  const [first, ...others] = rootCauses.filter((cause) => cause.blocking);
  if (first === undefined) return `a required probe failed, and no check says why. ${gateOwner}`;
  const unjudged = probes.filter((probe) => probe.required && probe.status === 'unknown');
  return [
    `${first.layer} ${stateOf(first, probes)}.`,
    turn(first),
    also('Also broken', others.filter((cause) => !isMaintenance(cause) && !isTestData(cause)).map(layerOf)),
    also('Without usable test data', others.filter(isTestData).map(layerOf)),
    also('In maintenance', others.filter(isMaintenance).map(layerOf)),
    also(
      'Not judged',
      unjudged.map(({ name }) => name),
    ),
  ].join(' ');
}

function stateOf(cause: ReportedRootCause, probes: Draft['probes']): string {
  if (isMaintenance(cause))
    return `is in maintenance${cause.until === undefined ? '' : ` until ${isoWords(cause.until)}`}`;
  const isOwn = probes.some(({ name, layer }) => name === cause.probe && layer === cause.layer);
  const state = isTestData(cause) ? 'lacks usable test data' : 'is broken';
  return `${state}${isOwn ? '' : `, as ${cause.probe} shows,`} at ${finding(cause)}`;
}

function turn(cause: ReportedRootCause): string {
  if (isMaintenance(cause)) return 'Wait for the end of the window, then run the gate again.';
  const { owner, layer } = cause;
  if (owner === undefined) return `Whoever owns ${layer} acts next.`;
  return `${owner.team}${owner.contact === undefined ? '' : ` (${owner.contact})`} acts next.`;
}

function unknownSentences({ rootCauses, evidence }: Draft): string {
  const causes = rootCauses.filter((cause) => cause.blocking);
  const ours = causes.filter((cause) => cause.code !== 'RUNNER_OFFLINE');
  if (ours.length < causes.length) {
    const reason = "no probe reached anything, so the runner's own network is the likely reason.";
    return `${reason} ${gateOwner} ${also('Not judged either', ours.map(probeOf))}`;
  }
  const [first, ...others] = ours;
  if (first === undefined) return `${withoutCause(evidence)} ${gateOwner}`;
  if (first.code === 'CANCELLED') return 'the run was cancelled. Run the gate again.';
  const sentence = `${first.probe} could not be judged at ${finding(first)}.`;
  return `${sentence} ${gateOwner} ${also('Not judged either', others.map(probeOf))}`;
}

function withoutCause({ state, missing }: Report['evidence']): string {
  return state === 'unreadable'
    ? `its probes pass, but nothing is known of this candidate: ${counted(missing)}.`
    : 'no required probe gave a result.';
}

/** `dflt.person.dob (COLUMN_MISSING: no such column)`. */
function finding({ check, code, observed }: ReportedRootCause): string {
  return `${shortened(check, longestPart)} (${code}: ${shortened(observed, longestPart)})`;
}

function isMaintenance({ code }: ReportedRootCause): boolean {
  return code === 'MAINTENANCE';
}

function isTestData({ code }: ReportedRootCause): boolean {
  return factsOf(code).testData;
}

function layerOf({ layer }: ReportedRootCause): string {
  return layer;
}

function probeOf({ probe }: ReportedRootCause): string {
  return probe;
}

function also(words: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${words}: ${list(names)}.`;
}

/** `a`, or `(1) a; (2) b`: each may hold semicolons of its own. */
function counted(reasons: readonly string[]): string {
  if (reasons.length < 2) return reasons.join();
  return reasons.map((reason, index) => `(${String(index + 1)}) ${reason}`).join('; ');
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
