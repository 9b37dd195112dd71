/** Sizes do not vary: one look each. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { httpConfiguration, prepareWorkspace } from './gate.ts';
import { startServer } from './server.ts';

export interface Size {
  readonly name: string;
  readonly title: string;
  readonly bytes: number;
  readonly limitBytes: number;
}

/** What a runner downloads: the archive of the commit, without what `.gitattributes` keeps out. */
export function archiveSize(): Size {
  const archive = execFileSync('git', ['archive', '--worktree-attributes', '--format=tar', 'HEAD'], {
    maxBuffer: 1 << 28,
  });
  return {
    name: 'archive',
    title: 'What a runner downloads (`git archive`, gzip)',
    bytes: gzipSync(archive, { level: 9 }).length,
    limitBytes: 700_000,
  };
}

/** The files of `dist/` that Node.js compiles in a typical run, as its own coverage lists them. */
export async function parsedSize(): Promise<Size> {
  const folder = await mkdtemp(join(tmpdir(), 'staging-gate-coverage-'));
  const server = await startServer(0);
  const workspace = await prepareWorkspace(httpConfiguration(1, server.url, 16));
  try {
    await workspace.run({ NODE_V8_COVERAGE: folder });
    const files = await readdir(folder);
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    const urls = texts.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result);
    const own = [...new Set(urls.map(({ url }) => url))].filter((url) => url.includes('/dist/'));
    const sizes = await Promise.all(own.map(async (url) => (await stat(fileURLToPath(url))).size));
    return {
      name: 'parsed',
      title: 'What a typical run parses of `dist/`',
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      limitBytes: 1_200_000,
    };
  } finally {
    server.close();
    await workspace.remove();
    await rm(folder, { recursive: true, force: true });
  }
}
