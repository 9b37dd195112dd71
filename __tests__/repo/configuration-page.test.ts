import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

import { configurationPage } from '../../scripts/docs/configuration-page.ts';
import { keyRows } from '../../scripts/docs/key-rows.ts';
import { readExamples } from '../../scripts/generate-docs.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { loadConfig } from '../../src/config/load.ts';
import { choice, duration, flag, path, secret, text } from '../../src/config/fields.ts';
import { variablesIn } from '../../src/config/variables.ts';
import { kinds } from '../../src/kinds/registry.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(root, 'docs/configuration.md'), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/gu)].map(([, block]) => block ?? '');
const files = blocks.filter((block) => block.startsWith('version:'));

const matchesSchema = new Ajv2020({ strict: false }).compile(configJsonSchema(kinds));

/** What a variable of an example may hold. */
function valueOf(variable: string): string {
  return variable === 'CDW_URL'
    ? 'postgres://reader:secret@cdw.example/cdw?sslmode=verify-full'
    : `value-of-${variable}`;
}

function load(file: string) {
  const env = Object.fromEntries(variablesIn(file).map(({ variable }) => [variable, valueOf(variable)]));
  const readFile = () => ({ text: '{ "type": "object" }' });
  return loadConfig({ file: '.github/staging-gate.yml', text: file }, env, kinds, readFile);
}

describe('the examples of docs/configuration.md', () => {
  it.each(Object.keys(kinds))('for the kind %s are accepted, by the gate and by the JSON Schema', (kind) => {
    const section = page.split(`### Kind \`${kind}\``)[1]?.split('\n### ')[0] ?? '';
    const example = /```yaml\n([\s\S]*?)```/u.exec(section)?.[1] ?? '';
    const config = load(example);
    expect(config.probes.map((probe) => probe.kind.kind)).toContain(kind);
    expect(config.probes.flatMap(({ missing }) => missing ?? [])).toEqual([]);
    expect(matchesSchema(parse(example))).toBe(true);
  });

  it('for evidence and waivers are accepted beside the probes that they name', () => {
    const sections = blocks.filter((block) => /^(?:evidence|waivers):/u.test(block));
    const journey = files.find((file) => file.includes('kind: check-in')) ?? '';
    const page = '\n  vets-website: { kind: vets-website, url: "https://staging.va.gov" }\n';
    const config = load([journey, page, ...sections].join('\n'));
    expect(config.evidence.policy.require.map(({ type }) => type)).toEqual([
      'passes',
      'healthy-for',
      'check',
    ]);
    expect(config.waivers.map(({ probes }) => probes)).toEqual([['vets-website']]);
  });

  it('are all that the page has', () => {
    expect(files).toHaveLength(Object.keys(kinds).length);
  });
});

describe('the page of the configuration', () => {
  it('refuses a kind without an example', () => {
    const { cdw, ...others } = readExamples(root, kinds);
    expect(cdw).toBeDefined();
    expect(() => configurationPage(kinds, others)).toThrow('docs/examples/cdw.yml');
  });
});

describe('the rows of a table of keys', () => {
  it('say what each key takes, its default, and whether it is a secret', () => {
    const schema = z.strictObject({
      word: text().describe('One.'),
      shade: choice(['dark', 'light']).default('dark').describe('Two.'),
      wait: duration('1h').prefault('5m').describe('Three.'),
      on: flag().prefault(true).describe('Four.'),
      password: secret().describe('Five.'),
      at: path('/here').describe('Six.'),
      maybe: text().optional().describe('Seven.'),
    });
    expect(keyRows(schema)).toEqual([
      { key: 'word', takes: 'text', isRequired: true, meaning: 'One.' },
      { key: 'shade', takes: '`dark`, `light`', isRequired: false, fallback: 'dark', meaning: 'Two.' },
      {
        key: 'wait',
        takes: 'a duration of at most 1h',
        isRequired: false,
        fallback: '5m',
        meaning: 'Three.',
      },
      { key: 'on', takes: '`true` or `false`', isRequired: false, fallback: 'true', meaning: 'Four.' },
      { key: 'password', takes: 'secret: `${NAME}` only', isRequired: true, meaning: 'Five.' },
      {
        key: 'at',
        takes: 'a path that starts with /',
        isRequired: false,
        fallback: '/here',
        meaning: 'Six.',
      },
      { key: 'maybe', takes: 'text', isRequired: false, meaning: 'Seven.' },
    ]);
  });

  it('go down into mappings and lists', () => {
    const inner = z.strictObject({ deep: text().describe('Deep.') });
    const schema = z.strictObject({
      one: inner.optional().describe('A.'),
      named: z.record(z.string(), inner).describe('B.'),
      many: z.array(inner).prefault([]).describe('C.'),
    });
    expect(keyRows(schema).map(({ key, takes }) => [key, takes])).toEqual([
      ['one', 'a mapping'],
      ['one.deep', 'text'],
      ['named', 'a mapping of names to a mapping'],
      ['named.NAME.deep', 'text'],
      ['many', 'a list, each entry a mapping'],
      ['many[].deep', 'text'],
    ]);
  });

  it('are refused for a key that nobody described', () => {
    expect(() => keyRows(z.strictObject({ odd: text() }))).toThrow('"odd"');
  });
});
