import { describe, expect, it } from 'vitest';
import type * as z from 'zod';

import { EnvValue } from '../../src/config/env-value.ts';
import * as fields from '../../src/config/fields.ts';
import { revealText, Secret, type Text } from '../../src/secrets.ts';

const env = {
  WORD: 'red',
  YES: 'true',
  TEN: '10',
  LIMIT: '5m',
  PATH_: '/x',
  URL_: 'https://a.example/',
  KEY: 'k3y-value',
};
const variable = (name: string) => new EnvValue(`\${${name}}`, env);

/** The value, or the messages of the issues after an exclamation mark. */
function outcome(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? shown(parsed.data)
    : `! ${parsed.error.issues.map(({ message }) => message).join(', ')}`;
}

function shown(value: unknown): unknown {
  return value instanceof Secret ? { masked: value.reveal() } : value;
}

const duration = '! a duration such as 500ms, 30s, 10m, 4h or 7d';
const url = '! an absolute address that starts with https:// or http://, without user and password';

describe.each<[string, z.ZodType, readonly (readonly [unknown, unknown])[]]>([
  [
    'text',
    fields.text(),
    [
      ['x', 'x'],
      [7, '7'],
      [variable('WORD'), 'red'],
      ['', '! text that is not empty'],
      [' ', '! text that is not empty'],
      [null, '! text that is not empty'],
      [true, '! text that is not empty'],
    ],
  ],
  [
    'choice',
    fields.choice(['red', 'blue']),
    [
      ['red', 'red'],
      [variable('WORD'), 'red'],
      ['green', '! Invalid option: expected one of "red"|"blue"'],
    ],
  ],
  [
    'flag',
    fields.flag(),
    [
      [true, true],
      [variable('YES'), true],
      ['true', '! true or false'],
      [variable('WORD'), '! true or false'],
      [1, '! true or false'],
    ],
  ],
  [
    'secret',
    fields.secret(),
    [
      [variable('KEY'), { masked: 'k3y-value' }],
      [new EnvValue('x${KEY}', env), '! ${NAME}, the name of an environment variable: do not commit secrets'],
      ['k3y-value', '! ${NAME}, the name of an environment variable: do not commit secrets'],
    ],
  ],
  [
    'personal',
    fields.personal(),
    [
      ['1990', { masked: '1990' }],
      [12, { masked: '12' }],
      [variable('KEY'), { masked: 'k3y-value' }],
      ['', '! text that is not empty'],
      [[], '! text that is not empty'],
    ],
  ],
  [
    'maskable',
    fields.maskable(),
    [
      ['plain', 'plain'],
      [12, '12'],
      [new EnvValue('Bearer ${KEY}', env), { masked: 'Bearer k3y-value' }],
      [null, '! text'],
    ],
  ],
  [
    'httpUrl',
    fields.httpUrl(),
    [
      ['https://a.example/b//', 'https://a.example/b'],
      [variable('URL_'), 'https://a.example'],
      ['ftp://a.example', url],
      ['a.example', url],
      ['https://u:p@a.example', url],
      ['https://u@a.example/b', url],
      ['https://a.example/@b', 'https://a.example/@b'],
      [5, url],
    ],
  ],
  [
    'address',
    fields.address(),
    [
      ['https://a.example/b/', 'https://a.example/b/'],
      ['https://u:p@a.example', url],
    ],
  ],
  [
    'duration',
    fields.duration('24h'),
    [
      ['500ms', 500],
      ['30s', 30_000],
      ['10m', 600_000],
      ['24h', 86_400_000],
      ['1d', 86_400_000],
      [variable('LIMIT'), 300_000],
      ['25h', '! a duration longer than 0 and at most 24h'],
      ['0s', '! a duration longer than 0 and at most 24h'],
      ['99999999999999999999d', '! a duration longer than 0 and at most 24h'],
      ['5 s', duration],
      ['-5s', duration],
      ['1.5h', duration],
      ['30', duration],
      [30, duration],
    ],
  ],
  [
    'count',
    fields.count(1, 10),
    [
      [1, 1],
      [10, 10],
      [variable('TEN'), 10],
      [0, '! a whole number from 1 to 10'],
      [11, '! a whole number from 1 to 10'],
      [1.5, '! a whole number from 1 to 10'],
      ['5', '! a whole number from 1 to 10'],
      [variable('WORD'), '! a whole number from 1 to 10'],
    ],
  ],
  [
    'count without an end',
    fields.count(0),
    [
      [0, 0],
      [-1, '! a whole number of at least 0'],
    ],
  ],
  [
    'station',
    fields.station(),
    [
      ['530', '530'],
      [530, '530'],
      ['657A4', '657A4'],
      ['53', '! a station number such as 530 or 657A4'],
      ['530a', '! a station number such as 530 or 657A4'],
    ],
  ],
  [
    'path',
    fields.path('/token'),
    [
      [undefined, '/token'],
      ['/a', '/a'],
      [variable('PATH_'), '/x'],
      ['a', '! a path that starts with /'],
    ],
  ],
  [
    'pointer',
    fields.pointer(),
    [
      ['', ''],
      ['/a/0/~1~0', '/a/0/~1~0'],
      ['a', '! a JSON Pointer such as /data/0/id'],
      ['/~2', '! a JSON Pointer such as /data/0/id'],
    ],
  ],
  [
    'pattern',
    fields.pattern(),
    [
      ['^a$', '^a$'],
      ['(', '! a regular expression (JavaScript, u flag)'],
      ['\\-', '! a regular expression (JavaScript, u flag)'],
      ['', '! a regular expression (JavaScript, u flag)'],
    ],
  ],
  [
    'contract',
    fields.contract(),
    [
      [{ type: 'string' }, { type: 'string' }],
      [true, true],
      [undefined, '! a JSON Schema 2020-12'],
      [{ const: variable('KEY') }, '! a JSON Schema without variables'],
      [
        { type: 'objekt' },
        '! expected array, boolean, integer, null, number, object or string, or a list of some of them',
      ],
      [{ requird: [] }, '! `requird` is not a keyword of JSON Schema 2020-12'],
    ],
  ],
])('the field %s', (_, schema, cases) => {
  it.each(cases)('makes of %o: %o', (value, expected) => {
    expect(outcome(schema, value)).toEqual(expected);
  });
});

describe('JSON that may hold variables', () => {
  it('keeps its shape and masks what comes from the environment', () => {
    const body = fields
      .maskableJson()
      .parse({ a: ['x', new EnvValue('${KEY}', env), 1, null], b: { c: true } });
    const { a, b } = body as { a: readonly Text[]; b: unknown };
    expect([a[0], a[2], a[3], b]).toEqual(['x', 1, null, { c: true }]);
    expect(a[1]).toBeInstanceOf(Secret);
    expect(revealText(a[1] ?? '')).toBe('k3y-value');
  });
});
