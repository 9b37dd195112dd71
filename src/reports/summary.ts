import type { Report, ReportedCheck, ReportedProbe } from '../core/report.ts';
import { code, escapeMarkdown, link, table } from './markdown.ts';
import { resultOf, statusMarks, tally, timeOf, verdictTitles } from './words.ts';

/** GitHub drops a step's summary of more than 1 MiB whole; some room is left for other writers. */
const summaryLimitBytes = 1_000_000;

/**
 * The job summary as GitHub-flavoured Markdown: the headline, a table of the probes, and below it
 * what did not pass, the worst first. Never larger than GitHub takes; what does not fit is counted.
 */
export function renderSummary(report: Report, limitBytes = summaryLimitBytes): string {
  const head = [
    `## ${verdictTitles[report.verdict]}${report.enforced ? '' : ' (not enforced)'}`,
    `**${escapeMarkdown(report.headline)}**`,
    probeTable(report),
  ];
  const sections = report.probes.filter((probe) => probe.status !== 'pass').map(probeSection);
  return fit(head, sections, footer(report), limitBytes);
}

function probeTable({ probes }: Report): string {
  return table(
    ['', 'Probe', 'Layer', 'Result', 'Checks passed', 'Time'],
    probes.map((probe) => [
      statusMarks[probe.status],
      escapeMarkdown(probe.required ? probe.name : `${probe.name} (not required)`),
      escapeMarkdown(probe.layer),
      escapeMarkdown(resultOf(probe)),
      tally(probe.checks),
      timeOf(probe.durationMs),
    ]),
  );
}

function probeSection(probe: ReportedProbe): string {
  const faulty = probe.checks.filter((check) => check.status !== 'pass');
  const hints = Map.groupBy(faulty, (check) => check.hint ?? '');
  return [
    `### ${statusMarks[probe.status]} ${escapeMarkdown(probe.name)}: ${escapeMarkdown(resultOf(probe))}`,
    ownerLine(probe),
    table(['', 'Check', 'Code', 'Expected', 'Observed'], faulty.map(checkRow)),
    ...[...hints].map(([hint, checks]) => hintLine(hint, checks, faulty.length)),
  ].join('\n\n');
}

function ownerLine({ owner }: ReportedProbe): string {
  if (owner === undefined) return 'Owner: none configured';
  const contact = owner.contact === undefined ? '' : ` (${escapeMarkdown(owner.contact)})`;
  const runbook = owner.runbook === undefined ? '' : ` · ${link('runbook', owner.runbook)}`;
  return `Owner: ${escapeMarkdown(owner.team)}${contact}${runbook}`;
}

function checkRow(check: ReportedCheck): string[] {
  return [
    statusMarks[check.status],
    escapeMarkdown(check.name),
    code(check.code ?? ''),
    escapeMarkdown(check.expected ?? ''),
    escapeMarkdown(check.observed ?? ''),
  ];
}

function hintLine(hint: string, checks: readonly ReportedCheck[], all: number): string {
  const about =
    all === checks.length ? '' : `${checks.map((check) => escapeMarkdown(check.name)).join(', ')}: `;
  return `> ${about}${escapeMarkdown(hint)}`;
}

function footer({ environment, candidate, startedAt, durationMs, runUrl }: Report): string {
  const facts = [
    `Environment ${escapeMarkdown(environment)}`,
    `candidate ${code(candidate.slice(0, 12))}`,
    `probed ${startedAt} in ${timeOf(durationMs)}`,
    ...(runUrl === undefined ? [] : [link('run', runUrl)]),
  ];
  return `<sub>${facts.join(' · ')}</sub>`;
}

function fit(head: readonly string[], sections: readonly string[], foot: string, limitBytes: number): string {
  const kept: string[] = [];
  let left = limitBytes - bytes([...head, foot].join('\n\n')) - 200;
  for (const section of sections) {
    left -= bytes(section) + 2;
    if (left < 0) break;
    kept.push(section);
  }
  const cut = sections.length - kept.length;
  const note = `…and ${String(cut)} more probes with findings: see report.json.`;
  return [...head, ...kept, ...(cut > 0 ? [note] : []), foot].join('\n\n') + '\n';
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
