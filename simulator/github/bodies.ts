/** A user as GitHub's bodies carry it; the same person to whoever asks. */
export function userBody(url: string, login: string) {
  const self = `${new URL(url).origin}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: 41898282,
    node_id: 'MDM6Qm90NDE4OTgyODI=',
    avatar_url: `${self}/avatar`,
    gravatar_id: '',
    url: self,
    html_url: `${self}/html`,
    followers_url: `${self}/followers`,
    following_url: `${self}/following{/other_user}`,
    gists_url: `${self}/gists{/gist_id}`,
    starred_url: `${self}/starred{/owner}{/repo}`,
    subscriptions_url: `${self}/subscriptions`,
    organizations_url: `${self}/orgs`,
    repos_url: `${self}/repos`,
    events_url: `${self}/events{/privacy}`,
    received_events_url: `${self}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}

export const bot = 'github-actions[bot]';

const plainUrls = [
  'contributors',
  'deployments',
  'downloads',
  'events',
  'forks',
  'hooks',
  'languages',
  'merges',
];
const furtherPlainUrls = ['stargazers', 'subscribers', 'subscription', 'tags', 'teams'];
const templates: Readonly<Record<string, string>> = {
  archive: '{archive_format}{/ref}',
  assignees: '{/user}',
  blobs: '{/sha}',
  branches: '{/branch}',
  collaborators: '{/collaborator}',
  comments: '{/number}',
  commits: '{/sha}',
  compare: '{base}...{head}',
  contents: '{+path}',
  git_commits: '{/sha}',
  git_refs: '{/sha}',
  git_tags: '{/sha}',
  issue_comment: '{/number}',
  issue_events: '{/number}',
  issues: '{/number}',
  keys: '{/key_id}',
  labels: '{/name}',
  milestones: '{/number}',
  notifications: '{?since,all,participating}',
  pulls: '{/number}',
  releases: '{/id}',
  statuses: '{/sha}',
  trees: '{/sha}',
};

/** The repository as it lies in other bodies. */
export function repositoryBody(url: string, fullName: string) {
  const [owner = '', name = ''] = fullName.split('/');
  return {
    id: 1,
    node_id: 'R_1',
    name,
    full_name: fullName,
    owner: userBody(url, owner),
    private: true,
    html_url: `https://github.example/${fullName}`,
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(
      [...plainUrls, ...furtherPlainUrls].map((part) => [`${part}_url`, `${url}/${part}`]),
    ),
    ...Object.fromEntries(
      Object.entries(templates).map(([part, rest]) => [`${part}_url`, `${url}/${part}${rest}`]),
    ),
  };
}

/** GitHub gives seconds. */
export function timeBody(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
