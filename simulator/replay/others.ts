/** What the usual guards of a deploy would have said at the same moment, from what the same run and the ledger saw. */
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import type { Report } from '../../src/core/report.ts';
import { formatSpan } from '../../src/core/spans.ts';

export interface Opinion {
  /** Whether it would let the deploy through. */
  readonly opens: boolean;
  /** In a few words. */
  readonly because: string;
}

/** A health check asks each system by itself; the payload and the journey go through several and are not in it. */
const beyondHealth: readonly string[] = ['vetext', 'check-in'];

/** Yes as soon as every required system answers well when it is asked by itself. */
export function healthCheckSays({ probes }: Pick<Report, 'probes'>): Opinion {
  const asked = probes.filter(({ kind, required }) => required && !beyondHealth.includes(kind));
  const broken = asked.filter(({ status }) => status === 'fail' || status === 'unknown');
  return broken.length === 0
    ? { opens: true, because: `${String(asked.length)} of ${String(asked.length)} systems answer` }
    : { opens: false, because: `${broken.map(({ name }) => name).join(', ')} fails` };
}

/** Yes when the commit has been live for long enough, whatever happened meanwhile: GitHub's own wait timer. */
export function soakTimerSays(given: {
  readonly entries: readonly LedgerEntry[];
  readonly candidate: string;
  readonly now: Date;
  readonly soakMs: number;
}): Opinion {
  const { entries, candidate, now, soakMs } = given;
  const seenMs = entries.filter((one) => one.candidate === candidate).map(({ at }) => Date.parse(at));
  if (seenMs.length === 0) return { opens: false, because: 'not live yet' };
  const liveMs = now.getTime() - Math.min(...seenMs);
  const opens = liveMs >= soakMs;
  return {
    opens,
    because: `live for ${formatSpan(liveMs)}${opens ? '' : ` of ${formatSpan(soakMs)}`}`,
  };
}
