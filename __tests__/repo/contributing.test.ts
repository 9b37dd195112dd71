import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { configurationPage } from '../../scripts/docs/configuration-page.ts';
import { readExamples } from '../../scripts/generate-docs.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Kind, PlanContext } from '../../src/kinds/kind.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** The code block that follows `<!-- example: PATH -->`. */
function example(path: string): string {
  const [, after] = page.split(`<!-- example: ${path} -->`);
  const block = /```(?:ts|yaml)\n([\s\S]*?)```/u.exec(after ?? '')?.[1];
  if (block === undefined) throw new Error(`CONTRIBUTING.md has no example for ${path}`);
  return block;
}

/** Source of `src/kinds` that stands in the temporary folder and still finds what it imports. */
function rehomed(text: string): string {
  return text
    .replaceAll(/'\.\/(?!va-notify\.ts|index\.ts)/gu, `'../../src/kinds/`)
    .replaceAll(`'../config/`, `'../../src/config/`);
}

/** Messages of the compiler about the files of a folder, under this repository's own options. */
function compile(folder: string): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([join(folder, 'registry.ts')], options);
  return program
    .getSourceFiles()
    .filter(({ fileName }) => !relative(folder, fileName).startsWith('..'))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Lays `src/kinds` with the example's file and line added; gives the folder. */
function layKinds(line: string): string {
  mkdirSync(join(root, '.tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, '.tmp', 'contributing-'));
  const kinds = join(root, 'src/kinds');
  writeFileSync(join(folder, 'va-notify.ts'), rehomed(example('src/kinds/va-notify.ts')));
  writeFileSync(
    join(folder, 'index.ts'),
    rehomed(readFileSync(join(kinds, 'index.ts'), 'utf8')) + rehomed(line),
  );
  writeFileSync(join(folder, 'registry.ts'), rehomed(readFileSync(join(kinds, 'registry.ts'), 'utf8')));
  return folder;
}

/** The registry as the example changes it. */
async function registryIn(folder: string): Promise<Readonly<Record<string, Kind>>> {
  const url = pathToFileURL(join(folder, 'registry.ts')).href;
  const { kinds } = (await import(url)) as { kinds: Readonly<Record<string, Kind>> };
  return kinds;
}

const head = 'version: 1\nenvironment: staging\nprobes:\n';

/** This kind makes its plan from its settings alone. */
const asksForNothing = {} as PlanContext;

describe('the worked example "add a kind"', () => {
  const folders: string[] = [];
  const line = example('src/kinds/index.ts');
  let folder = '';

  beforeAll(() => {
    folder = layKinds(line);
    folders.push(folder);
  });

  afterAll(() => {
    for (const each of folders) rmSync(each, { recursive: true });
  });

  it('compiles', () => {
    expect(compile(folder)).toEqual([]);
  });

  it('does not compile under another name', () => {
    const misnamed = layKinds(line.replace(`'va-notify' }`, `'va-notifier' }`));
    folders.push(misnamed);
    expect(compile(misnamed).join('\n')).toContain('va-notifier');
  });

  it('takes its place in the registry and makes a plan', async () => {
    const kind = (await registryIn(folder))['va-notify'];
    const settings = kind?.settings.parse({ url: 'https://notify.example/' }) ?? {};
    expect(kind?.plan(settings, asksForNothing)).toMatchObject({
      engine: 'http-steps',
      steps: [{ request: { url: 'https://notify.example/_status' } }],
    });
  });

  it('is known to the configuration, its keys and misspelt names included', async () => {
    const kinds = await registryIn(folder);
    const load = (probe: string) =>
      loadConfig({ file: 'gate.yml', text: `${head}  texts: ${probe}\n` }, {}, kinds, () => ({
        problem: 'no file',
      }));
    expect(load('{ kind: va-notify, url: "https://notify.example" }').probes).toHaveLength(1);
    expect(() => load('{ kind: va-notfy, url: "https://notify.example" }')).toThrow('va-notify');
    expect(() => load('{ kind: va-notify, url: 7 }')).toThrow('url');
  });

  it('is documented with its keys and its example, and not without', async () => {
    const kinds = await registryIn(folder);
    const written = example('docs/examples/va-notify.yml');
    const { probes } = loadConfig({ file: 'gate.yml', text: written }, {}, kinds, () => ({
      problem: 'none',
    }));
    expect(probes.map(({ kind }) => kind.kind)).toEqual(['va-notify']);
    const examples = readExamples(root, kinds);
    expect(() => configurationPage(kinds, examples)).toThrow('docs/examples/va-notify.yml');
    const page = configurationPage(kinds, { ...examples, 'va-notify': written });
    expect(page).toContain(
      '| `status-path` | a path that starts with / | `/_status` | Path of the status page. |',
    );
    expect(page).toContain(written.trim());
  });
});
