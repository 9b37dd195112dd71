import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { FaultCode } from '../../src/core/fault-codes.ts';
import type { Layer, ProbeResult } from '../../src/core/model.ts';
import { renderChain } from '../../src/reports/chain.ts';
import { renderSummary } from '../../src/reports/summary.ts';
import { failing, failingProbe, passing, probeResult, reportOn } from '../support/findings.ts';

const cdw = failingProbe('cdw', 'COLUMN_MISSING', {
  owner: { team: 'VEText data', contact: '#vetext-data', runbook: 'https://example.test/runbook' },
  check: { name: 'dflt.person.dob', expected: 'date not null', observed: 'no such column' },
});
const vetext = failingProbe('vetext', 'GATEWAY', { upstreams: ['cdw'] });
const chip = probeResult({ layer: 'chip' });

const bytesOf = (text: string) => Buffer.byteLength(text);

function headings(summary: string): string[] {
  return summary.split('\n').filter((line) => line.startsWith('###'));
}

function many(count: number, make: (layer: Layer) => ProbeResult): ProbeResult[] {
  return Array.from({ length: count }, (_, index) => make(`layer-${String(index)}`));
}

describe('renderSummary', () => {
  test('shows the headline, a table of the probes, and what did not pass', () => {
    const report = reportOn([chip, vetext, cdw], { runUrl: 'https://example.test/run/1' });
    const chain = `${renderChain(report)}\n\n`;
    expect(renderSummary(report).split(chain)).toHaveLength(2);
    expect(renderSummary(report).replace(chain, '')).toBe(
      [
        '## ❌ Not ready',
        '',
        '**staging cannot run check-in tests: cdw is broken at dflt.person.dob (COLUMN\\_MISSING: no such column). VEText data (\\#vetext-data) acts next.**',
        '',
        '|  | Probe | Layer | Result | Checks passed | Time |',
        '| --- | --- | --- | --- | --- | --- |',
        '| ✅ | chip | chip | pass | 1 of 1 | 40 ms |',
        '| ❌ | vetext | vetext | fail, blocked by cdw | 0 of 1 | 40 ms |',
        '| ❌ | cdw | cdw | fail | 0 of 1 | 40 ms |',
        '',
        '### ❌ cdw: fail',
        '',
        'Owner: VEText data (\\#vetext-data) · [runbook](https://example.test/runbook)',
        '',
        '|  | Check | Code | Expected | Observed |',
        '| --- | --- | --- | --- | --- |',
        '| ❌ | dflt.person.dob | `COLUMN_MISSING` | date not null | no such column |',
        '',
        '> The staging copy of the table lacks a column that production has. Re-sync the table from production, so that both schemas match.',
        '',
        '### ❌ vetext: fail, blocked by cdw',
        '',
        'Owner: none configured',
        '',
        '|  | Check | Code | Expected | Observed |',
        '| --- | --- | --- | --- | --- |',
        '| ❌ | health | `GATEWAY` | what the contract says | something else |',
        '',
        '> Mend cdw first: this may well be its consequence.',
        '',
        '<sub>Environment staging · candidate `0123456789ab` · probed 2023-08-15 12:00 UTC in 1.2 s · [run](https://example.test/run/1)</sub>',
        '',
      ].join('\n'),
    );
  });

  test('says in its title that the verdict is not enforced, and in the table what is not required', () => {
    const summary = renderSummary(reportOn([cdw, { ...chip, required: false }], { enforce: false }));
    expect(summary).toContain('## ❌ Not ready (not enforced)\n');
    expect(summary).toContain('| chip (not required) |');
  });

  test('lists the worst first below the table', () => {
    const probes = [failingProbe('lorota', 'SLOW'), failingProbe('chip', 'INTERNAL'), vetext, cdw];
    expect(headings(renderSummary(reportOn(probes)))).toEqual([
      '### ❌ cdw: fail',
      '### ❌ vetext: fail, blocked by cdw',
      '### ❔ chip: unknown',
      '### ⚠️ lorota: warn',
    ]);
  });

  test('says each hint once, and of which checks it speaks where there are several', () => {
    const checks = [
      failing('HTTP_STATUS', { name: 'a', hint: 'First.' }),
      failing('HTTP_STATUS', { name: 'b', hint: 'First.' }),
      failing('HTTP_STATUS', { name: 'c', hint: 'Second.' }),
    ];
    const summary = renderSummary(reportOn([probeResult({ layer: 'chip', checks })]));
    expect(summary.split('\n').filter((line) => line.startsWith('>'))).toEqual([
      '> a, b: First.',
      '> c: Second.',
    ]);
  });

  test('says of a probe that is blocked what to do about the root that it shows, and what it left behind', () => {
    const probe = probeResult({
      name: 'journey',
      layer: 'check-in',
      checks: [
        failing('IDENTITY_REFUSED', { name: 'login', layer: 'lorota', hint: 'Look at the payload.' }),
        failing('LEFTOVER', { name: 'clean-up', hint: 'Delete it.' }),
        failing('NOT_RUN', { name: 'check-in' }),
      ],
    });
    const hints = renderSummary(reportOn([probe]))
      .split('\n')
      .filter((line) => line.startsWith('>'));
    expect(hints).toEqual(['> login: Look at the payload.', '> clean-up: Delete it.']);
  });

  test('says what a pass does not prove', () => {
    const note = 'an empty list proves nothing';
    const probe = probeResult({ layer: 'vets-api', checks: [{ ...passing('window'), note }] });
    expect(renderSummary(reportOn([probe]))).toContain(
      '\nNotes:\n\n- vets-api, window: an empty list proves nothing\n',
    );
    expect(renderSummary(reportOn([chip]))).not.toContain('Notes:');
  });

  test('shows a team and its runbook without a contact, and no link to what is no address', () => {
    const owner = { team: 'Data', runbook: 'javascript:alert(1)' };
    expect(renderSummary(reportOn([{ ...cdw, owner }]))).toContain('\nOwner: Data · runbook\n');
  });

  test('lets no text of a user break out of its line', () => {
    const evil = '</sub>\n# `| <script>\n@team | [x](y)';
    const probe = failingProbe(evil, 'HTTP_STATUS', {
      owner: { team: evil, contact: evil, runbook: evil },
      check: { name: evil, expected: evil, observed: evil, hint: evil },
    });
    const tame = failingProbe('x', 'HTTP_STATUS', {
      owner: { team: 'x', contact: 'x', runbook: 'x' },
      check: { name: 'x', expected: 'x', observed: 'x', hint: 'x' },
    });
    const summary = renderSummary(reportOn([probe], { environment: evil, candidate: evil }));
    const plain = renderSummary(reportOn([tame], { environment: 'x', candidate: 'x' }));
    expect(summary.split('\n')).toHaveLength(plain.split('\n').length);
    expect(summary).not.toMatch(/<script|@team/u);
    expect(summary.match(/<\/?[a-z]+>/gu)).toEqual(['<sub>', '<code>', '</code>', '</sub>']);
  });
});

