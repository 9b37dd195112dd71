import type { CommitStatus, Commits } from '../clients/github-commits.ts';
import { isFullCommit } from '../core/commit.ts';
import type { Report } from '../core/report.ts';
import type { Publisher } from './publish.ts';

/** GitHub answers 422 to more. */
const longestDescription = 140;

/** One status on the candidate: what the decision is, and the headline as far as it fits. */
export function commitStatus(github: Pick<Commits, 'createCommitStatus'>, context: string): Publisher {
  return {
    name: 'commit status',
    publish: async (report) => {
      // A ref that could not be resolved is no commit that a status could stand on.
      if (isFullCommit(report.candidate))
        await github.createCommitStatus(report.candidate, toStatus(report, context));
    },
  };
}

/** Never `pending`: a run that is over has decided. */
export function toStatus(report: Report, context: string): CommitStatus {
  return {
    state: stateOf(report),
    context,
    description: atWord(report.headline, longestDescription),
    ...(report.runUrl === undefined ? {} : { targetUrl: report.runUrl }),
  };
}

function stateOf({ decision, verdict }: Report): CommitStatus['state'] {
  if (decision === 'allow') return 'success';
  return verdict === 'inconclusive' ? 'error' : 'failure';
}

/** The text, cut after a word where it is longer; `most` counts UTF-16 units, as GitHub does. */
export function atWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const end = cut.lastIndexOf(' ');
  return `${(end > most / 2 ? cut.slice(0, end) : cut).toWellFormed()}…`;
}
