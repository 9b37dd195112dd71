import { describe, expect, it } from 'vitest';

import { sampleReport } from '../../scripts/sample-reports.ts';
import { slackMessage, slackText, type SlackBlock } from '../../src/reports/slack.ts';
import { failingProbe, reportOn } from '../support/findings.ts';
import { attacks, hostileReport } from './hostile.ts';

const cdw = failingProbe('cdw', 'COLUMN_MISSING', {
  owner: { team: 'Data', contact: '#data', runbook: 'https://example.test/a?b=1&c=2|d' },
  check: { name: 'dflt.person.dob', expected: 'date', observed: 'none', hint: 'Add it.' },
});
const report = reportOn([cdw], { runUrl: 'https://example.test/run/1' });

function texts(blocks: readonly SlackBlock[]): string[] {
  return blocks.flatMap((block) =>
    block.type === 'context' ? block.elements.map(({ text }) => text) : [block.text.text],
  );
}

describe('the message to Slack', () => {
  it('has the change, the headline, the root with its owner, and the run', () => {
    expect(slackMessage(report, { kind: 'broke' })).toEqual({
      text: '🔴 staging broke: cdw',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: '🔴 staging broke: cdw' } },
        section(
          '❌ Not ready: staging cannot run check-in tests: cdw is broken at dflt.person.dob (COLUMN_MISSING: none). Data (#\u2060data) acts next.',
        ),
        section(
          [
            '*cdw* · `COLUMN_MISSING` at `dflt.person.dob`',
            'expected date, observed none',
            'Add it.',
            'Owner: Data (#\u2060data) · <https://example.test/a?b=1&amp;c=2%7Cd|runbook>',
          ].join('\n'),
        ),
        {
          type: 'context',
          elements: [
            {
              type: 'mrkdwn',
              text: 'staging · candidate `0123456` · gate · <https://example.test/run/1|run>',
              verbatim: true,
            },
          ],
        },
      ],
    });
  });

  it.each([
    [{ kind: 'changed' }, '🟠 staging is still broken, for another reason: cdw'],
    [{ kind: 'broke-again' }, '🔴 staging broke again: cdw'],
    [{ kind: 'recovered', outageMs: 334_800_000 }, '🟢 staging is healthy again after 3 d 21 h'],
    [{ kind: 'waived' }, '🔓 staging: a waiver is in use'],
  ] as const)('says what changed: %j', (change, text) => {
    expect(slackMessage(report, change).text).toBe(text);
  });

  it('names no root on recovery', () => {
    const blocks = slackMessage(report, { kind: 'recovered', outageMs: 1 }).blocks;
    expect(texts(blocks).join()).not.toContain('Owner');
  });

  it('announces every used waiver', () => {
    const all = texts(slackMessage(sampleReport('waived'), { kind: 'waived' }).blocks).join('\n');
    expect(all).toContain(
      '🔓 Waived: cdw, vetext, check-in (SAMPLE-12: the table is repaired tonight, by sample-engineer)',
    );
    expect(all).not.toContain('SAMPLE-7');
  });

  it("keeps to Slack's limits however long the texts are, and counts what it leaves out", () => {
    const long = '&'.repeat(9000);
    const many = Array.from({ length: 70 }, (_, index) =>
      failingProbe(`${String(index)}${long}`, 'TIMEOUT', {
        owner: { team: long, contact: long },
        check: { name: long, expected: long, observed: long, hint: long },
      }),
    );
    const { blocks, text } = slackMessage(reportOn(many), { kind: 'broke' });
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(texts(blocks)).toContain('…and 62 more: see the run.');
    for (const block of blocks) {
      const most = block.type === 'header' ? 150 : 3000;
      for (const each of texts([block])) expect(each.length).toBeLessThanOrEqual(most);
    }
    for (const each of [text, ...texts(blocks)]) expect(each).not.toMatch(/&(?!(?:amp|lt|gt);)/u);
  });

  it.each(attacks)('mentions nobody and makes no link of a text: %j', (attack) => {
    const { text, blocks } = slackMessage(hostileReport(attack), { kind: 'broke' });
    for (const each of [text, ...texts(blocks)]) {
      expect(each).not.toMatch(/<[^>]*>/u);
      // What stands in code is neither.
      expect(each.replaceAll(/`[^`]*`/gu, '')).not.toMatch(/[@#!](?=[\p{L}\p{N}])/u);
    }
  });
});

describe('text for Slack', () => {
  it('has its three control characters escaped and nothing formatted', () => {
    expect(slackText('a & b < c > d')).toBe('a &amp; b &lt; c &gt; d');
    expect(slackText('*b* ~s~ `c` _i_ COLUMN_MISSING')).toBe('∗b∗ ∼s∼ ˋcˋ ˍiˍ COLUMN_MISSING');
    expect(slackText('<!here> <@U1> @here #general')).toBe(
      '&lt;!\u2060here&gt; &lt;@\u2060U1&gt; @\u2060here #\u2060general',
    );
  });
});

function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}
