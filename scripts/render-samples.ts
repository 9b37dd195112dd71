/** Renders sample reports into a folder that git ignores, for whoever changes how they look: `node scripts/render-samples.ts [FOLDER]`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { renderBadge, renderShieldsEndpoint } from '../src/reports/badge.ts';
import type { Change } from '../src/core/change.ts';
import { renderHtml } from '../src/reports/html.ts';
import { slackMessage } from '../src/reports/slack.ts';
import { renderStatusPage } from '../src/reports/status-page.ts';
import { renderSummary } from '../src/reports/summary.ts';
import { renderTimeline } from '../src/reports/timeline.ts';
import { issueBody, issueComment, issueTitle } from '../src/reports/tracking-issue.ts';
import { sampleHistory } from './sample-history.ts';
import { sampleNames, sampleReport, type SampleName } from './sample-reports.ts';

/** Every file of one sample by its name. */
export function renderSample(name: SampleName): Readonly<Record<string, string>> {
  const report = sampleReport(name);
  const history = sampleHistory(name);
  const change: Change =
    report.verdict === 'not-ready' ? { kind: 'broke' } : { kind: 'recovered', outageMs: 334_800_000 };
  return {
    'report.html': renderHtml(report, history),
    'report.json': `${JSON.stringify(report, null, 2)}\n`,
    'summary.md': renderSummary(report),
    'README.md': renderStatusPage({ history, report, branch: 'staging-health' }),
    'timeline.svg': renderTimeline(history),
    'badge.svg': renderBadge(history),
    'badge.json': renderShieldsEndpoint(history),
    'slack.json': `${JSON.stringify(slackMessage(report, change), null, 2)}\n`,
    'issue.md': `# ${issueTitle(report)}\n\n${issueBody(report)}`,
    'comment.md': issueComment(report, change),
  };
}

if (import.meta.main) {
  const root = resolve(process.argv[2] ?? join(import.meta.dirname, '../.tmp/samples'));
  for (const name of sampleNames) {
    mkdirSync(join(root, name), { recursive: true });
    for (const [file, text] of Object.entries(renderSample(name)))
      writeFileSync(join(root, name, file), text);
  }
  console.log(`Samples of ${String(sampleNames.length)} runs are in ${root}`);
}
