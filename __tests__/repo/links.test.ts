import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { anchorsOf, linksOf, markdownPaths, readPage, root } from './markdown-pages.ts';

/** Why a link leads nowhere; nothing for one that does, or that leads out of the repository. */
function problemOf(page: string, link: string): string | undefined {
  if (/^(?:https?|mailto):/u.test(link)) return undefined;
  const [file = '', anchor] = link.split('#');
  const target =
    file === '' ? page : relative(root, resolve(root, page, '..', decodeURI(file))).replaceAll('\\', '/');
  if (target.startsWith('..')) return `${page}: ${link} leads out of the repository`;
  if (!existsSync(resolve(root, target))) return `${page}: there is no ${target}`;
  if (anchor === undefined || !target.endsWith('.md')) return undefined;
  return anchorsOf(readPage(target)).includes(anchor)
    ? undefined
    : `${page}: ${target} has no heading #${anchor}`;
}

describe('the links of the documentation', () => {
  it('lead to files and headings that exist', () => {
    const links = markdownPaths.flatMap((page) => linksOf(readPage(page)).map((link) => ({ page, link })));
    expect(links.length).toBeGreaterThan(50);
    expect(links.flatMap(({ page, link }) => problemOf(page, link) ?? [])).toEqual([]);
  });

  it('reach every page from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached)
      for (const link of linksOf(readPage(page))) {
        const target = relative(root, resolve(root, page, '..', link.split('#')[0] ?? '')).replaceAll(
          '\\',
          '/',
        );
        if (markdownPaths.includes(target)) reached.add(target);
      }
    expect(markdownPaths.filter((page) => !reached.has(page))).toEqual([]);
  });
});

describe('the check of links', () => {
  it.each<[string, string | undefined]>([
    ['docs/codes.md#tables', undefined],
    ['#inputs', undefined],
    ['https://example.com/nothing', undefined],
    ['docs/nothing.md', 'README.md: there is no docs/nothing.md'],
    ['docs/codes.md#nothing', 'README.md: docs/codes.md has no heading #nothing'],
    ['../elsewhere.md', 'README.md: ../elsewhere.md leads out of the repository'],
  ])('judges %s', (link, problem) => {
    expect(problemOf('README.md', link)).toBe(problem);
  });

  it('names headings as GitHub does', () => {
    const page = '# One `two`: three\n\n```sh\n# no heading\n```\n\n## Same\n\n## Same\n';
    expect(anchorsOf(page)).toEqual(['one-two-three', 'same', 'same-1']);
  });

  it('sees links and pictures, and none in code', () => {
    const page = 'A [b](c.md) `[d](e.md)` <img src="f.png">\n\n```md\n[g](h.md)\n```\n';
    expect(linksOf(page)).toEqual(['c.md', 'f.png']);
  });
});
