/** Text for a terminal: wrapped, padded, and coloured where the terminal shows colours. */
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Colours a text; by itself it looks at the terminal, at NO_COLOR and at FORCE_COLOR. */
export type Paint = (style: Style, text: string) => string;

export const terminalPaint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

/** Lines of at most so many columns; a word that is longer is cut. No line for no text. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((one) => chunks(one, columns))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function chunks(word: string, columns: number): readonly string[] {
  const parts: string[] = [];
  for (let start = 0; start < word.length; start += columns) parts.push(word.slice(start, start + columns));
  return parts;
}

/** A cell of a table: lines of one style after lines of another. */
export type Cell = readonly { readonly text: string; readonly style?: Style }[];

/** Rows under a header, as columns of the given widths; a line stands between two rows. */
export function table(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  widths: readonly number[],
  paint: Paint,
): readonly string[] {
  const rule = (mark: string) => paint('dim', widths.map((width) => mark.repeat(width)).join(mark.repeat(2)));
  const titles = header.map((text): Cell => [{ text, style: 'bold' }]);
  const thin = rule('─');
  return [
    ...rowLines(titles, widths, paint),
    rule('━'),
    ...rows.flatMap((cells, index) => [...(index === 0 ? [] : [thin]), ...rowLines(cells, widths, paint)]),
    rule('━'),
  ];
}

function rowLines(cells: readonly Cell[], widths: readonly number[], paint: Paint): readonly string[] {
  const columns = cells.map((cell, index) => cellLines(cell, widths[index] ?? 0, paint));
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((lines, index) => lines[line] ?? ' '.repeat(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function cellLines(cell: Cell, width: number, paint: Paint): readonly string[] {
  return cell.flatMap(({ text, style }) =>
    wrap(text, width).map((line) => {
      const padded = line.padEnd(width);
      return style === undefined ? padded : paint(style, padded);
    }),
  );
}
