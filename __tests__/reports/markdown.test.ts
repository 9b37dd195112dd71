import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { code, escapeMarkdown, link, table } from '../../src/reports/markdown.ts';

/** Text of all sorts, with more of what Markdown, HTML and GitHub make something of. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '`',
        '``',
        '|',
        '\\',
        '\\|',
        '\n',
        '\r\n',
        '\u2028',
        '<b>',
        '</sub>',
        '<!--',
        '&amp;',
        '&#124;',
      ),
      fc.constantFrom(
        '@team',
        '@',
        '*',
        '__',
        '~~',
        '#1',
        '[x](y)',
        '![',
        '](',
        '$x$',
        '- ',
        '+',
        '=',
        '1.',
        '2)',
        '\u202e',
        '\u0000',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** The text without backslash escapes, as a Markdown parser consumes them: from left to right. */
function withoutEscapes(markdown: string): string {
  return markdown.replaceAll(/\\[!-/:-@[-`{-~]/gu, '');
}

/** The cells of a table row: GitHub splits at each pipe that no backslash escapes. */
function cellsOf(row: string): number {
  return withoutEscapes(row).split('|').length - 2;
}

describe('escapeMarkdown', () => {
  test.each([
    ['plain text, 3.5 (yes)', 'plain text, 3.5 (yes)'],
    ['vista-api', 'vista-api'],
    ['a\n\n# b', 'a \\# b'],
    ['*a* _b_ ~c~', '\\*a\\* \\_b\\_ \\~c\\~'],
    ['`/patient/dob`', '\\`/patient/dob\\`'],
    ['a|b\\|c', 'a\\|b\\\\\\|c'],
    ['<script>&', '&lt;script&gt;&amp;'],
    ['[x](https://example.test)', '\\[x\\](https://example.test)'],
    ['@org/team', '@\u2060org/team'],
    ['${A} and ${B}', '<span>$</span>{A} and <span>$</span>{B}'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['12) item', '12\\) item'],
    ['2023-08-15', '2023-08-15'],
    ['===', '\\==='],
    ['  padded  ', 'padded'],
    ['a\u202eb\u0007c', 'abc'],
    ['', ''],
  ])('writes %j as %j', (plain, markdown) => {
    expect(escapeMarkdown(plain)).toBe(markdown);
  });

  test('leaves nothing that Markdown, HTML or GitHub could take for its own', () => {
    fc.assert(
      fc.property(text, (plain) => {
        const markdown = escapeMarkdown(plain);
        const bare = withoutEscapes(markdown).replaceAll('<span>$</span>', '');
        expect(bare).not.toMatch(/[\\`*_[\]|~#<>$]/u);
        expect(markdown).not.toMatch(/^[-+=]|^\d+[.)]/u);
        expect(bare).not.toMatch(/&(?!(?:amp|lt|gt);)/u);
        expect(markdown).not.toMatch(/@(?!\u2060)/u);
        expect(markdown).not.toMatch(/[\p{Cc}\u2028\u2029\p{Bidi_Control}]/u);
        expect(markdown.isWellFormed()).toBe(true);
      }),
    );
  });

  test('loses no letter and no digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'Z', '0', ' ', '*', '|', '\\', '`') }), (plain) => {
        const letters = (each: string) => each.replaceAll(/[^aZ0]/gu, '');
        expect(letters(escapeMarkdown(plain))).toBe(letters(plain));
      }),
    );
  });
});

describe('code', () => {
  test.each([
    ['COLUMN_MISSING', '`COLUMN_MISSING`'],
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
    ['two\nlines', '`two lines`'],
    ['a|b', '<code>a\\|b</code>'],
    ['', ''],
    [' \n ', ''],
  ])('writes %j as %j', (plain, markdown) => {
    expect(code(plain)).toBe(markdown);
  });

  test('ends where its text ends: the fence is longer than any run of backticks in it', () => {
    fc.assert(
      fc.property(text, (plain) => {
        const markdown = code(plain);
        fc.pre(markdown !== '' && !markdown.startsWith('<code>'));
        const fence = /^`+/u.exec(markdown)?.[0] ?? '';
        const inner = markdown.slice(fence.length, -fence.length);
        expect(markdown.endsWith(fence)).toBe(true);
        expect(fence).not.toBe('');
        expect(inner).not.toMatch(/^`|`$|[|\n\r]/u);
        for (const run of inner.match(/`+/gu) ?? []) expect(run.length).toBeLessThan(fence.length);
      }),
    );
  });
});

describe('link', () => {
  test('links to http and https', () => {
    expect(link('run_1', 'https://example.test/a?b=1&c=2')).toBe(
      '[run\\_1](https://example.test/a?b=1&amp;c=2)',
    );
    expect(link('run', 'http://example.test')).toBe('[run](http://example.test)');
  });

  test.each([
    undefined,
    '',
    'javascript:alert(1)',
    'ftp://example.test',
    'https://example.test/a b',
    'https://example.test/)[x](https://other.test',
    'https://example.test/|',
    'https://example.test/`',
    'https://example.test/\\',
    'https://example.test/"title"',
    'https://example.test/\n',
    'https://',
  ])('gives the plain text for %j', (address) => {
    expect(link('run_1', address)).toBe('run\\_1');
  });
});

describe('table', () => {
  test('has a header, a rule and a line per row', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['1', '2'],
          ['3', '4'],
        ],
      ),
    ).toBe(['| a | b |', '| --- | --- |', '| 1 | 2 |', '| 3 | 4 |'].join('\n'));
  });

  test('keeps its cells apart, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 4 }), (rows) => {
        const cells = rows.map(([a, b, c]) => [
          escapeMarkdown(a),
          code(b),
          link(c, `https://example.test/${a}`),
        ]);
        const lines = table(['a', 'b', 'c'], cells).split(/[\n\r\u2028\u2029]/u);
        expect(lines).toHaveLength(rows.length + 2);
        for (const line of lines) expect(cellsOf(line)).toBe(3);
      }),
    );
  });
});
