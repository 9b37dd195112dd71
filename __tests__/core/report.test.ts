import { describe, expect, test } from 'vitest';

import { failing, failingProbe, passing, probeResult, reportOn } from '../support/findings.ts';

const cdw = failingProbe('cdw', 'COLUMN_MISSING', { owner: { team: 'Data' }, check: { name: 'person.dob' } });
const vetext = failingProbe('vetext', 'GATEWAY', { upstreams: ['cdw'] });
const chip = probeResult({ layer: 'chip' });

describe('buildReport', () => {
  test('puts verdict, decision and headline together', () => {
    const report = reportOn([cdw, vetext, chip]);
    expect(report).toMatchObject({
      version: 1,
      verdict: 'not-ready',
      decision: 'block',
      enforced: true,
      environment: 'staging',
      mode: 'gate',
      startedAt: '2023-08-15T12:00:00.000Z',
      durationMs: 1234,
    });
    expect(report.headline).toContain('cdw is broken at person.dob');
  });

  test('allows what is not enforced, and says that it was not', () => {
    expect(reportOn([cdw], { enforce: false })).toMatchObject({
      verdict: 'not-ready',
      decision: 'allow',
      enforced: false,
    });
  });

  test('names the roots only, and shows by whom the others are blocked', () => {
    const report = reportOn([cdw, vetext, chip]);
    expect(report.rootCauses).toEqual([
      {
        layer: 'cdw',
        probe: 'cdw',
        blocking: true,
        owner: { team: 'Data' },
        check: 'person.dob',
        code: 'COLUMN_MISSING',
        expected: 'what the contract says',
        observed: 'something else',
        hint: 'The staging copy of the table lacks a column that production has. Re-sync the table from production, so that both schemas match.',
      },
    ]);
    expect(report.probes.map(({ name, blockedBy }) => [name, blockedBy])).toEqual([
      ['cdw', undefined],
      ['vetext', ['cdw']],
      ['chip', undefined],
    ]);
  });

  test('explains a check that did not pass, and only that', () => {
    const probe = probeResult({
      layer: 'chip',
      checks: [passing('token'), failing('HTTP_STATUS', { name: 'refusal', hint: 'Look here.' })],
    });
    expect(reportOn([probe]).probes[0]?.checks).toEqual([
      { name: 'token', layer: 'chip', status: 'pass', durationMs: 5 },
      {
        name: 'refusal',
        layer: 'chip',
        status: 'fail',
        durationMs: 5,
        code: 'HTTP_STATUS',
        expected: 'what the contract says',
        observed: 'something else',
        hint: 'Look here.',
      },
    ]);
  });

  test('keeps what a pass does not prove', () => {
    const probe = probeResult({
      layer: 'vets-api',
      checks: [{ ...passing('window'), note: 'an empty list proves nothing' }],
    });
    expect(reportOn([probe]).probes[0]?.checks[0]).toMatchObject({
      status: 'pass',
      note: 'an empty list proves nothing',
    });
  });

  test.each([
    ['2023-08-15T09:30:00-04:00', '2023-08-15T13:30:00.000Z'],
    ['next week, <b>perhaps</b>', undefined],
    [undefined, undefined],
  ])('writes the end of maintenance %j as %j, in its own words', (told, until) => {
    const report = reportOn([failingProbe('vets-api', 'MAINTENANCE', { check: { until: told } })]);
    expect(report.rootCauses[0]?.until).toBe(until);
    expect(report.probes[0]?.checks[0]?.until).toBe(until);
  });

  test('names, when nothing failed, what could not be judged: one check of each required probe', () => {
    const cutOff = probeResult({
      layer: 'chip',
      owner: { team: 'Gateway' },
      checks: [failing('NOT_RUN', { name: 'refusal' }), failing('SECRET_MISSING', { name: 'password' })],
    });
    const unrun = probeResult({ layer: 'lorota', checks: [failing('NOT_RUN', { name: 'token' })] });
    const optional = failingProbe('vista-api', 'INTERNAL', { required: false });
    const report = reportOn([chip, cutOff, unrun, optional]);
    expect(report.verdict).toBe('inconclusive');
    expect(
      report.rootCauses.map(({ layer, check, code, blocking }) => [layer, check, code, blocking]),
    ).toEqual([
      ['chip', 'password', 'SECRET_MISSING', true],
      ['lorota', 'token', 'NOT_RUN', true],
    ]);
    expect(report.rootCauses[0]?.owner).toEqual({ team: 'Gateway' });
  });

  test('keeps, when inconclusive, the roots of what is not required', () => {
    const report = reportOn([failingProbe('chip', 'INTERNAL'), { ...cdw, required: false }]);
    expect(report.rootCauses.map(({ layer, blocking }) => [layer, blocking])).toEqual([
      ['chip', true],
      ['cdw', false],
    ]);
  });

  test('has the address of the run and the selection only when there are any', () => {
    expect(Object.keys(reportOn([chip]))).not.toEqual(expect.arrayContaining(['runUrl']));
    expect(Object.keys(reportOn([chip]))).not.toEqual(expect.arrayContaining(['selectedProbes']));
    expect(
      reportOn([chip], { runUrl: 'https://example.test/run/1', selectedProbes: ['chip'] }),
    ).toMatchObject({
      runUrl: 'https://example.test/run/1',
      selectedProbes: ['chip'],
    });
  });

  test('survives being written as JSON and read again', () => {
    const report = reportOn([cdw, vetext, chip], { selectedProbes: ['cdw'] });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});
