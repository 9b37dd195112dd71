import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isJsonPointer, pointerSegments, readPointer, toPointer } from '../../src/core/json-pointer.ts';
import type { JsonValue } from '../../src/core/plan.ts';

/** The document of RFC 6901, section 5. */
const document: JsonValue = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

describe('readPointer', () => {
  test.each<[string, JsonValue]>([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('reads %j as RFC 6901 says', (pointer, value) => {
    expect(readPointer(document, pointer)).toEqual(value);
  });

  test.each([
    '/none',
    '/foo/2',
    '/foo/-',
    '/foo/00',
    '/foo/1e0',
    '/foo/length',
    '/constructor',
    '/foo/0/0',
    '/__proto__',
  ])('finds nothing at %s', (pointer) => {
    expect(readPointer(document, pointer)).toBeUndefined();
  });

  test('finds every place of any document by the pointer of its segments', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const visit = (at: JsonValue, segments: readonly string[]): void => {
          expect(readPointer(value as JsonValue, toPointer(segments))).toBe(at);
          if (typeof at !== 'object' || at === null) return;
          for (const [key, child] of Object.entries<JsonValue>(at)) visit(child, [...segments, key]);
        };
        visit(value as JsonValue, []);
      }),
    );
  });
});

describe('a pointer', () => {
  test('of any segments is one, and gives them back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (segments) => {
        const pointer = toPointer(segments);
        expect(isJsonPointer(pointer)).toBe(true);
        expect(pointerSegments(pointer)).toEqual(segments);
      }),
    );
  });

  test.each(['a', 'a/b', '/~', '/~2', '/a~', '#/a', ' /a'])('is not %j', (text) => {
    expect(isJsonPointer(text)).toBe(false);
  });
});
