import { placeholder } from '../../core/placeholders.ts';
import type { BodyTemplate, HttpRequest, JsonValue } from '../../core/plan.ts';
import { FaultError } from '../../errors.ts';
import { revealText, Secret, type Text } from '../../secrets.ts';

/** What `{{name}}` stands for. */
export type Variables = ReadonlyMap<string, JsonValue>;

/** A request with everything filled in, secrets revealed: for the client only. */
export interface RenderedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The names that a request refers to, each once. */
export function namesIn({ url, headers = {}, json }: HttpRequest): readonly string[] {
  const texts = [url, ...Object.values(headers), ...textsIn(json)];
  return [...new Set(texts.flatMap((text) => placeholdersIn(text).map(nameOf)))];
}

/** The places to fill in. What stands within a value of the environment is none, whatever it looks like. */
function placeholdersIn(text: Text): readonly RegExpExecArray[] {
  const whole = revealText(text);
  const values = typeof text === 'string' ? [] : text.revealParts().filter((part) => part.includes('{{'));
  const isLiteral = ({ index, 0: { length } }: RegExpExecArray) =>
    values.some((value) => {
      const start = whole.lastIndexOf(value, index);
      return start >= 0 && index + length <= start + value.length;
    });
  return [...whole.matchAll(placeholder)].filter((match) => !isLiteral(match));
}

/** The secrets that stand in a request. */
export function secretsIn({ url, headers = {}, json }: HttpRequest): readonly Secret[] {
  return [url, ...Object.values(headers), ...textsIn(json)].filter((text) => text instanceof Secret);
}

/**
 * Fills in the variables: percent-encoded in the address, as they are in headers, and in the body as
 * JSON, where a string that is nothing but `{{name}}` becomes the value itself, whatever its type.
 *
 * @throws FaultError `INTERNAL` for a variable that cannot stand where it is wanted
 */
export function renderRequest(request: HttpRequest, variables: Variables): RenderedRequest {
  const { method, url, headers = {}, json } = request;
  const rendered = Object.entries(headers).map(([name, text]) => [name, filled(text, variables, asText)]);
  const base = {
    method,
    url: filled(url, variables, inAddress),
    headers: Object.fromEntries(rendered) as Readonly<Record<string, string>>,
  };
  if (json === undefined) return base;
  const body = JSON.stringify(filledJson(json, variables));
  return { ...base, headers: { 'content-type': 'application/json', ...base.headers }, body };
}

function filled(
  text: Text,
  variables: Variables,
  render: (name: string, value: JsonValue) => string,
): string {
  const whole = revealText(text);
  let done = '';
  let end = 0;
  for (const match of placeholdersIn(text)) {
    const name = nameOf(match);
    done += whole.slice(end, match.index) + render(name, valueOf(name, variables));
    end = match.index + match[0].length;
  }
  return done + whole.slice(end);
}

function filledJson(template: BodyTemplate, variables: Variables): JsonValue {
  if (typeof template === 'string' || template instanceof Secret) {
    const text = revealText(template);
    const [only] = placeholdersIn(template);
    return only?.[0] === text ? valueOf(nameOf(only), variables) : filled(template, variables, asText);
  }
  if (typeof template !== 'object' || template === null) return template;
  if (isBodyList(template)) return template.map((item) => filledJson(item, variables));
  return Object.fromEntries(
    Object.entries(template).map(([key, item]) => [key, filledJson(item, variables)]),
  );
}

function textsIn(template: BodyTemplate | undefined): readonly Text[] {
  if (typeof template === 'string' || template instanceof Secret) return [template];
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap((item: BodyTemplate) => textsIn(item));
}

function isBodyList(template: BodyTemplate): template is readonly BodyTemplate[] {
  return Array.isArray(template);
}

function nameOf(match: RegExpExecArray): string {
  return match[1] ?? '';
}

function valueOf(name: string, variables: Variables): JsonValue {
  const value = variables.get(name);
  if (value === undefined) throw unusable(name, 'a value', 'none');
  return value;
}

function asText(name: string, value: JsonValue): string {
  if (typeof value === 'object') throw unusable(name, 'text, a number, true or false', 'something else');
  return String(value);
}

/** A dot segment would lead to another resource, encoded or not (WHATWG URL). */
function inAddress(name: string, value: JsonValue): string {
  const text = asText(name, value).toWellFormed();
  if (text === '.' || text === '..')
    throw unusable(name, 'a value that can stand in an address', 'a path of its own');
  return encodeURIComponent(text);
}

function unusable(name: string, expected: string, observed: string): FaultError {
  return new FaultError({ code: 'INTERNAL', expected: `\`${name}\`: ${expected}`, observed });
}
