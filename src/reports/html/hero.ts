import { shortCommit } from '../../core/commit.ts';
import type { Verdict } from '../../core/model.ts';
import type { Report } from '../../core/report.ts';
import { isoWords } from '../../core/time-words.ts';
import { anchor, markup, webAddress, type Markup } from '../markup.ts';
import { timeOf } from '../words.ts';
import { icon, lookTones, type Look } from './icons.ts';

const looks: Readonly<Record<Verdict, Look>> = {
  ready: 'pass',
  'not-ready': 'fail',
  inconclusive: 'unknown',
  untested: 'untested',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  ready: 'Ready',
  'not-ready': 'Not ready',
  inconclusive: 'Inconclusive',
  untested: 'Untested',
};

/** How the verdict looks; what only a waiver lets through is never green. */
export function verdictLook({ verdict, waivers }: Report): Look {
  return verdict === 'ready' && waivers.some(({ state }) => state === 'used') ? 'warn' : looks[verdict];
}

/** The verdict, the headline, and the facts of the run. */
export function hero(report: Report): Markup {
  const look = verdictLook(report);
  return markup`<header class="hero ${lookTones[look]}">
<div class="page">
<p class="eyebrow">Staging Health Gate <span aria-hidden="true">·</span> ${report.environment}</p>
<h1>${icon(look)}<span>${verdictWords[report.verdict]}</span></h1>
${pills(report)}
<p class="lead">${report.headline}</p>
<dl class="facts">
${facts(report)}
</dl>
</div>
</header>`;
}

function pills({ enforced, waivers, selectedProbes }: Report): Markup | undefined {
  const words = [
    ...(enforced ? [] : ['Not enforced']),
    ...(waivers.some(({ state }) => state === 'used') ? ['Waived'] : []),
    ...(selectedProbes === undefined ? [] : ['Only some probes ran']),
  ];
  if (words.length === 0) return undefined;
  return markup`<p class="pills">${words.map((word) => markup`<span class="pill">${word}</span> `)}</p>`;
}

function facts(report: Report): readonly Markup[] {
  const { decision, candidate, live, startedAt, durationMs, mode, runUrl } = report;
  return [
    fact('Deploy', decision === 'allow' ? 'allowed' : 'blocked'),
    fact('Candidate', markup`<code>${shortCommit(candidate)}</code>`),
    ...(live === undefined ? [] : [fact('Live', markup`<code>${shortCommit(live)}</code>`)]),
    fact('Mode', mode),
    fact('Probed', markup`<time datetime="${startedAt}">${isoWords(startedAt)}</time>`),
    fact('Took', timeOf(durationMs)),
    ...(webAddress(runUrl) === undefined ? [] : [fact('Run', anchor('open', runUrl))]),
  ];
}

function fact(name: string, value: string | Markup): Markup {
  return markup`<div><dt>${name}</dt><dd>${value}</dd></div>
`;
}
