import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { probeLines, verdictLines } from '../../src/reports/console.ts';
import { failing, failingProbe, passing, probeResult, reportOn } from '../support/findings.ts';

describe('probeLines', () => {
  test('gives one line for a probe that passed', () => {
    const checks = [passing('token'), passing('refusal')];
    expect(probeLines(probeResult({ layer: 'chip', checks, durationMs: 1250 }))).toEqual([
      '✅ chip: pass (2 of 2 checks, 1.3 s)',
    ]);
  });

  test('adds a line for each check that did not pass, with expected and observed', () => {
    const checks = [
      passing('token'),
      failing('HTTP_STATUS', { name: 'refusal' }),
      failing('SLOW', { name: 'budget' }),
    ];
    expect(probeLines(probeResult({ layer: 'chip', checks }))).toEqual([
      '❌ chip: fail (1 of 3 checks, 40 ms)',
      '   ❌ refusal: HTTP_STATUS, expected what the contract says, observed something else',
      '   ⚠️ budget: SLOW, expected what the contract says, observed something else',
    ]);
  });

  test('lets no text begin a line of its own: a runner would read commands there', () => {
    const text = fc
      .array(
        fc.oneof(
          fc.constantFrom('\n', '\r', '\u2028', '::stop-commands::x', '::error::', '\u001b[31m'),
          fc.string(),
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, text, (name, check, observed) => {
        const lines = probeLines(
          failingProbe('chip', 'HTTP_STATUS', { name, check: { name: check, observed } }),
        );
        expect(lines).toHaveLength(2);
        for (const line of lines) {
          expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]|^\s*::/u);
        }
      }),
    );
  });
});

describe('verdictLines', () => {
  test('tell verdict, headline and who is blocked by whom', () => {
    const report = reportOn([
      failingProbe('cdw', 'STALE'),
      failingProbe('vetext', 'GATEWAY', { upstreams: ['cdw'] }),
      probeResult({ layer: 'chip' }),
    ]);
    expect(verdictLines(report)).toEqual([
      '',
      `❌ Not ready: ${report.headline}`,
      '   vetext is blocked by cdw',
    ]);
  });
});
