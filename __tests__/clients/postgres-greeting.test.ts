import { describe, expect, test } from 'vitest';

import { readGreeting } from '../../src/clients/postgres-greeting.ts';
import { errorResponse, serverMessage } from '../support/postgres.ts';

const authentication = serverMessage('R', Buffer.from([0, 0, 0, 0]));
const refusal = errorResponse('57P03', 'starting up');

describe('the first answer to a request for TLS', () => {
  test.each([
    ['yes', Buffer.from('S'), 'postgres'],
    ['no', Buffer.from('N'), 'no-tls'],
    ['an error', refusal, 'early-error'],
    ['yes with bytes behind it', Buffer.from('Sx'), 'foreign'],
    ['no with bytes behind it', Buffer.from('Nxxxxxxx'), 'foreign'],
    ['an authentication', authentication, 'foreign'],
    ['the banner of SSH', Buffer.from('SSH-2.0-x\r\n'), 'foreign'],
    ['nothing at all', Buffer.alloc(0), 'foreign'],
  ])('%s', (_, bytes, greeting) => {
    expect(readGreeting(bytes, true)).toBe(greeting);
  });
});

describe('the first answer to a log-in', () => {
  test.each([
    ['an authentication', authentication, 'postgres'],
    ['its first bytes only', authentication.subarray(0, 3), 'postgres'],
    ['an error', refusal, 'postgres'],
    ['a notice', serverMessage('N', Buffer.from('x')), 'postgres'],
    ['another version of the protocol', serverMessage('v', Buffer.alloc(8)), 'postgres'],
    ['an answer of HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), 'foreign'],
    ['text that begins like a message', Buffer.from('Readers welcome'), 'foreign'],
    ['a message shorter than its own length', Buffer.from([0x52, 0, 0, 0, 3]), 'foreign'],
    ['an alert of TLS', Buffer.from([0x15, 3, 1, 0, 2, 2, 80]), 'foreign'],
    ['yes to TLS that nobody asked for', Buffer.from('S'), 'foreign'],
  ])('%s', (_, bytes, greeting) => {
    expect(readGreeting(bytes, false)).toBe(greeting);
  });

  test('is read at its place in a larger buffer', () => {
    const larger = Buffer.concat([Buffer.from('xyz'), authentication]);
    expect(readGreeting(larger.subarray(3), false)).toBe('postgres');
  });
});
