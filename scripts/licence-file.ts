import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'rolldown';
import * as z from 'zod';

import { packageOf } from './bundled-package.ts';

const packageJson = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

/** One package's entry: name, version, licence, and the text of its licence file. */
function entryOf(folder: string): string {
  const { name, version, license } = packageJson.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  const file = readdirSync(folder)
    .sort()
    .find((entry) => /^licen[cs]e/iu.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
  return `${name} ${version} (${license ?? 'licence not stated'})\n\n${text.trim()}\n`;
}

/** A rolldown plugin that writes the licences of every bundled package beside the bundle. */
export function licenceFile(fileName: string): Plugin {
  return {
    name: 'licence-file',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      const folders = new Set(modules.flatMap((id) => packageOf(id)?.folder ?? []));
      const entries = [...folders].map(entryOf).sort();
      const source = [...new Set(entries)].join(`\n${'-'.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName, source });
    },
  };
}
