import { createHash } from 'node:crypto';

export interface TreeEntry {
  readonly mode: string;
  readonly sha: string;
}

/** Files by their path from the root. */
export type Files = ReadonlyMap<string, TreeEntry>;

export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly at: Date;
}

/** What `GET /git/trees` lists: folders and files. */
export interface ListedEntry extends TreeEntry {
  readonly path: string;
  readonly type: 'blob' | 'tree';
  readonly size?: number;
}

/** Git's objects in memory, with the ids that git itself gives them. */
export interface ObjectStore {
  putBlob(bytes: Buffer): string;
  putTree(files: Files): string;
  putCommit(commit: Commit): string;
  blob(sha: string): Buffer | undefined;
  commit(sha: string): Commit | undefined;
  /** The entries of a tree, those of its folders too when asked for. */
  list(tree: string, recursive: boolean): readonly ListedEntry[] | undefined;
  files(tree: string): Files;
  /** The commits whose id starts like this. */
  commitsLike(prefix: string): readonly string[];
  /** Whether `ancestor` is `commit`, or in its history. */
  isAncestor(ancestor: string, commit: string): boolean;
}

export const author = { name: 'github-actions[bot]', email: 'github-actions@example.invalid' } as const;

const folderMode = '040000';

export function createObjectStore(): ObjectStore {
  const blobs = new Map<string, Buffer>();
  const trees = new Map<string, ReadonlyMap<string, TreeEntry>>();
  const commits = new Map<string, Commit>();

  function putTree(files: Files): string {
    const entries = new Map<string, TreeEntry>();
    const folders = new Map<string, Map<string, TreeEntry>>();
    for (const [path, entry] of files) {
      const slash = path.indexOf('/');
      if (slash < 0) {
        entries.set(path, entry);
        continue;
      }
      const name = path.slice(0, slash);
      const folder = folders.get(name) ?? new Map<string, TreeEntry>();
      folders.set(name, folder.set(path.slice(slash + 1), entry));
    }
    for (const [name, folder] of folders) entries.set(name, { mode: folderMode, sha: putTree(folder) });
    const sha = objectId('tree', encodeTree(entries));
    trees.set(sha, entries);
    return sha;
  }

  function list(tree: string, recursive: boolean): readonly ListedEntry[] | undefined {
    const entries = trees.get(tree);
    if (entries === undefined) return undefined;
    return inOrder(entries).flatMap(([name, { mode, sha }]): ListedEntry[] => {
      if (mode !== folderMode)
        return [{ path: name, mode, sha, type: 'blob', size: blobs.get(sha)?.length ?? 0 }];
      const inside = recursive ? (list(sha, true) ?? []) : [];
      return [
        { path: name, mode, sha, type: 'tree' },
        ...inside.map((entry) => ({ ...entry, path: `${name}/${entry.path}` })),
      ];
    });
  }

  return {
    putBlob(bytes) {
      const sha = objectId('blob', bytes);
      blobs.set(sha, bytes);
      return sha;
    },
    putTree,
    putCommit(commit) {
      const sha = objectId('commit', encodeCommit(commit));
      commits.set(sha, commit);
      return sha;
    },
    blob: (sha) => blobs.get(sha),
    commit: (sha) => commits.get(sha),
    list,
    files(tree) {
      const all = list(tree, true) ?? [];
      return new Map(
        all.filter(({ type }) => type === 'blob').map(({ path, mode, sha }) => [path, { mode, sha }]),
      );
    },
    commitsLike: (prefix) => [...commits.keys()].filter((sha) => sha.startsWith(prefix)),
    isAncestor(ancestor, commit) {
      const seen = new Set<string>();
      const open = [commit];
      for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
        if (sha === ancestor) return true;
        if (seen.has(sha)) continue;
        seen.add(sha);
        open.push(...(commits.get(sha)?.parents ?? []));
      }
      return false;
    },
  };
}

function objectId(type: 'blob' | 'tree' | 'commit', content: Buffer): string {
  return createHash('sha1')
    .update(`${type} ${String(content.length)}\0`)
    .update(content)
    .digest('hex');
}

/** Git compares names byte by byte, a folder's as if it ended in a slash. */
function inOrder(entries: ReadonlyMap<string, TreeEntry>): [string, TreeEntry][] {
  const key = ([name, { mode }]: [string, TreeEntry]) => Buffer.from(mode === folderMode ? `${name}/` : name);
  return [...entries].sort((a, b) => Buffer.compare(key(a), key(b)));
}

function encodeTree(entries: ReadonlyMap<string, TreeEntry>): Buffer {
  return Buffer.concat(
    inOrder(entries).flatMap(([name, { mode, sha }]) => [
      // Git writes a folder's mode without the leading zero that GitHub shows.
      Buffer.from(`${mode.replace(/^0/u, '')} ${name}\0`),
      Buffer.from(sha, 'hex'),
    ]),
  );
}

function encodeCommit({ tree, parents, message, at }: Commit): Buffer {
  const signature = `${author.name} <${author.email}> ${String(Math.floor(at.getTime() / 1000))} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signature}`,
    `committer ${signature}`,
  ];
  return Buffer.from(`${lines.join('\n')}\n\n${message}`);
}
