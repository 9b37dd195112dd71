import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createProgress } from '../../src/cli/progress.ts';
import { painter, type Output } from '../../src/cli/terminal.ts';
import { Redactor } from '../../src/secrets.ts';
import { failingProbe, probeResult } from '../support/findings.ts';
import { screenOf } from '../support/terminal.ts';

function progressOn(out: Output, isLive: boolean, redactor = new Redactor()) {
  let elapsed = 0;
  return createProgress({
    out,
    isLive,
    paint: painter(false),
    redact: (text) => redactor.redact(text),
    elapsedMs: () => (elapsed += 40),
  });
}

const broken = failingProbe('cdw', 'COLUMN_MISSING', { check: { name: 'dflt.t.cellPhone' } });

describe('the progress of a run on a terminal', () => {
  it('shows what is under way below what is settled', () => {
    const screen = screenOf(60, 20);
    const progress = progressOn(screen, true);
    progress.begin(['cdw', 'chip', 'lorota']);
    progress.settled(probeResult({ layer: 'chip' }));
    const [first, ...rest] = screen.lines();
    expect(first).toMatch(/^✅ chip: pass/u);
    expect(rest.map((line) => line.split(' ')[1])).toEqual(['cdw', 'lorota']);
    progress.end();
  });

  it('leaves nothing but what is settled when it ends, at its end or before', () => {
    const screen = screenOf(200, 20);
    const progress = progressOn(screen, true);
    progress.begin(['cdw', 'chip', 'lorota']);
    progress.settled(broken);
    progress.settled(probeResult({ layer: 'chip' }));
    progress.end();
    expect(screen.lines().map((line) => line.trim().split(':')[0])).toEqual([
      '❌ cdw',
      '❌ dflt.t.cellPhone',
      '✅ chip',
    ]);
  });

  it('begins anew when staging is looked at again', () => {
    const screen = screenOf(60, 20);
    const progress = progressOn(screen, true);
    progress.begin(['chip']);
    progress.settled(probeResult({ layer: 'chip' }));
    progress.say('⏳ Looking again in 30 s.');
    progress.begin(['chip']);
    expect(screen.lines().map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '✅ chip:',
      '⏳ Looking',
      '⠋ chip',
    ]);
    progress.end();
    expect(screen.lines()).toHaveLength(2);
  });

  it('survives any width and height, and any name', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,59}$/u);
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        names,
        fc.integer({ min: 3, max: 90 }),
        fc.integer({ min: 3, max: 40 }),
        (probes, columns, rows) => {
          const screen = screenOf(columns, rows);
          const progress = progressOn(screen, true);
          progress.begin(probes);
          for (const probe of probes) progress.settled(probeResult({ layer: 'chip', name: probe }));
          progress.end();
          const plain = screenOf(columns, rows);
          const expected = progressOn(plain, false);
          for (const probe of probes) expected.settled(probeResult({ layer: 'chip', name: probe }));
          expect(screen.lines()).toEqual(plain.lines());
        },
      ),
    );
  });

  it('takes no more rows than the terminal has, and counts the rest', () => {
    const screen = screenOf(40, 8);
    const progress = progressOn(screen, true);
    progress.begin(Array.from({ length: 30 }, (_, index) => `probe-${String(index)}`));
    expect(screen.lines()).toHaveLength(6);
    expect(screen.lines().at(-1)).toMatch(/and 25 more/u);
    progress.end();
    expect(screen.lines()).toEqual(['']);
  });

  it('erases rows that a narrower terminal has wrapped', () => {
    const written: string[] = [];
    const out = { isTTY: true, columns: 80, rows: 24, write: (text: string) => written.push(text) };
    const progress = progressOn(out, true);
    progress.begin(['a-probe-with-a-name-of-forty-characters-']);
    out.columns = 20;
    progress.end();
    // 40 characters of name, the frame and the time make three lines of 20 columns.
    expect(written.at(-1)).toBe(`\r${'\u001B[1A\u001B[2K'.repeat(3)}`);
  });

  it('never shows a secret, not even half of one that was cut', () => {
    const redactor = new Redactor();
    redactor.add('hunter2-and-more');
    for (const columns of [8, 12, 16, 20, 80]) {
      const screen = screenOf(columns, 20);
      const progress = progressOn(screen, true, redactor);
      progress.begin(['hunter2-and-more']);
      progress.settled(probeResult({ layer: 'chip', name: 'hunter2-and-more' }));
      progress.say('told hunter2-and-more');
      progress.end();
      expect(screen.lines().join('')).not.toContain('hunter');
    }
  });
});

describe('the progress of a run in a pipe', () => {
  it('is each line once, without any control sequence', () => {
    const written: string[] = [];
    const progress = progressOn({ write: (text) => written.push(text) }, false);
    progress.begin(['cdw', 'chip']);
    progress.settled(broken);
    progress.say('one\nline');
    progress.end();
    expect(written.join('')).toMatch(
      /^❌ cdw: fail \([^\n]*\)\n {3}❌ dflt\.t\.cellPhone: COLUMN_MISSING[^\n]*\none line\n$/u,
    );
    expect(written.join('')).not.toContain('\u001B');
  });
});
