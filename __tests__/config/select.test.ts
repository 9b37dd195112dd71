import { describe, expect, it } from 'vitest';

import { selectProbes } from '../../src/config/select.ts';
import { ConfigError } from '../../src/errors.ts';
import { load, shelfEnv } from './reading.ts';

const config = load(
  `version: 1
environment: staging
probes:
  books: { kind: shelf, url: "\${SHELF_URL}" }
  papers: { kind: shelf, url: "\${SHELF_URL}", depends-on: [books] }
  toys: { kind: shelf, url: "\${SHELF_URL}", required: false }
`,
  shelfEnv,
);

describe('a choice of probes', () => {
  it('keeps the order of the file and what a probe depends on', () => {
    const { probes } = selectProbes(config, ['toys', 'papers']);
    expect(probes.map(({ name }) => name)).toEqual(['papers', 'toys']);
    expect(probes[0]?.dependsOn).toEqual(['books']);
  });

  it('of optional ones alone is what a diagnosis is about: they count as required', () => {
    const { probes } = selectProbes(config, ['toys'], 'diagnose');
    expect(probes.map(({ name, required }) => ({ name, required }))).toEqual([
      { name: 'toys', required: true },
    ]);
  });

  it.each<[readonly string[], string]>([
    [
      ['book', 'lamp'],
      'probes: there is no probe "book"; did you mean "books"? Probes: books, papers, toys\n' +
        'probes: there is no probe "lamp". Probes: books, papers, toys',
    ],
    [['toys'], 'probes: expected at least one probe that is required: a gate without any would always pass'],
    [[], 'probes: expected at least one probe that is required: a gate without any would always pass'],
    [['a\n::error::b'], 'probes: there is no probe "a\\n::error::b". Probes: books, papers, toys'],
  ])('of %j is refused', (names, message) => {
    expect(() => selectProbes(config, names)).toThrow(ConfigError);
    expect(() => selectProbes(config, names)).toThrow(message);
  });
});
