/** Reports in which every text that a user or a foreign system could have a part in tries to break out. */
import { sampleHistory } from '../../scripts/sample-history.ts';
import { sampleReport } from '../../scripts/sample-reports.ts';
import type { History } from '../../src/core/history.ts';
import type { Report } from '../../src/core/report.ts';

/** Fields of closed sets, and times: what they hold is ours. */
const closed = new Set([
  'version',
  'verdict',
  'decision',
  'mode',
  'status',
  'code',
  'startedAt',
  'until',
  'state',
  'source',
  'type',
  'since',
  'at',
]);

/** A copy in which every free text is another one. */
export function withTexts<T>(value: T, text: string): T {
  return replaced(value, text, '') as T;
}

function replaced(value: unknown, text: string, key: string): unknown {
  if (typeof value === 'string') return closed.has(key) ? value : text;
  if (Array.isArray(value)) return value.map((each: unknown) => replaced(each, text, key));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaced(each, text, name)]));
}

/** The richest sample, every text replaced. */
export function hostileReport(text: string): Report {
  const diagnose = sampleReport('diagnose');
  const { evidence } = sampleReport('untested');
  const { waivers } = sampleReport('waived');
  const debt = { since: diagnose.startedAt, durationMs: 1000, candidates: ['x'], sentence: 'x' };
  return withTexts({ ...diagnose, evidence, waivers, debt, selectedProbes: ['x'] }, text);
}

export function hostileHistory(text: string): History {
  return withTexts(sampleHistory('not-ready'), text);
}

export const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title></svg><svg onload=alert(1)>',
  'javascript:alert(1)',
  '-->\n<!-- ]]> {{x}} ${x}',
  '@everyone <!channel> <@U012345> <https://example.test|x>',
  '| a | b |\n# h\n```\n![x](https://example.test/x.png) [y](https://example.test)',
  '\u202egnp.\u0000\u001b[31m\ud800\uffff',
] as const;
