import { readHistory } from '../core/history.ts';
import type { Report } from '../core/report.ts';
import { dayMs } from '../core/spans.ts';
import type { LedgerPreview } from '../ledger/append.ts';

/** As far back as the status page counts. */
const shownDays = 30;

/**
 * What stands on the data branch beside the ledger, drawn from it: badge, timeline and status page.
 * @returns text by path, for the same commit as the ledger's line
 */
export async function dataBranchFiles(
  report: Report,
  { branch, now }: { readonly branch: string; readonly now: Date },
  ledger: LedgerPreview,
): Promise<Readonly<Record<string, string>>> {
  const { renderBadge, renderShieldsEndpoint } = await import('../reports/badge.ts');
  const { renderTimeline } = await import('../reports/timeline.ts');
  const { renderStatusPage } = await import('../reports/status-page.ts');
  const { entries } = await ledger.entries(new Date(now.getTime() - shownDays * dayMs), now);
  const history = readHistory({ entries, environment: report.environment, now });
  return {
    'badge.svg': renderBadge(history),
    'badge.json': renderShieldsEndpoint(history),
    'timeline.svg': renderTimeline(history),
    'README.md': renderStatusPage({ history, report, branch }),
  };
}
