/** HTML and SVG that no text can break out of: every value is escaped unless it is markup itself. */

/** A key that no JSON has, so that nothing read from outside passes for markup. */
const safe: unique symbol = Symbol('markup');

export interface Markup {
  readonly [safe]: string;
}

type Value = string | number | Markup | readonly (Markup | undefined)[] | undefined;

/** Makes markup of a template. Values stand in text or between the double quotes of an attribute; undefined is nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const text = strings.reduce((done, part, index) => done + textOf(values[index - 1]) + part);
  return { [safe]: text };
}

/** The markup as it is written to a file. */
export function renderMarkup(value: Markup): string {
  return value[safe];
}

/** Markup that was written by us as a string, such as a style sheet. Never for a text of a report. */
export function ownMarkup(text: string): Markup {
  return { [safe]: text };
}

function textOf(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  if (isList(value)) return value.map(textOf).join('');
  return value[safe];
}

function isList(value: Extract<Value, object>): value is readonly (Markup | undefined)[] {
  return Array.isArray(value);
}

/** Text for HTML and for XML, which knows neither control characters nor half of a surrogate pair. */
export function escapeMarkup(text: string): string {
  return (
    text
      .toWellFormed()
      // What turns the direction of writing around makes a text read as another one.
      .replaceAll(/[^\P{Cc}\t\n]|[\p{Bidi_Control}\uFFFE\uFFFF]/gu, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
  );
}

/** An address that a page may link to: http or https, without credentials; undefined otherwise. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url.href : undefined;
}

/** A link, or the plain text where the address is none. */
export function anchor(text: string | Markup, address: string | undefined): Markup {
  const href = webAddress(address);
  return href === undefined
    ? markup`${text}`
    : markup`<a href="${href}" rel="noopener noreferrer">${text}</a>`;
}
