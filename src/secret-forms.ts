/** The forms in which a secret comes back from systems that encode it, each in its own way. Pure. */
import { oneLine } from './core/one-line.ts';

/** Shorter pieces of base64 would stand in other words by chance. */
const shortestPiece = 6;

/** The common ones: as it is, line by line, in JSON, percent-encoded, and in base64. */
export function formsOf(value: string): readonly string[] {
  const base64 = Buffer.from(value, 'utf8').toString('base64');
  return [
    value,
    ...value.split(/\r?\n/u),
    jsonOf(value),
    ...withLowerCaseHex(percentForms(value)),
    base64,
    base64.replaceAll('=', ''),
    Buffer.from(value, 'utf8').toString('base64url'),
  ];
}

/**
 * The rarer ones, several for each secret: too many to tell the runner, which holds every line of the log
 * against each mask, and which knows the places within base64 itself (actions/runner, `ValueEncoders`).
 */
export function rarerFormsOf(value: string): readonly string[] {
  // As the lines of the log show it, without control characters.
  const lines = value.split(/\r?\n/u).map(oneLine);
  // A secret is often stored with a line break at its end, which whoever uses it cuts off.
  const trimmed = value.trim();
  return [
    ...lines,
    ...(trimmed === value ? [] : formsOf(trimmed)),
    ...jsonForms(trimmed),
    ...withLowerCaseHex(strictForms(trimmed)),
    ...piecesOf(Buffer.from(trimmed, 'utf8')),
  ];
}

function jsonOf(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** JavaScript escapes least; PHP also slashes, PHP and Python all but ASCII, Go and Rails what HTML knows. */
function jsonForms(value: string): readonly string[] {
  const plain = jsonOf(value);
  const ascii = plain.replaceAll(/[^\0-\x7f]/g, escaped);
  return [
    plain.replaceAll('/', '\\/'),
    ascii,
    ascii.replaceAll('/', '\\/'),
    plain.replaceAll(/[<>&\u2028\u2029]/gu, escaped),
  ];
}

/** By UTF-16 units, as JSON counts. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Forms, paths and queries leave different characters as they are. */
function percentForms(value: string): readonly string[] {
  // The encoders throw on half of a surrogate pair, which a captured JSON string may hold.
  const wellFormed = value.toWellFormed();
  return [
    encodeURIComponent(wellFormed),
    encodeURI(wellFormed),
    new URLSearchParams({ v: wellFormed }).toString().slice(2),
  ];
}

/** RFC 3986 §2.3 leaves the fewest; Python leaves slashes, too. */
function strictForms(value: string): readonly string[] {
  const strict = encodeURIComponent(value.toWellFormed()).replaceAll(
    /[!'()*]/gu,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return [strict, strict.replaceAll('%2F', '/')];
}

/** Some servers and proxies write `%2f` for `%2F`. */
function withLowerCaseHex(forms: readonly string[]): readonly string[] {
  const small = (form: string) => form.replaceAll(/%[0-9A-F]{2}/gu, (escape) => escape.toLowerCase());
  return [...forms, ...forms.map(small)];
}

/** Within something longer that is encoded as a whole, as a password is in `user:password`. */
function piecesOf(bytes: Buffer): readonly string[] {
  const pieces = [0, 1, 2]
    .map((before) => pieceOf(bytes, before))
    .filter((piece) => piece.length >= shortestPiece);
  return [...pieces, ...pieces.map((piece) => piece.replaceAll('-', '+').replaceAll('_', '/'))];
}

const bitsOfByte = 8;
const bitsOfCharacter = 6;

/** The characters that the bytes alone decide, with so many bytes before them and any behind. */
function pieceOf(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
  const start = Math.ceil((before * bitsOfByte) / bitsOfCharacter);
  const end = Math.floor(((before + bytes.length) * bitsOfByte) / bitsOfCharacter);
  return text.slice(start, end);
}
