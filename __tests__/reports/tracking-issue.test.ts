import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { changeKey } from '../../src/reports/change.ts';
import {
  isIssueStale,
  issueBody,
  issueComment,
  issueTitle,
  readChangeKey,
} from '../../src/reports/tracking-issue.ts';
import type { Owner } from '../../src/core/model.ts';
import { failingProbe, probeResult, reportOn } from '../support/findings.ts';
import { attacks, hostileReport } from './hostile.ts';

const owner = { team: 'Data', contact: '@va/vetext-data', runbook: 'https://example.test/runbook' };
const cdw = failingProbe('cdw', 'COLUMN_MISSING', {
  owner,
  check: { name: 'dflt.person.dob', expected: 'date', observed: 'none', hint: 'Add it.' },
});
const vetext = failingProbe('vetext', 'GATEWAY', { upstreams: ['cdw'] });
const lorota = failingProbe('lorota', 'TIMEOUT');
const report = reportOn([cdw, vetext, probeResult({ layer: 'chip' })], {
  runUrl: 'https://example.test/run/1',
});

describe('the tracking issue', () => {
  it('has a title that names the root layers', () => {
    expect(issueTitle(report)).toBe('staging cannot run check-in tests: cdw');
    expect(issueTitle(reportOn([cdw, lorota]))).toBe('staging cannot run check-in tests: cdw, lorota');
    expect(issueTitle(reportOn([]))).toBe('staging cannot run check-in tests');
  });

  it('has a body with the root, what to do, who acts, and what fails because of it', () => {
    expect(issueBody(report)).toBe(
      [
        '❌ Not ready: staging cannot run check-in tests: cdw is broken at dflt.person.dob (COLUMN\\_MISSING: none). Data (@\u2060va/vetext-data) acts next.',
        '',
        '### cdw: `COLUMN_MISSING`',
        '',
        'At `dflt.person.dob`: expected date, observed none.',
        '',
        '> Add it.',
        '',
        'Owner: Data (@va/vetext-data) · [runbook](https://example.test/runbook)',
        '',
        '### What does not pass',
        '',
        '|  | Probe | Result |',
        '| --- | --- | --- |',
        '| ❌ | cdw | fail |',
        '| ❌ | vetext | fail, blocked by cdw |',
        '',
        '<sub>Environment staging · candidate `0123456789ab` · probed 2023-08-15 12:00 UTC · [run](https://example.test/run/1)</sub>',
        '',
        '<!-- staging-health-gate broken cdw=COLUMN_MISSING -->',
        '',
      ].join('\n'),
    );
  });

  it('says what changed, and the new root', () => {
    const comment = issueComment(reportOn([lorota]), { kind: 'changed' });
    expect(comment).toMatch(/^\*\*staging is still broken, for another reason: lorota\.\*\*\n/u);
    expect(comment).toContain('### lorota: `TIMEOUT`');
  });

  it('tells the length of the outage on recovery, and what it does not mend', () => {
    const comment = issueComment(reportOn([probeResult({ layer: 'cdw' })]), {
      kind: 'recovered',
      outageMs: 334_800_000,
    });
    expect(comment).toMatch(/^\*\*staging is healthy again after 3 d 21 h\.\*\*\n/u);
    expect(comment).toContain('stay untested until they are exercised');
  });

  it('tells the debt, where the monitor knows it', () => {
    const debt = {
      since: '2023-08-15T00:00:00Z',
      durationMs: 1,
      candidates: [],
      sentence: 'staging could not run',
    };
    expect(issueBody({ ...report, debt })).toContain('⏱️ staging could not run');
  });

  it('says until when a layer is in maintenance', () => {
    const probe = failingProbe('chip', 'MAINTENANCE', { check: { until: '2023-08-15T14:00:00Z' } });
    expect(issueBody(reportOn([probe]))).toContain('In maintenance until 2023-08-15 14:00 UTC.');
  });
});

describe('whom the tracking issue notifies', () => {
  const mentions = (contact: string) => {
    const probe = { ...cdw, owner: { team: 'Data', contact } satisfies Owner };
    return [...issueBody(reportOn([probe])).matchAll(/@(?!\u2060)\S*/gu)].map(([mention]) => mention);
  };

  it('is a team on GitHub that the user configured as contact', () => {
    expect(mentions('@va/vetext-data')).toEqual(['@va/vetext-data)']);
  });

  it.each([
    '@vetext-data',
    'x @va/team',
    '@va/team @va/other',
    '@va/team\n@all',
    'a@b.test',
    '@-/x',
    '@va/a b',
  ])('is nobody for the contact %j', (contact) => {
    expect(mentions(contact)).toEqual([]);
  });

  it.each(attacks)('is nobody that a text names, and no text breaks out: %j', (attack) => {
    const shape = (text: string) => {
      const hostile = hostileReport(text);
      const written = `${issueBody(hostile)}\n${issueComment(hostile, { kind: 'broke' })}`;
      return written.split('\n').map((line) => /^(?:#+ |> |\| |\*\*|<!--)?/u.exec(line)?.[0]);
    };
    const hostile = hostileReport(attack);
    const body = issueBody(hostile).replaceAll(/`[^`\n]*`/gu, '');
    expect(shape(attack)).toEqual(shape('plain'));
    expect(`${issueTitle(hostile)}${body}`).not.toMatch(/@(?!\u2060)/u);
    expect(body).not.toMatch(/<(?!\/?(?:sub|span|code)>|!-- staging-health-gate broken )/u);
    expect(body).not.toMatch(/(?<!\\)\]\(https:/u);
  });
});

describe('the mark of the tracking issue', () => {
  it('is read back from the body, and tells whether the issue is stale', () => {
    expect(readChangeKey(issueBody(report))).toBe('cdw=COLUMN_MISSING');
    expect(isIssueStale(issueBody(report), report)).toBe(false);
    expect(isIssueStale(issueBody(report), reportOn([lorota]))).toBe(true);
    expect(readChangeKey('An issue of somebody else.')).toBeUndefined();
  });

  it('changes with a root layer and with its code only', () => {
    const other = failingProbe('cdw', 'COLUMN_MISSING', {
      check: { observed: 'something else' },
      durationMs: 9,
    });
    expect(changeKey(reportOn([other]))).toBe(changeKey(reportOn([cdw])));
    expect(changeKey(reportOn([lorota, cdw]))).toBe(changeKey(reportOn([cdw, lorota])));
    expect(changeKey(reportOn([failingProbe('cdw', 'STALE')]))).not.toBe(changeKey(reportOn([cdw])));
    expect(changeKey(reportOn([{ ...cdw, required: false }]))).toBe('');
  });

  it('survives every name of a layer', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('--><!-- x')), (layer) => {
        const broken = reportOn([failingProbe(layer, 'TIMEOUT')]);
        expect(readChangeKey(issueBody(broken))).toBe(changeKey(broken));
        expect(changeKey(broken)).not.toMatch(/--|>|\s/u);
      }),
    );
  });

  it('is there however much is broken', () => {
    const text = 'x'.repeat(500);
    const many = Array.from({ length: 400 }, (_, index) =>
      failingProbe(`layer-${String(index)}`, 'TIMEOUT', { check: { name: text, hint: text } }),
    );
    const body = issueBody(reportOn(many));
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/…and \d+ more parts: see the run\./u);
    expect(readChangeKey(body)).toBe(changeKey(reportOn(many)));
  });
});
