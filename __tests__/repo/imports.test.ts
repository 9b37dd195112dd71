import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import {
  areaOf,
  type AreaRule,
  findCycle,
  forbiddenImports,
  type ImportEdge,
  importsOf,
} from './module-graph.ts';

/** Built-in modules that compute and touch nothing outside the process. */
const pureBuiltins = ['node:assert', 'node:path', 'node:path/posix', 'node:url', 'node:util'];

const everything = ['*'];

/**
 * Who may import what. Imports point one way: towards `core`, which knows nobody. What is not
 * written here is forbidden.
 */
const allowed: Readonly<Record<string, AreaRule>> = {
  // Pure: no file, no network, no clock, no environment.
  core: { types: ['secrets'], modules: ['zod', 'ajv', 'ajv/*', 'ajv-formats'] },
  reports: { areas: ['core'], types: ['secrets'], modules: ['zod', 'badge-maker', ...pureBuiltins] },

  // Words that everyone shares, and single edges to the process.
  errors: { types: ['core'] },
  secrets: { areas: ['secret-forms'], modules: ['node:util'] },
  'secret-forms': { areas: ['core'] },
  limits: { areas: ['errors', 'watchdog'] },
  trust: { areas: ['errors'], modules: ['node:tls'] },
  watchdog: { modules: ['node:worker_threads'] },
  'sign-token': { areas: ['core', 'errors', 'secrets'], modules: ['node:crypto'] },
  workspace: { areas: ['errors'], types: ['config'], modules: ['node:fs', ...pureBuiltins] },
  version: {},

  // What we know about systems: declarations, no I/O.
  kinds: { areas: ['core', 'config', 'errors', 'secrets'], modules: ['zod', 'type-fest', ...pureBuiltins] },

  // The user's file. Its schema is composed from the kinds.
  config: {
    areas: ['core', 'kinds', 'errors', 'secrets'],
    modules: [
      'zod',
      'yaml',
      'leven',
      'ajv',
      'ajv/*',
      'ajv-formats',
      'node:fs',
      'node:fs/promises',
      ...pureBuiltins,
    ],
  },
  inputs: { areas: ['core', 'config', 'errors', 'secrets'], modules: ['zod', 'leven', ...pureBuiltins] },

  // Probing. Engines reach the outside through clients only.
  probes: {
    areas: ['core', 'clients', 'config', 'errors', 'kinds', 'secrets'],
    modules: [
      'ajv',
      'ajv/*',
      'ajv-formats',
      'p-limit',
      'p-retry',
      'zod',
      'node:crypto',
      'node:timers/promises',
      ...pureBuiltins,
    ],
  },
  clients: {
    areas: ['core', 'errors', 'secrets'],
    modules: ['axios', 'pg', '@actions/github', 'p-retry', 'zod', 'node:*'],
  },
  ledger: { areas: ['core', 'clients', 'errors', 'secrets'], modules: ['zod', ...pureBuiltins] },
  publishers: {
    areas: ['core', 'clients', 'ledger', 'reports', 'errors', 'secrets'],
    types: ['watchdog'],
    modules: [
      '@actions/core',
      'zod',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:os',
      ...pureBuiltins,
    ],
  },

  // The steps of the pipeline that ask others: GitHub, the ledger, the live commit.
  pipeline: {
    areas: ['core', 'clients', 'config', 'errors', 'ledger'],
    types: ['inputs'],
  },

  // The pipeline: everything but the SDKs, which it is given.
  gate: {
    areas: [
      'core',
      'config',
      'errors',
      'inputs',
      'kinds',
      'ledger',
      'limits',
      'pipeline',
      'probes',
      'publishers',
      'reports',
      'secrets',
      'workspace',
    ],
    types: ['clients'],
    modules: ['p-limit', 'zod', 'node:crypto', 'node:timers/promises', ...pureBuiltins],
  },

  // Real collaborators for the pipeline, and the entries that use them.
  wiring: { areas: everything, modules: ['node:crypto', 'node:timers/promises'] },
  index: { areas: everything, modules: everything },
  cli: { areas: everything, modules: everything },
};

const root = resolve(import.meta.dirname, '../..');
const files = globSync('src/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'));
const edges = files.flatMap((path) => importsOf(path, readFileSync(resolve(root, path), 'utf8')));

describe('the imports of the source', () => {
  it('point one way: none leaves the table of allowed edges', () => {
    expect(edges.length).toBeGreaterThan(files.length);
    expect(forbiddenImports(edges, allowed)).toEqual([]);
  });

  it('form no cycle at run time', () => {
    expect(findCycle(edges)).toBeUndefined();
  });

  it('stay inside the source, and name each file with its extension', () => {
    const relative = edges.map(({ to }) => to).filter((to) => to.includes('/') && /^(?:\.|src\/)/u.test(to));
    expect(relative.filter((to) => !files.includes(to))).toEqual([]);
  });

  it('leave process.env to the entries and the inputs', () => {
    const readers = files.filter((path) =>
      /\bprocess\.env\b/u.test(readFileSync(resolve(root, path), 'utf8')),
    );
    expect(readers.map(areaOf).filter((area) => !['index', 'cli', 'inputs'].includes(area))).toEqual([]);
  });
});

function judge(path: string, text: string): string[] {
  return forbiddenImports(importsOf(path, text), allowed);
}

describe('the judge of imports', () => {
  it.each([
    ['a client of the network', `import axios from 'axios';`],
    ['a built-in module that does I/O', `import { readFile } from 'node:fs/promises';`],
    ['another area', `import { FaultError } from '../errors.ts';`],
    ['a value where only types are allowed', `import { type Text, revealText } from '../secrets.ts';`],
    ['a default that is imported beside types', `import pg, { type Client } from '../secrets.ts';`],
    ['an import for its effect', `import '../secrets.ts';`],
    ['a module that is exported again', `export { revealText } from '../secrets.ts';`],
    ['a module that is loaded later', `export const load = () => import('pg');`],
    ['a module whose name is computed', `export const load = (name: string) => import(name);`],
    ['the types of a package that is not allowed', `export type A = import('axios').AxiosInstance;`],
  ])('refuses core %s', (_, text) => {
    expect(judge('src/core/example.ts', text)).toHaveLength(1);
  });

  it.each([
    ['its own files', `import { worst } from './worst.ts';`],
    ['the types of secrets', `import type { Secret } from '../secrets.ts';`],
    ['types that are marked one by one', `import { type Secret, type Text } from '../secrets.ts';`],
    ['zod', `import * as z from 'zod';`],
  ])('allows core %s', (_, text) => {
    expect(judge('src/core/example.ts', text)).toEqual([]);
  });

  it('lets the entries import all', () => {
    expect(judge('src/index.ts', `import axios from 'axios'; import { run } from './gate.ts';`)).toEqual([]);
  });

  it('refuses an area that the table does not know', () => {
    expect(judge('src/elsewhere/example.ts', `import * as z from 'zod';`)).toEqual([
      'src/elsewhere/example.ts: the area "elsewhere" has no rule',
    ]);
  });

  it('finds a cycle of values, and lets types point back', () => {
    const edge = (from: string, to: string, typeOnly = false): ImportEdge => ({ from, to, typeOnly });
    expect(findCycle([edge('a', 'b'), edge('b', 'c'), edge('c', 'b')])).toEqual(['b', 'c', 'b']);
    expect(findCycle([edge('a', 'b'), edge('b', 'c'), edge('c', 'b', true)])).toBeUndefined();
  });
});
