/** The gate in this very process, with all that ships but the clock. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Report } from '../../src/core/report.ts';
import { readInputs } from '../../src/inputs.ts';
import { Redactor } from '../../src/secrets.ts';
import { runWired, type Clock } from '../../src/wiring.ts';

/** Where the runs of a replay take place. */
export interface Place {
  readonly configuration: string;
  /** The variables that the configuration names. */
  readonly env: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly repository: string;
  readonly clock: Clock;
}

export interface GateRun {
  readonly runId: number;
  readonly event: string;
  /** The commit of the workflow's run. */
  readonly sha: string;
  /** By the names of the inputs. */
  readonly inputs: Readonly<Record<string, string>>;
}

export interface RanGate {
  readonly report: Report;
  /** What it told while it waited. */
  readonly progress: readonly string[];
  readonly warnings: readonly string[];
}

export async function runGateIn(place: Place, run: GateRun): Promise<RanGate> {
  const workspace = await mkdtemp(join(tmpdir(), 'staging-gate-replay-'));
  try {
    await writeFile(join(workspace, 'staging-gate.yml'), place.configuration);
    const progress: string[] = [];
    const warnings: string[] = [];
    const { report } = await runWired(readInputs(environmentOf(workspace, place, run)), {
      env: place.env,
      redactor: new Redactor(() => undefined),
      onSettled: () => undefined,
      progress: (line) => progress.push(line),
      warn: (message) => warnings.push(message),
      clock: place.clock,
    });
    return { report, progress, warnings };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

function environmentOf(workspace: string, { apiUrl, repository }: Place, run: GateRun) {
  const inputs = { config: 'staging-gate.yml', 'github-token': 'token-of-the-replay', ...run.inputs };
  return {
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: repository,
    GITHUB_SHA: run.sha,
    GITHUB_RUN_ID: String(run.runId),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_EVENT_NAME: run.event,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_API_URL: apiUrl,
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
}
