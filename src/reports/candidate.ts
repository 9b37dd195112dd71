/** What is known of the candidate, for people: its evidence, the waivers, and what entered untested. */
import { shortCommit } from '../core/commit.ts';
import type { ReportedWaiver } from '../core/reported-waivers.ts';
import type { Report } from '../core/report.ts';
import { isoWords } from '../core/time-words.ts';
import { escapeMarkdown, table } from './markdown.ts';
import { damagedWords } from './words.ts';

/** Sections of the job summary; none where there is nothing to say. */
export function candidateSections(report: Report): readonly string[] {
  return [...evidenceSection(report), ...waiverSection(report), ...debtSection(report)];
}

function evidenceSection({ evidence, candidate, live, environment }: Report): readonly string[] {
  if (evidence.requirements.length === 0 && evidence.missing.length === 0) return [];
  const lines = evidence.requirements.map(
    ({ met, text }) => `- ${met ? '✅' : '❌'} ${escapeMarkdown(text)}`,
  );
  const told = new Set(evidence.requirements.map(({ text }) => text));
  const others = evidence.missing
    .filter((text) => !told.has(text))
    .map((text) => `- ❌ ${escapeMarkdown(text)}`);
  const seen = live === undefined ? 'no commit was seen live' : `${shortCommit(live)} is live`;
  const damaged = evidence.damaged === 0 ? [] : [`- ⚠️ ${damagedWords(evidence.damaged)}`];
  const title = `### Evidence for ${escapeMarkdown(shortCommit(candidate))}`;
  return [
    `${title}\n\n${escapeMarkdown(`In ${environment}, ${seen}.`)}\n\n${[...others, ...lines, ...damaged].join('\n')}`,
  ];
}

const states: Readonly<Record<ReportedWaiver['state'], string>> = {
  used: '🔓 used',
  unused: 'not used: nothing that it names would block',
  expired: 'expired',
  'for-another-commit': 'given for another commit',
  refused: '🔒 refused',
};

function waiverSection({ waivers }: Report): readonly string[] {
  if (waivers.length === 0) return [];
  const rows = waivers.map((waiver) =>
    [waiver.probes.join(', '), stateOf(waiver), waiver.reason, termsOf(waiver)].map((cell) =>
      escapeMarkdown(cell),
    ),
  );
  return [`### Waivers\n\n${table(['Names', 'State', 'Reason', 'Terms'], rows)}`];
}

/** `cdw: expired (DEVOPS-12; until 2026-12-01)`. */
export function waiverLine(waiver: ReportedWaiver): string {
  return `waiver of ${waiver.probes.join(', ')}: ${stateOf(waiver)} (${waiver.reason}; ${termsOf(waiver)})`;
}

function stateOf({ state, refusal }: ReportedWaiver): string {
  return refusal === undefined ? states[state] : `${states[state]}: ${refusal}`;
}

function termsOf({ source, until, actor }: ReportedWaiver): string {
  if (source === 'file') return `until ${until ?? 'no day'}`;
  return `for this commit${actor === undefined ? '' : `, by ${actor}`}`;
}

function debtSection({ debt }: Report): readonly string[] {
  if (debt === undefined) return [];
  const commits = debt.candidates.map((commit) => `- ${escapeMarkdown(shortCommit(commit))}`);
  return [
    [
      `### ⏱️ ${escapeMarkdown(debt.sentence)}`,
      `Since ${escapeMarkdown(isoWords(debt.since))}.`,
      ...(commits.length === 0 ? [] : [commits.join('\n')]),
    ].join('\n\n'),
  ];
}
