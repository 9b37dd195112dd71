import { describe, expect, it } from 'vitest';

import { ledgerEntrySchema } from '../../src/core/ledger-entry.ts';
import type { Report } from '../../src/core/report.ts';
import { toLedgerEntry } from '../../src/core/to-ledger-entry.ts';
import { applyWaivers, type Waiver } from '../../src/core/waivers.ts';
import { evidenceOf, failing, failingProbe, probeResult, reportOn } from '../support/findings.ts';
import { candidate, now } from './ledger-entries.ts';

const run = { id: '4711', attempt: 2, url: 'https://github.example/runs/4711', event: 'schedule' };

function entryOf(report: Report) {
  return toLedgerEntry(report, run, now);
}

const warned = probeResult({ layer: 'chip', checks: [failing('SLOW', { layer: 'chip' })] });
const broken = failingProbe('cdw', 'COLUMN_MISSING');
const unjudged = failingProbe('vets-api', 'SECRET_MISSING');

describe('a line of the ledger', () => {
  it('says when, by which run, where, with which commit live, and what was seen', () => {
    const report = reportOn([probeResult({ layer: 'vetext' }), warned], {
      live: candidate,
      environment: 'staging-2',
    });
    expect(entryOf(report)).toEqual({
      v: 1,
      at: '2023-08-15T12:00:00.000Z',
      run,
      environment: 'staging-2',
      candidate,
      verdict: 'ready',
      healthy: true,
      probes: { vetext: 'pass', chip: 'warn' },
      layers: { vetext: 'pass', chip: 'warn' },
      maintenance: [],
      rootCauses: [],
      waivers: [],
    });
  });

  it('leaves out what the run does not know: its address, its event, a live commit', () => {
    const entry = toLedgerEntry(reportOn([warned]), { id: 'local', attempt: 1 }, now);
    expect(entry.run).toEqual({ id: 'local', attempt: 1 });
    expect(entry).not.toHaveProperty('candidate');
    expect(entry).not.toHaveProperty('run.url');
  });

  it('names the commit that was seen live, not the one that is to be deployed', () => {
    const report = reportOn([warned], { candidate: 'f'.repeat(40), live: candidate });
    expect(entryOf(report).candidate).toBe(candidate);
  });

  it('is what the schema of the ledger takes', () => {
    const report = reportOn([broken, unjudged, warned], { live: candidate });
    expect(ledgerEntrySchema.parse(entryOf(report))).toEqual(entryOf(report));
  });
});

describe('whether a line is healthy', () => {
  it.each([
    ['passes and warnings', [probeResult({ layer: 'cdw' }), warned], true],
    ['a required probe that fails', [warned, broken], false],
    ['a required probe that is unknown', [warned, unjudged], false],
    ['an optional probe that fails', [warned, { ...broken, required: false }], true],
    ['optional probes alone', [{ ...warned, required: false }], false],
  ] as const)('follows the required probes: %s', (_, probes, healthy) => {
    expect(entryOf(reportOn(probes)).healthy).toBe(healthy);
  });

  it('does not follow the verdict: staging may be healthy and the candidate untested', () => {
    const report = reportOn([warned], { evidence: evidenceOf({ missing: ['something'] }) });
    expect(entryOf(report)).toMatchObject({ verdict: 'untested', healthy: true });
  });

  it('is never so after a run on some of the probes', () => {
    expect(entryOf(reportOn([warned], { selectedProbes: ['chip'] })).healthy).toBe(false);
  });
});

describe('what a line says is broken', () => {
  it('is each blocking root with the code that names it', () => {
    const optional = { ...failingProbe('datadog', 'NO_DATA'), required: false };
    expect(entryOf(reportOn([broken, optional])).rootCauses).toEqual([
      { layer: 'cdw', code: 'COLUMN_MISSING' },
    ]);
  });

  it('is the worst status of the probes of a layer', () => {
    const probes = [
      probeResult({ layer: 'chip', name: 'chip-a' }),
      failingProbe('chip', 'HTTP_STATUS', { name: 'chip-b' }),
      probeResult({ layer: 'chip', name: 'chip-c', checks: [failing('SLOW')] }),
    ];
    const entry = entryOf(reportOn(probes));
    expect(entry.layers).toEqual({ chip: 'fail' });
    expect(entry.probes).toEqual({ 'chip-a': 'pass', 'chip-b': 'fail', 'chip-c': 'warn' });
  });

  it('includes a layer that has no probe of its own and that another one blames', () => {
    const blaming = probeResult({
      layer: 'vista-api',
      checks: [failing('ERROR_IN_BODY', { layer: 'vista', asked: 'vista-api' })],
    });
    const entry = entryOf(reportOn([blaming]));
    expect(entry.layers).toMatchObject({ vista: 'fail' });
    expect(entry.rootCauses).toEqual([{ layer: 'vista', code: 'ERROR_IN_BODY' }]);
  });

  it('takes the word of a layer with a probe of its own from that probe', () => {
    const blaming = probeResult({
      layer: 'vista-api',
      checks: [failing('ERROR_IN_BODY', { layer: 'vista', asked: 'vista-api' })],
    });
    const entry = entryOf(reportOn([probeResult({ layer: 'vista' }), blaming]));
    expect(entry.layers['vista']).toBe('pass');
  });

  it('does not include a layer of which a step was merely not run', () => {
    const skipped = probeResult({
      layer: 'vets-api',
      checks: [failing('NOT_RUN', { layer: 'lorota' })],
    });
    expect(entryOf(reportOn([skipped])).layers).toEqual({ 'vets-api': 'unknown' });
  });
});

describe('maintenance', () => {
  it('names each layer in its window once', () => {
    const probes = [
      failingProbe('vets-api', 'MAINTENANCE'),
      failingProbe('vets-api', 'MAINTENANCE', { name: 'vets-api-2' }),
      failingProbe('chip', 'HTTP_STATUS'),
    ];
    expect(entryOf(reportOn(probes)).maintenance).toEqual(['vets-api']);
  });
});

describe('the waivers of a line', () => {
  const used: Waiver = { source: 'dispatch', probes: ['cdw'], reason: 'INC-1', candidate, actor: 'captain' };
  const inFile: Waiver = { source: 'file', probes: ['cdw'], reason: 'INC-2', until: new Date('2023-12-01') };
  const unused: Waiver = { ...inFile, probes: ['chip'] };

  it('are those that were used, and what they waive is a failure', () => {
    const waivers = applyWaivers({
      probes: [broken, warned],
      evidenceState: 'met',
      waivers: [used, inFile, unused],
      now,
      candidate,
    });
    const entry = entryOf(reportOn([broken, warned], { waivers, candidate }));
    expect(entry).toMatchObject({ verdict: 'ready', healthy: false, probes: { cdw: 'fail' } });
    expect(entry.waivers).toEqual([
      { probes: ['cdw'], reason: 'INC-1', actor: 'captain' },
      { probes: ['cdw'], reason: 'INC-2' },
    ]);
  });
});
