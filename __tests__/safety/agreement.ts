/** What must agree whatever happened to a run: exit code, outputs, report, commit status. */
import { expect } from 'vitest';

import type { ActionRun } from '../../simulator/run-action.ts';

/** The rest of a report that agreement needs. */
export interface FullReport {
  readonly verdict: string;
  readonly decision: string;
  readonly enforced: boolean;
  readonly candidate: string;
  readonly probes: readonly {
    readonly name: string;
    readonly kind: string;
    readonly required: boolean;
    readonly status: string;
    readonly checks: readonly { readonly status: string }[];
  }[];
  readonly evidence: { readonly state: string; readonly missing: readonly string[] };
  readonly unsteady?: string;
  readonly waivers: readonly { readonly state: string; readonly probes: readonly string[] }[];
}

export function reportOf({ files }: ActionRun): FullReport | undefined {
  const text = files['report.json'] ?? '';
  return text === '' ? undefined : (JSON.parse(text) as FullReport);
}

/** A run that came to its end says the same everywhere. Gives its report. */
export function expectAgreement(run: ActionRun): FullReport | undefined {
  const report = reportOf(run);
  const { outputs, outputOrder, code } = run;
  const isAllowed = outputs['decision'] === 'allow';
  expect([0, 1]).toContain(code);
  expect({ code, ready: outputs['ready'], last: outputOrder.at(-1) === 'ready' }).toEqual(
    isAllowed ? { code: 0, ready: 'true', last: true } : { code: 1, ready: undefined, last: false },
  );
  // Without a report the configuration was wrong, and nothing was judged.
  if (report === undefined) {
    expect(outputs).toMatchObject({ verdict: 'inconclusive', decision: 'block' });
    return undefined;
  }
  const { verdict, decision, candidate, enforced } = report;
  expect(outputs).toMatchObject({ verdict, decision, candidate });
  expect(decision === 'allow').toBe(verdict === 'ready' || !enforced);
  if (verdict === 'ready') expectProved(report);
  return report;
}

/** Nothing is ready that did not run, did not pass, or is not proved. */
function expectProved({ probes, waivers, evidence, unsteady }: FullReport): void {
  const waived = new Set(waivers.filter(({ state }) => state === 'used').flatMap((waiver) => waiver.probes));
  const required = probes.filter((probe) => probe.required);
  expect(required.length).toBeGreaterThan(0);
  for (const { name, status, checks } of required) {
    if (waived.has(name)) continue;
    expect(['pass', 'warn'], name).toContain(status);
    expect(checks.length, name).toBeGreaterThan(0);
    expect(checks.filter((check) => check.status !== 'pass' && check.status !== 'warn')).toEqual([]);
  }
  expect(unsteady).toBeUndefined();
  if (!waived.has('evidence')) expect(evidence).toMatchObject({ state: 'met', missing: [] });
}
