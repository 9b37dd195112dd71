import type { Report, ReportedProbe } from '../../core/report.ts';
import { markup, type Markup } from '../markup.ts';
import { timeOf } from '../words.ts';
import { icon, lookTones, lookWords } from './icons.ts';

/** When each probe ran, as a waterfall: a table, whose bars only repeat what its numbers say. */
export function timingsSection({ probes, durationMs }: Report): Markup | undefined {
  if (probes.length === 0) return undefined;
  const endMs = Math.max(1, durationMs, ...probes.map((probe) => probe.startedMs + probe.durationMs));
  const rows = probes.toSorted((a, b) => a.startedMs - b.startedMs);
  return markup`<section aria-labelledby="timings">
<h2 id="timings">Timings</h2>
<div class="card">
<table class="waterfall">
<caption class="heard">When each probe started, after the start of the run, and how long it took</caption>
<thead><tr><th scope="col">Probe</th><th scope="col" class="number start">Start</th><th scope="col" class="bars"><span class="heard">Bar</span><span class="scale" aria-hidden="true"><span>0</span><span>${timeOf(endMs / 2)}</span><span>${timeOf(endMs)}</span></span></th><th scope="col" class="number">Took</th></tr></thead>
<tbody>
${rows.map((probe) => row(probe, endMs))}</tbody>
</table>
</div>
</section>`;
}

function row({ name, status, startedMs, durationMs }: ReportedProbe, endMs: number): Markup {
  return markup`<tr><th scope="row">${icon(status)}${name}<span class="heard"> (${lookWords[status]})</span></th><td class="number start">${timeOf(startedMs)}</td><td class="bars"><span class="track"><span class="bar ${lookTones[status]}" style="left:${percent(startedMs, endMs)}%;width:${percent(durationMs, endMs)}%"></span></span></td><td class="number">${timeOf(durationMs)}</td></tr>
`;
}

/** Between 0 and 100 whatever a report says. */
function percent(ms: number, endMs: number): number {
  const share = (ms / endMs) * 100;
  return Number.isFinite(share) ? Math.round(Math.min(100, Math.max(0, share)) * 100) / 100 : 0;
}
