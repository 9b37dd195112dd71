/** Writes the generated documentation; with `--check` it only says which of it is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';

import { parse } from 'yaml';
import * as z from 'zod';

import { configJsonSchema } from '../src/config/json-schema.ts';
import type { Kinds } from '../src/config/schema.ts';
import { kinds } from '../src/kinds/registry.ts';
import { codesPage } from './docs/codes-page.ts';
import { configurationPage } from './docs/configuration-page.ts';
import { markdownTable } from './docs/markdown.ts';
import { reportJsonSchema } from './docs/report-json-schema.ts';
import { formatted } from './formatted.ts';

const described = z.record(z.string(), z.object({ description: z.string() }));

const actionSchema = z.object({ inputs: described, outputs: described });

/** What the documentation needs of action.yml. */
export type ActionFacts = z.output<typeof actionSchema>;

/** Reads action.yml; throws a ZodError when an input or output has no description. */
export function parseAction(text: string): ActionFacts {
  return actionSchema.parse(parse(text));
}

function table(heading: string, rows: ActionFacts['inputs']): string {
  const cells = Object.entries(rows).map(([name, { description }]) => [`\`${name}\``, description]);
  return markdownTable([heading, 'meaning'], cells);
}

/** Each generated part by the name in its markers. */
export function sections(action: ActionFacts): Readonly<Record<string, string>> {
  return { inputs: table('input', action.inputs), outputs: table('output', action.outputs) };
}

/**
 * The document with the text between `<!-- NAME:start -->` and `<!-- NAME:end -->` replaced by the section of
 * that name. Throws an Error when a section has no such place.
 */
export function fillSections(document: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`The document has no place for the section "${name}".`);
    return `${text.slice(0, from + start.length)}\n\n${part}\n\n${text.slice(to)}`;
  }, document);
}

/** The text of `docs/examples/KIND.yml` by the kind, where there is one. */
export function readExamples(root: string, known: Kinds): Readonly<Record<string, string>> {
  const files = Object.keys(known).map((kind) => [kind, resolve(root, `docs/examples/${kind}.yml`)] as const);
  return Object.fromEntries(
    files.flatMap(([kind, file]) => (existsSync(file) ? [[kind, readFileSync(file, 'utf8')]] : [])),
  );
}

/** The generated documents by their path, as they must be now. */
export async function generateDocs(root: string): Promise<ReadonlyMap<string, string>> {
  const action = parseAction(readFileSync(resolve(root, 'action.yml'), 'utf8'));
  const readme = readFileSync(resolve(root, 'README.md'), 'utf8');
  const texts = {
    'README.md': fillSections(readme, sections(action)),
    'docs/configuration.md': configurationPage(kinds, readExamples(root, kinds)),
    'docs/codes.md': codesPage(),
    'docs/staging-gate.schema.json': JSON.stringify(configJsonSchema(kinds)),
    'docs/report.schema.json': JSON.stringify(reportJsonSchema()),
  };
  const written = Object.entries(texts).map(async ([name, text]) => {
    const path = resolve(root, name);
    return [path, await formatted(path, text)] as const;
  });
  return new Map(await Promise.all(written));
}

if (import.meta.main) {
  const checkOnly = process.argv.includes('--check');
  const root = resolve(import.meta.dirname, '..');
  for (const [path, text] of await generateDocs(root)) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (checkOnly) process.exitCode = 1;
    else writeFileSync(path, text);
    const what = checkOnly ? 'is stale; run `npm run docs`' : 'written';
    console.log(`${relative(root, path)} ${what}`);
  }
}
