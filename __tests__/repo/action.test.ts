import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

import { ConfigError } from '../../src/errors.ts';
import { readInputs } from '../../src/inputs.ts';

const root = resolve(import.meta.dirname, '../..');

const action = z
  .object({
    inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string().optional() })),
    outputs: z.record(z.string(), z.strictObject({ description: z.string() })),
    runs: z.strictObject({ using: z.string(), main: z.string() }),
  })
  .parse(parse(readFileSync(resolve(root, 'action.yml'), 'utf8')));

describe('action.yml', () => {
  it('runs the bundle on Node.js 24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });

  it('names the inputs that are read, and no others', () => {
    const asked: string[] = [];
    const env = new Proxy<Record<string, undefined>>(
      {},
      {
        get(_, variable) {
          asked.push(String(variable));
          return undefined;
        },
      },
    );
    expect(() => readInputs(env)).toThrow(ConfigError);
    const read = asked.filter((variable) => variable.startsWith('INPUT_'));
    const described = Object.keys(action.inputs).map((name) => `INPUT_${name.toUpperCase()}`);
    expect([...new Set(read)].sort()).toEqual(described.sort());
  });

  it('gives no default but the token, so that an input left out is told apart from one that was given', () => {
    const defaults = Object.entries(action.inputs).filter(([, input]) => input.default !== undefined);
    expect(defaults.map(([name, input]) => [name, input.default])).toEqual([
      ['github-token', '${{ github.token }}'],
    ]);
  });

  it('describes each input and output in a sentence', () => {
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(description.trim()).toMatch(/\.$/u);
    }
  });
});
