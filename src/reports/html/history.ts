import { uptimeDays, type History, type Strip } from '../../core/history.ts';
import type { Outage } from '../../core/outages.ts';
import type { Uptime } from '../../core/strip.ts';
import { timeWords } from '../../core/time-words.ts';
import {
  dayWords,
  knownWords,
  outageLength,
  outageRoots,
  shareWords,
  stateTones,
  stateWords,
} from '../history-words.ts';
import { markup, ownMarkup, type Markup } from '../markup.ts';
import { renderTimeline } from '../timeline.ts';

/** The last days as the ledger tells them. */
export function historySection(history: History | undefined): Markup | undefined {
  if (history === undefined) return undefined;
  return markup`<section aria-labelledby="history">
<h2 id="history">The last ${dayWords(history.days)}</h2>
<div class="card picture">
<div class="wide">${timeline(history, 'wide')}</div>
<div class="tall">${timeline(history, 'narrow')}</div>
</div>
${uptimeTable(history)}
${outageTable(history.outages)}
</section>`;
}

/** The renderer escapes what it draws. */
function timeline(history: History, layout: 'wide' | 'narrow'): Markup {
  return ownMarkup(renderTimeline(history, { layout, id: `timeline-${layout}` }));
}

function uptimeTable({ environment, overall, layers }: History): Markup {
  const head = uptimeDays.map((days) => markup`<th scope="col" class="number">${dayWords(days)}</th>`);
  return markup`<div class="card scroll uptime" tabindex="0" role="region" aria-labelledby="uptime">
<table>
<caption id="uptime">Uptime <span class="aside">as a share of the known time; below, how much is known</span></caption>
<thead><tr><th scope="col">Layer</th><th scope="col">Now</th>${head}</tr></thead>
<tbody>
${uptimeRow(environment, overall)}${layers.map((layer) => uptimeRow(layer.layer, layer))}</tbody>
</table>
</div>`;
}

function uptimeRow(name: string, { state, since, uptime }: Strip): Markup {
  return markup`<tr><th scope="row">${name}</th><td><span class="state ${stateTones[state]}">${stateWords[state]}</span><span class="below since">${sinceText(state, since)}</span></td>${uptime.map(uptimeCell)}</tr>
`;
}

function uptimeCell(uptime: Uptime): Markup {
  return markup`<td class="number">${shareWords(uptime)}<span class="below">${knownWords(uptime)} known</span></td>`;
}

function outageTable(outages: readonly Outage[]): Markup | undefined {
  if (outages.length === 0) return undefined;
  return markup`<div class="card scroll outages" tabindex="0" role="region" aria-labelledby="outages">
<table>
<caption id="outages">Last outages</caption>
<thead><tr><th scope="col">Began</th><th scope="col">Length</th><th scope="col">Broken</th></tr></thead>
<tbody>
${outages.map(outageRow)}</tbody>
</table>
</div>`;
}

function outageRow(outage: Outage): Markup {
  const goesOn = outage.end === undefined ? markup` <span class="state bad">goes on</span>` : undefined;
  return markup`<tr><th scope="row">${timeWords(outage.start)}</th><td>${outageLength(outage)}${goesOn}</td><td>${outageRoots(outage)}</td></tr>
`;
}

function sinceText(state: Strip['state'], since: Date | undefined): string {
  if (since === undefined) return 'never seen';
  return `${state === 'no-data' ? 'last known' : 'since'} ${timeWords(since)}`;
}
