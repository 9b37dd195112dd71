import * as z from 'zod';

import { GitHubError } from './github-error.ts';
import type { Requester } from './github-request.ts';

export interface Deployment {
  /** The full commit. */
  readonly sha: string;
  /** When it was reported as successful. */
  readonly at: Date;
  /** Not done yet, by a job of the run that asks: GitHub takes a job with an `environment` for a deployment. */
  readonly isOfThisRun?: true;
}

export interface CommitCheck {
  /** Of the check run, or the context of the commit status. */
  readonly name: string;
  /** `success` for nothing but a success: skipped and neutral are `failure`. */
  readonly state: 'success' | 'failure' | 'pending';
  /** When it came to this state; undefined when GitHub does not say. */
  readonly at: Date | undefined;
}

export interface CommitStatus {
  readonly state: 'success' | 'failure' | 'pending' | 'error';
  readonly context: string;
  /** At most 140 characters; GitHub answers 422 to more. */
  readonly description: string;
  readonly targetUrl?: string | undefined;
}

const permissions = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

export type Permission = (typeof permissions)[number];

export interface Commits {
  /** The full SHA of a branch, tag or short SHA; undefined when there is no such commit, or more than one. */
  readonly resolveCommit: (ref: string) => Promise<string | undefined>;
  /**
   * The newest deployment whose latest status is `success`, among the newest hundred; or one above it that a job of
   * the run `runId` is still about.
   */
  readonly latestSuccessfulDeployment: (
    environment: string,
    runId?: string,
  ) => Promise<Deployment | undefined>;
  /** The latest check run of each name and app, and the latest status of each context. */
  readonly checksOf: (sha: string) => Promise<readonly CommitCheck[]>;
  /** What a user may do in the repository. A role of the organisation's own counts as the one it is built on. */
  readonly permissionOf: (user: string) => Promise<Permission>;
  readonly createCommitStatus: (sha: string, status: CommitStatus) => Promise<void>;
}

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const fullSha = z.string().regex(/^[0-9a-f]{40}$/u);

const deploymentsSchema = z.array(z.object({ id: z.number(), sha: fullSha }));
const deploymentStatusesSchema = z.array(
  z.object({
    id: z.number(),
    state: z.string(),
    created_at: date,
    log_url: z.string().nullish(),
    target_url: z.string().nullish(),
  }),
);
const checkRunsSchema = z.object({
  check_runs: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      conclusion: z.string().nullable(),
      started_at: date.nullish(),
      completed_at: date.nullish(),
    }),
  ),
});
const combinedStatusSchema = z.object({
  statuses: z.array(z.object({ context: z.string(), state: z.string(), updated_at: date })),
});
const permissionSchema = z.object({ permission: z.enum(permissions), role_name: z.string() });

export function createCommits({ one, pages }: Requester): Commits {
  /** GitHub's own list of statuses has no stated order. */
  async function latestStatusOf(deployment: number) {
    const statuses: z.output<typeof deploymentStatusesSchema> = [];
    const route = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses';
    const params = { deployment_id: deployment };
    for await (const page of pages({
      route,
      params,
      schema: deploymentStatusesSchema,
      needs: 'deployments: read',
    })) {
      statuses.push(...page);
    }
    return statuses.sort((a, b) => +b.created_at - +a.created_at || b.id - a.id)[0];
  }

  async function checkRunsOf(sha: string): Promise<CommitCheck[]> {
    const checks: CommitCheck[] = [];
    const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
    const params = { ref: sha, filter: 'latest' };
    for await (const { check_runs } of pages({
      route,
      params,
      schema: checkRunsSchema,
      needs: 'checks: read',
    })) {
      for (const run of check_runs) {
        const done = run.status === 'completed';
        const state = done ? (run.conclusion === 'success' ? 'success' : 'failure') : 'pending';
        checks.push({ name: run.name, state, at: (done ? run.completed_at : run.started_at) ?? undefined });
      }
    }
    return checks;
  }

  async function statusesOf(sha: string): Promise<CommitCheck[]> {
    const checks: CommitCheck[] = [];
    const route = 'GET /repos/{owner}/{repo}/commits/{ref}/status';
    for await (const page of pages({
      route,
      params: { ref: sha },
      schema: combinedStatusSchema,
      needs: 'statuses: read',
    })) {
      for (const { context, state, updated_at } of page.statuses) {
        checks.push({
          name: context,
          state: state === 'success' || state === 'pending' ? state : 'failure',
          at: updated_at,
        });
      }
    }
    return checks;
  }

  return {
    async resolveCommit(ref) {
      return one({
        route: 'GET /repos/{owner}/{repo}/commits/{ref}',
        params: { ref },
        accept: 'application/vnd.github.sha',
        schema: z.preprocess(asText, fullSha),
        needs: 'contents: read',
      }).catch(unresolvedIsUndefined);
    },
    async latestSuccessfulDeployment(environment, runId) {
      const route = 'GET /repos/{owner}/{repo}/deployments';
      const schema = deploymentsSchema;
      // One page: what is older than a hundred deployments is not what is live.
      const found = await one({
        route,
        params: { environment, per_page: 100 },
        schema,
        needs: 'deployments: read',
      });
      for (const { id, sha } of found.sort((a, b) => b.id - a.id)) {
        const latest = await latestStatusOf(id);
        if (latest?.state === 'success') return { sha, at: latest.created_at };
        if (latest !== undefined && isUnfinishedJob(latest, runId))
          return { sha, at: latest.created_at, isOfThisRun: true };
      }
      return undefined;
    },
    async checksOf(sha) {
      const [runs, statuses] = await Promise.all([checkRunsOf(sha), statusesOf(sha)]);
      return [...runs, ...statuses];
    },
    async permissionOf(user) {
      const found = await one({
        route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
        params: { username: user },
        schema: permissionSchema,
        needs: 'metadata: read',
      }).catch(unknownUserIsUndefined);
      if (found === undefined) return 'none';
      return permissions.find((name) => name === found.role_name) ?? found.permission;
    },
    async createCommitStatus(sha, { state, context, description, targetUrl }) {
      await one({
        route: 'POST /repos/{owner}/{repo}/statuses/{sha}',
        params: {
          sha,
          state,
          context,
          description,
          ...(targetUrl === undefined ? {} : { target_url: targetUrl }),
        },
        schema: z.unknown(),
        needs: 'statuses: write',
      });
    },
  };
}

/** The statuses of a job's deployment link to its log, `…/actions/runs/RUN/job/JOB`. */
function isUnfinishedJob(
  { state, log_url, target_url }: z.output<typeof deploymentStatusesSchema>[number],
  runId: string | undefined,
): boolean {
  if (runId === undefined || !['in_progress', 'queued', 'pending', 'waiting'].includes(state)) return false;
  return [log_url, target_url].some((url) => `${url ?? ''}/`.includes(`/actions/runs/${runId}/`));
}

/** "No commit found for SHA" is 422, a repository without any commit 409; 404 is about the repository. */
function unresolvedIsUndefined(error: unknown): undefined {
  if (error instanceof GitHubError && error.reason === 'conflict') return undefined;
  throw error;
}

/** "… is not a user" is 404; so is an app. */
function unknownUserIsUndefined(error: unknown): undefined {
  if (error instanceof GitHubError && error.reason === 'not-found') return undefined;
  throw error;
}

/** octokit gives media types that it does not know as bytes. */
function asText(data: unknown): unknown {
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data;
}
