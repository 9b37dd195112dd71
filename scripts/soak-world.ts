/**
 * What the soak runs the monitor against, in a process of its own, so that only the gate's memory is measured: a
 * staging and GitHub, told by messages what to do next.
 */
import { gateConfiguration } from '../simulator/configuration.ts';
import { faultNames } from '../simulator/faults.ts';
import { startGitHub, type GitHubStandIn } from '../simulator/github.ts';
import type { GitHubFaultKind } from '../simulator/github/faults.ts';
import { startStaging } from '../simulator/staging.ts';

/** Before run `number`: another fault, or none, and sometimes a GitHub that stumbles. */
export interface Order {
  readonly number: number;
  readonly anew: boolean;
}

export interface World {
  readonly configuration: string;
  readonly env: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly sha: string;
  /** What the ledger holds now, line by line. */
  readonly lines: readonly string[];
}

/** Faults that end a run at once; waiting for time-outs shows nothing new. */
const flapping = faultNames.filter((name) => !/^slow-|-hung$/u.test(name));
const stumbling: readonly GitHubFaultKind[] = ['502', 'lost-answer', 'move-ref', '409', 'cut'];
const branch = 'staging-health';

const staging = await startStaging();
let github = await startRepository();

async function startRepository(): Promise<GitHubStandIn> {
  const made = await startGitHub({ repository: 'example/vetext' });
  made.commit('main', { 'CHANGES.md': 'A change\n' });
  return made;
}

async function follow({ number, anew }: Order): Promise<World> {
  github.mend();
  if (anew) {
    await github.stop();
    github = await startRepository();
  }
  staging.clearRequests();
  await staging.clearFaults();
  const fault = flapping[(number * 7) % flapping.length];
  if (number % 2 === 0 && fault !== undefined) await staging.setFault(fault, true);
  const kind = stumbling[number % stumbling.length];
  if (number % 3 === 0 && kind !== undefined) github.fault(kind, { times: 1, only: /\/git\// });
  const lines = github
    .listFiles(branch)
    .filter((path) => path.startsWith('ledger/'))
    .flatMap((path) => (github.readFile(branch, path)?.toString('utf8') ?? '').split('\n'));
  return {
    configuration: gateConfiguration(staging),
    env: staging.env,
    apiUrl: github.apiUrl,
    sha: github.refs.get('refs/heads/main') ?? '',
    lines: lines.filter((line) => line !== ''),
  };
}

process.on('message', (order: Order) => {
  follow(order).then(
    (world) => process.send?.(world),
    () => process.exit(1),
  );
});
process.once('disconnect', () => {
  void Promise.all([github.stop(), staging.stop()]).then(() => process.exit());
});
