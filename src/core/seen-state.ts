import type { LedgerEntry } from './ledger-entry.ts';
import type { Layer, Status } from './model.ts';
import type { Moment } from './moments.ts';

/**
 * What the ledger shows of a time, from best to worst as far as a moment with several entries goes.
 * `no-data` is what nobody knows: no sample, or one that could not judge.
 */
export const seenStates = ['healthy', 'no-data', 'maintenance', 'broken'] as const;

export type SeenState = (typeof seenStates)[number];

/** The state that one moment shows. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly state: SeenState;
}

/**
 * The environment at each moment. Broken as the untested debt means it: `not-ready`, or a waived
 * failure; maintenance when all of its root layers were in an announced window.
 */
export function environmentSamples(moments: readonly Moment[]): readonly Sample[] {
  return moments.map(({ atMs, entries }) => ({ atMs, state: worstState(entries.map(environmentState)) }));
}

/** One layer at each moment in which a run looked at it. */
export function layerSamples(moments: readonly Moment[], layer: Layer): readonly Sample[] {
  return moments.flatMap(({ atMs, entries }) => {
    const states = entries.flatMap((entry) => layerState(entry, layer) ?? []);
    return states.length === 0 ? [] : [{ atMs, state: worstState(states) }];
  });
}

/** Whether a run found the environment unable to run check-ins, maintenance included. */
export function foundBroken(entry: LedgerEntry): boolean {
  return !entry.healthy && (entry.verdict === 'not-ready' || hasWaivedFailure(entry));
}

function environmentState(entry: LedgerEntry): SeenState {
  if (entry.healthy) return 'healthy';
  if (!foundBroken(entry)) return 'no-data';
  const { rootCauses, maintenance } = entry;
  const announced = rootCauses.length > 0 && rootCauses.every(({ layer }) => maintenance.includes(layer));
  return announced ? 'maintenance' : 'broken';
}

/** A waiver lets a deploy through; what it waived is broken all the same. */
function hasWaivedFailure({ waivers, probes }: LedgerEntry): boolean {
  return waivers.some((waiver) => waiver.probes.some((name) => ownStatus(probes, name) === 'fail'));
}

function layerState({ layers, maintenance }: LedgerEntry, layer: Layer): SeenState | undefined {
  switch (ownStatus(layers, layer)) {
    case undefined:
      return undefined;
    case 'pass':
    case 'warn':
      return 'healthy';
    case 'unknown':
      return 'no-data';
    case 'fail':
      return maintenance.includes(layer) ? 'maintenance' : 'broken';
  }
}

/** A layer may be called `constructor`. */
function ownStatus(byName: Readonly<Record<string, Status>>, name: string): Status | undefined {
  return Object.hasOwn(byName, name) ? byName[name] : undefined;
}

function worstState(states: readonly SeenState[]): SeenState {
  return states.reduce(
    (worst, state) => (seenStates.indexOf(state) > seenStates.indexOf(worst) ? state : worst),
    'healthy',
  );
}
