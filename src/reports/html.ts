import type { History } from '../core/history.ts';
import type { Report } from '../core/report.ts';
import { isoWords } from '../core/time-words.ts';
import { debtSection, evidenceSection, waiversSection } from './html/candidate.ts';
import { causesSection } from './html/causes.ts';
import { chainSection } from './html/chain.ts';
import { hero, verdictLook, verdictWords } from './html/hero.ts';
import { historySection } from './html/history.ts';
import { lookTones } from './html/icons.ts';
import { probesSection } from './html/probes.ts';
import { pageStyle } from './html/style.ts';
import { timingsSection } from './html/timings.ts';
import { markup, ownMarkup, renderMarkup } from './markup.ts';
import { light } from './palette.ts';

/** Nothing is loaded and nothing runs: an escape that we missed could still do no harm. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * `report.html`: everything of a report, and of the ledger where a history is given, as one file that
 * needs no network and no script. Every text is escaped, and links lead to http(s) only.
 */
export function renderHtml(report: Report, history?: History): string {
  const { verdict, environment, startedAt } = report;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${ownMarkup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdictWords[verdict]} · ${environment} · Staging Health Gate</title>
<link rel="icon" href="${favicon(light.tones[lookTones[verdictLook(report)]][0])}">
<style>${ownMarkup(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the findings</a>
${hero(report)}
<main id="main" class="page" tabindex="-1">
${causesSection(report)}
${waiversSection(report)}
${chainSection(report)}
${evidenceSection(report)}
${debtSection(report)}
${probesSection(report)}
${timingsSection(report)}
${historySection(history)}
</main>
<footer class="page">
<p>Written by the Staging Health Gate. Probed <time datetime="${startedAt}">${isoWords(startedAt)}</time>. The same facts stand in <code>report.json</code>.</p>
</footer>
</body>
</html>`;
  return `${renderMarkup(page)}\n`;
}

/** A dot in the colour of the verdict; a page without an icon would make a browser ask for one. */
function favicon(colour: string): string {
  const dot = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colour}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(dot)}`;
}
