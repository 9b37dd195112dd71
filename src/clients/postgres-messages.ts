/**
 * The messages of a PostgreSQL server, looked at before pg reads them (postgresql.org/docs/current/
 * protocol-message-formats.html). pg's own reader trusts them: an error without its end keeps it busy
 * for ever, and a log-in that it does not know (GSSAPI, SSPI) throws where nobody can catch it.
 */

/** Larger than any answer to us: a table's 1,600 columns take less than half a megabyte. */
const longestMessage = 16 * 1024 * 1024;

const headBytes = 5;

export interface ServerMessage {
  /** The letter that names its type. */
  readonly type: string;
  readonly body: Buffer;
  /** As it came, with its head. */
  readonly bytes: Buffer;
}

/** Cuts a stream of bytes into messages; nothing when it is none of PostgreSQL's. */
export function messageReader(): (chunk: Buffer) => readonly ServerMessage[] | undefined {
  let pending: readonly Buffer[] = [];
  let pendingBytes = 0;
  let wantedBytes = headBytes;
  return (chunk) => {
    pending = [...pending, chunk];
    pendingBytes += chunk.length;
    // A long message comes in many chunks: they are joined once, when it is complete.
    if (pendingBytes < wantedBytes && !isForeign(pending[0])) return [];
    let rest = Buffer.concat(pending);
    const messages: ServerMessage[] = [];
    for (;;) {
      if (isForeign(rest)) return undefined;
      const length = rest.length < headBytes ? 4 : rest.readUInt32BE(1);
      if (length < 4 || length > longestMessage) return undefined;
      wantedBytes = rest.length < headBytes ? headBytes : length + 1;
      if (rest.length < wantedBytes) break;
      const bytes = rest.subarray(0, wantedBytes);
      messages.push({ type: String.fromCharCode(bytes[0] ?? 0), body: bytes.subarray(headBytes), bytes });
      rest = rest.subarray(wantedBytes);
    }
    pending = [rest];
    pendingBytes = rest.length;
    return messages.every(isSound) ? messages : undefined;
  };
}

/** The first byte names no message that we could get. */
function isForeign(bytes: Buffer | undefined): boolean {
  const [first] = bytes ?? [];
  return first !== undefined && !Object.hasOwn(forms, String.fromCharCode(first));
}

/** The ways of logging in. All others are Kerberos, which pg does not speak. */
export const authentications = { ok: 0, clearText: 3, md5: 5, sasl: 10, saslContinue: 11, saslFinal: 12 };

/** The number of an authentication message. */
export function authenticationOf({ type, body }: ServerMessage): number | undefined {
  return type === 'R' ? body.readInt32BE(0) : undefined;
}

function isSound({ type, body }: ServerMessage): boolean {
  return forms[type as keyof typeof forms](body);
}

/** Whether a body has the form of its type. Copies of tables are never asked for, so their types are none of ours. */
const forms = {
  R: (body: Buffer) => body.length >= 4 && isAuthentication(body.readInt32BE(0), body.subarray(4)),
  S: (body: Buffer) => endOfTexts(body, 0, 2) === body.length,
  K: (body: Buffer) => body.length >= 8,
  Z: (body: Buffer) => body.length === 1,
  E: isFieldList,
  N: isFieldList,
  A: (body: Buffer) => endOfTexts(body, 4, 2) === body.length,
  C: (body: Buffer) => endOfTexts(body, 0, 1) === body.length,
  T: isRowDescription,
  D: isDataRow,
  t: (body: Buffer) => body.length >= 2 && body.length === 2 + 4 * body.readUInt16BE(0),
  '1': isEmpty,
  '2': isEmpty,
  '3': isEmpty,
  n: isEmpty,
  s: isEmpty,
  I: isEmpty,
} as const satisfies Record<string, (body: Buffer) => boolean>;

function isEmpty(body: Buffer): boolean {
  return body.length === 0;
}

function isAuthentication(kind: number, data: Buffer): boolean {
  if (kind === authentications.sasl) return data.at(-1) === 0;
  if (kind === authentications.md5) return data.length === 4;
  return kind >= 0 && kind <= 12;
}

/** Where as many texts end, each with its NUL; -1 when there are fewer. */
function endOfTexts(body: Buffer, start: number, count: number): number {
  let end = start;
  for (let text = 0; text < count; text += 1) {
    const nul = end > body.length ? -1 : body.indexOf(0, end);
    if (nul < 0) return -1;
    end = nul + 1;
  }
  return end;
}

/** A letter and a text, as often as wanted, then a NUL. */
function isFieldList(body: Buffer): boolean {
  let at = 0;
  while (at < body.length && body[at] !== 0) {
    at = endOfTexts(body, at + 1, 1);
    if (at < 0) return false;
  }
  return at === body.length - 1;
}

const fieldBytes = 18;

function isRowDescription(body: Buffer): boolean {
  if (body.length < 2) return false;
  let at = 2;
  for (let field = 0; field < body.readUInt16BE(0); field += 1) {
    const end = endOfTexts(body, at, 1);
    if (end < 0) return false;
    at = end + fieldBytes;
  }
  return at === body.length;
}

function isDataRow(body: Buffer): boolean {
  if (body.length < 2) return false;
  let at = 2;
  for (let field = 0; field < body.readUInt16BE(0); field += 1) {
    if (at + 4 > body.length) return false;
    const length = body.readInt32BE(at);
    if (length < -1) return false;
    at += 4 + Math.max(0, length);
  }
  return at === body.length;
}
