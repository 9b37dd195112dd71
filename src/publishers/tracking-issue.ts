import type { Issue, Issues } from '../clients/github-issues.ts';
import { flapMs, type Change, type Turn } from '../core/change.ts';
import type { Report } from '../core/report.ts';
import {
  isIssueStale,
  issueBody,
  issueComment,
  issueTitle,
  readChangeKey,
} from '../reports/tracking-issue.ts';
import type { Publisher } from './publish.ts';

/** By this label the monitor finds its issue again. */
export const trackingLabel = 'staging-health-gate';

export interface TrackingDeps {
  readonly github: Issues;
  readonly turn: Turn;
  readonly now: () => Date;
}

/**
 * One issue while staging is broken: opened, changed when its roots change, closed on recovery with the
 * outage's length. Staging that breaks again within an hour reopens it. Says nothing that is known already.
 */
export function trackingIssue(deps: TrackingDeps): Publisher {
  return {
    name: 'tracking issue',
    publish: async (report) => {
      const own = (await deps.github.findIssues(trackingLabel, 'all')).filter(isOurs);
      const open = own.filter(({ state }) => state === 'open').sort((a, b) => a.number - b.number);
      await closeDuplicates(open, deps);
      const [issue] = open;
      if (deps.turn.outage !== undefined) await track(report, issue, own, deps);
      else if (issue !== undefined && isHealthy(report)) await close(report, issue, deps);
    },
  };
}

/** An issue of somebody's with the same label is left alone. */
function isOurs({ body }: Issue): boolean {
  return readChangeKey(body) !== undefined;
}

/** A run that could not judge, or a window of maintenance, mends nothing. */
function isHealthy({ verdict, probes }: Report): boolean {
  const isWhole = probes
    .filter(({ required }) => required)
    .every(({ status }) => status === 'pass' || status === 'warn');
  return isWhole && (verdict === 'ready' || verdict === 'untested');
}

async function track(
  report: Report,
  issue: Issue | undefined,
  own: readonly Issue[],
  { github, turn, now }: TrackingDeps,
): Promise<void> {
  if (report.verdict === 'inconclusive') return;
  const text = { title: issueTitle(report), body: issueBody(report) };
  if (issue !== undefined) {
    if (!isIssueStale(issue.body, report)) return;
    await github.updateIssue(issue.number, text);
    await github.commentIssue(issue.number, issueComment(report, { kind: 'changed' }));
    return;
  }
  const recent = lastClosed(own, now().getTime() - flapMs);
  if (recent === undefined) {
    const made = await github.createIssue({ ...text, labels: [trackingLabel] });
    await yieldToOlder(made, github);
    return;
  }
  await github.reopenIssue(recent.number);
  await github.updateIssue(recent.number, text);
  // Closed by hand, it is only opened again: nothing new has happened.
  if (turn.change !== undefined) await github.commentIssue(recent.number, issueComment(report, turn.change));
}

/** The one of the outage before, and not a duplicate that gave way to it: that one was closed earlier. */
function lastClosed(own: readonly Issue[], sinceMs: number): Issue | undefined {
  const closedMs = ({ closedAt }: Issue) => closedAt?.getTime() ?? -Infinity;
  const [last] = own.toSorted((a, b) => closedMs(b) - closedMs(a) || a.number - b.number);
  return last !== undefined && closedMs(last) > sinceMs ? last : undefined;
}

async function close(report: Report, issue: Issue, { github, turn, now }: TrackingDeps): Promise<void> {
  const known = turn.change?.kind === 'recovered' ? turn.change.outageMs : undefined;
  const recovered: Change = {
    kind: 'recovered',
    outageMs: known ?? now().getTime() - issue.createdAt.getTime(),
  };
  await github.commentIssue(issue.number, issueComment(report, recovered));
  await github.closeIssue(issue.number);
}

/** Two monitors at once may both have found none: the younger issue gives way. */
async function yieldToOlder(made: Issue, github: Issues): Promise<void> {
  const open = (await github.findIssues(trackingLabel, 'open')).filter(isOurs);
  if (open.some(({ number }) => number < made.number)) await github.closeIssue(made.number);
}

async function closeDuplicates([, ...younger]: readonly Issue[], { github }: TrackingDeps): Promise<void> {
  for (const { number } of younger) await github.closeIssue(number);
}
