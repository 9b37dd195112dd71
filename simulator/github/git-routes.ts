import { asMembers, asText, type Members } from '../json.ts';
import { author, type TreeEntry } from './objects.ts';
import { type Repository, resolveCommit } from './repository.ts';
import { type Call, created, notFound, ok, refuse, type Reply, type Route } from './routing.ts';

/** GitHub's Git Data API as docs.github.com/rest/git describes it. */
export function gitRoutes(repository: Repository): readonly Route[] {
  return [
    ['GET', /^\/git\/ref\/(.+)$/u, (call) => readRef(repository, call)],
    ['POST', /^\/git\/refs$/u, (call) => createRef(repository, call)],
    ['PATCH', /^\/git\/refs\/(.+)$/u, (call) => updateRef(repository, call)],
    ['GET', /^\/git\/commits\/(.+)$/u, (call) => readCommit(repository, call)],
    ['POST', /^\/git\/commits$/u, (call) => createCommit(repository, call)],
    ['GET', /^\/git\/trees\/(.+)$/u, (call) => readTree(repository, call)],
    ['POST', /^\/git\/trees$/u, (call) => createTree(repository, call)],
    ['GET', /^\/git\/blobs\/(.+)$/u, (call) => readBlob(repository, call)],
    ['POST', /^\/git\/blobs$/u, (call) => createBlob(repository, call)],
  ];
}

function readRef({ refs }: Repository, { params, url }: Call): Reply {
  const ref = `refs/${params[0] ?? ''}`;
  const sha = refs.get(ref);
  return sha === undefined ? notFound() : ok(refBody(url, ref, sha));
}

function createRef({ refs, objects }: Repository, { body, url }: Call): Reply {
  const ref = asText(body['ref']);
  const sha = asText(body['sha']);
  if (!/^refs\/.+\/.+|^refs\/heads\/.+/u.test(ref)) return refuse(422, 'Reference name is invalid');
  if (objects.commit(sha) === undefined) return refuse(422, 'Object does not exist');
  if (refs.has(ref)) return refuse(422, 'Reference already exists');
  refs.set(ref, sha);
  return created(refBody(url, ref, sha));
}

function updateRef({ refs, objects }: Repository, { params, body, url }: Call): Reply {
  const ref = `refs/${params[0] ?? ''}`;
  const sha = asText(body['sha']);
  const current = refs.get(ref);
  if (current === undefined) return refuse(422, 'Reference does not exist');
  if (objects.commit(sha) === undefined) return refuse(422, 'Object does not exist');
  if (body['force'] !== true && !objects.isAncestor(current, sha)) {
    return refuse(422, 'Update is not a fast forward');
  }
  refs.set(ref, sha);
  return ok(refBody(url, ref, sha));
}

function refBody(url: string, ref: string, sha: string) {
  const object = { type: 'commit', sha, url: `${url}/git/commits/${sha}` };
  return { ref, node_id: nodeId(ref), url: `${url}/git/${ref}`, object };
}

function readCommit({ objects, name }: Repository, { params, url }: Call): Reply {
  const sha = params[0] ?? '';
  const commit = objects.commit(sha);
  if (commit === undefined) return notFound();
  const signature = { ...author, date: `${commit.at.toISOString().slice(0, 19)}Z` };
  const htmlUrl = (id: string) => `https://github.example/${name}/commit/${id}`;
  return ok({
    sha,
    node_id: nodeId(sha),
    url: `${url}/git/commits/${sha}`,
    html_url: htmlUrl(sha),
    author: signature,
    committer: signature,
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${url}/git/commits/${parent}`,
      html_url: htmlUrl(parent),
    })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  });
}

function createCommit(repository: Repository, call: Call): Reply {
  const { objects, now } = repository;
  const { body } = call;
  const tree = asText(body['tree']);
  const parents = Array.isArray(body['parents']) ? body['parents'].map(asText) : [];
  if (objects.list(tree, false) === undefined) return refuse(422, 'Tree SHA does not exist');
  if (parents.some((parent) => objects.commit(parent) === undefined)) {
    return refuse(422, 'Parent SHA does not exist or is not a commit object');
  }
  const sha = objects.putCommit({ tree, parents, message: asText(body['message']), at: now() });
  return { ...readCommit(repository, { ...call, params: [sha] }), status: 201 };
}

function readTree(repository: Repository, { params, query, url }: Call): Reply {
  const name = params[0] ?? '';
  const commit = resolveCommit(repository, name);
  const tree = (commit === undefined ? undefined : repository.objects.commit(commit)?.tree) ?? name;
  const entries = repository.objects.list(tree, query.has('recursive'));
  if (entries === undefined) return notFound();
  return ok(treeBody(url, tree, entries));
}

function treeBody(url: string, sha: string, entries: readonly { type: string; sha: string }[]) {
  const tree = entries.map((entry) => ({ ...entry, url: `${url}/git/${entry.type}s/${entry.sha}` }));
  return { sha, url: `${url}/git/trees/${sha}`, tree, truncated: false };
}

function createTree({ objects }: Repository, { body, url }: Call): Reply {
  const base = body['base_tree'];
  if (base !== undefined && objects.list(asText(base), false) === undefined) return notFound();
  const files = new Map<string, TreeEntry>(base === undefined ? [] : objects.files(asText(base)));
  const items = Array.isArray(body['tree']) ? body['tree'].map(asMembers) : [];
  if (items.length === 0) return refuse(422, 'Invalid tree info');
  for (const item of items) {
    const path = asText(item['path']);
    if (path === '' || path.startsWith('/') || path.includes('//'))
      return refuse(422, 'tree.path is malformed');
    if (item['sha'] === null && !files.delete(path)) return refuse(422, 'GitRPC::BadObjectState');
    if (item['sha'] === null) continue;
    const sha = contentOf(item, (bytes) => objects.putBlob(bytes));
    if (objects.blob(sha) === undefined) return refuse(422, `tree.sha ${sha} is not a valid blob`);
    files.set(path, { mode: asText(item['mode']), sha });
  }
  const sha = objects.putTree(files);
  return created(treeBody(url, sha, objects.list(sha, false) ?? []));
}

function contentOf(item: Members, putBlob: (bytes: Buffer) => string): string {
  const content = item['content'];
  return typeof content === 'string' ? putBlob(Buffer.from(content, 'utf8')) : asText(item['sha']);
}

function readBlob({ objects }: Repository, { params, url }: Call): Reply {
  const sha = params[0] ?? '';
  const bytes = objects.blob(sha);
  if (bytes === undefined) return notFound();
  // GitHub breaks base64 into lines of sixty.
  const content = bytes.toString('base64').replaceAll(/.{60}/gu, '$&\n');
  const facts = { sha, node_id: nodeId(sha), size: bytes.length, url: `${url}/git/blobs/${sha}` };
  return ok({ ...facts, content, encoding: 'base64' });
}

function createBlob({ objects }: Repository, { body, url }: Call): Reply {
  const encoding = body['encoding'] === 'base64' ? 'base64' : 'utf8';
  const sha = objects.putBlob(Buffer.from(asText(body['content']), encoding));
  return created({ sha, url: `${url}/git/blobs/${sha}` });
}

function nodeId(text: string): string {
  return Buffer.from(text).toString('base64url');
}
