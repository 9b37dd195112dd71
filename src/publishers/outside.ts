import type { GitHub } from '../clients/github.ts';
import type { HttpClient } from '../clients/http.ts';
import type { Change, Turn } from '../core/change.ts';
import type { Mode } from '../core/model.ts';
import type { Report } from '../core/report.ts';
import type { Secret } from '../secrets.ts';
import { commitStatus } from './commit-status.ts';
import type { Publisher } from './publish.ts';
import { slack } from './slack.ts';
import { trackingIssue } from './tracking-issue.ts';

export interface OutsideDeps {
  readonly github: GitHub | undefined;
  readonly client: Pick<HttpClient, 'send'>;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly statusContext: string;
  readonly webhook: Secret | undefined;
}

/**
 * Who is told outside of the job. The monitor sets the commit status, keeps the tracking issue and tells Slack
 * of changes; the gate, whose job needs no right to write, tells Slack of a waiver that it used.
 */
export function outsidePublishers(
  mode: Mode,
  report: Report,
  turn: Turn | undefined,
  deps: OutsideDeps,
): readonly Publisher[] {
  const { github, client, signal, now, webhook, statusContext } = deps;
  const isMonitor = mode === 'monitor';
  const change = isMonitor ? turn?.change : waiverChange(report);
  return [
    ...(isMonitor && github !== undefined ? [commitStatus(github, statusContext)] : []),
    ...(isMonitor && github !== undefined && turn !== undefined
      ? [trackingIssue({ github, turn, now })]
      : []),
    ...(webhook === undefined ? [] : [slack({ webhook, client, change, signal })]),
  ];
}

function waiverChange({ mode, waivers }: Report): Change | undefined {
  return mode === 'gate' && waivers.some(({ state }) => state === 'used') ? { kind: 'waived' } : undefined;
}
