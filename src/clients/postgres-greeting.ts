import type { Socket } from 'node:net';

/** What the first bytes of an answer tell about who answers. */
export type Greeting =
  | 'postgres'
  /** The server has no TLS. */
  | 'no-tls'
  /** An error before TLS was even negotiated. */
  | 'early-error'
  | 'foreign';

const shortestMessage = 4;
const longestMessage = 30_000;

/**
 * Reads the first answer to a TLS request (one byte, `S` or `N`) or to a log-in (a message: authentication,
 * error, notice or protocol version), see postgresql.org/docs/current/protocol-flow.html. Without this,
 * a web server on the port would look like a server that hangs: its text reads as a message without end.
 */
export function readGreeting(bytes: Uint8Array, tlsRequested: boolean): Greeting {
  const [first = 0] = bytes;
  const letter = String.fromCharCode(first);
  if (tlsRequested && bytes.length === 1) {
    if (letter === 'S') return 'postgres';
    if (letter === 'N') return 'no-tls';
  }
  const isMessage = 'RENv'.includes(letter) && hasSaneLength(bytes);
  if (!isMessage) return 'foreign';
  // Bytes that follow the answer to a TLS request were injected, unless they are an error (CVE-2021-23222).
  if (tlsRequested) return letter === 'E' ? 'early-error' : 'foreign';
  return 'postgres';
}

function hasSaneLength(bytes: Uint8Array): boolean {
  if (bytes.length < 5) return true;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  return length >= shortestMessage && length <= longestMessage;
}

/** Reads the greeting as it arrives and hangs up on whoever is no PostgreSQL. The answer gives what was seen so far. */
export function watchGreeting(socket: Socket, tlsRequested: boolean): () => Greeting | undefined {
  let greeting: Greeting | undefined;
  socket.once('data', (bytes: Uint8Array) => {
    greeting = readGreeting(bytes, tlsRequested);
    if (greeting === 'foreign') socket.destroy();
  });
  return () => greeting;
}
