import type { GitHub } from '../clients/github.ts';
import type { LoadedConfig, WaivePermission } from '../config/load.ts';
import { quoted } from '../config/key-path.ts';
import { whatExists } from '../config/suggestion.ts';
import { isFullCommit } from '../core/commit.ts';
import { evidenceWaiver, type DispatchWaiver } from '../core/waivers.ts';
import { ConfigError } from '../errors.ts';
import type { Inputs } from '../inputs.ts';
import { reasonOf } from './candidate.ts';

/** A waiver that was asked for on a dispatch: granted, or refused with what would be needed. */
export type DispatchFinding =
  | { readonly waiver: DispatchWaiver; readonly refusal?: undefined }
  | { readonly waiver?: undefined; readonly refusal: string };

type Asked = Pick<Inputs, 'waive' | 'waiveReason' | 'eventName' | 'triggeringActor'>;

const ranks: readonly string[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/**
 * Breaking the glass. Granted to a person who dispatched the run and has the permission, for one commit;
 * nothing when nobody asked.
 */
export async function findDispatchWaiver(
  { waive, waiveReason, eventName, triggeringActor }: Asked,
  wanted: { readonly candidate: string; readonly permission: WaivePermission },
  github: Pick<GitHub, 'permissionOf'> | undefined,
): Promise<DispatchFinding | undefined> {
  if (waive.length === 0) return undefined;
  if (eventName !== 'workflow_dispatch')
    return { refusal: 'a waiver is given by a person, on a run started by workflow_dispatch' };
  if (!isFullCommit(wanted.candidate))
    return { refusal: 'nobody knows which commit is to be deployed, and a waiver is given for one commit' };
  if (triggeringActor === undefined) return { refusal: 'the runner does not say who started this run' };
  if (github === undefined)
    return {
      refusal: `the permission of ${triggeringActor} cannot be looked up: \`github-token\` is not given`,
    };
  let permission: string;
  try {
    permission = await github.permissionOf(triggeringActor);
  } catch (error) {
    return { refusal: `the permission of ${triggeringActor} could not be looked up: ${reasonOf(error)}` };
  }
  if (ranks.indexOf(permission) < ranks.indexOf(wanted.permission))
    return {
      refusal: `${triggeringActor} has the permission ${permission}; waiving takes ${wanted.permission} or more (\`waive-permission\`)`,
    };
  return {
    waiver: {
      source: 'dispatch',
      probes: waive,
      reason: waiveReason ?? '',
      candidate: wanted.candidate,
      actor: triggeringActor,
    },
  };
}

/**
 * The same for every look of one run. What was granted stays bound to the commit of that look: when the candidate
 * moves on while the gate waits, the waiver does not move with it.
 */
export function rememberWaiver(
  asked: Asked,
  permission: WaivePermission,
  github: Pick<GitHub, 'permissionOf'> | undefined,
): (candidate: string) => Promise<DispatchFinding | undefined> {
  let granted: DispatchFinding | undefined;
  return async (candidate) => {
    if (granted !== undefined) return granted;
    const found = await findDispatchWaiver(asked, { candidate, permission }, github);
    if (found?.waiver !== undefined) granted = found;
    return found;
  };
}

/** @throws ConfigError for a name in the input `waive` that is no probe and not `evidence` */
export function checkWaivedNames({ probes }: Pick<LoadedConfig, 'probes'>, waive: readonly string[]): void {
  const known = [...probes.map(({ name }) => name), evidenceWaiver];
  const problems = waive
    .filter((name) => !known.includes(name))
    .map((name) => ({
      where: 'waive',
      message: `there is no probe ${quoted(name)}${whatExists(name, known, 'Probes')}`,
    }));
  if (problems.length > 0) throw new ConfigError(problems);
}
