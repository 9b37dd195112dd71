import { asText } from '../json.ts';
import { bot, timeBody, userBody } from './bodies.ts';
import type { Issue, Repository } from './repository.ts';
import { type Call, created, notFound, ok, paged, refuse, type Reply, type Route } from './routing.ts';

export function issueRoutes(repository: Repository): readonly Route[] {
  return [
    ['GET', /^\/issues$/u, (call) => listIssues(repository, call)],
    ['POST', /^\/issues$/u, (call) => createIssue(repository, call)],
    ['PATCH', /^\/issues\/(\d+)$/u, (call) => updateIssue(repository, call)],
    ['POST', /^\/issues\/(\d+)\/comments$/u, (call) => createComment(repository, call)],
  ];
}

/** Adds an issue, or a pull request, which GitHub lists among the issues. */
export function addIssue(
  { issues, now }: Repository,
  { title, body = '', labels = [] }: { title: string; body?: string; labels?: readonly string[] },
  isPullRequest = false,
): Issue {
  const at = now();
  const issue: Issue = {
    number: issues.length + 1,
    title,
    body,
    labels,
    state: 'open',
    isPullRequest,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    comments: [],
  };
  issues.push(issue);
  return issue;
}

function listIssues({ issues }: Repository, call: Call): Reply {
  const state = call.query.get('state') ?? 'open';
  const labels = (call.query.get('labels') ?? '').split(',').filter((label) => label !== '');
  const shown = issues
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => labels.every((label) => issue.labels.includes(label)))
    .toReversed();
  return paged(call, shown, (page) => page.map((issue) => issueBody(call.url, issue)));
}

function createIssue(repository: Repository, { body, url }: Call): Reply {
  const title = asText(body['title']);
  if (title === '') return refuse(422, 'Validation Failed');
  const labels = Array.isArray(body['labels']) ? body['labels'].map(asText) : [];
  return created(issueBody(url, addIssue(repository, { title, body: asText(body['body']), labels })));
}

function updateIssue({ issues, now }: Repository, { params, body, url }: Call): Reply {
  const issue = issues.find(({ number }) => String(number) === params[0]);
  if (issue === undefined) return notFound();
  if (body['title'] !== undefined) issue.title = asText(body['title']);
  if (body['body'] !== undefined) issue.body = asText(body['body']);
  const state = (['open', 'closed'] as const).find((known) => known === body['state']);
  if (state !== undefined && state !== issue.state) {
    issue.state = state;
    issue.closedAt = state === 'closed' ? now() : null;
  }
  issue.updatedAt = now();
  return ok(issueBody(url, issue));
}

function createComment({ issues, now, nextId }: Repository, { params, body, url }: Call): Reply {
  const issue = issues.find(({ number }) => String(number) === params[0]);
  if (issue === undefined) return notFound();
  const text = asText(body['body']);
  if (text === '') return refuse(422, 'Validation Failed');
  const comment = { id: nextId(), body: text, at: now() };
  issue.comments.push(comment);
  const self = `${url}/issues/comments/${String(comment.id)}`;
  return created({
    id: comment.id,
    node_id: `IC_${String(comment.id)}`,
    url: self,
    html_url: self,
    body: text,
    user: userBody(url, bot),
    created_at: timeBody(comment.at),
    updated_at: timeBody(comment.at),
    issue_url: `${url}/issues/${String(issue.number)}`,
    author_association: 'NONE',
  });
}

function issueBody(url: string, issue: Issue) {
  const self = `${url}/issues/${String(issue.number)}`;
  return {
    id: issue.number,
    node_id: `I_${String(issue.number)}`,
    url: self,
    repository_url: url,
    labels_url: `${self}/labels{/name}`,
    comments_url: `${self}/comments`,
    events_url: `${self}/events`,
    html_url: self,
    number: issue.number,
    state: issue.state,
    title: issue.title,
    body: issue.body,
    user: userBody(url, bot),
    labels: issue.labels.map((name, index) => ({
      id: index + 1,
      node_id: `LA_${String(index + 1)}`,
      url: `${url}/labels/${encodeURIComponent(name)}`,
      name,
      description: null,
      color: 'ededed',
      default: false,
    })),
    assignee: null,
    milestone: null,
    locked: false,
    comments: issue.comments.length,
    closed_at: issue.closedAt === null ? null : timeBody(issue.closedAt),
    created_at: timeBody(issue.createdAt),
    updated_at: timeBody(issue.updatedAt),
    author_association: 'NONE',
    ...(issue.isPullRequest
      ? { pull_request: { url: self, html_url: self, diff_url: self, patch_url: self } }
      : {}),
  };
}
