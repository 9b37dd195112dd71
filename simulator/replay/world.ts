/** Staging, GitHub and the clock of the replay, and what people and schedules do with them. */
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import type { Report } from '../../src/core/report.ts';
import { hourMs } from '../../src/core/spans.ts';
import { parseLines } from '../../src/ledger/lines.ts';
import { evidenceSection, gateConfiguration } from '../configuration.ts';
import { startGitHub, type GitHubStandIn } from '../github.ts';
import { startStaging, type Staging } from '../staging.ts';
import { createReplayClock, type ReplayClock } from './clock.ts';
import { runGateIn, type GateRun, type Place } from './gate-run.ts';
import { healthCheckSays, soakTimerSays, type Opinion } from './others.ts';

/** One run of the gate in the replay. */
export interface Moment {
  readonly at: Date;
  readonly who: 'monitor' | 'deploy';
  /** What the commit that is judged changes. */
  readonly change: string;
  readonly report: Report;
  readonly progress: readonly string[];
  readonly warnings: readonly string[];
  readonly healthCheck: Opinion;
  readonly soakTimer: Opinion;
}

export interface World {
  readonly staging: Staging;
  readonly github: GitHubStandIn;
  /** Lets time pass until then; the monitor runs whenever it is due. */
  passUntil(at: Date): Promise<void>;
  /** Puts a commit live in staging, as the deploy workflow of VEText does; gives its SHA. */
  enter(message: string): string;
  /** Tells all runs of the monitor so far, oldest first. */
  readonly monitored: readonly Moment[];
  /** The deploy job asks for this commit. */
  ask(candidate: string, inputs?: Readonly<Record<string, string>>): Promise<Moment>;
  stop(): Promise<void>;
}

const repository = 'example/vetext';
const ledgerBranch = 'staging-health';

/**
 * The deploy job asks each system by itself and leaves the payload and the journey to the monitor: there is one
 * synthetic patient, and two journeys at once would get into each other's way. What the journey proves comes to
 * the deploy from the ledger (docs/adr/0004-journey-in-the-monitor.md).
 */
export const deployProbes = 'cdw, vista-api, lorota, chip, vets-api, vets-website';

/** The soak that the evidence policy asks for as well, so that the two can be compared. */
const soakMs = 4 * hourMs;

/** Starts it all; `monitorAt` is when the monitor runs. The caller stops it. */
export async function startWorld(start: Date, monitorAt: readonly Date[]): Promise<World> {
  const due = [...monitorAt].sort((a, b) => a.getTime() - b.getTime());
  const monitored: Moment[] = [];
  const clock = createReplayClock(start, (until) => monitorUntil(until));
  const staging = await startStaging({ now: clock.now });
  const github = await startGitHub({ repository, now: clock.now });
  const place: Place = {
    configuration: gateConfiguration(staging) + evidenceSection,
    env: staging.env,
    apiUrl: github.apiUrl,
    repository,
    clock,
  };
  const changes = new Map<string, string>();
  const run = createRunner(place, github, clock, changes);

  async function monitorUntil(until: Date): Promise<void> {
    for (let next = due[0]; next !== undefined && next <= until; next = due[0]) {
      due.shift();
      clock.moveTo(next);
      monitored.push(await run('monitor', { event: 'schedule', inputs: { mode: 'monitor' } }));
    }
  }

  return {
    staging,
    github,
    monitored,
    async passUntil(at) {
      await monitorUntil(at);
      clock.moveTo(at);
    },
    enter(message) {
      const sha = github.commit('main', { 'CHANGES.md': `${message}\n` }, message);
      changes.set(sha, message);
      staging.setRevision(sha);
      github.reportDeployment(github.deploy({ environment: 'staging', sha }), 'success');
      return sha;
    },
    ask: (candidate, inputs = {}) =>
      run('deploy', { event: 'push', inputs: { candidate, probes: deployProbes, ...inputs } }),
    async stop() {
      await github.stop();
      await staging.stop();
    },
  };
}

function createRunner(
  place: Place,
  github: GitHubStandIn,
  clock: ReplayClock,
  changes: ReadonlyMap<string, string>,
) {
  let runId = 1000;
  return async (who: Moment['who'], run: Pick<GateRun, 'event' | 'inputs'>): Promise<Moment> => {
    const at = clock.now();
    runId += 1;
    const sha = github.refs.get('refs/heads/main') ?? '';
    const { report, progress, warnings } = await runGateIn(place, { ...run, runId, sha });
    const soak = { entries: ledgerOf(github), candidate: report.candidate, now: clock.now(), soakMs };
    return {
      at,
      who,
      change: changes.get(report.candidate) ?? report.candidate,
      report,
      progress,
      warnings,
      healthCheck: healthCheckSays(report),
      soakTimer: soakTimerSays(soak),
    };
  };
}

/** Every line that the monitor has left on the data branch. */
export function ledgerOf(github: GitHubStandIn): readonly LedgerEntry[] {
  return github
    .listFiles(ledgerBranch)
    .filter((path) => path.endsWith('.jsonl'))
    .flatMap((path) => parseLines(path, github.readFile(ledgerBranch, path) ?? Buffer.alloc(0)).entries);
}
