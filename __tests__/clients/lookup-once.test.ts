import { lookup, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

import { expect, test } from 'vitest';

import { lookupOnce } from '../../src/clients/lookup-once.ts';

/** The resolver of this machine, and what it was asked. */
function countingLookup() {
  const asked: string[] = [];
  const ask: LookupFunction = (host, options, tell) => {
    asked.push(host);
    (lookup as LookupFunction)(host, options, tell);
  };
  return { asked, once: lookupOnce(ask) };
}

function answerOf(once: LookupFunction, host: string, options: LookupOptions = {}) {
  return new Promise<{ readonly code?: string | undefined; readonly address: unknown }>((done) => {
    once(host, options, (error, address) => {
      done({ code: error?.code, address });
    });
  });
}

test('a host is asked for once, however many want it at once or after another', async () => {
  const { asked, once } = countingLookup();
  const together = await Promise.all(Array.from({ length: 20 }, () => answerOf(once, 'localhost')));
  const later = await answerOf(once, 'localhost');
  expect(asked).toEqual(['localhost']);
  expect(['127.0.0.1', '::1']).toContain(later.address);
  expect(new Set(together.map(({ address }) => address))).toEqual(new Set([later.address]));
});

test('another question about the host is another question', async () => {
  const { asked, once } = countingLookup();
  const one = await answerOf(once, 'localhost', { family: 4 });
  const all = await answerOf(once, 'localhost', { family: 4, all: true });
  expect(one.address).toBe('127.0.0.1');
  expect(all.address).toEqual([{ address: '127.0.0.1', family: 4 }]);
  expect(asked).toHaveLength(2);
});

test('what was not found is asked for again', async () => {
  const { asked, once } = countingLookup();
  const host = 'nowhere.invalid';
  expect(await answerOf(once, host)).toMatchObject({ code: expect.stringMatching(/^E/u) as string });
  await answerOf(once, host);
  expect(asked).toEqual([host, host]);
});
