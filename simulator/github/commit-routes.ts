import { asText } from '../json.ts';
import { bot, repositoryBody, timeBody, userBody } from './bodies.ts';
import { type CheckRun, type Deployment, type Repository, resolveCommit, type Status } from './repository.ts';
import { type Call, created, notFound, ok, paged, refuse, type Reply, type Route } from './routing.ts';

/** What GitHub tells about commits: their ids, deployments, checks, statuses; and who may do what. */
export function commitRoutes(repository: Repository): readonly Route[] {
  return [
    ['GET', /^\/commits\/(.+)\/check-runs$/u, (call) => listCheckRuns(repository, call)],
    ['GET', /^\/commits\/(.+)\/status$/u, (call) => combinedStatus(repository, call)],
    ['GET', /^\/commits\/(.+)$/u, (call) => readCommitSha(repository, call)],
    ['POST', /^\/statuses\/(.+)$/u, (call) => createStatus(repository, call)],
    ['GET', /^\/deployments$/u, (call) => listDeployments(repository, call)],
    ['GET', /^\/deployments\/(\d+)\/statuses$/u, (call) => listDeploymentStatuses(repository, call)],
    ['GET', /^\/collaborators\/([^/]+)\/permission$/u, (call) => readPermission(repository, call)],
  ];
}

function noCommit(name: string): Reply {
  return refuse(422, `No commit found for SHA: ${name}`);
}

/** Only as its id alone: nothing here asks for the whole commit. */
function readCommitSha(repository: Repository, { params, accept }: Call): Reply {
  const name = params[0] ?? '';
  const sha = resolveCommit(repository, name);
  if (sha === undefined) return noCommit(name);
  if (accept !== 'application/vnd.github.sha') return refuse(415, "Unsupported 'Accept' header");
  return { status: 200, body: sha, headers: { 'content-type': 'application/vnd.github.sha; charset=utf-8' } };
}

function listCheckRuns(repository: Repository, call: Call): Reply {
  const name = call.params[0] ?? '';
  const sha = resolveCommit(repository, name);
  if (sha === undefined) return noCommit(name);
  const all = repository.checkRuns.filter((run) => run.sha === sha);
  const latest = [...new Map(all.map((run) => [run.name, run])).values()];
  const shown = (call.query.get('filter') === 'all' ? all : latest).toReversed();
  return paged(call, shown, (page) => ({
    total_count: shown.length,
    check_runs: page.map((run) => checkRunBody(call.url, run)),
  }));
}

function checkRunBody(url: string, run: CheckRun) {
  const self = `${url}/check-runs/${String(run.id)}`;
  return {
    id: run.id,
    node_id: `CR_${String(run.id)}`,
    head_sha: run.sha,
    external_id: '',
    url: self,
    html_url: self,
    details_url: self,
    status: run.status,
    conclusion: run.conclusion,
    started_at: timeBody(run.startedAt),
    completed_at: run.completedAt === null ? null : timeBody(run.completedAt),
    name: run.name,
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${self}/annotations`,
    },
    check_suite: { id: 1 },
    app: null,
    pull_requests: [],
  };
}

/** The latest status of each context; GitHub does not distinguish their case. */
function latestStatuses({ statuses }: Repository, sha: string): Status[] {
  const own = statuses.filter((status) => status.sha === sha);
  return [...new Map(own.map((status) => [status.context.toLowerCase(), status])).values()].toReversed();
}

function combinedStatus(repository: Repository, call: Call): Reply {
  const name = call.params[0] ?? '';
  const sha = resolveCommit(repository, name);
  if (sha === undefined) return noCommit(name);
  const latest = latestStatuses(repository, sha);
  const states = latest.map(({ state }) => state);
  const failed = states.some((state) => state === 'failure' || state === 'error');
  const state = failed
    ? 'failure'
    : states.length === 0 || states.includes('pending')
      ? 'pending'
      : 'success';
  return paged(call, latest, (page) => ({
    state,
    sha,
    total_count: latest.length,
    statuses: page.map((status) => simpleStatusBody(call.url, status)),
    repository: repositoryBody(call.url, repository.name),
    commit_url: `${call.url}/commits/${sha}`,
    url: `${call.url}/commits/${sha}/status`,
  }));
}

function simpleStatusBody(url: string, status: Status) {
  return {
    url: `${url}/statuses/${status.sha}`,
    avatar_url: null,
    id: status.id,
    node_id: `SC_${String(status.id)}`,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: timeBody(status.at),
    updated_at: timeBody(status.at),
  };
}

const longestDescription = 140;

function createStatus(repository: Repository, { params, body, url }: Call): Reply {
  const sha = params[0] ?? '';
  const description = body['description'] === undefined ? null : asText(body['description']);
  const state = (['error', 'failure', 'pending', 'success'] as const).find(
    (known) => known === body['state'],
  );
  if (repository.objects.commit(sha) === undefined) return noCommit(sha);
  if (state === undefined) return refuse(422, 'Validation Failed');
  if (description !== null && Array.from(description).length > longestDescription) {
    return refuse(422, 'Validation Failed: description is too long (maximum is 140 characters)');
  }
  const status: Status = {
    id: repository.nextId(),
    sha,
    context: body['context'] === undefined ? 'default' : asText(body['context']),
    state,
    description,
    targetUrl: body['target_url'] === undefined ? null : asText(body['target_url']),
    at: repository.now(),
  };
  repository.statuses.push(status);
  return created({ ...simpleStatusBody(url, status), creator: userBody(url, bot) });
}

function listDeployments({ deployments }: Repository, call: Call): Reply {
  const environment = call.query.get('environment');
  const shown = deployments
    .filter((one) => environment === null || one.environment === environment)
    .toReversed();
  return paged(call, shown, (page) => page.map((deployment) => deploymentBody(call.url, deployment)));
}

function deploymentBody(url: string, deployment: Deployment) {
  const self = `${url}/deployments/${String(deployment.id)}`;
  return {
    url: self,
    id: deployment.id,
    node_id: `DE_${String(deployment.id)}`,
    sha: deployment.sha,
    ref: deployment.sha,
    task: 'deploy',
    payload: {},
    environment: deployment.environment,
    description: null,
    creator: userBody(url, bot),
    created_at: timeBody(deployment.at),
    updated_at: timeBody(deployment.statuses.at(-1)?.at ?? deployment.at),
    statuses_url: `${self}/statuses`,
    repository_url: url,
  };
}

function listDeploymentStatuses({ deployments }: Repository, call: Call): Reply {
  const deployment = deployments.find(({ id }) => String(id) === call.params[0]);
  if (deployment === undefined) return notFound();
  const self = `${call.url}/deployments/${String(deployment.id)}`;
  return paged(call, deployment.statuses.toReversed(), (page) =>
    page.map(({ id, state, at, logUrl }) => ({
      url: `${self}/statuses/${String(id)}`,
      id,
      node_id: `DES_${String(id)}`,
      state,
      creator: userBody(call.url, bot),
      description: '',
      environment: deployment.environment,
      target_url: logUrl ?? `${self}/log`,
      log_url: logUrl ?? `${self}/log`,
      created_at: timeBody(at),
      updated_at: timeBody(at),
      deployment_url: self,
      repository_url: call.url,
    })),
  );
}

function readPermission({ roles }: Repository, { params, url }: Call): Reply {
  const login = params[0] ?? '';
  const known = roles.get(login);
  if (known === undefined) return refuse(404, `${login} is not a user`);
  const { permission, role } = known;
  return ok({ permission, role_name: role, user: { ...userBody(url, login), role_name: role } });
}
