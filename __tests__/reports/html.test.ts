import { describe, expect, it } from 'vitest';

import { sampleHistory } from '../../scripts/sample-history.ts';
import { sampleNames, sampleReport } from '../../scripts/sample-reports.ts';
import { verdicts } from '../../src/core/model.ts';
import { renderHtml } from '../../src/reports/html.ts';
import { anchor, escapeMarkup, markup, renderMarkup, webAddress } from '../../src/reports/markup.ts';
import { failing, failingProbe, passing, probeResult, reportOn } from '../support/findings.ts';
import { attacks, hostileHistory, hostileReport } from './hostile.ts';

const cdw = failingProbe('cdw', 'COLUMN_MISSING', {
  owner: { team: 'Data', contact: '#data', runbook: 'https://example.test/runbook' },
  check: { name: 'dflt.person.dob', expected: 'date not null', observed: 'no such column' },
});
const vetext = failingProbe('vetext', 'GATEWAY', { upstreams: ['cdw'] });
const chip = probeResult({ layer: 'chip', startedMs: 500, durationMs: 250 });

/** What a reader sees of a part, tags taken out. */
function textOf(html: string): string {
  return html
    .replaceAll(/<style>.*?<\/style>/gsu, '')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function part(html: string, id: string): string {
  const start = html.indexOf(`aria-labelledby="${id}"`);
  expect(start).toBeGreaterThan(0);
  return html.slice(start, html.indexOf('</section>', start));
}

/** Names of elements and attributes with how often each occurs: the skeleton that no text may change. */
function skeleton(html: string): string[] {
  return (html.match(/<\/?[a-z!][^\s>]*|\s[a-z-]+="/giu) ?? []).map((each) => each.trim());
}

describe('report.html', () => {
  const page = renderHtml(reportOn([cdw, vetext, chip], { durationMs: 1000 }));

  it('says the verdict, the headline and the facts of the run first', () => {
    const head = textOf(page.slice(page.indexOf('<header'), page.indexOf('</header>')));
    expect(head).toMatch(
      /^Staging Health Gate · staging Not ready staging cannot run check-in tests: cdw is broken/u,
    );
    expect(head).toContain('Deploy blocked');
    expect(head).toContain('Candidate 0123456');
    expect(head).toContain('Probed 2023-08-15 12:00 UTC');
  });

  it.each(verdicts)('has a title for the verdict %s', (verdict) => {
    const title = /<title>(.*?)<\/title>/u.exec(renderHtml({ ...sampleReport('ready'), verdict }))?.[1];
    expect(title?.toLowerCase()).toContain(verdict.replace('-', ' '));
  });

  it('names the root cause with what was expected and observed, the hint and who acts', () => {
    expect(textOf(part(page, 'causes'))).toContain(
      'cdw COLUMN_MISSING dflt.person.dob Expected date not null Observed no such column The staging copy',
    );
    expect(textOf(part(page, 'causes'))).toContain('Owner Data #data · Runbook of Data');
    expect(part(page, 'causes')).toContain(
      '<a href="https://example.test/runbook" rel="noopener noreferrer">',
    );
  });

  it('draws the chain with a word for every layer', () => {
    const drawn = textOf(part(page, 'chain'));
    expect(drawn).toContain('cdw: broken. vista: not probed. vista-api: not probed. vetext: blocked by cdw.');
    expect(drawn).toContain('chip: passes');
  });

  it('shows a layer in maintenance as that', () => {
    expect(textOf(part(renderHtml(sampleReport('maintenance')), 'chain'))).toContain('vets-api: maintenance');
  });

  it('draws the layers of the user below the chain', () => {
    const own = renderHtml(reportOn([probeResult({ layer: 'notify' })]));
    expect(textOf(part(own, 'chain'))).toContain('notify: passes');
  });

  it('lists the probes, the worst first, and folds away what passed', () => {
    const probes = part(page, 'probes');
    expect(textOf(probes)).toMatch(/cdw broken.*vetext blocked by cdw.*chip passes/u);
    expect(probes.match(/<details>/gu)).toHaveLength(1);
    expect(textOf(probes.slice(probes.indexOf('<details>')))).toContain('1 check passed of chip');
  });

  it('says a hint once for all checks that share it', () => {
    const checks = [
      failing('HTTP_STATUS', { name: 'a', hint: 'Same.' }),
      failing('HTTP_STATUS', { name: 'b', hint: 'Same.' }),
      failing('HTTP_STATUS', { name: 'c', hint: 'Other.' }),
    ];
    const probes = textOf(part(renderHtml(reportOn([probeResult({ layer: 'chip', checks })])), 'probes'));
    expect(probes.match(/Same\.|Other\./gu)).toEqual(['Same.', 'Other.']);
  });

  it('says which layer a check speaks of, where it is another, and what a pass does not prove', () => {
    const checks = [
      failing('UPSTREAM', { name: 'token', layer: 'lorota' }),
      { ...passing('list'), note: 'an empty list proves nothing' },
    ];
    const probes = textOf(part(renderHtml(reportOn([probeResult({ layer: 'chip', checks })])), 'probes'));
    expect(probes).toContain('token UPSTREAM about lorota');
    expect(probes).toContain('list an empty list proves nothing');
  });

  it('places each probe on the time of the run', () => {
    const timings = part(page, 'timings');
    expect(timings).toContain('style="left:50%;width:25%"');
    expect(textOf(timings)).toContain('chip (passes) 500 ms 250 ms');
  });

  it('keeps the bars of the waterfall within it whatever the times are', () => {
    const odd = [
      { ...chip, startedMs: Number.NaN, durationMs: -5 },
      { ...cdw, durationMs: Infinity },
    ];
    const widths = [...renderHtml(reportOn(odd)).matchAll(/style="left:([^%]*)%;width:([^%]*)%"/gu)];
    expect(widths).toHaveLength(2);
    for (const [, ...numbers] of widths)
      for (const number of numbers) expect(Number(number)).toSatisfy((at: number) => at >= 0 && at <= 100);
  });

  it('shows the evidence with its progress, which is not full before it is met', () => {
    const evidence = part(renderHtml(sampleReport('untested')), 'evidence');
    expect(textOf(evidence)).toContain('Missing: check-in went green with 4f2a91c live in 1 of 3 runs');
    expect(textOf(evidence)).toContain('Met: Sample system tests succeeded');
    expect(textOf(evidence)).toContain('One damaged line of the ledger was left out');
    expect([...evidence.matchAll(/width:(\d+)%/gu)].map(([, width]) => width)).toEqual(['33', '72']);
  });

  it('shows every waiver, and is never green where one was used', () => {
    const waived = renderHtml(sampleReport('waived'));
    expect(textOf(part(waived, 'waivers'))).toContain(
      'cdw, vetext, check-in in use SAMPLE-12: the table is repaired tonight · for this commit only · by sample-engineer',
    );
    expect(textOf(part(waived, 'waivers'))).toContain('vets-website not needed now');
    expect(waived).toContain('<header class="hero warn">');
    expect(renderHtml(sampleReport('ready'))).toContain('<header class="hero good">');
  });

  it('says that the verdict is not enforced, and that only some probes ran', () => {
    const html = renderHtml(reportOn([cdw], { enforce: false, selectedProbes: ['cdw'] }));
    expect(textOf(html)).toContain('Not enforced Only some probes ran');
  });

  it('shows what requests looked like in diagnosis', () => {
    expect(textOf(renderHtml(sampleReport('diagnose')))).toContain(
      'DNS 3 ms Connect 11 ms TLS 24 ms First byte 118 ms Total 121 ms Address 192.0.2.17:443',
    );
    expect(renderHtml(sampleReport('ready'))).not.toContain('class="exchange"');
  });

  it('shows the last days where a history is given', () => {
    const html = renderHtml(sampleReport('not-ready'), sampleHistory('not-ready'));
    expect(textOf(part(html, 'history'))).toContain('Last outages');
    expect(textOf(html)).toContain('2023-08-11 15:10 UTC 3 d 21 h goes on cdw');
    expect(page).not.toContain('shg-timeline"');
  });
});

describe('the safety of report.html', () => {
  it.each(sampleNames)('holds no script, no address to load from and a policy against both: %s', (name) => {
    const html = renderHtml(sampleReport(name), sampleHistory(name));
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:;`,
    );
    expect(html).not.toMatch(/<script|\ssrc=|\son[a-z]+=|@import|url\((?!#)/iu);
    const links = [...html.matchAll(/<a href="([^"]*)"/gu)].map(([, href]) => href);
    expect(links.filter((href) => href !== '#main' && !/^https?:/u.test(href ?? ''))).toEqual([]);
  });

  it.each(attacks)('lets no text add or remove an element or an attribute: %j', (attack) => {
    const html = (text: string) => renderHtml(hostileReport(text), hostileHistory(text));
    expect(skeleton(html(attack))).toEqual(skeleton(html('plain')));
    for (const character of '\u202e\u0000\u001b\uffff') expect(html(attack)).not.toContain(character);
    expect(html(attack).isWellFormed()).toBe(true);
  });

  it('links to http and https only, and never with credentials', () => {
    expect(webAddress('https://example.test/a b')).toBe('https://example.test/a%20b');
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc',
      '//x',
      'https://u@x.test/',
      'https://:p@x.test/',
      '',
    ])
      expect([text, webAddress(text)]).toEqual([text, undefined]);
    expect(renderMarkup(anchor('<x>', 'javascript:1'))).toBe('&lt;x&gt;');
  });

  it('takes for markup only what it made itself', () => {
    const forged = JSON.parse('{"markup":"<b>"}') as string;
    expect(renderMarkup(markup`<p title="${'"'}">${'<b>'}${[markup`<i>${1}</i>`]}${undefined}</p>`)).toBe(
      '<p title="&quot;">&lt;b&gt;<i>1</i></p>',
    );
    expect(renderMarkup(markup`${forged}`)).not.toContain('<b>');
    expect(escapeMarkup(`&<>"'`)).toBe('&amp;&lt;&gt;&quot;&#39;');
  });
});
