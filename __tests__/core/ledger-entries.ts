import { ledgerEntrySchema, type LedgerEntry } from '../../src/core/ledger-entry.ts';

/** The commits of the tests: synthetic, and unlike each other from the first digit. */
export const candidate = '4f2a91c0'.repeat(5);
export const otherCommit = 'b07d3e52'.repeat(5);
export const thirdCommit = 'c19e8f64'.repeat(5);

/** Tuesday, 2023-08-15, 12:00 UTC: the tests' now. */
export const now = new Date('2023-08-15T12:00:00.000Z');

export function after(ms: number, from: Date = now): Date {
  return new Date(from.getTime() + ms);
}

export function before(ms: number, from: Date = now): Date {
  return after(-ms, from);
}

let runs = 0;

/** A green line of a run of its own, unless told otherwise; `candidate: undefined` means none was seen. */
export function entryAt(
  at: Date,
  given: Partial<Omit<LedgerEntry, 'run' | 'at'>> & { readonly run?: string; readonly attempt?: number } = {},
): LedgerEntry {
  const { run, attempt = 1, ...rest } = given;
  runs += 1;
  return ledgerEntrySchema.parse({
    v: 1,
    at: at.toISOString(),
    run: { id: run ?? `run-${String(runs)}`, attempt },
    environment: 'staging',
    candidate,
    verdict: 'ready',
    healthy: true,
    probes: { 'check-in': 'pass' },
    layers: {},
    ...rest,
  });
}

/** A line of a run that found staging broken. */
export function brokenAt(at: Date, given: Parameters<typeof entryAt>[1] = {}): LedgerEntry {
  return entryAt(at, { healthy: false, verdict: 'not-ready', probes: { 'check-in': 'fail' }, ...given });
}
