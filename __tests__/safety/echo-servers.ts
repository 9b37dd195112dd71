/** Servers that say back whatever they were told, wherever an answer has room for it. */
import type { ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';

import { patientValues } from '../../simulator/people.ts';
import { serve, type SeenRequest, type TestServer } from '../support/http-server.ts';
import { serverMessage, startStandIn, type StandIn } from '../support/postgres.ts';

/** Byte by byte, whatever it is that is encoded. */
function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-9A-F]{2})/giu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** A header carries one line of Latin-1. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e\xa0-\xff]/gu, '?').slice(0, 3000);
}

/**
 * Paths say how it answers: `/json`, `/keys`, `/error`, `/html`, `/refuse`, `/redirect`, `/elsewhere`, `/token`; anything
 * else is an error.
 *
 * @param values what it says beside what it was told: secrets that it knows, and people's values
 */
export function startEcho(values: readonly string[], tls?: ServerOptions): Promise<TestServer> {
  return serve((request, response) => {
    const told = {
      ...request,
      decoded: percentDecoded(request.url),
    };
    const all = [...values, ...patientValues];
    response.setHeader('server', headerText(`nginx/1.27.1 (${all.join(' ')})`));
    response.setHeader('x-echo', headerText(JSON.stringify(request.headers) + all.join(' ')));
    response.setHeader('set-cookie', headerText(`a=${all.join(' ')}`));
    answer(
      request,
      response,
      JSON.stringify({ told, all, errors: [{ title: all.join(), detail: told }] }),
      all,
    );
  }, tls);
}

function answer({ url }: SeenRequest, response: ServerResponse, text: string, all: readonly string[]): void {
  const path = url.replace(/[?].*$/u, '');
  const json = { 'content-type': 'application/json' };
  if (path.endsWith('/json')) response.writeHead(200, json).end(text);
  else if (path.endsWith('/keys')) {
    // A name may be a key of a body; what is none must not be shown as one.
    const keys = all.filter((value) => /\W/u.test(value) || /^\d/u.test(value));
    response
      .writeHead(200, json)
      .end(JSON.stringify(Object.fromEntries(keys.map((key) => [key, { [key]: 1 }]))));
  } else if (path.endsWith('/token'))
    response.writeHead(200, json).end(JSON.stringify({ token: all[0], told: text }));
  else if (path.endsWith('/html'))
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${text}</html>`);
  else if (path.endsWith('/refuse'))
    response
      .writeHead(401, headerText(all.join(' ')), {
        ...json,
        'www-authenticate': headerText(`Basic realm="${text}"`),
      })
      .end(text);
  else if (path.endsWith('/redirect'))
    response.writeHead(302, { location: `/json?said=${encodeURIComponent(text).slice(0, 4000)}` }).end(text);
  else if (path.endsWith('/elsewhere'))
    response
      .writeHead(307, { location: `http://127.0.0.1:9/${encodeURIComponent(text).slice(0, 4000)}` })
      .end();
  else response.writeHead(500, headerText(all.join(' ')), json).end(text);
}

const sslRequest = 80_877_103;

/** A PostgreSQL that asks for the password in clear text, and says all it was told in a notice and an error. */
export function startTalkativeDatabase(state: string, values: readonly string[]): Promise<StandIn> {
  return startStandIn((socket) => {
    let startup = '';
    socket.on('data', (packet) => {
      if (packet.length === 8 && packet.readInt32BE(4) === sslRequest) {
        socket.write('N');
      } else if (startup === '') {
        startup = packet.subarray(8).toString('utf8');
        socket.write(serverMessage('R', Buffer.from([0, 0, 0, 3])));
      } else {
        const text = [startup, packet.subarray(5).toString('utf8'), ...values, ...patientValues]
          .join(' ')
          .replaceAll('\0', ' ');
        const fields = ['M', 'D', 'H', 'W', 'q', 's', 't', 'c', 'd', 'n', 'F'].map(
          (letter) => `${letter}${text}\0`,
        );
        const body = Buffer.from(`SFATAL\0VFATAL\0C${state}\0${fields.join('')}\0`);
        socket.write(serverMessage('N', body));
        socket.end(serverMessage('E', body));
      }
    });
  });
}
