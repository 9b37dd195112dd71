/** Markdown that foreign or user-written text cannot break out of. */
import { oneLine } from '../core/one-line.ts';

/** Text for a table cell or a sentence: no markup, no HTML, no formula, no mention, no line break. */
export function escapeMarkdown(text: string): string {
  return (
    oneLine(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\`*_[\]|~#]/gu, (character) => `\\${character}`)
      // At the beginning of a line these make a list, a rule or a heading of what stands above.
      .replace(/^([-+=]|\d+(?=[.)]))/u, (start) => (/^\d/u.test(start) ? `${start}\\` : `\\${start}`))
      // GitHub reads `$…$` as a formula; outside of one a backslash does not help (its documentation on mathematics).
      .replaceAll('$', '<span>$</span>')
      // A word joiner keeps the name readable and notifies nobody.
      .replaceAll('@', '@\u2060')
  );
}

/** Text as code, for a sentence or a table cell. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  // In a table a pipe ends the cell, inside of code too, and code knows no escape that always holds.
  if (line.includes('|')) return `<code>${escapeMarkdown(line)}</code>`;
  const fence = '`'.repeat(longestRun(line) + 1);
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/gu) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** A link, or the plain text where the address is not http(s) or holds what could end the link early. */
export function link(text: string, address: string | undefined): string {
  if (address === undefined || !/^https?:\/\/[^\s\p{Cc}()<>|`\\"]+$/u.test(address))
    return escapeMarkdown(text);
  return `[${escapeMarkdown(text)}](${address.replaceAll('&', '&amp;')})`;
}

/** A GitHub-flavoured table. Cells are Markdown already. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
