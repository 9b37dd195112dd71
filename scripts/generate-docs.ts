/** Writes the generated parts of the documentation; with `--check` it only says which of them are stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';

import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import * as z from 'zod';

const described = z.record(z.string(), z.object({ description: z.string() }));

const actionSchema = z.object({ inputs: described, outputs: described });

/** What the documentation needs of action.yml. */
export type ActionFacts = z.output<typeof actionSchema>;

/** Reads action.yml; throws a ZodError when an input or output has no description. */
export function parseAction(text: string): ActionFacts {
  return actionSchema.parse(parse(text));
}

function table(heading: string, rows: ActionFacts['inputs']): string {
  const lines = Object.entries(rows).map(
    ([name, { description }]) => `| \`${name}\` | ${description.trim().replaceAll('|', '\\|')} |`,
  );
  return [`| ${heading} | meaning |`, '| --- | --- |', ...lines].join('\n');
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

/** The generated documents by their path, as they must be now. */
export async function generateDocs(root: string): Promise<ReadonlyMap<string, string>> {
  const action = parseAction(readFileSync(resolve(root, 'action.yml'), 'utf8'));
  const readme = resolve(root, 'README.md');
  const filled = fillSections(readFileSync(readme, 'utf8'), sections(action));
  const style = await resolveConfig(readme);
  return new Map([[readme, await format(filled, { ...style, filepath: readme })]]);
}

if (import.meta.main) {
  const checkOnly = process.argv.includes('--check');
  const root = resolve(import.meta.dirname, '..');
  for (const [path, text] of await generateDocs(root)) {
    if (readFileSync(path, 'utf8') === text) continue;
    if (checkOnly) process.exitCode = 1;
    else writeFileSync(path, text);
    const what = checkOnly ? 'is stale; run `npm run docs`' : 'written';
    console.log(`${relative(root, path)} ${what}`);
  }
}
