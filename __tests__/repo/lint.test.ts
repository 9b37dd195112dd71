import { resolve } from 'node:path';

import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: root });

/** The rules that a text breaks when it stands in this place. */
async function brokenRules(path: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: resolve(root, path) });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

// Texts are judged in the place of files that exist: the linter knows types only of those.
const testPlace = '__tests__/repo/lint.test.ts';
const sourcePlace = 'src/core/worst.ts';

describe('the lint rules of this repository', () => {
  it.each([
    [
      'a module mock',
      testPlace,
      `import { vi } from 'vitest';\nvi.mock('node:fs');`,
      'no-restricted-properties',
    ],
    [
      'a late module mock',
      testPlace,
      `import { vi } from 'vitest';\nvi.doMock('node:fs');`,
      'no-restricted-properties',
    ],
    [
      'a focused test',
      testPlace,
      `import { it } from 'vitest';\nit.only('a', () => undefined);`,
      'no-restricted-syntax',
    ],
    [
      'a skipped suite',
      testPlace,
      `import { describe } from 'vitest';\ndescribe.skip('a', () => undefined);`,
      'no-restricted-syntax',
    ],
    [
      'a focused table',
      testPlace,
      `import { it } from 'vitest';\nit.only.each([1])('a', () => undefined);`,
      'no-restricted-syntax',
    ],
    [
      'a test skipped by an option',
      testPlace,
      `import { it } from 'vitest';\nit('a', { skip: true }, () => undefined);`,
      'no-restricted-syntax',
    ],
    ['a default export', sourcePlace, `export default 1;`, 'no-restricted-syntax'],
    [
      'the environment in the source',
      sourcePlace,
      `export const home = process.env['HOME'];`,
      'no-restricted-properties',
    ],
    [
      'a promise that nobody awaits',
      sourcePlace,
      `Promise.resolve(1);`,
      '@typescript-eslint/no-floating-promises',
    ],
    [
      'a promise as a condition',
      sourcePlace,
      `export const f = (p: Promise<boolean>) => (p ? 1 : 2);`,
      '@typescript-eslint/no-misused-promises',
    ],
    [
      'a switch that forgets a case',
      sourcePlace,
      `export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      break;\n  }\n}`,
      '@typescript-eslint/switch-exhaustiveness-check',
    ],
  ])('refuse %s', async (_, path, text, rule) => {
    expect(await brokenRules(path, `${text}\n`)).toContain(rule);
  });

  it('let an ordinary test and an ordinary function through', async () => {
    const test = `import { expect, it } from 'vitest';\n\nit('adds', () => {\n  expect(1 + 1).toBe(2);\n});\n`;
    expect(await brokenRules(testPlace, test)).toEqual([]);
    expect(await brokenRules(sourcePlace, `export const two = 2;\n`)).toEqual([]);
  });
});
