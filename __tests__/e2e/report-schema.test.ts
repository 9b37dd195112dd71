import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { Ajv2020, type SchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sampleNames, sampleReport } from '../../scripts/sample-reports.ts';
import { playWeek } from '../../simulator/replay/week.ts';
import { startStaging, type Staging } from '../../simulator/staging.ts';
import { runGate } from './gate.ts';

const root = resolve(import.meta.dirname, '../..');
const schema = JSON.parse(readFileSync(resolve(root, 'docs/report.schema.json'), 'utf8')) as SchemaObject;

/** The schema with every object closed: what a report has beyond it is a field that nobody documented. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]));
  return 'properties' in value ? { ...members, additionalProperties: false } : members;
}

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const isReport = ajv.compile(schema);
const isNothingElse = ajv.compile(closed(schema) as SchemaObject);

/** What the schema finds wrong with a report as it is written to its file. */
function problemsOf(report: unknown): readonly string[] {
  const written: unknown = JSON.parse(JSON.stringify(report));
  return [isReport, isNothingElse].flatMap((validate) => {
    validate(written);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  });
}

describe('the documented shape of report.json', () => {
  let staging: Staging;

  beforeAll(async () => {
    staging = await startStaging();
  });

  afterAll(async () => {
    await staging.stop();
  });

  it('is that of the file that the action writes on a healthy staging', async () => {
    const { report } = await runGate(staging);
    expect(report?.verdict).toBe('ready');
    expect(problemsOf(report)).toEqual([]);
  });

  it('is that of the file when a credential is refused', async () => {
    const { report } = await runGate(staging, { env: { CHIP_PASSWORD: 'not-the-password' } });
    expect(report?.verdict).toBe('inconclusive');
    expect(problemsOf(report)).toEqual([]);
  });

  it('is that of the file of a diagnosis on a broken staging, on a trial run of two probes', async () => {
    await staging.setFault('cdw-column-missing', true);
    const inputs = { mode: 'diagnose', enforce: 'false', probes: 'cdw,vets-api' };
    const { report } = await runGate(staging, { inputs });
    await staging.clearFaults();
    expect(report).toMatchObject({
      verdict: 'not-ready',
      enforced: false,
      selectedProbes: ['cdw', 'vets-api'],
    });
    expect(JSON.stringify(report)).toContain('"exchange"');
    expect(problemsOf(report)).toEqual([]);
  });

  it('is that of every report of a week with an outage and its debt, and with evidence that is missing', async () => {
    const reports = (await playWeek()).map(({ report }) => report);
    expect(new Set(reports.map(({ verdict }) => verdict))).toEqual(
      new Set(['ready', 'not-ready', 'untested']),
    );
    expect(reports.some(({ debt }) => debt !== undefined)).toBe(true);
    expect(reports.flatMap(problemsOf)).toEqual([]);
  });
});

describe('the schema of the report', () => {
  it.each(sampleNames)('accepts the sample "%s"', (name) => {
    expect(problemsOf(sampleReport(name))).toEqual([]);
  });

  it('finds a word that is none, a field that is missing, and one that nobody documented', () => {
    const { headline, ...rest } = sampleReport('ready');
    expect(headline).not.toBe('');
    const found = problemsOf({ ...rest, verdict: 'fine', startedAt: 'today', secret: 1 });
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringContaining("must have required property 'headline'"),
        expect.stringContaining('/verdict'),
        expect.stringContaining('/startedAt'),
        expect.stringContaining('must NOT have additional properties'),
      ]),
    );
  });

  it('lets a reader of today read a report with a field of tomorrow', () => {
    expect(isReport({ ...(JSON.parse(JSON.stringify(sampleReport('ready'))) as object), tomorrow: 1 })).toBe(
      true,
    );
  });
});

describe('the bundle of the action', () => {
  it('is written without the schema of its report', () => {
    const bundle = readFileSync(resolve(root, 'dist/index.js'), 'utf8');
    expect(bundle).not.toContain('report-schema');
  });
});
