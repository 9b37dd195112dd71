/**
 * Runs the monitor in this very process, over and over, against a staging that breaks and mends and a GitHub that
 * stumbles: `npm run soak`. Fails when memory grows, when a handle or a connection is left, or when the ledger lacks
 * a line. Options: `--minutes N` (default 10).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { runGateIn } from '../simulator/replay/gate-run.ts';
import { growthOf, type Sample } from './soak-samples.ts';
import type { Order, World } from './soak-world.ts';

/** The ledger is begun anew after so many runs: what is to be measured is the gate, not a repository that grows. */
const runsPerLedger = 40;
const fewestRuns = 20;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
const collectGarbage = globalThis.gc;
if (!(minutes > 0 && minutes <= 24 * 60) || collectGarbage === undefined) {
  console.error('npm run soak -- --minutes N, with a number above 0; it needs --expose-gc to measure memory');
  process.exit(2);
}

const child = fork(resolve(import.meta.dirname, 'soak-world.ts'));
const samples: Sample[] = [];
const problems: string[] = [];
const verdicts = new Map<string, number>();
let warnings = 0;
let lines = 0;
let runs = 0;

const endsAt = performance.now() + minutes * 60_000;
while (performance.now() < endsAt) {
  const number = runs + 1;
  const world = await ask({ number, anew: runs % runsPerLedger === 0 });
  const said = await monitor(number, world);
  // Asked for a run that never comes, so that nothing but the ledger is looked at.
  const { lines: written } = await ask({ number: 1, anew: false });
  judgeLedger(number, written, said);
  runs = number;
  samples.push(await measure(collectGarbage));
  if (runs % 25 === 0) console.log(told(samples.at(-1)));
}
child.disconnect();
await once(child, 'exit');
await pause(500);
conclude();

async function ask(order: Order): Promise<World> {
  const answered = once(child, 'message') as Promise<[World]>;
  child.send(order);
  return (await answered)[0];
}

/** Gives what it warned of. */
async function monitor(
  number: number,
  { configuration, env, apiUrl, sha }: World,
): Promise<readonly string[]> {
  const clock = {
    now: () => new Date(),
    elapsedMs: () => performance.now(),
    pause: async (ms: number, signal: AbortSignal) => {
      await pause(ms, undefined, { signal }).catch(() => undefined);
    },
  };
  try {
    const ran = await runGateIn(
      { configuration, env, apiUrl, repository: 'example/vetext', clock },
      { runId: number, event: 'schedule', sha, inputs: { mode: 'monitor' } },
    );
    verdicts.set(ran.report.verdict, (verdicts.get(ran.report.verdict) ?? 0) + 1);
    warnings += ran.warnings.length;
    return ran.warnings;
  } catch (error) {
    problems.push(`run ${String(number)} threw ${error instanceof Error ? error.name : typeof error}`);
    return [];
  }
}

/** Every run since the ledger was begun has left exactly one line; this one too, unless it said that it could not. */
function judgeLedger(number: number, written: readonly string[], said: readonly string[]): void {
  const own = written.filter((line) => line.includes(`"run":{"id":"${String(number)}",`)).length;
  const isTold = said.some((message) => message.startsWith('The ledger was not written'));
  if (own !== 1 && !(own === 0 && isTold)) problems.push(`run ${String(number)} left ${String(own)} lines`);
  lines += own;
  if (number % runsPerLedger !== 0) return;
  const ids = new Set(written.map((line) => (JSON.parse(line) as { run: { id: string } }).run.id));
  if (ids.size !== written.length) problems.push(`at run ${String(number)}, the ledger holds lines twice`);
}

/** After the connections of the run had a moment to close. */
async function measure(collect: NodeJS.GCFunction): Promise<Sample> {
  await pause(20);
  await collect({ execution: 'async', type: 'major' });
  await collect({ execution: 'async', type: 'major' });
  const { heapUsed, external } = process.memoryUsage();
  return { usedBytes: heapUsed + external, handles: process.getActiveResourcesInfo().length };
}

function told(sample: Sample | undefined): string {
  const used = ((sample?.usedBytes ?? 0) / 2 ** 20).toFixed(1);
  return `run ${String(runs)}: ${used} MiB, ${String(sample?.handles ?? 0)} handles, ${String(lines)} lines`;
}

function conclude(): void {
  const growth = growthOf(samples);
  const left = process
    .getActiveResourcesInfo()
    .filter((name) => /Socket|TCP|Server|Pipe(?!Wrap)|TLS/u.test(name));
  if (growth.share > 0.1) problems.push('memory grew by more than 10 %');
  if (growth.lateHandles > growth.earlyHandles) problems.push('handles or connections are left');
  if (left.length > 0) problems.push(`left at the end: ${left.join(', ')}`);
  if (runs < fewestRuns) problems.push('too few runs to judge by: give it more minutes');
  const counted = [...verdicts].map(([verdict, count]) => `${String(count)} ${verdict}`).join(', ');
  console.log(`${String(runs)} runs in ${String(minutes)} min: ${counted}`);
  console.log(`ledger: ${String(lines)} lines, ${String(warnings)} warnings`);
  console.log(
    `memory: ${growth.earlyMiB.toFixed(1)} MiB early, ${growth.lateMiB.toFixed(1)} MiB late (${(growth.share * 100).toFixed(1)} %)`,
  );
  console.log(`handles: ${String(growth.earlyHandles)} early, ${String(growth.lateHandles)} late`);
  for (const problem of problems) console.log(`VIOLATION: ${problem}`);
  console.log(
    problems.length === 0 ? 'Nothing grew, nothing is left, no line was lost.' : 'The soak failed.',
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}
