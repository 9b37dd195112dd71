/** How table and column names are written by users and shown to them. */

/** A name as the database stores it, case and all. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

const part = String.raw`"(?:[^"\u0000]|"")+"|[^"\s.\u0000](?:[^".\u0000]*[^"\s.\u0000])?`;
const twoParts = new RegExp(`^(${part})\\.(${part})$`, 'u');

/**
 * Reads `schema.table`. A part that contains a dot stands in double quotes, with `""` for a quote
 * (`"My.Schema".people`). Unlike in SQL, quotes change nothing about the case: names are taken as written.
 */
export function parseTableName(text: string): TableName | undefined {
  if (text.length > 300) return undefined;
  const match = twoParts.exec(text);
  if (match === null) return undefined;
  return { schema: unquote(match[1] ?? ''), table: unquote(match[2] ?? '') };
}

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** The parts joined by dots; a part that holds more than letters, digits, `_`, `$` and `-` is quoted. */
export function showName(...parts: readonly string[]): string {
  return parts
    .map((name) => (/^[\p{L}\p{N}_$-]+$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`))
    .join('.');
}
