import type { JsonValue } from '../../core/plan.ts';

/** What a body is, or in our words why it is not JSON. */
export type BodyReading =
  | { readonly json: JsonValue; readonly text: string }
  | { readonly json?: undefined; readonly text?: string; readonly problem: string };

/**
 * Reads a body as text and as JSON. A byte order mark is accepted; of duplicate keys the last one
 * counts, as for every service of the chain. Content never stands in the problem.
 */
export function readBody(bytes: Uint8Array): BodyReading {
  if (bytes.length === 0) return { text: '', problem: 'an empty body' };
  const text = decode(bytes);
  if (text === undefined) return { problem: 'a body that is not UTF-8' };
  try {
    return { json: JSON.parse(text) as JsonValue, text };
  } catch (error) {
    return { text, problem: problemOf(text, error) };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The parser's message quotes the body: only its well-known beginnings and its position are looked for. */
function problemOf(text: string, error: unknown): string {
  const start = text.trimStart();
  if (start === '') return 'a blank body';
  if (/^<(?:!doctype html|html|head|body|script)\b/iu.test(start)) return 'an HTML page';
  if (start.startsWith('<')) return 'markup';
  const message = error instanceof Error ? error.message : '';
  const position = Number(/at position (\d+)/u.exec(message)?.[1] ?? -1);
  const isCutOff = /^(?:Unexpected end of|Unterminated)/u.test(message) || position >= text.length;
  return isCutOff && /^[[{"]/u.test(start) ? 'JSON that is cut off' : 'text that is not JSON';
}
