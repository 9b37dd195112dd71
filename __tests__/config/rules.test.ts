import { describe, expect, it } from 'vitest';

import { load, problemsOf, shelfEnv } from './reading.ts';

describe('cycles of depends-on', () => {
  const chain = (...links: readonly (readonly [string, string])[]) =>
    `version: 1\nenvironment: x\nprobes:\n${links
      .map(([name, others]) => `  ${name}: { kind: shelf, url: "\${SHELF_URL}", depends-on: [${others}] }\n`)
      .join('')}`;

  it('are told once, with every probe in them', () => {
    expect(problemsOf(chain(['x', 'a'], ['a', 'b'], ['b', 'c'], ['c', 'a']), shelfEnv)).toEqual([
      'gate.yml:7:55: probes.c.depends-on[0]: expected no cycle, but "a" → "b" → "c" → "a"',
    ]);
  });

  it('are not seen where two probes depend on the same third', () => {
    const { probes } = load(chain(['a', 'b, c'], ['b', 'd'], ['c', 'd'], ['d', '']), shelfEnv);
    expect(probes.map(({ dependsOn }) => dependsOn)).toEqual([['b', 'c'], ['d'], ['d'], []]);
  });
});

it('many mistakes among many names are told in little: the names are listed once they are few', () => {
  const names = Array.from({ length: 2000 }, (_, index) => `p${String(index)}`);
  const text = `version: 1\nenvironment: x\nprobes:\n${names
    .map((name) => `  ${name}: { kind: shelf, url: "\${SHELF_URL}", depends-on: [q] }\n`)
    .join('')}`;
  const problems = problemsOf(text, shelfEnv);
  expect(problems).toHaveLength(201);
  expect(problems[0]).toMatch(/there is no probe "q"\. Other probes: p1, .*, p50, and 1949 more$/u);
});
