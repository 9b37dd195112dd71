import { describe, expect, it } from 'vitest';

import { commonShape, fileSchema } from '../../src/config/schema.ts';
import { problemsOf, shelfEnv, shelfWith, doorEnv } from './reading.ts';

const key = (line: number, column: number, message: string) =>
  `gate.yml:${String(line)}:${String(column)}: ${message}`;
const ownKeys = 'url, station, patient, headers, boxes, steps, colour, first, last';
const shelfKeys = `Known keys: ${ownKeys}, kind, ${Object.keys(commonShape).join(', ')}`;
const top = `Known keys: ${Object.keys(fileSchema.shape).join(', ')}`;
const noVariable =
  'expected a name and a closing brace after each ${, as in ${NAME}: letters, digits and _ only';

describe('a file that is YAML but no configuration', () => {
  it.each<[string, string, readonly string[]]>([
    ['an empty file', '', [key(1, 1, 'the file is empty; expected `version`, `environment` and `probes`')]],
    [
      'only comments',
      '# none\n',
      [key(1, 1, 'the file is empty; expected `version`, `environment` and `probes`')],
    ],
    ['a list', '- a\n', [key(1, 1, 'expected a mapping of keys to values, found a list')]],
    ['text', 'hello\n', [key(1, 1, 'expected a mapping of keys to values, found text')]],
    [
      'a file without anything that it needs',
      'concurrency: 3\n',
      [
        key(1, 1, 'version: missing; expected 1, the only version that this release reads'),
        key(1, 1, 'environment: missing; expected text that is not empty'),
        key(1, 1, 'probes: missing; expected a mapping of names to probes'),
      ],
    ],
    [
      'a file of an unknown version',
      shelfWith().replace('1', '2'),
      [key(1, 10, 'version: expected 1, the only version that this release reads')],
    ],
    [
      'a file with the version as text',
      shelfWith().replace('1', '"1"'),
      [key(1, 10, 'version: expected 1, the only version that this release reads, found text')],
    ],
    ['a file with an unknown section', `zoo: []\n${shelfWith()}`, [key(1, 1, `zoo: no such key. ${top}`)]],
    [
      'a file with a misspelt section',
      shelfWith().replace('environment', 'enviroment'),
      [key(2, 1, `enviroment: no such key; did you mean "environment"? ${top}`)],
    ],
    [
      'a file with a key that means the prototype',
      `__proto__: 1\n${shelfWith()}`,
      [key(1, 1, '__proto__: no such key.')],
    ],
    [
      'a file without probes',
      'version: 1\nenvironment: x\nprobes: {}\n',
      [key(3, 9, 'probes: expected at least one probe: without any, nothing is looked at')],
    ],
    [
      'a file with nothing under probes',
      'version: 1\nenvironment: x\nprobes:\n',
      [key(3, 1, 'probes: expected a mapping of names to probes, found nothing')],
    ],
    [
      'a file with a list of probes',
      'version: 1\nenvironment: x\nprobes:\n  - kind: door\n',
      [key(3, 1, 'probes: expected a mapping of names to probes, found a list')],
    ],
    [
      'a file with probes of which none is required',
      shelfWith('required: false'),
      [
        key(
          3,
          1,
          'probes: expected at least one probe that is required: a gate without any would always pass',
        ),
      ],
    ],
    [
      'a file with a probe that is text',
      'version: 1\nenvironment: x\nprobes:\n  a: door\n',
      [key(4, 6, 'probes.a: expected a probe: a mapping with `kind` and the keys of that kind, found text')],
    ],
    [
      'a file with too little concurrency',
      `concurrency: 0\n${shelfWith()}`,
      [key(1, 14, 'concurrency: expected a whole number from 1 to 500')],
    ],
    [
      'a file with capitals in the name of a probe',
      shelfWith().replace('  a:', '  A:'),
      [
        key(
          4,
          3,
          'probes.A: expected a name of lower-case letters, digits and dashes, at most 60 characters, that starts with no dash',
        ),
      ],
    ],
    [
      'a file with a name of 61 characters',
      shelfWith().replace('  a:', `  ${'a'.repeat(61)}:`),
      [
        key(
          4,
          3,
          `probes["${'a'.repeat(60)}…"]: expected a name of lower-case letters, digits and dashes, at most 60 characters, that starts with no dash`,
        ),
      ],
    ],
    [
      'a file with a line end in a key',
      shelfWith().replace('  a:', '  "a\\n::error::b":'),
      [
        key(
          4,
          3,
          'probes["a\\n::error::b"]: expected a name of lower-case letters, digits and dashes, at most 60 characters, that starts with no dash',
        ),
      ],
    ],
  ])('tells of %s', (_, text, expected) => {
    expect(problemsOf(text, shelfEnv)).toEqual(expected);
  });
});

