import { describe, expect, it } from 'vitest';

import { sampleHistory } from '../../scripts/sample-history.ts';
import { sampleReport, type SampleName } from '../../scripts/sample-reports.ts';
import { readHistory } from '../../src/core/history.ts';
import { minuteMs } from '../../src/core/spans.ts';
import { renderStatusPage } from '../../src/reports/status-page.ts';
import { before, brokenAt, entryAt, now } from '../core/ledger-entries.ts';
import { reportOn } from '../support/findings.ts';
import { attacks, hostileHistory, hostileReport } from './hostile.ts';

const sample = (name: SampleName) =>
  renderStatusPage({ history: sampleHistory(name), report: sampleReport(name), branch: 'staging-health' });

describe('the status page', () => {
  it('says how the environment is and since when, with the headline of the last run', () => {
    const page = sample('not-ready');
    expect(page).toMatch(/^# ❌ staging: broken\n/u);
    expect(page).toContain('\n**Broken since 2023-08-11 15:10 UTC (3 d 21 h)**\n');
    expect(page).toContain('\n❌ Not ready: staging cannot run check-in tests: cdw is broken');
    expect(page).toContain('[run](https://github.example/sample-org/sample-app/actions/runs/1)');
  });

  it.each([
    ['ready', '# ✅ staging: healthy', '**Healthy since 2023-08-11 02:40 UTC (4 d 9 h)**'],
    [
      'maintenance',
      '# 🛠️ staging: maintenance',
      '**In maintenance since 2023-08-15 10:40 UTC (1 h 30 min)**',
    ],
    ['inconclusive', '# ❔ staging: no data', '**Last known 2023-08-15 10:10 UTC (2 h)**'],
  ] as const)('has words for %s', (name, title, since) => {
    expect(sample(name)).toContain(`${title}\n`);
    expect(sample(name)).toContain(since);
  });

  it('shows the pictures by their place beside the page, and in words what they show', () => {
    const page = sample('not-ready');
    expect(page).toContain('![Badge: the state of staging](badge.svg)');
    expect(page).toMatch(/!\[staging over the last 7 days[^\]]*\]\(timeline\.svg\)/u);
    const elsewhere = renderStatusPage({
      history: sampleHistory('ready'),
      report: sampleReport('ready'),
      branch: 'data',
      pictures: { badge: 'a.svg', timeline: 'b.svg' },
    });
    expect(elsewhere.match(/\]\([ab]\.svg\)/gu)).toHaveLength(2);
  });

  it('has a row for the environment and each layer, with uptime and how much is known', () => {
    const page = sample('not-ready');
    expect(page).toContain(
      '| ❌ | **staging** | broken | 2023-08-11 15:10 UTC (3 d 21 h) | 0.0 % <sub>of 100 %</sub> | 38.5 % <sub>of 94 %</sub> |',
    );
    expect(page.match(/^\| [✅❌] \| /gmu)).toHaveLength(10);
  });

  it('does not round up: neither to a full uptime nor to full knowledge', () => {
    const entries = [...Array(2000).keys()].map((index) =>
      (index === 1000 ? brokenAt : entryAt)(before(index * 20 * minuteMs)),
    );
    const page = renderStatusPage({
      history: readHistory({ entries, environment: 'staging', now }),
      report: reportOn([]),
      branch: 'x',
    });
    expect(page).toContain(
      '| 100.0 % <sub>of 100 %</sub> | 100.0 % <sub>of 100 %</sub> | 99.9 % <sub>of 92 %</sub> |',
    );
  });

  it('says what is unknown', () => {
    const history = readHistory({ entries: [], environment: 'staging', now });
    const page = renderStatusPage({ history, report: reportOn([]), branch: 'x' });
    expect(page).toContain('**Last known never**');
    expect(page).toContain('| never | unknown | unknown | unknown |');
    expect(page).toContain('The ledger has none.');
  });

  it('shows the candidate with its evidence, and the waivers', () => {
    expect(sample('untested')).toContain('## Candidate `4f2a91c`');
    expect(sample('untested')).toContain('live in 1 of 3 runs; 2 more, spanning 1 h');
    expect(sample('waived')).toContain('SAMPLE-12: the table is repaired tonight');
    expect(sample('ready')).toContain('No evidence is required, and nothing is waived.');
  });

  it('lists the last outages', () => {
    expect(sample('not-ready')).toContain(
      [
        '| Began | Ended | Length | Broken |',
        '| --- | --- | --- | --- |',
        '| 2023-08-11 15:10 UTC | **not yet** | 3 d 21 h | cdw |',
        '| 2023-08-10 01:10 UTC | 2023-08-10 02:10 UTC | 1 h | lorota |',
      ].join('\n'),
    );
  });

  it('says what the branch is', () => {
    expect(sample('ready')).toContain('This branch, `staging-health`, holds data and no code.');
  });

  it.each(attacks)('lets no text break out of its line or mention anybody: %j', (attack) => {
    const page = (text: string) =>
      renderStatusPage({ history: hostileHistory(text), report: hostileReport(text), branch: 'x' });
    const shape = (text: string) =>
      page(text)
        .split('\n')
        .map((line) => /^[#|>*!-]*/u.exec(line)?.[0]);
    expect(shape(attack)).toEqual(shape('plain'));
    // What stands in code is text; an escaped backtick begins none.
    const outside = page(attack).replaceAll(/(?<!\\)`[^`\n]*`/gu, '');
    expect(outside).not.toMatch(/<(?!\/?(?:sub|span|code)>)|@(?!\u2060)|(?<!\\)\]\(https:\/\/example\.test/u);
  });
});
