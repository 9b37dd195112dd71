import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ConfigError } from '../../src/errors.ts';
import { kinds as builtIn } from '../../src/kinds/registry.ts';
import { doorEnv, load, shelfWith } from './reading.ts';

const scraps = [
  'version: 1\n',
  'environment: x\n',
  'probes:\n',
  '  a:\n',
  '    kind: shelf\n',
  '    kind: door\n',
  '    kind: http\n',
  '    url: ${SHELF_URL}\n',
  '    url: "${DOOR_PASSWORD}"\n',
  '    timeout: ${DOOR_PASSWORD}\n',
  '    depends-on: [a, "${DOOR_USER}"]\n',
  '    colour: ${DOOR_USER}\n',
  '    boxes: &b { "${DOOR_USER}": *b }\n',
  '    <<: *b\n',
  '    steps: [{ name: "${DOOR_USER}", status: ${X} }]\n',
  '    headers: { x: "${DOOR_PASSWORD}" }\n',
  '    station: ${DOOR_PASSWORD}\n',
  '    first: ${DOOR_PASSWORD}\n',
  '    required: ${DOOR_USER}\n',
  '  b: { kind: "${DOOR_USER}" }\n',
  '? ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '&b ',
  '*b',
  '!!str ',
  '|\n',
  '>-\n',
  '"',
  "'",
  '#',
  ': ',
  '\t',
  '\n',
  '---\n',
  '%YAML 1.1\n',
  '\uFEFF',
  '\r\n',
  '\0',
];

describe('whatever is in the file', () => {
  const env = {
    ...doorEnv,
    SHELF_URL: 'postgres://reader:f00-b4r@db.example/x?sslmode=require',
    X: 'xyzzy-plugh',
  };
  const values = [...Object.values(env), 'f00-b4r'];

  const outcome = (text: string, kinds?: typeof builtIn) => {
    try {
      load(text, env, kinds);
      return '';
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      expect(error.problems.length).toBeGreaterThan(0);
      return error.problems.map(({ where, message }) => `${where} ${message}`).join('\n');
    }
  };

  it('gives a configuration or a ConfigError that shows no value of a variable', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...scraps), { maxLength: 30 }).map((parts) => parts.join('')),
      fc.array(fc.constantFrom(...scraps), { maxLength: 12 }).map((parts) => shelfWith() + parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const told of [outcome(text), outcome(text, builtIn)])
          for (const value of values) expect(told).not.toContain(value);
      }),
      { numRuns: 600 },
    );
  });

  it('holds for every kind and any JSON as its settings', () => {
    const names = Object.keys(builtIn);
    const keys = [...new Set(Object.values(builtIn).flatMap(({ settings }) => Object.keys(settings.shape)))];
    const leaf = fc.oneof(
      fc.constantFrom('${DOOR_PASSWORD}', '${NONE}', 'https://a.example', '5s', 530, null),
      fc.string(),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys, 'name', 'x.y'), tie('tree')),
      ),
    }));
    const probe = fc.tuple(
      fc.constantFrom(...names),
      fc.dictionary(fc.constantFrom(...keys, 'labels', 'budget'), tree),
    );
    fc.assert(
      fc.property(fc.array(probe, { minLength: 1, maxLength: 3 }), (probes) => {
        const entries = probes.map(([kind, settings], index) => [`p${String(index)}`, { ...settings, kind }]);
        const text = JSON.stringify({
          version: 1,
          environment: 'x',
          probes: Object.fromEntries(entries) as unknown,
        });
        const told = outcome(text, builtIn);
        for (const value of values) expect(told).not.toContain(value);
      }),
      { numRuns: 200 },
    );
  });
});
