import { inspect } from 'node:util';

import { formsOf, rarerFormsOf } from './secret-forms.ts';

const mask = '***';

/** Shorter values would blank out ordinary words; GitHub's own masking has the same weakness. */
const shortestMasked = 4;

/**
 * A value that must never be shown. Every implicit conversion gives `***`; only `reveal()`, called
 * at the edge that sends it, gives the value.
 */
export class Secret {
  readonly #value: string;

  /** Pieces of the value that are secret on their own: the token in `Bearer <token>`. */
  readonly #parts: readonly string[];

  constructor(value: string, parts: readonly string[] = []) {
    this.#value = value;
    this.#parts = parts;
  }

  reveal(): string {
    return this.#value;
  }

  /** For the redactor: the pieces that must be masked wherever they stand alone. */
  revealParts(): readonly string[] {
    return this.#parts;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}

/** Plain text, or text that must not be shown. */
export type Text = string | Secret;

export function revealText(text: Text): string {
  return typeof text === 'string' ? text : text.reveal();
}

/**
 * Knows every secret of a run, those learnt on the way included, in all the forms in which it may
 * come back: as it is, line by line, JSON-escaped, percent-encoded, in base64 and within other base64.
 */
export class Redactor {
  readonly #values = new Set<string>();
  readonly #forms = new Set<string>();
  readonly #told = new Set<string>();
  readonly #onSecret: (form: string) => void;

  /** @param onSecret told each new common form once, to register it with the runner's own masking. */
  constructor(onSecret: (form: string) => void = () => undefined) {
    this.#onSecret = onSecret;
  }

  /** Registers a secret and its derived forms. Values under four characters are not masked. */
  add(secret: Text): void {
    const parts = typeof secret === 'string' ? [] : secret.revealParts();
    const values = [revealText(secret), ...parts].filter(
      (value) => isMaskable(value) && !this.#values.has(value),
    );
    for (const value of values) this.#values.add(value);
    for (const form of values.flatMap(formsOf).filter(isMaskable)) {
      if (!this.#told.has(form)) this.#onSecret(form);
      this.#told.add(form);
      this.#forms.add(form);
    }
    for (const form of values.flatMap(rarerFormsOf).filter(isMaskable)) this.#forms.add(form);
  }

  /** The text with every registered form replaced by `***`; forms that overlap are masked as one. */
  redact(text: string): string {
    const found = [...this.#forms]
      .flatMap((form) => occurrences(form, text))
      .sort((a, b) => a.start - b.start);
    let redacted = '';
    let end = 0;
    for (const next of found) {
      if (next.start >= end) redacted += text.slice(end, next.start) + mask;
      end = Math.max(end, next.end);
    }
    return redacted + text.slice(end);
  }

  /** A deep copy of a JSON value with every string redacted, keys included. */
  redactJson<T>(value: T): T {
    return redactDeep(value, (text) => this.redact(text)) as T;
  }
}

function isMaskable(text: string): boolean {
  return text.trim().length >= shortestMasked;
}

/** Where the form stands in the text, self-overlapping places included. */
function occurrences(form: string, text: string): { readonly start: number; readonly end: number }[] {
  const found = [];
  for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
    found.push({ start, end: start + form.length });
  }
  return found;
}

function redactDeep(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, redact));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redactDeep(item, redact)]),
  );
}

/**
 * The value of an `Authorization` header for Basic authentication (RFC 7617, UTF-8). The encoded pair,
 * the password, and a username that is a secret are secret on their own.
 */
export function basicAuth(username: Text, password: Text): Secret {
  const pair = `${revealText(username)}:${revealText(password)}`;
  const encoded = Buffer.from(pair, 'utf8').toString('base64');
  const secretName = typeof username === 'string' ? [] : [username.reveal()];
  return new Secret(`Basic ${encoded}`, [encoded, revealText(password), ...secretName]);
}
