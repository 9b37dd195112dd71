import { describe, expect, it } from 'vitest';

import { readHistory } from '../../src/core/history.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { dayMs, hourMs, minuteMs } from '../../src/core/spans.ts';
import { badgeOf, renderBadge, renderShieldsEndpoint } from '../../src/reports/badge.ts';
import { before, brokenAt, entryAt, now } from '../core/ledger-entries.ts';

const history = (...entries: readonly LedgerEntry[]) => readHistory({ entries, environment: 'staging', now });

const roots = (...layers: readonly string[]) => ({
  rootCauses: layers.map((layer) => ({ layer, code: 'TIMEOUT' })),
});

const waivers = [{ probes: ['check-in'], reason: 'a known defect' }];

describe('the badge', () => {
  it.each([
    ['ready', [entryAt(now)], 'ready', 'good'],
    ['untested', [entryAt(now, { verdict: 'untested' })], 'untested', 'untested'],
    ['inconclusive', [entryAt(now, { verdict: 'inconclusive', healthy: false })], 'inconclusive', 'quiet'],
    ['no sample', [], 'no data', 'quiet'],
    ['a stale sample', [entryAt(before(46 * minuteMs))], 'no data', 'quiet'],
    ['a stale and broken sample', [brokenAt(before(3 * dayMs), roots('cdw'))], 'no data', 'quiet'],
    [
      'an outage',
      [brokenAt(before(3 * dayMs + 21 * hourMs)), brokenAt(now, roots('cdw'))],
      'cdw broken for 3 d',
      'bad',
    ],
    [
      'two roots',
      [brokenAt(before(50 * minuteMs)), brokenAt(now, roots('cdw', 'chip', 'cdw'))],
      'cdw, chip broken for 50 min',
      'bad',
    ],
    ['many roots', [brokenAt(now, roots('cdw', 'chip', 'lorota'))], 'cdw +2 broken', 'bad'],
    ['no known root', [brokenAt(now)], 'broken', 'bad'],
    [
      'maintenance',
      [brokenAt(now, { ...roots('cdw'), maintenance: ['cdw'] })],
      'cdw in maintenance',
      'maintenance',
    ],
    ['a waiver of the evidence', [entryAt(now, { waivers })], 'ready, waived', 'warn'],
    [
      'a waived failure',
      [brokenAt(now, { ...roots('cdw'), verdict: 'ready', waivers })],
      'cdw broken, waived',
      'bad',
    ],
  ] as const)('tells of %s', (_, entries, message, tone) => {
    expect(badgeOf(history(...entries))).toEqual({ label: 'staging', message, tone });
  });

  it('is drawn as SVG that says the same to those who hear it', () => {
    const svg = renderBadge(history(brokenAt(now, roots('cdw'))));
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/u);
    expect(svg).toContain('aria-label="staging: cdw broken"');
    expect(svg).toContain('#b3261e');
  });

  it('is green only when staging is ready and nothing was waived', () => {
    const green = '#1a7340';
    expect(renderBadge(history(entryAt(now)))).toContain(green);
    for (const entry of [entryAt(now, { waivers }), entryAt(now, { verdict: 'untested' }), brokenAt(now)])
      expect(renderBadge(history(entry))).not.toContain(green);
  });

  it('is told to shields.io, which may not recolour what is not ready', () => {
    expect(JSON.parse(renderShieldsEndpoint(history(entryAt(now))))).toEqual({
      schemaVersion: 1,
      label: 'staging',
      message: 'ready',
      color: '1a7340',
      isError: false,
      cacheSeconds: 300,
    });
    expect(JSON.parse(renderShieldsEndpoint(history()))).toMatchObject({ message: 'no data', isError: true });
  });

  it('lets no name of a layer break out, and stays short', () => {
    const layer = `</text><script>"'&\u202e\uffff${'x'.repeat(500)}`;
    const broken = history(brokenAt(now, roots(layer)));
    expect(renderBadge(broken)).not.toMatch(/<script|[\u202e\uffff]/u);
    expect(badgeOf(broken).message.length).toBeLessThanOrEqual(80);
  });
});
