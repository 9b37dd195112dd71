import { describe, expect, test } from 'vitest';

import { renderAnnotations } from '../../src/reports/annotations.ts';
import { failing, failingProbe, probeResult, reportOn } from '../support/findings.ts';

const cdw = failingProbe('cdw', 'COLUMN_MISSING', {
  owner: { team: 'Data', contact: '#data' },
  check: { name: 'person.dob', expected: 'date', observed: 'no such column' },
});

function many(count: number, code: 'DNS' | 'SLOW') {
  return Array.from({ length: count }, (_, index) => failingProbe(`layer-${String(index)}`, code));
}

describe('renderAnnotations', () => {
  test('is empty when all is well', () => {
    expect(renderAnnotations(reportOn([probeResult({ layer: 'chip' })]))).toEqual([]);
  });

  test('names a root with expected, observed, what to do and who owns it', () => {
    expect(renderAnnotations(reportOn([cdw]))).toEqual([
      {
        level: 'error',
        title: 'cdw: COLUMN_MISSING',
        message:
          'person.dob: expected date, observed no such column. The staging copy of the table lacks a column that production has. Re-sync the table from production, so that both schemas match. Owner: Data (#data).',
      },
    ]);
  });

  test('does not annotate what a root explains', () => {
    const vetext = failingProbe('vetext', 'GATEWAY', { upstreams: ['cdw'] });
    expect(renderAnnotations(reportOn([vetext, cdw]))).toEqual(renderAnnotations(reportOn([cdw])));
  });

  test('shows as an error only what blocks the deploy', () => {
    const levels = (report: ReturnType<typeof reportOn>) =>
      renderAnnotations(report).map(({ level }) => level);
    expect(levels(reportOn([cdw], { enforce: false }))).toEqual(['warning']);
    expect(levels(reportOn([{ ...cdw, required: false }, probeResult({ layer: 'chip' })]))).toEqual([
      'warning',
    ]);
    expect(levels(reportOn([failingProbe('chip', 'INTERNAL')]))).toEqual(['error']);
  });

  test('warns of reservations and of what could not be judged, once, but not of what merely did not run', () => {
    const chip = probeResult({
      layer: 'chip',
      checks: [failing('CREDENTIAL_REFUSED', { name: 'token' }), failing('NOT_RUN', { name: 'refusal' })],
    });
    const titles = (report: ReturnType<typeof reportOn>) =>
      renderAnnotations(report).map(({ level, title }) => `${level} ${title}`);
    expect(titles(reportOn([cdw, chip, failingProbe('lorota', 'SLOW')]))).toEqual([
      'error cdw: COLUMN_MISSING',
      'warning chip: CREDENTIAL_REFUSED',
      'warning lorota: SLOW',
    ]);
    expect(titles(reportOn([chip]))).toEqual(['error chip: CREDENTIAL_REFUSED']);
  });

  test.each([
    [10, 10, 'chip'],
    [11, 10, '2 more findings: see the job summary.'],
    [40, 10, '31 more findings: see the job summary.'],
  ])('shows of %i roots %i, and counts the rest', (count, shown, last) => {
    const annotations = renderAnnotations(reportOn(many(count, 'DNS')));
    expect(annotations).toHaveLength(shown);
    if (count > 10)
      expect(annotations.at(-1)).toMatchObject({ level: 'error', title: 'More findings', message: last });
    else expect(annotations.at(-1)?.title).toMatch(/^layer-\d: DNS$/u);
  });

  test('shows ten of each level', () => {
    const probes = [
      ...many(20, 'DNS'),
      ...many(20, 'SLOW').map((probe) => ({ ...probe, name: `slow ${probe.name}` })),
    ];
    const levels = renderAnnotations(reportOn(probes)).map(({ level }) => level);
    expect(levels).toEqual([...Array<string>(10).fill('error'), ...Array<string>(10).fill('warning')]);
  });

  test('cuts what GitHub would cut, and says that something was cut', () => {
    const [annotation] = renderAnnotations(
      reportOn([failingProbe('chip', 'HTTP_STATUS', { check: { observed: '😀'.repeat(5000) } })]),
    );
    expect(annotation?.message.length).toBeLessThanOrEqual(4096);
    expect(annotation?.message.endsWith('…')).toBe(true);
    expect(annotation?.message.isWellFormed()).toBe(true);
  });
});
