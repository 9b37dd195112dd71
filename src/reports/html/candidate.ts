import { shortCommit } from '../../core/commit.ts';
import type { RequirementProgress } from '../../core/evidence-policy.ts';
import type { ReportedWaiver } from '../../core/reported-waivers.ts';
import type { Report } from '../../core/report.ts';
import { isoWords } from '../../core/time-words.ts';
import { markup, type Markup } from '../markup.ts';
import { damagedWords } from '../words.ts';
import { icon } from './icons.ts';

/** What the ledger proves about the candidate, requirement by requirement. */
export function evidenceSection({ evidence, candidate }: Report): Markup | undefined {
  const { requirements, missing, damaged } = evidence;
  const told = new Set(requirements.map(({ text }) => text));
  const others = missing.filter((text) => !told.has(text));
  if (requirements.length + others.length + damaged === 0) return undefined;
  const plain = (
    text: string,
  ) => markup`<li>${icon(evidence.state === 'unreadable' ? 'unknown' : 'untested')}<div><span class="heard">Missing: </span>${text}</div></li>
`;
  return markup`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence for <code>${shortCommit(candidate)}</code></h2>
<ul class="card evidence">
${others.map(plain)}${requirements.map(requirement)}${damaged === 0 ? undefined : markup`<li>${icon('warn')}<div>${damagedWords(damaged)}</div></li>`}
</ul>
</section>`;
}

function requirement(progress: RequirementProgress): Markup {
  const share = shareOf(progress);
  const bar =
    share === undefined
      ? undefined
      : markup`<span class="track" aria-hidden="true"><span class="bar ${progress.met ? 'good' : 'untested'}" style="left:0;width:${share}%"></span></span>`;
  return markup`<li>${icon(progress.met ? 'pass' : 'untested')}<div><span class="heard">${progress.met ? 'Met' : 'Missing'}: </span>${progress.text}${bar}</div></li>
`;
}

/** In percent; never full before it is met. */
function shareOf(progress: RequirementProgress): number | undefined {
  const reached = (part: number, whole: number) =>
    progress.met ? 100 : Math.min(99, Math.max(0, Math.floor((part / Math.max(1, whole)) * 100)));
  switch (progress.type) {
    case 'passes':
      return reached(progress.passed, progress.passes);
    case 'healthy-for':
      return reached(progress.healthyMs, progress.healthyForMs);
    case 'check':
      return undefined;
  }
}

const states: Readonly<Record<ReportedWaiver['state'], string>> = {
  used: 'in use',
  unused: 'not needed now',
  expired: 'expired',
  'for-another-commit': 'for another commit',
  refused: 'refused',
};

/** Every waiver that was given, whatever became of it: none is silent. */
export function waiversSection({ waivers }: Report): Markup | undefined {
  if (waivers.length === 0) return undefined;
  return markup`<section aria-labelledby="waivers">
<h2 id="waivers">Waivers</h2>
<ul class="card evidence">
${waivers.map(waiverItem)}</ul>
</section>`;
}

function waiverItem({ state, probes, reason, until, actor, source, refusal }: ReportedWaiver): Markup {
  const terms = [
    ...(until === undefined ? [] : [`until ${until}`]),
    ...(source === 'dispatch' ? ['for this commit only'] : []),
    ...(actor === undefined ? [] : [`by ${actor}`]),
    ...(refusal === undefined ? [] : [refusal]),
  ];
  const look = state === 'used' ? 'warn' : state === 'refused' ? 'fail' : 'not-probed';
  return markup`<li>${icon(look)}<div><strong>${probes.join(', ')}</strong> <span class="state ${state === 'used' ? 'warn' : 'quiet'}">${states[state]}</span><br>${reason}${terms.map((term) => markup` <span class="aside">· ${term}</span>`)}</div></li>
`;
}

/** How long the environment has been broken, and what went in meanwhile. */
export function debtSection({ debt }: Report): Markup | undefined {
  if (debt === undefined) return undefined;
  const commits = debt.candidates.map((commit) => markup`<li><code>${shortCommit(commit)}</code></li> `);
  return markup`<section aria-labelledby="debt">
<h2 id="debt">Untested debt</h2>
<div class="card"><p>${debt.sentence}, since <time datetime="${debt.since}">${isoWords(debt.since)}</time>.</p>${commits.length === 0 ? undefined : markup`<ul class="commits" aria-label="Candidates that entered untested">${commits}</ul>`}</div>
</section>`;
}
