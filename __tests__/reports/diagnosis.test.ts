import { describe, expect, it } from 'vitest';

import type { Exchange } from '../../src/core/exchange.ts';
import type { Check } from '../../src/core/model.ts';
import { renderDiagnosis } from '../../src/reports/diagnosis.ts';
import { passing, probeResult, reportOn } from '../support/findings.ts';

const exchange: Exchange = {
  dnsMs: 1.4,
  connectMs: 12,
  tlsMs: 30,
  firstByteMs: 1500,
  totalMs: 1720,
  address: '10.1.2.3:443',
  certificate: { subject: 'CN=chip.example', issuer: 'CN=R3', daysLeft: 41 },
  server: 'nginx/1.25',
  shape: '{ token: string }',
};

function check(name: string, seen?: Exchange): Check {
  return { ...passing(name), ...(seen === undefined ? {} : { exchange: seen }) };
}

function render(...checks: readonly Check[]): readonly string[] {
  return renderDiagnosis(reportOn([probeResult({ layer: 'chip', checks })]));
}

describe('the diagnosis', () => {
  it('is empty without exchanges, as outside of its mode', () => {
    expect(render(check('health'))).toEqual([]);
  });

  it('has a section per probe with a row per request, and the shapes below', () => {
    expect(render(check('token', exchange), check('body'))).toEqual([
      [
        '### 🔍 chip',
        [
          '| Request | Address | DNS | Connect | TLS | First byte | Total | Certificate | Server |',
          '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
          '| token | `10.1.2.3:443` | 1 ms | 12 ms | 30 ms | 1.5 s | 1.7 s | CN=chip.example, by CN=R3, 41 days left | nginx/1.25 |',
        ].join('\n'),
        'Shapes of the answers, keys and types only:\n\n- token: `{ token: string }`',
      ].join('\n\n'),
    ]);
  });

  it('leaves empty what was not seen, and out what has no shape', () => {
    const [section] = render(check('ping', { totalMs: 5 }));
    expect(section).toContain('| ping |  |  |  |  |  | 5 ms |  |  |');
    expect(section).not.toContain('Shapes');
  });

  it('comes probe by probe, without those that sent nothing', () => {
    const report = reportOn([
      probeResult({ layer: 'chip', checks: [check('a', { totalMs: 1 })] }),
      probeResult({ layer: 'cdw' }),
      probeResult({ layer: 'vetext', checks: [check('b', { totalMs: 1 })] }),
    ]);
    expect(renderDiagnosis(report).map((section) => section.split('\n')[0])).toEqual([
      '### 🔍 chip',
      '### 🔍 vetext',
    ]);
  });

  it('cannot be broken by foreign words', () => {
    const [section] = render(
      check('a | b', {
        totalMs: 1,
        server: '<b>|</b>',
        shape: '`x` | y',
        certificate: { subject: 'a|b', issuer: '[c](d)', daysLeft: 1 },
      }),
    );
    const row = section?.split('\n').find((line) => line.startsWith('| a'));
    expect(row?.split(/(?<!\\)\|/u)).toHaveLength(11);
    expect(row).toContain('&lt;b&gt;\\|&lt;/b&gt;');
    expect(row).toContain('\\[c\\](d)');
  });
});
