import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one process took. */
export interface Usage {
  readonly wallMs: number;
  /** Peak of the resident memory, in MiB; only where the system tells (Linux). */
  readonly peakMiB: number | undefined;
  readonly code: number | null;
  readonly stdout: string;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** Runs a command to its end. Bounded: after two minutes it is killed. */
export async function measure({ file, args, env = process.env, cwd }: Command): Promise<Usage> {
  const started = performance.now();
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000 });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let peakMiB: number | undefined;
  const watch = setInterval(() => {
    peakMiB = peakOf(child.pid) ?? peakMiB;
  }, 10);
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  clearInterval(watch);
  const stdout = Buffer.concat(chunks).toString('utf8');
  return { wallMs: performance.now() - started, peakMiB, code, stdout };
}

/** `VmHWM` of proc(5): the peak so far. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const [, kib] = /^VmHWM:\s+(\d+) kB$/mu.exec(status) ?? [];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}
