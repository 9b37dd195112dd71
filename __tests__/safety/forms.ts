/** Where a value that nobody may see stands in a text, in whatever form it may have taken. */
import { escapeMarkdown } from '../../src/reports/markdown.ts';
import { escapeMarkup } from '../../src/reports/markup.ts';

/** Shorter runs of letters and digits may stand anywhere by chance. */
const shortestFragment = 10;
/** The same of pieces of base64. */
const shortestPiece = 6;

function percentEncoded(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[\w.~-]/u.test(character) ? character : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
}

/** What is the same in base64 whatever stands behind the value, and before it but for the number of bytes. */
function withinBase64(before: number, bytes: Buffer): string {
  const filled = [0x00, 0xff].map((filler) => {
    const around = Buffer.alloc(before, filler);
    return Buffer.concat([around, bytes, Buffer.alloc(3, filler)]).toString('base64');
  });
  const [one = '', other = ''] = filled;
  return one
    .split('')
    .filter((character, index) => character === other[index])
    .join('');
}

/** The value as it is, encoded, escaped, and the long runs of letters and digits in it. */
export function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const encoded = [
    encodeURIComponent(value),
    encodeURI(value),
    new URLSearchParams({ v: value }).toString().slice(2),
    // Byte by byte, all but what RFC 3986 leaves as it is.
    [...bytes].map(percentEncoded).join(''),
  ];
  const json = JSON.stringify(value).slice(1, -1);
  const forms = [
    value,
    json,
    json.replaceAll('/', '\\/'),
    ...encoded,
    ...encoded.map((text) => text.replaceAll(/%../gu, (escape) => escape.toLowerCase())),
    bytes.toString('base64').replaceAll('=', ''),
    bytes.toString('base64url'),
    ...[0, 1, 2].map((before) => withinBase64(before, bytes)).filter((form) => form.length >= shortestPiece),
    bytes.toString('hex'),
    json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    escapeMarkup(value),
    escapeMarkdown(value),
    ...(value.match(/[\p{L}\p{N}]+/gu) ?? []).filter((run) => run.length >= shortestFragment),
  ];
  return [...new Set(forms)].filter((form) => form.trim().length >= 4);
}

/** `form of SECRET in PLACE` for each value that is seen in a text. */
export function findLeaks(
  texts: Readonly<Record<string, string>>,
  values: readonly string[],
): readonly string[] {
  return Object.entries(texts).flatMap(([place, text]) =>
    values.flatMap((value) => {
      const form = formsOf(value).find((each) => text.includes(each));
      return form === undefined ? [] : [`${JSON.stringify(form)} of ${JSON.stringify(value)} in ${place}`];
    }),
  );
}
