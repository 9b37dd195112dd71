import type { Report, ReportedProbe } from '../core/report.ts';
import type { ProbeResult } from '../core/model.ts';
import { faultLine, isFaulty } from '../core/faults.ts';
import { statusMarks, timeOf, verdictTitles } from './words.ts';

/** The lines for a probe that just finished: one for the probe, one per check that did not pass. */
export function probeLines({ name, status, checks, durationMs }: ProbeResult): readonly string[] {
  const passed = checks.filter((check) => check.status === 'pass').length;
  const head = `${statusMarks[status]} ${name}: ${status} (${String(passed)} of ${String(checks.length)} checks, ${timeOf(durationMs)})`;
  const faults = checks
    .filter(isFaulty)
    .map(
      ({ name: check, status: found, fault }) =>
        `   ${statusMarks[found]} ${check}: ${fault.code}, ${faultLine(fault)}`,
    );
  return [head, ...faults];
}

/** The closing lines: verdict, headline and who is blocked by whom. */
export function verdictLines(report: Report): readonly string[] {
  const blocked = report.probes.filter((probe) => probe.blockedBy !== undefined).map(blockedLine);
  return ['', `${verdictTitles[report.verdict]}: ${report.headline}`, ...blocked];
}

function blockedLine({ name, blockedBy }: ReportedProbe): string {
  return `   ${name} is blocked by ${(blockedBy ?? []).join(', ')}`;
}
