import { type LedgerEntry, ledgerEntrySchema } from '../../src/core/ledger-entry.ts';

/** An entry of a healthy run, with what matters to a test in its place. */
export function ledgerEntry(changes: Readonly<Record<string, unknown>> = {}): LedgerEntry {
  return ledgerEntrySchema.parse({
    v: 1,
    at: '2023-08-15T12:00:00.000Z',
    run: { id: '1', attempt: 1 },
    environment: 'staging',
    candidate: '4f2a91c'.padEnd(40, '0'),
    verdict: 'ready',
    healthy: true,
    probes: { cdw: 'pass', 'check-in': 'pass' },
    layers: { cdw: 'pass' },
    ...changes,
  });
}

/** The entries of a day, evenly spread, each by a run of its own. */
export function entriesOfDay(day: string, count: number): readonly LedgerEntry[] {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    ledgerEntry({
      at: new Date(startMs + index * Math.floor(86_400_000 / count)).toISOString(),
      run: { id: `${day}-${String(index)}`, attempt: 1 },
    }),
  );
}

export function toFile(entries: readonly LedgerEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}
