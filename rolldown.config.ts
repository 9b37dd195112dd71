import { chmodSync } from 'node:fs';
import { join } from 'node:path';

import {
  defineConfig,
  type InputOptions,
  type OutputOptions,
  type Plugin,
  type PreRenderedChunk,
} from 'rolldown';

import { packageOf } from './scripts/bundled-package.ts';
import { fetchBuiltins } from './scripts/builtin-modules.ts';
import { leaveOut } from './scripts/left-out.ts';
import { licenceFile } from './scripts/licence-file.ts';
import { loadedAtStart } from './scripts/loaded-at-start.ts';
import { precompileMetaSchema } from './scripts/precompile-meta-schema.ts';

/** A part that loads when first needed is named after what it holds, never after its content or its place. */
function chunkFileName(chunk: PreRenderedChunk): string {
  const facade = chunk.facadeModuleId;
  const bundled = typeof facade === 'string' ? packageOf(facade) : undefined;
  const name = bundled === undefined ? chunk.name : bundled.name.replace(/^@/u, '').replaceAll('/', '-');
  return `chunks/${name}.js`;
}

/** npm makes the file of a `bin` executable where it stands; git would see that as a change. */
function executable(fileName: string): Plugin {
  return {
    name: 'executable',
    writeBundle: ({ dir = '' }) => {
      chmodSync(join(dir, fileName), 0o755);
    },
  };
}

const atStart = loadedAtStart('src/index.ts');

/** What is bundled. */
export const input: InputOptions = {
  cwd: import.meta.dirname,
  input: { index: './src/index.ts', cli: './src/cli.ts' },
  platform: 'node',
  plugins: [
    leaveOut(),
    fetchBuiltins(),
    atStart.plugin,
    precompileMetaSchema(),
    licenceFile('licences.txt'),
    executable('cli.js'),
  ],
};

/** How it is written. */
export const output: OutputOptions = {
  dir: 'dist',
  cleanDir: true,
  format: 'esm',
  chunkFileNames: chunkFileName,
  // What several parts need stands in one file: each more that is loaded costs as much as 20 kB in it.
  codeSplitting: { groups: [{ name: 'shared', minShareCount: 2, test: atStart.has }] },
  // A third less to download and to parse at each start. Names of functions stay, so that a stack trace can be read.
  minify: { compress: true, mangle: { toplevel: false }, codegen: { removeWhitespace: true } },
  comments: { legal: true, annotation: false, jsdoc: false },
};

export default defineConfig({ ...input, output });
