import { describe, expect, it } from 'vitest';

import { redactReport } from '../../src/core/redact-report.ts';
import type { Report } from '../../src/core/report.ts';
import { evidenceOf, failing, probeResult, reportOn } from '../support/findings.ts';

const secret = 'hunter2';
const said = (what: string) => `${what} ${secret}`;

function redact(text: string): string {
  return text.replaceAll(secret, '***');
}

/** A report with the secret in every text that may come from elsewhere. */
function leakyReport(): Report {
  const check = {
    ...failing('BODY_MISMATCH', {
      name: said('check'),
      layer: 'vetext',
      expected: said('expected'),
      observed: said('observed'),
      hint: said('hint'),
    }),
    note: said('note'),
    exchange: {
      totalMs: 12,
      server: said('server'),
      shape: said('shape'),
      certificate: { subject: said('subject'), issuer: said('issuer'), daysLeft: 3 },
    },
  };
  const report = reportOn([
    probeResult({
      layer: 'vetext',
      checks: [check],
      owner: { team: said('team'), contact: said('contact'), runbook: said('runbook') },
      labels: [said('label')],
    }),
  ]);
  return {
    ...report,
    evidence: evidenceOf({
      missing: [said('missing')],
      requirements: [
        { type: 'check', check: 'tests', met: false, text: said('requirement'), result: 'absent' },
      ],
    }),
    unsteady: said('unsteady'),
    waivers: [
      {
        state: 'refused',
        source: 'dispatch',
        probes: ['cdw'],
        reason: said('reason'),
        actor: said('actor'),
        refusal: said('refusal'),
      },
    ],
    debt: { since: '2023-08-15T12:00:00.000Z', durationMs: 1, candidates: [], sentence: said('debt') },
  };
}

/** A report in which no optional text is present. */
function bareReport(): Report {
  return {
    ...reportOn([probeResult({ layer: 'vetext', checks: [failing('BODY_MISMATCH', { layer: 'vetext' })] })]),
    waivers: [{ state: 'used', source: 'file', probes: ['cdw'], reason: 'DEVOPS-12', until: '2026-12-01' }],
  };
}

describe('a redacted report', () => {
  it('shows no secret anywhere', () => {
    expect(JSON.stringify(leakyReport())).toContain(secret);
    expect(JSON.stringify(redactReport(leakyReport(), redact))).not.toContain(secret);
  });

  it('says the rest of each text', () => {
    const marked = JSON.parse(JSON.stringify(leakyReport()).replaceAll(secret, '***')) as unknown;
    expect(redactReport(leakyReport(), redact)).toEqual(marked);
  });

  it('gets no text, owner or exchange that was not there', () => {
    expect(redactReport(bareReport(), redact)).toEqual(bareReport());
    const partial = {
      ...bareReport(),
      probes: bareReport().probes.map((probe) => ({
        ...probe,
        owner: { team: 'VEText' },
        checks: probe.checks.map((check) => ({ ...check, exchange: { totalMs: 1 } })),
      })),
    };
    const redacted = redactReport(partial, redact);
    expect(redacted.probes[0]?.owner).toEqual({ team: 'VEText' });
    expect(redacted.probes[0]?.checks[0]?.exchange).toStrictEqual({ totalMs: 1 });
    expect(Object.keys(redacted.probes[0]?.owner ?? {})).toEqual(['team']);
  });

  it('keeps the words of closed sets, even when a secret is one of them', () => {
    const greedy = (text: string) => text.replaceAll(/not-ready|fail|vetext|BODY_MISMATCH|gate/gu, '***');
    const { verdict, mode, probes, rootCauses } = redactReport(bareReport(), greedy);
    expect({ verdict, mode }).toEqual({ verdict: 'not-ready', mode: 'gate' });
    expect(probes[0]).toMatchObject({ name: 'vetext', layer: 'vetext', status: 'fail' });
    expect(rootCauses[0]).toMatchObject({ layer: 'vetext', probe: 'vetext', code: 'BODY_MISMATCH' });
  });
});
