import { list } from '../core/headline.ts';
import { shortened } from '../core/one-line.ts';
import type { Report, ReportedCheck, ReportedProbe } from '../core/report.ts';
import { bytesOf, fitting } from './fit.ts';
import { isoWords } from '../core/time-words.ts';
import { candidateSections } from './candidate.ts';
import { renderChain } from './chain.ts';
import { renderDiagnosis } from './diagnosis.ts';
import { code, escapeMarkdown, link, table } from './markdown.ts';
import { resultOf, statusMarks, tally, timeOf, verdictTitles, worstFirst } from './words.ts';

/** GitHub drops a step's summary of more than 1 MiB whole; some room is left for other writers. */
const summaryLimitBytes = 1_000_000;
/** Room for the lines that tell what was left out. */
const notesBytes = 500;

const longestText = 400;
const mostRows = 50;

/**
 * The job summary as GitHub-flavoured Markdown: the headline, a table of the probes, and below it
 * what did not pass, the worst first. Never larger than `limitBytes` (at least 64 KiB); what does
 * not fit is counted.
 */
export function renderSummary(report: Report, limitBytes = summaryLimitBytes): string {
  const head = [
    `## ${verdictTitles[report.verdict]}${report.enforced ? '' : ' (not enforced)'}`,
    `**${text(report.headline, 2000)}**`,
  ];
  const chain = renderChain(report);
  const foot = footer(report);
  const room = limitBytes - notesBytes - bytesOf([...head, chain, foot].join('\n\n'));
  const probes = probeTable(report, room / 2);
  const standing = candidateSections(report);
  const details = [...standing, ...sections(report, room - bytesOf(probes + standing.join('\n\n')))];
  return `${[...head, chain, probes, ...details, foot].join('\n\n')}\n`;
}

/** The probes as configured; when there are too many of them, the worst first. */
function probeTable({ probes }: Report, roomBytes: number): string {
  const header = ['', 'Probe', 'Layer', 'Result', 'Checks passed', 'Time'];
  const all = table(header, probes.map(probeRow));
  if (bytesOf(all) <= roomBytes) return all;
  const [head = '', rule = '', ...rows] = table(header, worstFirst(probes).map(probeRow)).split('\n');
  const kept = fitting(rows, roomBytes - bytesOf(head + rule), 1);
  return `${[head, rule, ...kept].join('\n')}\n\n…and ${String(rows.length - kept.length)} more probes: see report.json.`;
}

function probeRow(probe: ReportedProbe): string[] {
  return [
    statusMarks[probe.status],
    text(probe.required ? probe.name : `${probe.name} (not required)`),
    text(probe.layer),
    text(resultOf(probe)),
    tally(probe.checks),
    timeOf(probe.durationMs),
  ];
}

function sections(report: Report, roomBytes: number): readonly string[] {
  const findings = worstFirst(report.probes.filter((probe) => probe.status !== 'pass'));
  const all = [
    ...findings.map((probe) => probeSection(probe, report)),
    ...renderDiagnosis(report),
    ...notes(report),
  ];
  const kept = fitting(all, roomBytes, 2);
  const cut = all.length - kept.length;
  return cut === 0 ? kept : [...kept, `…and ${String(cut)} more findings: see report.json.`];
}

/** What the passes do not prove. */
function notes({ probes }: Report): readonly string[] {
  const told = probes.flatMap(({ name, checks }) =>
    checks.flatMap((check) =>
      check.note === undefined ? [] : [`- ${text(name)}, ${text(check.name)}: ${text(check.note)}`],
    ),
  );
  const cut = told.length - mostRows;
  const more = cut > 0 ? [`- …and ${String(cut)} more notes: see report.json.`] : [];
  return told.length === 0 ? [] : [['Notes:', '', ...told.slice(0, mostRows), ...more].join('\n')];
}

function probeSection(probe: ReportedProbe, { rootCauses }: Report): string {
  const faulty = probe.checks.filter((check) => check.status !== 'pass');
  const shown = worstFirst(faulty).slice(0, mostRows);
  const cut = faulty.length - shown.length;
  const isRoot = ({ name, code: found }: ReportedCheck) =>
    rootCauses.some((root) => root.probe === probe.name && root.check === name && root.code === found);
  // Whoever is blocked mends nothing here, unless it is the one who shows what to mend.
  const hinted = shown.filter(
    (check) => probe.blockedBy === undefined || check.status === 'warn' || isRoot(check),
  );
  const hints = [...Map.groupBy(hinted, (check) => check.hint ?? '')];
  const isPlain = hints.length === 1 && hinted.length === shown.length;
  return [
    `### ${statusMarks[probe.status]} ${text(probe.name)}: ${text(resultOf(probe))}`,
    ownerLine(probe),
    table(['', 'Check', 'Code', 'Expected', 'Observed'], shown.map(checkRow)),
    ...(cut === 0 ? [] : [`…and ${String(cut)} more checks: see report.json.`]),
    ...hints.map(([hint, checks]) => hintLine(hint, isPlain ? [] : checks)),
    ...(probe.blockedBy === undefined || shown.some(isRoot)
      ? []
      : [`> ${text(`Mend ${list(probe.blockedBy)} first: this may well be its consequence.`)}`]),
  ].join('\n\n');
}

function ownerLine({ owner }: ReportedProbe): string {
  if (owner === undefined) return 'Owner: none configured';
  const contact = owner.contact === undefined ? '' : ` (${text(owner.contact)})`;
  const runbook = owner.runbook === undefined ? '' : ` · ${link('runbook', owner.runbook)}`;
  return `Owner: ${text(owner.team)}${contact}${runbook}`;
}

function checkRow(check: ReportedCheck): string[] {
  return [
    statusMarks[check.status],
    text(check.name),
    code(check.code ?? ''),
    text(check.expected ?? ''),
    text(check.observed ?? ''),
  ];
}

function hintLine(hint: string, about: readonly ReportedCheck[]): string {
  const names = about.length === 0 ? '' : `${about.map((check) => text(check.name)).join(', ')}: `;
  return `> ${names}${text(hint)}`;
}

function footer({ environment, candidate, startedAt, durationMs, runUrl }: Report): string {
  const facts = [
    `Environment ${text(environment)}`,
    `candidate ${code(candidate.slice(0, 12))}`,
    `probed ${text(isoWords(startedAt))} in ${timeOf(durationMs)}`,
    ...(runUrl === undefined ? [] : [link('run', runUrl)]),
  ];
  return `<sub>${facts.join(' · ')}</sub>`;
}

function text(value: string, most = longestText): string {
  return escapeMarkdown(shortened(value, most));
}
