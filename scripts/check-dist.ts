/** Says whether `dist/` is exactly what a build of this source gives, file by file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { rolldown } from 'rolldown';

import { input, output } from '../rolldown.config.ts';

type Files = ReadonlyMap<string, Buffer>;

/** What differs between the committed files and a fresh build; empty when they are identical. */
export function compareFiles(committed: Files, built: Files): string[] {
  const names = [...new Set([...committed.keys(), ...built.keys()])].sort();
  return names.flatMap((name) => {
    const [old, fresh] = [committed.get(name), built.get(name)];
    if (old === undefined) return [`${name} is missing`];
    if (fresh === undefined) return [`${name} is left over from an older build`];
    return old.equals(fresh) ? [] : [`${name} differs`];
  });
}

/** The files under a folder by their path in it, with `/` on every system; none when there is no such folder. */
function readFolder(folder: string): Files {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return new Map(
      paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)]),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
}

async function build(): Promise<Files> {
  const bundle = await rolldown(input);
  const { output: parts } = await bundle.generate(output);
  await bundle.close();
  return new Map(
    parts.map((part) => [part.fileName, Buffer.from(part.type === 'chunk' ? part.code : part.source)]),
  );
}

if (import.meta.main) {
  const differences = compareFiles(readFolder(resolve(import.meta.dirname, '../dist')), await build());
  for (const difference of differences)
    console.log(`dist/${difference}; run \`npm run build\` and commit dist`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}
