import type { Owner } from '../../core/model.ts';
import type { Report, ReportedRootCause } from '../../core/report.ts';
import { isoWords } from '../../core/time-words.ts';
import { anchor, markup, type Markup } from '../markup.ts';
import { icon, lookTones, type Look } from './icons.ts';

/** What is broken of itself, and whose turn it is. */
export function causesSection({ rootCauses, verdict }: Report): Markup | undefined {
  if (rootCauses.length === 0) return undefined;
  return markup`<section aria-labelledby="causes">
<h2 id="causes">${verdict === 'inconclusive' ? 'What could not be judged' : 'Root causes'}</h2>
<ul class="causes">
${rootCauses.map((cause) => causeCard(cause, verdict === 'inconclusive'))}
</ul>
</section>`;
}

function causeCard(cause: ReportedRootCause, inconclusive: boolean): Markup {
  const { layer, probe, check, code, expected, observed, hint, owner, blocking, until } = cause;
  const look = lookOf(cause, inconclusive);
  const notes = [
    ...(probe === layer ? [] : [`shown by ${probe}`]),
    ...(blocking ? [] : ['does not block']),
    ...(until === undefined ? [] : [`until ${isoWords(until)}`]),
  ];
  return markup`<li class="card cause ${lookTones[look]}">
<h3>${icon(look)}${layer} <code class="chip">${code}</code></h3>
<p class="where">${check}${notes.map((note) => markup` <span class="aside">· ${note}</span>`)}</p>
${comparison(expected, observed)}
<p>${hint}</p>
<p class="owner">${ownerMarkup(owner)}</p>
</li>
`;
}

function lookOf({ code, blocking }: ReportedRootCause, inconclusive: boolean): Look {
  if (code === 'MAINTENANCE') return 'maintenance';
  if (inconclusive) return 'unknown';
  return blocking ? 'fail' : 'warn';
}

/** Expected and observed, side by side where there is room. */
export function comparison(expected: string | undefined, observed: string | undefined): Markup | undefined {
  if (expected === undefined && observed === undefined) return undefined;
  return markup`<dl class="comparison"><div><dt>Expected</dt><dd>${expected}</dd></div><div><dt>Observed</dt><dd>${observed}</dd></div></dl>`;
}

export function ownerMarkup(owner: Owner | undefined): Markup {
  if (owner === undefined) return markup`<span class="aside">No owner configured</span>`;
  const { team, contact, runbook } = owner;
  return markup`<span class="aside">Owner</span> <strong>${team}</strong>${contact === undefined ? undefined : markup` <span>${contact}</span>`}${runbook === undefined ? undefined : markup` <span aria-hidden="true">·</span> ${anchor(markup`Runbook<span class="heard"> of ${team}</span>`, runbook)}`}`;
}
