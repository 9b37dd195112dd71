import { describe, expect, it } from 'vitest';

import { problemsOf, shelfWith } from './reading.ts';

/** Nine lists, each of nine aliases of the one before: 9⁹ values. */
function bomb(): string {
  const names = Array.from({ length: 9 }, (_, index) => `list${String(index)}`);
  return names
    .map(
      (name, index) =>
        `${name}: &${name} [${Array(9)
          .fill(index === 0 ? 'x' : `*${names[index - 1] ?? ''}`)
          .join()}]`,
    )
    .join('\n');
}

describe('a file that cannot be read as YAML', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a tab as indentation',
      'a:\n\tb: 1\n',
      ['gate.yml:2:1: a tab cannot indent; use spaces (YAML: TAB_AS_INDENT)'],
    ],
    [
      'a quote that is not closed',
      'version: 1\nenvironment: "staging\n',
      [
        'gate.yml:3:1: something is missing here: a colon, a comma, a closing quote, } or ] (YAML: MISSING_CHAR)',
      ],
    ],
    [
      'a colon that is missing',
      'version: 1\nenvironment staging\nprobes: {}\n',
      [
        'gate.yml:2:1: a key ends on its own line; look for a missing colon or closing quote (YAML: MULTILINE_IMPLICIT_KEY)',
      ],
    ],
    [
      'two mistakes, each on its line',
      'a: "\\q"\nb: [1, 2\nc: 3\n',
      [
        'gate.yml:1:5: no such escape after \\ in double quotes; write \\\\ for a backslash, or use single quotes (YAML: BAD_DQ_ESCAPE)',
        'gate.yml:3:1: this line is indented too far, or not far enough, for what stands above it (YAML: BAD_INDENT)',
      ],
    ],
    [
      'a variable without quotes within braces',
      'probes:\n  a: { url: ${SHELF_URL} }\n',
      ['gate.yml:2:14: within { } and [ ], a variable needs quotes: "${NAME}" (YAML: UNEXPECTED_TOKEN)'],
    ],
    [
      'two documents',
      `${shelfWith()}---\n${shelfWith()}`,
      ['gate.yml:7:1: a second document starts here (---); the file holds exactly one (YAML: MULTIPLE_DOCS)'],
    ],
    [
      'a list as a key',
      '? [a, b]\n: 1\n',
      ['gate.yml:1:3: a key is plain text: no list, no mapping, no alias (YAML: NON_STRING_KEY)'],
    ],
    [
      'bytes that are no UTF-8',
      'version: 1\nenvironment: st\uFFFDging\n',
      ['gate.yml:2:16: expected UTF-8; save the file in that encoding'],
    ],
    [
      'UTF-16',
      Buffer.from('version: 1\n', 'utf16le').toString(),
      ['gate.yml:1:2: expected UTF-8; save the file in that encoding'],
    ],
    ['a file beyond all measure', '# x\n'.repeat(300_000), ['gate.yml:1:1: expected at most 1024 KiB']],
    [
      'a line beyond all measure',
      `a: 1\nb: [${','.repeat(200_000)}`,
      ['gate.yml:2:1: expected at most 4000 characters in a line'],
    ],
    ['brackets without end', `a: ${'['.repeat(3_000)}`, ['gate.yml:1:43: expected at most 40 levels']],
    ['compact lists without end', '- '.repeat(1_900), ['gate.yml:1:81: expected at most 40 levels']],
    [
      'a bomb of aliases',
      bomb(),
      [
        expect.stringMatching(
          /^gate\.yml:\d:\d+: list\d(\[\d\])+: expected at most 200000 values, counting what an alias repeats$/u,
        ),
      ],
    ],
  ])('tells of %s', (_, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  it('tells of the first two hundred problems and counts the others', () => {
    const problems = problemsOf(`${shelfWith()}${'    zebra: 1\n'.repeat(300)}`);
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toBe('gate.yml: and 100 more problems');
  });
});
