/** Markdown that foreign or user-written text cannot break out of. */

/** Text for a table cell or a sentence: no markup, no HTML, no mention, no line break. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~#]/gu, (character) => `\\${character}`)
    .replaceAll('@', '@\u2060');
}

/** Text as code in a table cell. */
export function code(text: string): string {
  const cell = text.replaceAll(/\s+/gu, ' ').replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(cell) + 1);
  const padding = cell.startsWith('`') || cell.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${cell}${padding}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
}

/** A link, or the plain text where the address is not http(s). */
export function link(text: string, address: string | undefined): string {
  if (address === undefined || !/^https?:\/\/[^\s()<>]+$/u.test(address)) return escapeMarkdown(text);
  return `[${escapeMarkdown(text)}](${address})`;
}

/** A GitHub-flavoured table. Cells are Markdown already. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
