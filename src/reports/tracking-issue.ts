import type { Change } from '../core/change.ts';
import type { Owner } from '../core/model.ts';
import { oneLine, shortened } from '../core/one-line.ts';
import type { Report, ReportedProbe, ReportedRootCause } from '../core/report.ts';
import { formatSpan } from '../core/spans.ts';
import { changeKey, changeSentence, rootLayers } from './change.ts';
import { fitting } from './fit.ts';
import { isoWords } from '../core/time-words.ts';
import { code, escapeMarkdown, link, table } from './markdown.ts';
import { resultOf, statusMarks, verdictTitles, worstFirst } from './words.ts';

/** GitHub takes titles of 256 characters … */
const longestTitle = 200;
/** … and bodies of 65,536; there is no hurry to reach that. */
const longestBodyBytes = 50_000;
const longestText = 600;

const keyMark = 'staging-health-gate broken';
const keyForm = /<!-- staging-health-gate broken (\S*) -->/u;

/** `staging cannot run check-in tests: cdw`. A title is no Markdown, but GitHub sends it by mail. */
export function issueTitle(report: Report): string {
  const layers = rootLayers(report).join(', ');
  const title = `${report.environment} cannot run check-in tests${layers === '' ? '' : `: ${layers}`}`;
  return shortened(oneLine(title).replaceAll('@', '@\u2060'), longestTitle);
}

/** What is broken now, who acts, and what the others see. It ends with a mark that `readChangeKey` reads. */
export function issueBody(report: Report): string {
  const blocks = [...findings(report), blockedSection(report), footer(report)].filter((text) => text !== '');
  return body(blocks, `<!-- ${keyMark} ${changeKey(report)} -->`);
}

/** The comment on a change; what broke is said again in full, for those who get it by mail. */
export function issueComment(report: Report, change: Change): string {
  if (change.kind === 'recovered') return recoveryComment(report, change.outageMs);
  return body([`**${text(changeSentence(report, change))}.**`, ...findings(report), footer(report)]);
}

/** The `changeKey` of the report that a body was written from; undefined when a body is not ours. */
export function readChangeKey(issue: string): string | undefined {
  return keyForm.exec(issue)?.[1];
}

/** Whether the issue says something else than the report would. */
export function isIssueStale(issue: string, report: Report): boolean {
  return readChangeKey(issue) !== changeKey(report);
}

function recoveryComment(report: Report, outageMs: number): string {
  return body([
    `**${text(`${report.environment} is healthy again after ${formatSpan(outageMs)}`)}.**`,
    `${verdictTitles[report.verdict]}: ${text(report.headline, 2000)}`,
    'Candidates that entered meanwhile stay untested until they are exercised in a healthy environment.',
    footer(report),
  ]);
}

function findings(report: Report): readonly string[] {
  const roots = report.rootCauses.filter(({ blocking }) => blocking);
  return [
    `${verdictTitles[report.verdict]}: ${text(report.headline, 2000)}`,
    ...roots.map(rootSection),
    ...(report.debt === undefined ? [] : [`⏱️ ${text(report.debt.sentence)}`]),
  ];
}

function rootSection(cause: ReportedRootCause): string {
  const { layer, check, expected, observed, hint, owner, until } = cause;
  const end = until === undefined ? '' : ` In maintenance until ${text(isoWords(until))}.`;
  return [
    `### ${text(layer)}: ${code(cause.code)}`,
    `At ${code(shortened(check, longestText))}: expected ${text(expected)}, observed ${text(observed)}.${end}`,
    `> ${text(hint)}`,
    `Owner: ${ownerText(owner)}`,
  ].join('\n\n');
}

/**
 * The owner. Only a contact of the form `@org/team` notifies: the user wrote it, and it means a team on
 * GitHub. `@name` may be a handle elsewhere, and a stranger's name here.
 */
function ownerText(owner: Owner | undefined): string {
  if (owner === undefined) return 'none configured';
  const { team, contact, runbook } = owner;
  const isTeam = contact !== undefined && /^@[a-z\d](?:-?[a-z\d])*\/[\w.-]{1,100}$/iu.test(contact);
  const whom = contact === undefined ? '' : ` (${isTeam ? contact : text(contact)})`;
  return `${text(team)}${whom}${runbook === undefined ? '' : ` · ${link('runbook', runbook)}`}`;
}

function blockedSection({ probes }: Report): string {
  const faulty = worstFirst(probes.filter(({ status }) => status !== 'pass'));
  const rows = faulty
    .slice(0, 50)
    .map((probe: ReportedProbe) => [statusMarks[probe.status], text(probe.name), text(resultOf(probe))]);
  const cut = faulty.length - rows.length;
  if (rows.length === 0) return '';
  const more = cut > 0 ? `\n\n…and ${String(cut)} more probes.` : '';
  return `### What does not pass\n\n${table(['', 'Probe', 'Result'], rows)}${more}`;
}

function footer({ environment, candidate, startedAt, runUrl }: Report): string {
  const facts = [
    `Environment ${text(environment)}`,
    `candidate ${code(candidate.slice(0, 12))}`,
    `probed ${text(isoWords(startedAt))}`,
    ...(runUrl === undefined ? [] : [link('run', runUrl)]),
  ];
  return `<sub>${facts.join(' · ')}</sub>`;
}

/** The blocks that fit, and then the mark. */
function body(blocks: readonly string[], mark?: string): string {
  const kept = fitting(blocks, longestBodyBytes, 2);
  const cut = blocks.length - kept.length;
  const more = cut === 0 ? [] : [`…and ${String(cut)} more parts: see the run.`];
  return `${[...kept, ...more, ...(mark === undefined ? [] : [mark])].join('\n\n')}\n`;
}

function text(value: string, most = longestText): string {
  return escapeMarkdown(shortened(value, most));
}
