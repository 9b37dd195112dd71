import { lookup, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Long enough for every request of one look at staging, short enough to see a failover while waiting for it. */
const keptMs = 30_000;

interface Kept {
  readonly answer: Promise<Parameters<Parameters<LookupFunction>[2]>>;
  readonly untilMs: number;
}

/**
 * Asks the resolver once for each host, however many requests go there at once: `dns.lookup` occupies one of four
 * threads for each question. What could not be found is asked for again.
 */
export function lookupOnce(ask: LookupFunction = lookup): LookupFunction {
  const kept = new Map<string, Kept>();
  return (host, options, tell) => {
    const question = JSON.stringify([host, questionOf(options)]);
    const known = kept.get(question);
    const isFresh = known !== undefined && performance.now() < known.untilMs;
    const answer = isFresh ? known.answer : answerOf(ask, host, options);
    if (!isFresh) kept.set(question, { answer, untilMs: performance.now() + keptMs });
    void answer.then((told) => {
      if (told[0] !== null && kept.get(question)?.answer === answer) kept.delete(question);
      tell(...told);
    });
  };
}

function questionOf({ family, hints, all, order }: LookupOptions) {
  return [family, hints, all, order];
}

function answerOf(ask: LookupFunction, host: string, options: LookupOptions): Kept['answer'] {
  return new Promise((done) => {
    try {
      ask(host, options, (...told) => {
        done(told);
      });
    } catch (error) {
      done([error as NodeJS.ErrnoException, '']);
    }
  });
}
