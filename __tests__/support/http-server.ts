/** Real servers on 127.0.0.1 for tests, with what they saw. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** @param count how many requests came so far, this one included. */
export type Answer = (request: SeenRequest, response: ServerResponse, count: number) => unknown;

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  /** How many connections were opened so far. */
  readonly connections: () => number;
  /** Cuts every connection, as a restarted server does. */
  readonly cutConnections: () => void;
}

/** An HTTP server, or with `tls` an HTTPS server. Use with `await using`. */
export async function serve(answer: Answer, tls?: ServerOptions): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const seen = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(seen);
      answer(seen, response, requests.length);
    });
  };
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  // A client that refuses our certificate is the point of many tests.
  server.on('tlsClientError', () => undefined);
  return { ...(await listenOn(server, tls === undefined ? 'http' : 'https')), requests };
}

/** A TCP server for what no HTTP server would do. */
export async function serveRaw(
  onConnection: (socket: Socket, count: number) => void,
): Promise<Omit<TestServer, 'requests'>> {
  let count = 0;
  const server = createTcpServer((socket) => {
    count += 1;
    onConnection(socket, count);
  });
  return listenOn(server);
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Lets a server listen on a free port of 127.0.0.1; gives its address, and the way to end it. */
export async function listenOn(server: TcpServer, scheme = 'http') {
  const sockets = new Set<Socket>();
  let opened = 0;
  server.on('connection', (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cutConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `${scheme}://127.0.0.1:${String(port)}`,
    port,
    connections: () => opened,
    cutConnections,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cutConnections();
      await closed;
    },
  };
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await listenOn(createTcpServer());
  await server[Symbol.asyncDispose]();
  return server.port;
}
