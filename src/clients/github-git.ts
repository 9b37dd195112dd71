import { createHash } from 'node:crypto';

import * as z from 'zod';

import { GitHubError } from './github-error.ts';
import type { Requester } from './github-request.ts';

/** A commit and its tree, both full SHAs. */
export interface Head {
  readonly commit: string;
  readonly tree: string;
}

export interface TreeFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  /** Of the blob. */
  readonly sha: string;
  readonly sizeBytes: number;
}

export interface CommitRequest {
  readonly branch: string;
  /** What the branch must still point at; nothing to create it, without any history. */
  readonly parent: Head | undefined;
  /** Text or bytes by path; `null` removes a file that is there. The others stay as they are. */
  readonly files: Readonly<Record<string, string | Buffer | null>>;
  readonly message: string;
}

/** GitHub's Git Data API, docs.github.com/rest/git. */
export interface GitData {
  /** Undefined when there is no such branch. */
  readonly headOf: (branch: string) => Promise<Head | undefined>;
  /** Every file of a tree, in one request; a tree that GitHub cuts short is `unreadable`. */
  readonly filesOf: (tree: string) => Promise<readonly TreeFile[]>;
  /** Every file of a branch, in three requests. */
  readonly readTree: (branch: string) => Promise<readonly TreeFile[] | undefined>;
  /** The bytes of a blob, of up to 100 MB; what does not have this id is `unreadable`. */
  readonly readBlob: (sha: string) => Promise<Buffer>;
  /**
   * Adds one commit to a branch, or creates it.
   *
   * @throws {GitHubError} `conflict` when the branch has moved, has gone, or was created meanwhile. A
   *   commit whose answer was lost may be there all the same.
   */
  readonly commitFiles: (request: CommitRequest) => Promise<Head>;
}

const sha = z.string().regex(/^[0-9a-f]{40}$/u);
const created = z.object({ sha });

const refSchema = z.object({ object: z.object({ type: z.literal('commit'), sha }) });
const commitSchema = z.object({ sha, tree: created });
const treeSchema = z.object({
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), type: z.string(), sha, size: z.number().optional() })),
});
const blobSchema = z.object({ encoding: z.literal('base64'), content: z.string() });

const read = 'contents: read';
const write = 'contents: write';

export function createGitData({ one }: Requester): GitData {
  async function headOf(branch: string): Promise<Head | undefined> {
    const ref = await one({
      route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
      params: { ref: `heads/${branch}` },
      schema: refSchema,
      needs: read,
    }).catch(absentIsUndefined);
    if (ref === undefined) return undefined;
    const commit = await one({
      route: 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
      params: { commit_sha: ref.object.sha },
      schema: commitSchema,
      needs: read,
    });
    return { commit: commit.sha, tree: commit.tree.sha };
  }

  async function filesOf(tree: string): Promise<readonly TreeFile[]> {
    const found = await one({
      route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
      params: { tree_sha: tree, recursive: '1' },
      schema: treeSchema,
      needs: read,
    });
    if (found.truncated) throw new GitHubError({ reason: 'unreadable' });
    return found.tree
      .filter(({ type }) => type === 'blob')
      .map((file) => ({ path: file.path, sha: file.sha, sizeBytes: file.size ?? 0 }));
  }

  async function toTreeEntry(path: string, content: string | Buffer | null) {
    const entry = { path, mode: '100644', type: 'blob' };
    if (content === null) return { ...entry, sha: null };
    if (typeof content === 'string') return { ...entry, content };
    const blob = await one({
      route: 'POST /repos/{owner}/{repo}/git/blobs',
      params: { content: content.toString('base64'), encoding: 'base64' },
      schema: created,
      needs: write,
    });
    return { ...entry, sha: blob.sha };
  }

  async function moveRef(branch: string, isNew: boolean, commit: string): Promise<void> {
    const schema = refSchema;
    if (isNew) {
      const params = { ref: `refs/heads/${branch}`, sha: commit };
      await one({ route: 'POST /repos/{owner}/{repo}/git/refs', params, schema, needs: write });
    } else {
      const params = { ref: `heads/${branch}`, sha: commit, force: false };
      await one({ route: 'PATCH /repos/{owner}/{repo}/git/refs/{ref}', params, schema, needs: write });
    }
  }

  return {
    headOf,
    filesOf,
    async readTree(branch) {
      const head = await headOf(branch);
      return head === undefined ? undefined : filesOf(head.tree);
    },
    async readBlob(file) {
      const blob = await one({
        route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
        params: { file_sha: file },
        schema: blobSchema,
        needs: read,
      });
      const bytes = Buffer.from(blob.content, 'base64');
      if (blobId(bytes) !== file) throw new GitHubError({ reason: 'unreadable' });
      return bytes;
    },
    async commitFiles({ branch, parent, files, message }) {
      const tree = await one({
        route: 'POST /repos/{owner}/{repo}/git/trees',
        params: {
          ...(parent === undefined ? {} : { base_tree: parent.tree }),
          tree: await Promise.all(Object.entries(files).map(([path, content]) => toTreeEntry(path, content))),
        },
        schema: created,
        needs: write,
      });
      const commit = await one({
        route: 'POST /repos/{owner}/{repo}/git/commits',
        params: { message, tree: tree.sha, parents: parent === undefined ? [] : [parent.commit] },
        schema: created,
        needs: write,
      });
      await moveRef(branch, parent === undefined, commit.sha);
      return { commit: commit.sha, tree: tree.sha };
    },
  };
}

/** A ref that is not there is 404, and 409 in a repository without any commit. */
function absentIsUndefined(error: unknown): undefined {
  if (error instanceof GitHubError && (error.status === 404 || error.status === 409)) return undefined;
  throw error;
}

/** The id that git gives to a file with this content. */
function blobId(bytes: Buffer): string {
  return createHash('sha1')
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest('hex');
}
