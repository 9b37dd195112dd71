import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { fillSections, generateDocs, parseAction, sections } from '../../scripts/generate-docs.ts';

const root = resolve(import.meta.dirname, '../..');

const action = parseAction(`
inputs:
  first: { description: 'One | two.' }
  second: { description: Three., default: x }
outputs:
  third: { description: Four. }
`);

describe('the generated documentation', () => {
  it('stands in the repository as it would be written now', async () => {
    for (const [path, text] of await generateDocs(root)) expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('has a row for each input and output, in their order', () => {
    expect(sections(action)).toEqual({
      inputs: '| input | meaning |\n| --- | --- |\n| `first` | One \\| two. |\n| `second` | Three. |',
      outputs: '| output | meaning |\n| --- | --- |\n| `third` | Four. |',
    });
  });

  it('replaces what stands between the markers, and nothing else', () => {
    const page = 'before\n<!-- a:start -->\nold\n<!-- a:end -->\nafter';
    const filled = 'before\n<!-- a:start -->\n\nnew\n\n<!-- a:end -->\nafter';
    expect(fillSections(page, { a: 'new' })).toBe(filled);
    expect(fillSections(filled, { a: 'new' })).toBe(filled);
  });

  it('refuses a page that has no place for a section', () => {
    expect(() => fillSections('<!-- a:end --><!-- a:start -->', { a: 'new' })).toThrow('"a"');
  });

  it('refuses an input without a description', () => {
    expect(() => parseAction('inputs: { a: {} }\noutputs: {}')).toThrow('description');
  });
});
