import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';

import { sampleNames, sampleReport } from '../../scripts/sample-reports.ts';
import { redactReport } from '../../src/core/redact-report.ts';
import type { Report } from '../../src/core/report.ts';
import { toStatus } from '../../src/publishers/commit-status.ts';
import { renderAnnotations } from '../../src/reports/annotations.ts';
import { verdictLines } from '../../src/reports/console.ts';
import { renderHtml } from '../../src/reports/html.ts';
import { slackMessage } from '../../src/reports/slack.ts';
import { renderSummary } from '../../src/reports/summary.ts';
import { issueBody, issueComment, issueTitle } from '../../src/reports/tracking-issue.ts';
import { Redactor } from '../../src/secrets.ts';
import { recordFigures } from '../support/reliability.ts';
import { findLeaks } from './forms.ts';
import { secretValue } from './secret-values.ts';

const numRuns = 150;
let tried = 0;
afterAll(() => {
  recordFigures('safety-rendered', { title: 'Rendered secrets', counts: { 'secrets tried': tried } });
});

/** All that people or systems wrote; nothing that others look things up by. */
const freeTexts = new Set([
  'headline',
  'expected',
  'observed',
  'hint',
  'note',
  'check',
  'team',
  'contact',
  'runbook',
  'labels',
  'missing',
  'text',
  'unsteady',
  'reason',
  'actor',
  'refusal',
  'server',
  'subject',
  'issuer',
  'shape',
  'sentence',
]);

function withSecret(value: unknown, secret: string, key = '', isCheck = false): unknown {
  if (typeof value === 'string')
    return freeTexts.has(key) || (isCheck && key === 'name')
      ? `${value} ${secret}, ${secret}${value}`
      : value;
  if (Array.isArray(value))
    return value.map((each: unknown) => withSecret(each, secret, key, isCheck || key === 'checks'));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      // The name of a check run by which a requirement finds it.
      key === 'requirements' && name === 'check' ? each : withSecret(each, secret, name, isCheck),
    ]),
  );
}

function shown(report: Report): Readonly<Record<string, string>> {
  const changes = [{ kind: 'broke' }, { kind: 'recovered', outageMs: 1000 }, { kind: 'waived' }] as const;
  return {
    json: JSON.stringify(report, null, 2),
    html: renderHtml(report),
    summary: renderSummary(report),
    log: verdictLines(report).join('\n'),
    annotations: JSON.stringify(renderAnnotations(report)),
    status: JSON.stringify(toStatus(report, 'gate')),
    issue: [
      issueTitle(report),
      issueBody(report),
      ...changes.map((change) => issueComment(report, change)),
    ].join('\n'),
    slack: changes.map((change) => JSON.stringify(slackMessage(report, change))).join('\n'),
  };
}

test('a secret in any free text of a report is in none of its forms in anything that is made of it', () => {
  fc.assert(
    fc.property(secretValue, fc.constantFrom(...sampleNames), (secret, name) => {
      const redactor = new Redactor();
      redactor.add(secret);
      const sample = { ...sampleReport(name), unsteady: 'not for long' };
      const report = redactReport(withSecret(sample, secret) as Report, (text) => redactor.redact(text));
      tried += 1;
      expect(findLeaks(shown(report), [secret])).toEqual([]);
    }),
    { numRuns },
  );
});