describe('the size of a summary', () => {
  test('stays below what GitHub takes with thousands of broken probes, and counts what it leaves out', () => {
    const summary = renderSummary(reportOn(many(3000, (layer) => failingProbe(layer, 'DNS'))));
    expect(bytesOf(summary)).toBeLessThanOrEqual(1_000_000);
    const shown = headings(summary).length;
    expect(shown).toBeGreaterThan(100);
    expect(summary).toContain(`…and ${String(3000 - shown)} more findings: see report.json.`);
    expect(summary.trimEnd().endsWith('</sub>')).toBe(true);
  });

  test('keeps what is broken when the table of the probes is too long', () => {
    const probes = [...many(20_000, (layer) => probeResult({ layer })), cdw];
    const summary = renderSummary(reportOn(probes));
    const rows = summary.split('\n').filter((line) => line.startsWith('| ✅'));
    expect(bytesOf(summary)).toBeLessThanOrEqual(1_000_000);
    expect(summary).toContain('more layers"]');
    expect(summary).toContain('\n| ❌ | cdw | cdw | fail |');
    expect(summary).toContain('### ❌ cdw: fail');
    expect(summary).toContain(`…and ${String(20_000 - rows.length)} more probes: see report.json.`);
  });

  test('cuts a probe with very many findings, and the notes of very many passes, and counts both', () => {
    const checks = Array.from({ length: 3000 }, (_, index) =>
      failing('STALE', { name: `table-${String(index)}` }),
    );
    const noted = Array.from({ length: 60 }, () => ({ ...passing(), note: 'proves little' }));
    const summary = renderSummary(
      reportOn([probeResult({ layer: 'cdw', checks }), probeResult({ layer: 'chip', checks: noted })]),
    );
    expect(summary).toContain('…and 2950 more checks: see report.json.');
    expect(summary).toContain('- …and 10 more notes: see report.json.');
  });

  test('never exceeds its limit, whatever stands in it', () => {
    const codes = fc.constantFrom<FaultCode>('DNS', 'HTTP_STATUS', 'SLOW', 'INTERNAL');
    const long = fc
      .tuple(fc.constantFrom('a', '$', '|', '<', '😀', ' x'), fc.nat({ max: 3000 }))
      .map(([unit, times]) => unit.repeat(times));
    const probe = fc
      .record({ code: codes, layer: long, name: long, checks: fc.nat({ max: 120 }) })
      .map(({ code, layer, name, checks }) =>
        probeResult({
          layer,
          checks: Array.from({ length: checks }, () => failing(code, { layer, name, observed: name })),
        }),
      );
    fc.assert(
      fc.property(fc.array(probe, { maxLength: 12 }), long, (probes, environment) => {
        expect(bytesOf(renderSummary(reportOn(probes, { environment }), 65_536))).toBeLessThanOrEqual(65_536);
      }),
      { numRuns: 40 },
    );
  });
});