describe('a probe that is wrong', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'a misspelt key',
      ['labals: [x]'],
      [key(7, 5, `probes.a.labals: no such key; did you mean "labels"? ${shelfKeys}`)],
    ],
    ['a key like no other', ['zebra: 1'], [key(7, 5, `probes.a.zebra: no such key. ${shelfKeys}`)]],
    [
      'a key with an underscore',
      ['depends_on: []'],
      [key(7, 5, `probes.a.depends_on: no such key; did you mean "depends-on"? ${shelfKeys}`)],
    ],
    [
      'a misspelt key far below',
      ['boxes:', '  "dflt.x": { label: a, leest: 3 }'],
      [
        key(
          8,
          29,
          'probes.a.boxes["dflt.x"].leest: no such key; did you mean "least"? Known keys: label, least',
        ),
      ],
    ],
    [
      'a key that stands twice',
      ['first: 1', 'first: two'],
      [key(8, 5, 'probes.a.first: stands twice; the first is at line 7, column 5')],
    ],
    [
      'a duration without its unit',
      ['timeout: 30'],
      [key(7, 14, 'probes.a.timeout: expected a duration such as 500ms, 30s, 10m, 4h or 7d, found a number')],
    ],
    [
      'a duration of another form',
      ['timeout: 30 seconds'],
      [key(7, 14, 'probes.a.timeout: expected a duration such as 500ms, 30s, 10m, 4h or 7d')],
    ],
    [
      'a timeout of nothing',
      ['timeout: 0s'],
      [key(7, 14, 'probes.a.timeout: expected a duration longer than 0 and at most 24h')],
    ],
    [
      'a timeout that no timer can hold',
      ['timeout: 30d'],
      [key(7, 14, 'probes.a.timeout: expected a duration longer than 0 and at most 24h')],
    ],
    [
      'no attempt at all',
      ['attempts: 0'],
      [key(7, 15, 'probes.a.attempts: expected a whole number from 1 to 10')],
    ],
    [
      'a budget that no passing probe can exceed',
      ['timeout: 5s', 'budget: 5s'],
      [
        key(
          8,
          13,
          'probes.a.budget: expected less than the timeout of the probe (5s): a slower one has failed by then',
        ),
      ],
    ],
    [
      'a budget above the timeout that was left out',
      ['budget: 2m'],
      [
        key(
          7,
          13,
          'probes.a.budget: expected less than the timeout of the probe (60s): a slower one has failed by then',
        ),
      ],
    ],
    [
      'a budget beside a wrong timeout',
      ['timeout: x', 'budget: 2m'],
      [key(7, 14, 'probes.a.timeout: expected a duration such as 500ms, 30s, 10m, 4h or 7d')],
    ],
    [
      'an owner without a team',
      ['owner: { contact: "#x" }'],
      [key(7, 5, 'probes.a.owner.team: missing; expected text that is not empty')],
    ],
    [
      'a runbook that is no address',
      ['owner: { team: x, runbook: wiki }'],
      [
        key(
          7,
          32,
          'probes.a.owner.runbook: expected an absolute address that starts with https:// or http://, without user and password',
        ),
      ],
    ],
    [
      'a word that is none of the list',
      ['colour: gren'],
      [key(7, 13, 'probes.a.colour: expected red, green or blue; did you mean "green"?')],
    ],
    [
      'required in other words',
      ['required: yes'],
      [key(7, 15, 'probes.a.required: expected true or false, found text')],
    ],
    [
      'unions',
      ['steps: [{ name: x, status: "2" }, { name: y, status: [200, a] }, { name: z }]'],
      [
        key(7, 32, 'probes.a.steps[0].status: expected a number or a list'),
        key(7, 64, 'probes.a.steps[1].status[1]: expected a number, found text'),
        key(7, 70, 'probes.a.steps[2].status: missing; expected a number or a list'),
      ],
    ],
    [
      'what the kind refuses',
      ['first: 3', 'last: 2'],
      [key(8, 11, 'probes.a.last: expected at least `first`')],
    ],
    [
      'a probe that is unknown',
      ['depends-on: [b]'],
      [key(7, 18, 'probes.a.depends-on[0]: there is no probe "b".')],
    ],
    [
      'a probe that depends on itself',
      ['depends-on: [a]'],
      [key(7, 18, 'probes.a.depends-on[0]: expected another probe: a probe cannot depend on itself')],
    ],
    [
      'a broken variable',
      ['labels: ["${A-B}", "x${", "$X", "${}"]'],
      [
        key(7, 14, `probes.a.labels[0]: ${noVariable}`),
        key(7, 24, `probes.a.labels[1]: ${noVariable}`),
        key(7, 37, `probes.a.labels[3]: ${noVariable}`),
      ],
    ],
    [
      'an expression of GitHub',
      ['labels: ["${{ secrets.X }}"]'],
      [
        key(
          7,
          14,
          'probes.a.labels[0]: expected ${NAME}: GitHub fills in no ${{ … }} in this file; pass the value in the `env:` of the step',
        ),
      ],
    ],
    [
      'a tag',
      ['station: !!binary aGk='],
      [
        key(7, 14, 'a value is written without a tag (!…) (YAML: TAG_RESOLVE_FAILED)'),
        key(7, 23, 'probes.a.station: expected a station number such as 530 or 657A4'),
      ],
    ],
    [
      'an alias of nothing',
      ['labels: *none'],
      [key(7, 13, 'probes.a.labels: expected the name of an anchor (&name) that stands before this alias')],
    ],
    [
      'an alias of what is around it',
      ['headers: &h', '  x: *h'],
      [
        key(
          8,
          10,
          'probes.a.headers.x: expected the name of an anchor (&name) that stands before this alias',
        ),
      ],
    ],
    [
      'a merge of what is no mapping',
      ['<<: [x]'],
      [key(7, 10, 'probes.a["<<"]: expected an alias of a mapping, or a list of them')],
    ],
  ])('tells of %s', (_, lines, expected) => {
    expect(problemsOf(shelfWith(...lines), shelfEnv)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    [
      'is not given',
      '{ timeout: 3s }',
      '4:3: probes.a.kind: missing; expected a kind, written out: door, shelf',
    ],
    [
      'is misspelt',
      '{ kind: dor }',
      '4:14: probes.a.kind: no such kind "dor"; did you mean "door"? Kinds: door, shelf',
    ],
    [
      'is like no other',
      '{ kind: balcony }',
      '4:14: probes.a.kind: no such kind "balcony". Kinds: door, shelf',
    ],
    [
      'is a property of every object',
      '{ kind: constructor }',
      '4:14: probes.a.kind: no such kind "constructor". Kinds: door, shelf',
    ],
    [
      'comes from a variable',
      '{ kind: "${SHELF_URL}" }',
      '4:14: probes.a.kind: expected a kind, written out: door, shelf',
    ],
  ])('tells of a kind that %s', (_, probe, expected) => {
    const text = `version: 1\nenvironment: x\nprobes:\n  a: ${probe}\n`;
    expect(problemsOf(text, shelfEnv)).toEqual([`gate.yml:${expected}`]);
  });

  it('still checks the common keys of a probe whose kind is unknown', () => {
    const text = 'version: 1\nenvironment: x\nprobes:\n  a: { kind: dor, timeout: 3 }\n';
    expect(problemsOf(text)).toHaveLength(2);
  });
});

describe('a secret', () => {
  it.each(['hunter2-literal', '"prefix-${DOOR_PASSWORD}"', '12345678', '[x]', ''])(
    'is taken from one variable only, not from %s, and never shown',
    (value) => {
      const text = `version: 1\nenvironment: x\nprobes:\n  a:\n    kind: door\n    url: https://a.example\n    username: \${DOOR_USER}\n    password: ${value}\n`;
      expect(problemsOf(text, doorEnv)).toEqual([
        expect.stringMatching(
          /^gate\.yml:8:\d+: probes\.a\.password: expected \$\{NAME\}, the name of an environment variable: do not commit secrets$/u,
        ),
      ]);
    },
  );

  it('is not taken as part of an address that is shown', () => {
    const text = `version: 1\nenvironment: x\nprobes:\n  a: { kind: door, url: "\${URL}", username: "\${DOOR_USER}", password: "\${DOOR_PASSWORD}" }\n`;
    const problems = problemsOf(text, { ...doorEnv, URL: 'https://porter:s3cret-word@a.example' });
    expect(problems).toEqual([
      'gate.yml:4:25: probes.a.url: expected an absolute address that starts with https:// or http://, without user and password',
    ]);
  });
});
