import { inspect } from 'node:util';

import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { messageReader } from '../../src/clients/postgres-messages.ts';
import { postgres } from '../../src/clients/postgres.ts';
import { FaultError } from '../../src/errors.ts';
import { Secret } from '../../src/secrets.ts';
import { errorResponse, serverMessage, type StandIn, startStandIn } from '../support/postgres.ts';

const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((it) => Buffer.from(`${it.replaceAll('\0', '')}\0`));

const int16 = (value: number) => Buffer.from(Uint16Array.of(value).buffer).swap16();
const int32 = (value: number) => Buffer.from(Int32Array.of(value).buffer).swap32();

/** Bodies as the documentation has them, with any content. */
const bodies: Readonly<Record<string, fc.Arbitrary<Buffer>>> = {
  R: fc.oneof(
    fc.constant(int32(0)),
    fc.constant(int32(3)),
    fc.uint8Array({ minLength: 4, maxLength: 4 }).map((salt) => Buffer.concat([int32(5), salt])),
    fc.constant(Buffer.concat([int32(10), Buffer.from('SCRAM-SHA-256\0\0')])),
    fc.constantFrom(11, 12).chain((kind) => text.map((it) => Buffer.concat([int32(kind), it]))),
    fc.constantFrom(2, 7, 8, 9).map(int32),
  ),
  S: fc.tuple(text, text).map(joined),
  K: fc.constant(Buffer.alloc(8)),
  Z: fc.constantFrom('I', 'T', 'E').map((it) => Buffer.from(it)),
  E: fc.array(fc.tuple(fc.constantFrom('S', 'V', 'C', 'M', 'D', 'H'), text), { maxLength: 5 }).map(fieldList),
  N: fc.array(fc.tuple(fc.constantFrom('S', 'C', 'M'), text), { maxLength: 3 }).map(fieldList),
  A: fc.tuple(fc.constant(int32(1)), text, text).map(joined),
  C: fc.oneof(
    text,
    fc.constantFrom('SELECT 1\0', 'BEGIN\0', 'ROLLBACK\0').map((it) => Buffer.from(it)),
  ),
  T: fc
    .array(text, { maxLength: 4 })
    .map((names) =>
      Buffer.concat([int16(names.length), ...names.flatMap((name) => [name, Buffer.alloc(18, 1)])]),
    ),
  D: fc
    .array(fc.option(text), { maxLength: 4 })
    .map((values) =>
      Buffer.concat([
        int16(values.length),
        ...values.flatMap((it) => (it === null ? [int32(-1)] : [int32(it.length), it])),
      ]),
    ),
  t: fc.nat({ max: 3 }).map((count) => Buffer.concat([int16(count), Buffer.alloc(4 * count)])),
  '1': fc.constant(Buffer.alloc(0)),
  '2': fc.constant(Buffer.alloc(0)),
  '3': fc.constant(Buffer.alloc(0)),
  n: fc.constant(Buffer.alloc(0)),
  s: fc.constant(Buffer.alloc(0)),
  I: fc.constant(Buffer.alloc(0)),
};

function joined(parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts);
}

function fieldList(fields: readonly (readonly [string, Buffer])[]): Buffer {
  const parts = fields.flatMap(([letter, value]) => [Buffer.from(letter), value]);
  return Buffer.concat([...parts, Buffer.from([0])]);
}

const sound = fc
  .constantFrom(...Object.keys(bodies))
  .chain((letter) =>
    (bodies[letter] ?? fc.constant(Buffer.alloc(0))).map((body) => serverMessage(letter, body)),
  );

