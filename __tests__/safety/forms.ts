/** Where a value that nobody may see stands in a text, in whatever form it may have taken. */
import { escapeMarkdown } from '../../src/reports/markdown.ts';
import { escapeMarkup } from '../../src/reports/markup.ts';

/** Shorter runs of letters and digits may stand anywhere by chance. */
const shortestFragment = 10;

/** The value as it is, encoded, escaped, and the long runs of letters and digits in it. */
export function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const encoded = [
    encodeURIComponent(value),
    encodeURI(value),
    new URLSearchParams({ v: value }).toString().slice(2),
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
    bytes.toString('hex'),
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
