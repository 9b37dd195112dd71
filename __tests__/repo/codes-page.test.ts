import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { faultCodes } from '../../src/core/fault-codes.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/codes.md'), 'utf8');

/** Cells of the row of each code. */
const rows = page
  .split('\n')
  .filter((line) => /^\| `[A-Z_]+`/u.test(line))
  .map((line) => line.split(/(?<!\\)\|/u).map((cell) => cell.trim()))
  .map(([, code = '', status, cause, next, marks]) => [code.replaceAll('`', ''), status, cause, next, marks]);

describe('docs/codes.md', () => {
  it('has each code of the table once, with its status, cause and next step', () => {
    const expected = Object.entries(faultCodes).map(([code, { status, cause, next }]) => [
      code,
      `\`${status}\``,
      cause,
      next,
    ]);
    expect(rows.map((row) => row.slice(0, 4)).sort()).toEqual(expected.sort());
  });

  it('marks what is tried again and what is a root by itself', () => {
    const marked = (mark: string) =>
      rows.filter(([, , , , marks]) => marks?.split(', ').includes(mark)).map(([code]) => code);
    const having = (flag: 'transient' | 'independent') =>
      Object.entries(faultCodes)
        .filter(([, facts]) => facts[flag])
        .map(([code]) => code);
    expect(marked('tried again').sort()).toEqual(having('transient').sort());
    expect(marked('root').sort()).toEqual(having('independent').sort());
  });
});
