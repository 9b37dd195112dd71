import { faultLine, isFaulty } from '../core/faults.ts';
import type { ProbeResult } from '../core/model.ts';
import { oneLine } from '../core/one-line.ts';
import type { Report, ReportedProbe } from '../core/report.ts';
import { waiverLine } from './candidate.ts';
import { statusMarks, tally, timeOf, verdictTitles } from './words.ts';

/** The lines for a probe that just finished: one for the probe, one per check that did not pass. */
export function probeLines({ name, status, checks, durationMs }: ProbeResult): readonly string[] {
  const head = `${name}: ${status} (${tally(checks)} checks, ${timeOf(durationMs)})`;
  const faults = checks
    .filter(isFaulty)
    .map(({ name: check, status: found, fault }) =>
      line(`   ${statusMarks[found]}`, `${check}: ${fault.code}, ${faultLine(fault)}`),
    );
  return [line(statusMarks[status], head), ...faults];
}

/** The closing lines: verdict, headline and who is blocked by whom. */
export function verdictLines(report: Report): readonly string[] {
  const { verdict, headline, probes, evidence, waivers, debt } = report;
  return [
    '',
    line(`${verdictTitles[verdict]}:`, headline),
    ...probes.flatMap(blockedLines),
    ...evidence.requirements.map(({ met, text }) => line(`   ${met ? '✅' : '❌'}`, text)),
    ...waivers.map((waiver) => line('   🔓', waiverLine(waiver))),
    ...(debt === undefined ? [] : [line('   ⏱️', debt.sentence)]),
  ];
}

function blockedLines({ name, blockedBy }: ReportedProbe): readonly string[] {
  return blockedBy === undefined ? [] : [line('  ', `${name} is blocked by ${blockedBy.join(', ')}`)];
}

/** A runner reads commands from lines that begin with `::`: no text may begin a line of its own. */
function line(mark: string, text: string): string {
  return `${mark} ${oneLine(text)}`;
}