describe('the reader of messages', () => {
  test('gives the same messages however they are cut on their way', () => {
    fc.assert(
      fc.property(fc.array(sound, { minLength: 1 }), fc.array(fc.nat({ max: 40 })), (messages, cuts) => {
        const read = messageReader();
        let rest = Buffer.concat(messages);
        const seen: Buffer[] = [];
        for (const cut of [...cuts, rest.length]) {
          seen.push(...(read(rest.subarray(0, cut)) ?? []).map(({ bytes }) => bytes));
          rest = rest.subarray(cut);
        }
        expect(seen).toEqual(messages);
      }),
    );
  });

  test('takes no message that ends too early or too late', () => {
    fc.assert(
      fc.property(sound, fc.integer({ min: -9, max: 9 }), (message, change) => {
        const body = message.subarray(5);
        fc.pre(change !== 0 && body.length + change >= 0);
        const other = Buffer.concat([body, Buffer.alloc(9, 'x')]).subarray(0, body.length + change);
        const letter = message.toString('latin1', 0, 1);
        const read = messageReader()(serverMessage(letter, other));
        // Keys, and what SASL says, have any length; a shorter text may be whole as well.
        if (!'KR'.includes(letter) && change > 0) expect(read).toBeUndefined();
        expect(read === undefined || read.length === 1).toBe(true);
      }),
    );
  });

  test.each([
    ['an answer of HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n')],
    ['text that begins like a message', Buffer.from('Readers welcome')],
    ['its first letter alone, when it is none', Buffer.from('H')],
    ['an alert of TLS', Buffer.from([0x15, 3, 1, 0, 2, 2, 80])],
    ['a length of less than itself', Buffer.from([0x5a, 0, 0, 0, 3])],
    ['a length of gigabytes', Buffer.from([0x44, 0x7f, 0, 0, 0])],
    ['a copy that nobody asked for', serverMessage('G', Buffer.alloc(3))],
    ['an error without its end', serverMessage('E', Buffer.from('SFATAL\0'))],
    ['an error that ends in a text', serverMessage('E', Buffer.from('SFATAL'))],
    ['a row of more values than there are', serverMessage('D', Buffer.from([0, 2, 0, 0, 0, 0]))],
    ['a row with a length below none', serverMessage('D', Buffer.concat([int16(1), int32(-2)]))],
    ['a description without its names', serverMessage('T', Buffer.from([0, 1, 65]))],
    ['an unknown authentication', serverMessage('R', int32(99))],
    [
      'a list of mechanisms without its end',
      serverMessage('R', Buffer.concat([int32(10), Buffer.from('SCRAM')])),
    ],
  ])('does not take %s', (_, bytes) => {
    expect(messageReader()(bytes)).toBeUndefined();
  });

  test('waits for the rest of a message', () => {
    const read = messageReader();
    const message = errorResponse('57P03', 'starting up');
    expect(read(message.subarray(0, 3))).toEqual([]);
    expect(read(message.subarray(3, 9))).toEqual([]);
    expect(read(message.subarray(9))).toHaveLength(1);
  });
});

describe('a server that has the form of PostgreSQL and makes no sense', () => {
  let standIn: StandIn;
  let script: readonly Buffer[] = [];
  const uncaught: unknown[] = [];
  const catchIt = (error: unknown) => uncaught.push(error);

  beforeAll(async () => {
    process.on('uncaughtException', catchIt);
    process.on('unhandledRejection', catchIt);
    standIn = await startStandIn((socket) => {
      let step = 0;
      socket.on('data', () => {
        const answer = script[step];
        step += 1;
        if (answer === undefined) socket.end();
        else socket.write(answer);
      });
    });
  });

  afterAll(async () => {
    process.off('uncaughtException', catchIt);
    process.off('unhandledRejection', catchIt);
    await standIn.stop();
  });

  afterEach(() => {
    expect(uncaught).toEqual([]);
  });

  const url = () => new Secret(`postgres://u:hunter2@127.0.0.1:${String(standIn.port)}/d?sslmode=disable`);
  const limits = { statementTimeoutMs: 1000, lockTimeoutMs: 1000, applicationName: 'staging-health-gate' };
  const tables = [{ schema: 'a', table: 'b', columns: ['c'] }];
  const welcome = Buffer.concat([serverMessage('R', int32(0)), serverMessage('Z', Buffer.from('I'))]);

  /** What a whole conversation comes to: a fault, a bug, or an answer. */
  async function talk(answers: readonly Buffer[]): Promise<unknown> {
    script = answers;
    const controller = new AbortController();
    const give = setTimeout(() => {
      controller.abort(new FaultError({ code: 'CANCELLED', expected: 'an end', observed: 'none' }));
    }, 40);
    const options = { ...limits, connectTimeoutMs: 60_000, signal: controller.signal };
    try {
      const session = await postgres.connect(url(), options);
      try {
        return [await session.describe(tables), await session.read(tables)];
      } finally {
        await session.close();
      }
    } catch (error) {
      return error;
    } finally {
      clearTimeout(give);
    }
  }

  test('is a fault, whatever it says and in whatever order', async () => {
    const answer = fc.array(sound, { maxLength: 4 }).map(joined);
    const answers = fc.tuple(fc.boolean(), fc.array(answer, { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(answers, async ([isWelcome, rest]) => {
        const outcome = await talk(isWelcome ? [welcome, ...rest] : rest);
        expect(inspect(outcome, { depth: 9 })).not.toContain('hunter2');
        expect(uncaught).toEqual([]);
        // A row that is none of ours may come to a bug, never to a pass.
        expect(outcome).toBeInstanceOf(Error);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ['GSSAPI', 7],
    ['SSPI', 9],
    ['Kerberos V5', 2],
  ])('but asks for a log-in by %s, is refused in our words', async (_, kind) => {
    expect(await talk([serverMessage('R', int32(kind))])).toMatchObject({
      fault: { code: 'CREDENTIAL_REFUSED', observed: 'the server asks for a log-in by Kerberos' },
    });
  });

  test('and hangs up behind the log-in, was cut', async () => {
    expect(await talk([welcome])).toMatchObject({ fault: { code: 'CONNECT_RESET' } });
  });

  test('and goes on with something else behind the log-in, is none', async () => {
    expect(await talk([welcome, Buffer.from('HTTP/1.1 200 OK\r\n\r\n')])).toMatchObject({
      fault: { code: 'PROTOCOL' },
    });
  });
});
