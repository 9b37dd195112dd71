import { inspect } from 'node:util';

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
 * come back: as it is, JSON-escaped, URL-encoded, base64 and base64url.
 */
export class Redactor {
  readonly #forms = new Set<string>();
  readonly #onSecret: (form: string) => void;

  /** @param onSecret told each new form once, to register it with the runner's own masking. */
  constructor(onSecret: (form: string) => void = () => undefined) {
    this.#onSecret = onSecret;
  }

  /** Registers a secret and its derived forms. Values under four characters are not masked. */
  add(secret: Text): void {
    const parts = typeof secret === 'string' ? [] : secret.revealParts();
    for (const form of [revealText(secret), ...parts].flatMap(formsOf)) {
      if (form.length < shortestMasked || this.#forms.has(form)) continue;
      this.#forms.add(form);
      this.#onSecret(form);
    }
  }

  /** The text with every registered form replaced by `***`, the longest first. */
  redact(text: string): string {
    let redacted = text;
    for (const form of [...this.#forms].sort((a, b) => b.length - a.length)) {
      redacted = redacted.replaceAll(form, mask);
    }
    return redacted;
  }

  /** A deep copy of a JSON value with every string redacted, keys included. */
  redactJson<T>(value: T): T {
    return redactDeep(value, (text) => this.redact(text)) as T;
  }
}

function redactDeep(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, redact));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redactDeep(item, redact)]),
  );
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const lines = value.split(/\r?\n/u).filter((line) => line !== value);
  return [
    value,
    ...lines,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    encodeURI(value),
    new URLSearchParams({ v: value }).toString().slice(2),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}

/** The value of an `Authorization` header for Basic authentication (RFC 7617, UTF-8). */
export function basicAuth(username: Text, password: Text): Secret {
  const pair = `${revealText(username)}:${revealText(password)}`;
  return new Secret(`Basic ${Buffer.from(pair, 'utf8').toString('base64')}`);
}
