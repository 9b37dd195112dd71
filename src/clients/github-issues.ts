import * as z from 'zod';

import type { Requester } from './github-request.ts';

export interface Issue {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly title: string;
  readonly body: string;
  readonly createdAt: Date;
  readonly closedAt: Date | undefined;
}

export interface NewIssue {
  readonly title: string;
  readonly body: string;
  /** GitHub creates those that the repository does not have yet. */
  readonly labels: readonly string[];
}

export interface Issues {
  /** Every issue with the label, newest first; pull requests are left out. */
  readonly findIssues: (label: string, state: 'open' | 'closed' | 'all') => Promise<readonly Issue[]>;
  readonly createIssue: (issue: NewIssue) => Promise<Issue>;
  /** Changes what is given and leaves the rest. */
  readonly updateIssue: (number: number, change: Partial<Pick<NewIssue, 'title' | 'body'>>) => Promise<void>;
  readonly commentIssue: (number: number, body: string) => Promise<void>;
  readonly closeIssue: (number: number) => Promise<void>;
  readonly reopenIssue: (number: number) => Promise<void>;
}

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const issueSchema = z.object({
  number: z.number(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  body: z.string().nullish(),
  created_at: date,
  closed_at: date.nullable(),
  pull_request: z.unknown().optional(),
});

const read = 'issues: read';
const write = 'issues: write';

export function createIssues({ one, pages }: Requester): Issues {
  async function change(number: number, params: Readonly<Record<string, unknown>>): Promise<void> {
    const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';
    await one({ route, params: { issue_number: number, ...params }, schema: z.unknown(), needs: write });
  }

  return {
    async findIssues(label, state) {
      const found: Issue[] = [];
      const route = 'GET /repos/{owner}/{repo}/issues';
      const params = { labels: label, state, sort: 'created', direction: 'desc' };
      for await (const page of pages({ route, params, schema: z.array(issueSchema), needs: read })) {
        found.push(...page.filter((issue) => issue.pull_request === undefined).map(toIssue));
      }
      return found;
    },
    async createIssue({ title, body, labels }) {
      const route = 'POST /repos/{owner}/{repo}/issues';
      const params = { title, body, labels };
      // Sent again after a lost answer, there would be two.
      return toIssue(await one({ route, params, schema: issueSchema, needs: write, repeatable: false }));
    },
    updateIssue: change,
    async commentIssue(number, body) {
      const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
      const params = { issue_number: number, body };
      await one({ route, params, schema: z.unknown(), needs: write, repeatable: false });
    },
    closeIssue: (number) => change(number, { state: 'closed' }),
    reopenIssue: (number) => change(number, { state: 'open' }),
  };
}

function toIssue(issue: z.output<typeof issueSchema>): Issue {
  const { number, state, title, body, created_at: createdAt, closed_at: closedAt } = issue;
  return { number, state, title, body: body ?? '', createdAt, closedAt: closedAt ?? undefined };
}
