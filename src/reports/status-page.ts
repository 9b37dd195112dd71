import { shortCommit } from '../core/commit.ts';
import { uptimeDays, type History, type Strip } from '../core/history.ts';
import { shortened } from '../core/one-line.ts';
import type { Report } from '../core/report.ts';
import type { SeenState } from '../core/seen-state.ts';
import type { Uptime } from '../core/strip.ts';
import { timeWords } from '../core/time-words.ts';
import { candidateSections } from './candidate.ts';
import {
  dayWords,
  knownWords,
  outageLength,
  outageRoots,
  shareWords,
  sinceWords,
  stateWords,
} from './history-words.ts';
import { code, escapeMarkdown, link, table } from './markdown.ts';
import { verdictTitles } from './words.ts';

export interface StatusPageInput {
  readonly history: History;
  /** Of the run that writes the page. */
  readonly report: Report;
  /** Name of the data branch on which the page stands. */
  readonly branch: string;
  /** The pictures, relative to the page. */
  readonly pictures?: { readonly badge: string; readonly timeline: string };
}

const longestText = 2000;

/** The data branch's README.md, as GitHub renders it: how the environment is, and what the ledger holds. */
export function renderStatusPage(input: StatusPageInput): string {
  const { history, report, branch } = input;
  const { badge, timeline } = input.pictures ?? { badge: 'badge.svg', timeline: 'timeline.svg' };
  const name = escapeMarkdown(history.environment);
  const blocks = [
    `# ${stateMarks[history.overall.state]} ${name}: ${stateWords[history.overall.state]}`,
    `![Badge: the state of ${name}](${badge})`,
    nowSection(history, report),
    `![${name} over the last ${dayWords(history.days)}, layer by layer; the table below says the same](${timeline})`,
    layerSection(history),
    candidateSection(report),
    outageSection(history),
    aboutSection(branch),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const stateMarks: Readonly<Record<SeenState, string>> = {
  healthy: '✅',
  broken: '❌',
  maintenance: '🛠️',
  'no-data': '❔',
};

function nowSection({ overall, now }: History, { verdict, headline, runUrl }: Report): string {
  const words = { healthy: 'Healthy since', broken: 'Broken since', maintenance: 'In maintenance since' };
  const since = sinceWords(overall, now);
  const state = overall.state === 'no-data' ? `Last known ${since}` : `${words[overall.state]} ${since}`;
  const run = runUrl === undefined ? [] : [link('run', runUrl)];
  return [
    `**${state}**`,
    `${verdictTitles[verdict]}: ${escapeMarkdown(shortened(headline, longestText))}`,
    `<sub>${[`As of ${timeWords(now)}`, ...run].join(' · ')}</sub>`,
  ].join('\n\n');
}

function layerSection({ environment, overall, layers, now, maxGapMs }: History): string {
  const header = ['', 'Layer', 'Now', 'Since', ...uptimeDays.map((days) => `Up, ${dayWords(days)}`)];
  const row = (name: string, strip: Strip) => [
    stateMarks[strip.state],
    name,
    stateWords[strip.state],
    sinceWords(strip, now),
    ...strip.uptime.map(uptimeCell),
  ];
  const rows = [
    row(`**${escapeMarkdown(environment)}**`, overall),
    ...layers.map((layer) => row(escapeMarkdown(layer.layer), layer)),
  ];
  const gap = String(Math.round(maxGapMs / 60_000));
  return [
    '## Layers',
    table(header, rows),
    `<sub>Up is the share of the known time; small, how much is known. Between samples more than ${gap} min apart nothing is known. Maintenance is known, and not up.</sub>`,
  ].join('\n\n');
}

function uptimeCell(uptime: Uptime): string {
  if (uptime.share === undefined) return 'unknown';
  return `${shareWords(uptime)} <sub>of ${knownWords(uptime)}</sub>`;
}

function candidateSection(report: Report): string {
  const { candidate, environment, live } = report;
  const sections = candidateSections(report);
  const seen = live === undefined ? 'no commit was seen live' : `${code(shortCommit(live))} is live`;
  return [
    `## Candidate ${code(shortCommit(candidate))}`,
    ...(sections.length === 0
      ? [`In ${escapeMarkdown(environment)} ${seen}. No evidence is required, and nothing is waived.`]
      : sections),
  ].join('\n\n');
}

function outageSection({ outages }: History): string {
  if (outages.length === 0) return '## Last outages\n\nThe ledger has none.';
  const rows = outages.map((outage) => [
    timeWords(outage.start),
    outage.end === undefined ? '**not yet**' : timeWords(outage.end),
    outageLength(outage),
    escapeMarkdown(outageRoots(outage)),
  ]);
  return `## Last outages\n\n${table(['Began', 'Ended', 'Length', 'Broken'], rows)}`;
}

function aboutSection(branch: string): string {
  return [
    '## About this branch',
    `This branch, ${code(branch)}, holds data and no code. The staging health gate writes it: each run of its monitor appends one line to the file of its day (UTC), \`ledger/YYYY/MM/DD.jsonl\`, and draws this page anew. Before a deploy the gate reads these lines to decide whether the commit was exercised in staging while staging was healthy.`,
    [
      '- Do not merge this branch, and do not edit it by hand: a line that cannot be read proves nothing.',
      '- Deleting the branch deletes the evidence. The gate creates it anew, and candidates must be exercised again.',
    ].join('\n'),
  ].join('\n\n');
}
