import type { Layer } from '../../core/model.ts';
import type { Report, ReportedCheck, ReportedProbe } from '../../core/report.ts';
import { markup, type Markup } from '../markup.ts';
import { tally, timeOf, worstFirst } from '../words.ts';
import { comparison, ownerMarkup } from './causes.ts';
import { exchangeMarkup } from './exchange.ts';
import { icon, lookTones, lookWords, type Look } from './icons.ts';

/** Every probe, the worst first: what did not pass in full, what passed behind a line to open. */
export function probesSection({ probes }: Report): Markup {
  return markup`<section aria-labelledby="probes">
<h2 id="probes">Probes</h2>
${worstFirst(probes).map(probeCard)}
</section>`;
}

function probeCard(probe: ReportedProbe, index: number): Markup {
  const { name, status, checks, blockedBy } = probe;
  const look: Look = blockedBy !== undefined && status === 'fail' ? 'blocked' : status;
  const faulty = worstFirst(checks.filter((check) => check.status !== 'pass'));
  const passed = checks.filter((check) => check.status === 'pass');
  const id = `probe-${String(index + 1)}`;
  return markup`<article class="card probe${faulty.length === 0 ? ' calm' : ''}" aria-labelledby="${id}">
<h3 id="${id}">${icon(look)}${name} <span class="state ${lookTones[look]}">${stateWords(look, blockedBy)}</span></h3>
<p class="meta">${metaOf(probe)}</p>
${[...Map.groupBy(faulty, ({ hint }) => hint ?? '')].map(([hint, about]) => finding(hint, about, probe.layer))}
${passedChecks(name, passed)}
</article>
`;
}

function stateWords(look: Look, blockedBy: readonly string[] = []): string {
  return look === 'blocked' ? `blocked by ${blockedBy.join(', ')}` : lookWords[look];
}

function metaOf({
  kind,
  layer,
  name,
  required,
  attempts,
  durationMs,
  checks,
  owner,
  labels,
  status,
}: ReportedProbe) {
  const facts = [
    ...(kind === name ? [] : [`kind ${kind}`]),
    ...(layer === name ? [] : [`layer ${layer}`]),
    ...(required ? [] : ['not required']),
    `${tally(checks)} checks`,
    timeOf(durationMs),
    ...(attempts > 1 ? [`${String(attempts)} attempts`] : []),
    ...labels,
  ];
  return markup`${facts.map((fact) => markup`<span>${fact}</span> `)}${owner === undefined && status === 'pass' ? undefined : markup`<span>${ownerMarkup(owner)}</span>`}`;
}

/** Checks with one hint between them, and then that hint. */
function finding(hint: string, checks: readonly ReportedCheck[], own: Layer): Markup {
  return markup`<div class="finding">
<ul>
${checks.map((check) => faultyCheck(check, own))}
</ul>
${hint === '' ? undefined : markup`<p class="hint">${hint}</p>`}
</div>
`;
}

function faultyCheck(
  { name, status, code, layer, expected, observed, note, exchange }: ReportedCheck,
  own: Layer,
): Markup {
  return markup`<li>
<h4>${icon(status)}<span class="heard">${lookWords[status]}: </span>${name} <code class="chip">${code}</code> ${layer === own ? undefined : markup`<span class="aside">about ${layer}</span>`}</h4>
${comparison(expected, observed)}
${note === undefined ? undefined : markup`<p class="aside">${note}</p>`}
${exchange === undefined ? undefined : exchangeMarkup(exchange)}
</li>
`;
}

function passedChecks(probe: string, checks: readonly ReportedCheck[]): Markup | undefined {
  if (checks.length === 0) return undefined;
  const count = String(checks.length);
  return markup`<details>
<summary>${count} ${checks.length === 1 ? 'check' : 'checks'} passed<span class="heard"> of ${probe}</span></summary>
<table>
<caption class="heard">Checks of ${probe} that passed</caption>
<thead><tr><th scope="col">Check</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>
${checks.map(
  ({ name, durationMs, note, exchange }) =>
    markup`<tr><th scope="row">${name}${note === undefined ? undefined : markup`<span class="below">${note}</span>`}${exchange === undefined ? undefined : exchangeMarkup(exchange)}</th><td class="number">${timeOf(durationMs)}</td></tr>
`,
)}</tbody>
</table>
</details>`;
}
