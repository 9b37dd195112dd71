import { inspect } from 'node:util';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parsePostgresUrl } from '../../src/core/postgres-url.ts';
import { dialectOf, tableDialects } from '../../src/core/table-dialect.ts';

describe('the address of a PostgreSQL', () => {
  test('gives its parts, decoded', () => {
    expect(
      parsePostgresUrl('postgresql://u%40x:p%2Fw%3A@db.example:6432/my%20db?sslmode=verify-full'),
    ).toEqual({
      host: 'db.example',
      port: 6432,
      user: 'u@x',
      password: 'p/w:',
      database: 'my db',
      tls: 'verify-full',
    });
  });

  test('has defaults for the port and sslmode, and may lack a password', () => {
    expect(parsePostgresUrl('postgres://u@[::1]/d')).toEqual({
      host: '::1',
      port: 5432,
      user: 'u',
      password: undefined,
      database: 'd',
      tls: 'prefer',
    });
  });

  test.each(['application_name=x', 'connect_timeout=3&sslmode=disable', 'target_session_attrs=any'])(
    'may carry %s, which changes nothing about what is seen',
    (query) => {
      expect(parsePostgresUrl(`postgres://u:p@h/d?${query}`)).toBeDefined();
    },
  );

  test.each([
    ['nothing', ''],
    ['no address', 'nonsense'],
    ['another scheme', 'mysql://u:p@h/d'],
    ['no user', 'postgres://h/d'],
    ['no host', 'postgres://u:p@/d'],
    ['no database', 'postgres://u:p@h'],
    ['an empty database', 'postgres://u:p@h/'],
    ['two hosts', 'postgres://u:p@a,b/d'],
    ['two hosts with ports', 'postgres://u:p@a:1,b:2/d'],
    ['a socket in the file system', 'postgres://u:p@%2Ftmp/d'],
    ['a wrong IPv6 address', 'postgres://u:p@[:::1]/d'],
    ['port 0', 'postgres://u:p@h:0/d'],
    ['a port that is none', 'postgres://u:p@h:x/d'],
    ['an unknown sslmode', 'postgres://u:p@h/d?sslmode=maybe'],
    ['sslmode twice', 'postgres://u:p@h/d?sslmode=require&sslmode=disable'],
    ['a file to be read', 'postgres://u:p@h/d?sslrootcert=/etc/passwd'],
    ['another host in a parameter', 'postgres://u:p@h/d?host=other'],
    ['options for the server', 'postgres://u:p@h/d?options=-c%20x'],
    ['a bare # in the password', 'postgres://u:1#p@h/d'],
    ['a bare ? in the password', 'postgres://u:1?p@h/d'],
    ['a bare / in the password', 'postgres://u:1/p@h/d'],
    ['a bare % in the password', 'postgres://u:%zz@h/d'],
    ['a fragment', 'postgres://u:p@h/d#x'],
    ['a NUL', 'postgres://u:p%00@h/d'],
  ])('is refused with %s', (_, url) => {
    expect(parsePostgresUrl(url)).toBeUndefined();
  });

  test('is read back whatever user, password and database are made of', () => {
    const part = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((it) => !it.includes('\0'));
    fc.assert(
      fc.property(part, part, part, (user, password, database) => {
        const [u, p, d] = [user, password, database].map(encodeURIComponent);
        const target = parsePostgresUrl(`postgres://${u ?? ''}:${p ?? ''}@h/${d ?? ''}`);
        // `.` and `..` are steps in a path, even encoded.
        fc.pre(database !== '.' && database !== '..');
        expect(target).toMatchObject({ user, password, database });
      }),
    );
  });

  test('never leaks out of an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (rest) => {
        let shown = '';
        try {
          parsePostgresUrl(`postgres://${rest}`);
        } catch (error) {
          shown = inspect(error);
        }
        expect(shown).toBe('');
      }),
    );
  });
});

describe('the dialect of an address', () => {
  test('follows from its scheme, in any case', () => {
    for (const url of ['postgres://x', 'postgresql://x', 'POSTGRES://x']) {
      expect(dialectOf(url)).toBe(tableDialects[0]);
    }
    for (const url of ['', 'postgres', 'sqlserver://x', '//x']) expect(dialectOf(url)).toBeUndefined();
  });

  test('tells addresses and types apart from what is none', () => {
    const dialect = dialectOf('postgres:');
    expect(dialect?.isUrl('postgres://u:p@h/d')).toBe(true);
    expect(dialect?.isUrl('postgres://')).toBe(false);
    expect(dialect?.normaliseType('int8')).toBe('bigint');
    expect(dialect?.normaliseType('(')).toBeUndefined();
  });
});
