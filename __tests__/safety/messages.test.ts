/** Every value of every example, put out of place: no message about it may hold the value of a variable. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/errors.ts';
import { kinds } from '../../src/kinds/registry.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'examples');
const secret = 'Zq7-misplaced-secret';
const slips = ['${MISPLACED}', 'x${MISPLACED}y', 'https://${MISPLACED}@host.example/', '/${MISPLACED}('];

/** What the examples do not have. */
const more = `
evidence:
  candidate: { from: url, url: https://staging.example/revision, pointer: /sha }
  require:
    - { probe: a, passes: 3, spanning: 1h }
    - { healthy-for: 4h, max-gap: 45m }
    - { check: x }
  expires-after: 7d
waivers:
  - { probes: [a], reason: X-1, until: 2999-12-31 }
concurrency: 4
waive-permission: admin
wait-interval: 30s
ledger-retention: 30d
probes:
  a:
    kind: http
    owner: { team: a, contact: b, runbook: https://runbooks.example }
    required: true
    depends-on: []
    timeout: 10s
    attempts: 2
    budget: 5s
    allow-plain-http: true
    labels: [x]
    layer: x
    steps:
      - name: s
        method: POST
        url: https://staging.example
        headers: { x: y }
        json: { a: [b] }
        expect: { status: [200], headers: { x: y }, json: { type: object }, text: z }
        redirects: 1
        capture: { token: /token }
        needs: [token]
        layer: y
        retry: never
        always: false
        timeout: 3s
  b: { kind: http, depends-on: [a], steps: [{ name: s, url: https://staging.example }] }
`;

type Path = readonly (string | number)[];

function scalarsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, child]) => scalarsIn(child, [...path, key]));
}

function changed(value: unknown, [key, ...rest]: Path, to: string): unknown {
  if (key === undefined) return to;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = changed(copy[key], rest, to);
  return copy;
}

/** Every variable of the examples has a value; it is an address, which some keys want. */
function environmentFor(text: string): Readonly<Record<string, string>> {
  const names = [...text.matchAll(/\$\{(\w+)\}/gu)].map(([, name = '']) => name);
  return { ...Object.fromEntries(names.map((name) => [name, 'https://host.example'])), MISPLACED: secret };
}

function messagesOf(text: string): readonly string[] {
  try {
    loadConfig({ file: 'gate.yml', text }, environmentFor(text), kinds, () => ({
      text: '{"type":"object"}',
    }));
    return [];
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
}

const examples = readdirSync(folder)
  .filter((file) => file.endsWith('.yml'))
  .map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);

test.each([...examples, ['all that the examples lack', `version: 1\nenvironment: staging${more}`] as const])(
  'no message about %s shows a variable that stands out of place',
  (_, text) => {
    const file: unknown = parse(text);
    const places = scalarsIn(file);
    expect(places.length).toBeGreaterThan(3);
    const told = places.flatMap((path) =>
      slips.flatMap((slip) => messagesOf(stringify(changed(file, path, slip)))),
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((message) => message.includes(secret))).toEqual([]);
  },
);
