import { type LedgerEntry, ledgerEntrySchema } from '../core/ledger-entry.ts';

/** A line that is no entry: cut, edited by hand, or written by a version that we do not know. */
export interface DamagedLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface ParsedLines {
  readonly entries: readonly LedgerEntry[];
  readonly damaged: readonly DamagedLine[];
}

/** Reads one day file. Empty lines, CRLF, a byte order mark and a missing last newline are tolerated. */
export function parseLines(file: string, bytes: Buffer): ParsedLines {
  const entries: LedgerEntry[] = [];
  const damaged: DamagedLine[] = [];
  for (const [index, line] of new TextDecoder().decode(bytes).split(/\r?\n/u).entries()) {
    if (line.trim() === '') continue;
    const entry = parseLine(line);
    if (entry === undefined) damaged.push({ file, line: index + 1 });
    else entries.push(entry);
  }
  return { entries, damaged };
}

function parseLine(line: string): LedgerEntry | undefined {
  try {
    return ledgerEntrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** The entry as one line of the ledger, without its newline. */
export function toLine(entry: LedgerEntry): string {
  return JSON.stringify(entry);
}

/** Whether the day file holds exactly this line. */
export function holdsLine(bytes: Buffer, line: string): boolean {
  return bytes
    .toString('utf8')
    .split(/\r?\n/u)
    .some((present) => present === line);
}

/** The day file with one line more. Every byte that was there stays, damaged or not. */
export function withLine(bytes: Buffer, line: string): Buffer {
  const isOpen = bytes.length > 0 && bytes.at(-1) !== 0x0a;
  return Buffer.concat([bytes, Buffer.from(`${isOpen ? '\n' : ''}${line}\n`, 'utf8')]);
}
