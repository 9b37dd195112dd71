/** Runs the bundled action against a stand-in staging, as a job of a user would. */
import { parse, stringify } from 'yaml';

import { gateConfiguration } from '../../simulator/configuration.ts';
import type { RecordedRequest } from '../../simulator/http-service.ts';
import { runAction, type ActionOptions, type ActionRun } from '../../simulator/run-action.ts';
import type { Staging } from '../../simulator/staging.ts';

/** The commit that the simulator shows as live. */
export const liveRevision = 'c0ffee'.padEnd(40, '0');

export type Probes = Record<string, Record<string, unknown>>;

/** The simulator's configuration with every optional check, changed as a test needs it. */
export function configure(
  staging: Pick<Staging, 'urls'>,
  edit: (probes: Probes) => void = () => undefined,
): string {
  const text = gateConfiguration(staging, { revision: liveRevision, ref: liveRevision });
  const file = parse(text) as { probes: Probes };
  edit(file.probes);
  return stringify(file);
}

/** Runs the action on the staging with the variables that the configuration names. */
export function runGate(staging: Staging, options: Partial<ActionOptions> = {}): Promise<ActionRun> {
  return runAction({
    configuration: configure(staging),
    ...options,
    env: { ...staging.env, ...options.env },
  });
}

/** Every credential and every patient's value that a run shows anywhere, plain or in base64. None is right. */
export function leaksOf(run: ActionRun, staging: Staging): readonly string[] {
  const shown = {
    log: run.stdout,
    stderr: run.stderr,
    summary: run.summary,
    outputs: JSON.stringify(run.outputs),
    report: JSON.stringify(run.report ?? {}),
  };
  const forms = [...staging.secrets, ...staging.patientValues].flatMap((value) => {
    const base64 = Buffer.from(value).toString('base64');
    return [value, JSON.stringify(value).slice(1, -1), base64.replaceAll('=', '')];
  });
  const values = [...new Set(forms)];
  return Object.entries(shown).flatMap(([where, text]) =>
    values.filter((value) => text.includes(value)).map((value) => `${value} in the ${where}`),
  );
}

/** What did not pass: `fail`, `unknown`, `warn`, or who blocks it. */
export function troubleOf({ report }: ActionRun): Readonly<Record<string, string>> {
  const troubled = report?.probes.filter(({ status }) => status !== 'pass') ?? [];
  return Object.fromEntries(
    troubled.map(({ name, status, blockedBy }) => [
      name,
      blockedBy === undefined ? status : `blocked by ${blockedBy.join(', ')}`,
    ]),
  );
}

/** The root causes, the first broken layer first: `cdw COLUMN_MISSING`. */
export function rootsOf({ report }: ActionRun): readonly string[] {
  return report?.rootCauses.map(({ layer, code }) => `${layer} ${code}`) ?? [];
}

/** Keys of the checks in a probe that did not pass. */
export function faultsOf({ report }: ActionRun, probe: string): readonly string[] {
  const checks = report?.probes.find(({ name }) => name === probe)?.checks ?? [];
  return checks.flatMap(({ code }) => code ?? []);
}

/** Whether the gate itself sent it; the others are between services. */
export function isFromGate({ headers }: RecordedRequest): boolean {
  return headers['user-agent']?.startsWith('staging-health-gate/') === true;
}

/** Runs `act` when the gate's first request of this kind arrives; its answer waits for that. */
export function when(
  staging: Staging,
  isMeant: (request: RecordedRequest) => boolean,
  act: () => unknown,
): void {
  const forget = staging.onRequest(async (request) => {
    if (!isFromGate(request) || !isMeant(request)) return;
    forget();
    await act();
  });
}
