import type { Change } from '../core/change.ts';
import { shortCommit } from '../core/commit.ts';
import { oneLine } from '../core/one-line.ts';
import type { Report, ReportedRootCause } from '../core/report.ts';
import { waiverWords } from '../core/reported-waivers.ts';
import { changeSentence } from './change.ts';
import { webAddress } from './markup.ts';
import { ownerOf, verdictTitles } from './words.ts';

interface SlackText {
  readonly type: 'mrkdwn' | 'plain_text';
  readonly text: string;
  /** Slack then makes no link or mention of what only looks like one. */
  readonly verbatim?: true;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: SlackText }
  | { readonly type: 'section'; readonly text: SlackText }
  | { readonly type: 'context'; readonly elements: readonly SlackText[] };

/** The body for an incoming webhook. */
export interface SlackMessage {
  /** For notifications and where blocks are not shown. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Slack's limits are 150 characters in a header and 3,000 in a section (its reference of blocks). */
const longestHeader = 150;
const longestSection = 2900;
const longestPart = 300;
const longestAddress = 500;
/** Slack shows 50 blocks; nobody reads more roots than these. */
const mostRoots = 8;

const marks: Readonly<Record<Change['kind'], string>> = {
  broke: '🔴',
  changed: '🟠',
  'broke-again': '🔴',
  recovered: '🟢',
  waived: '🔓',
};

/** What a channel is told: the change, the headline, the roots with their owners, the run. */
export function slackMessage(report: Report, change: Change): SlackMessage {
  const sentence = `${marks[change.kind]} ${changeSentence(report, change)}`;
  const headline = `${verdictTitles[report.verdict]}: ${report.headline}`;
  return {
    text: fitted(slackText(sentence), longestHeader * 2),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: fitted(slackText(sentence), longestHeader) } },
      section(part(headline, longestSection)),
      ...(change.kind === 'recovered' ? [] : rootBlocks(report)),
      ...waiverBlocks(report),
      context(report),
    ],
  };
}

function rootBlocks({ rootCauses }: Report): readonly SlackBlock[] {
  const roots = rootCauses.filter(({ blocking }) => blocking);
  const cut = roots.length - mostRoots;
  return [
    ...roots.slice(0, mostRoots).map((root) => section(rootText(root))),
    ...(cut > 0 ? [section(`…and ${String(cut)} more: see the run.`)] : []),
  ];
}

function rootText({ layer, check, code, expected, observed, hint, owner }: ReportedRootCause): string {
  const runbook = webAddress(owner?.runbook);
  return [
    `*${part(layer)}* · ${slackCode(code)} at ${slackCode(check)}`,
    `expected ${part(expected)}, observed ${part(observed)}`,
    part(hint, 2 * longestPart),
    `Owner: ${part(ownerOf(owner))}${runbook === undefined ? '' : ` · ${slackLink('runbook', runbook)}`}`,
  ].join('\n');
}

function waiverBlocks({ waivers }: Report): readonly SlackBlock[] {
  const used = waivers.filter(({ state }) => state === 'used');
  return used
    .slice(0, mostRoots)
    .map((waiver) => section(`🔓 Waived: ${part(waiverWords(waiver), 2 * longestPart)}`));
}

function context({ environment, candidate, mode, runUrl }: Report): SlackBlock {
  const run = webAddress(runUrl);
  const facts = [
    part(environment),
    `candidate ${slackCode(shortCommit(candidate))}`,
    mode,
    ...(run === undefined ? [] : [slackLink('run', run)]),
  ];
  return { type: 'context', elements: [mrkdwn(facts.join(' · '))] };
}

function section(text: string): SlackBlock {
  return { type: 'section', text: mrkdwn(text) };
}

function mrkdwn(text: string): SlackText {
  return { type: 'mrkdwn', text, verbatim: true };
}

function part(text: string, most = longestPart): string {
  return fitted(slackText(text), most);
}

/**
 * Text that Slack shows as it is: its three control characters escaped (Slack's reference of formatting),
 * nobody mentioned, nothing bold, struck or code.
 */
export function slackText(text: string): string {
  return (
    escaped(oneLine(text))
      // mrkdwn knows no escape: look-alikes stand in for what would format.
      .replaceAll('*', '∗')
      .replaceAll('~', '∼')
      .replaceAll('`', 'ˋ')
      .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
      // A word joiner keeps the name readable and notifies nobody.
      .replaceAll(/[@#!](?=[\p{L}\p{N}])/gu, (mark) => `${mark}\u2060`)
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** In code only a backtick and the three control characters mean something. */
function slackCode(text: string): string {
  const line = fitted(escaped(oneLine(text).replaceAll('`', 'ˋ')), longestPart);
  return line === '' ? '' : `\`${line}\``;
}

/** @param address as `webAddress` gives it: without spaces, quotes, angle brackets */
function slackLink(text: string, address: string): string {
  if (address.length > longestAddress) return slackText(text);
  return `<${address.replaceAll('&', '&amp;').replaceAll('|', '%7C')}|${slackText(text)}>`;
}

/** Cuts escaped text, and never inside of an escape. */
function fitted(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/&[a-z]*$/u, '')}…`.toWellFormed();
}
