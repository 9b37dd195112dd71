/** The documentation of the repository, as its tests read it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Every page that git tracks or would, relative to the root. */
export const markdownPaths: readonly string[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '*.md'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  .filter((path) => path !== '' && existsSync(resolve(root, path)));

export function readPage(path: string): string {
  return readFileSync(resolve(root, path), 'utf8');
}

export interface Block {
  /** `sh`, `yaml`; empty where none is given. */
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const blocks = page.matchAll(/^(?<fence>`{3,})(?<language>[^\n`]*)\n(?<text>[\s\S]*?)^\k<fence>$/gmu);
  return [...blocks].map(({ groups }) => ({
    language: groups?.['language']?.trim() ?? '',
    text: groups?.['text'] ?? '',
  }));
}

/** The page without what no reader sees as prose: blocks, code, comments. */
function proseOf(page: string): string {
  return page
    .replaceAll(/^(?<fence>`{3,})[^\n`]*\n[\s\S]*?^\k<fence>$/gmu, '')
    .replaceAll(/<!--[\s\S]*?-->/gu, '')
    .replaceAll(/(?<ticks>`+)[^`]+\k<ticks>/gu, '');
}

/** Where the links and pictures of a page lead, as written. */
export function linksOf(page: string): readonly string[] {
  const prose = proseOf(page);
  const written = [
    ...prose.matchAll(/\]\((?<to>[^()\s]+)\)/gu),
    ...prose.matchAll(/(?:src|srcset)="(?<to>[^"]+)"/gu),
  ];
  return written.map(({ groups }) => groups?.['to'] ?? '');
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf(page: string): readonly string[] {
  const seen = new Map<string, number>();
  const headings = page
    .replaceAll(/^(?<fence>`{3,})[^\n`]*\n[\s\S]*?^\k<fence>$/gmu, '')
    .matchAll(/^#{1,6} +(?<text>.+)$/gmu);
  return [...headings].map(({ groups }) => {
    const anchor = (groups?.['text'] ?? '')
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${String(before)}`;
  });
}
