import type { JsonSchema, JsonValue } from '../core/plan.ts';
import { schemaProblems } from '../core/schema-problems.ts';
import { FileReference } from './file-reference.ts';
import type { KeyProblem } from './issues.ts';
import type { KeyPath } from './key-path.ts';

/** A file of the workspace, or why it cannot be read, in our words. */
export type WorkspaceFile = { readonly text: string } | { readonly problem: string };

/** Reads a file below the root of the repository. Never throws. */
export type ReadWorkspaceFile = (path: string) => WorkspaceFile;

/** Reads and compiles every contract that settings name. Their problems stand at the key that names the file. */
export function readContracts(
  settings: unknown,
  path: KeyPath,
  read: ReadWorkspaceFile,
): { readonly contracts: ReadonlyMap<string, JsonSchema>; readonly problems: readonly KeyProblem[] } {
  const contracts = new Map<string, JsonSchema>();
  const problems: KeyProblem[] = [];
  for (const { file, at } of referencesIn(settings, path)) {
    const found = readContract(read(file));
    if ('schema' in found) contracts.set(file, found.schema);
    else problems.push({ path: at, at: 'value', message: found.problem });
  }
  return { contracts, problems };
}

function referencesIn(
  value: unknown,
  path: KeyPath,
): readonly { readonly file: string; readonly at: KeyPath }[] {
  if (value instanceof FileReference) return [{ file: value.path, at: path }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => referencesIn(child, [...path, key]));
}

function readContract(file: WorkspaceFile): { readonly schema: JsonSchema } | { readonly problem: string } {
  if ('problem' in file) return file;
  let document: JsonValue;
  try {
    document = JSON.parse(file.text.replace(/^\uFEFF/u, '')) as JsonValue;
  } catch {
    return { problem: 'expected a file of JSON: this one cannot be parsed' };
  }
  const problems = schemaProblems(document);
  if (problems.length === 0) return { schema: document as JsonSchema };
  const told = problems.map(({ path, reason }) => `${path === '' ? 'the document' : path}: ${reason}`);
  return { problem: `expected a JSON Schema 2020-12 in the file; ${told.join('; ')}` };
}
