/** Two services and GitHub: enough of a staging to judge candidates by, and quick to ask. */
import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { runAction, type ActionOptions, type ActionRun } from '../../simulator/run-action.ts';
import type { LedgerEntry } from '../../src/core/ledger-entry.ts';
import { sendJson, serve } from '../support/http-server.ts';
import { ledgerEntry, toFile } from '../support/ledger-entries.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export const token = 'token-of-the-job';

export interface SmallStaging extends AsyncDisposable {
  readonly github: GitHubStandIn;
  /** Services that answer 503 now: `check-in` and `portal`. */
  readonly broken: Set<string>;
  /** Services that never answer now. */
  readonly hang: Set<string>;
  /** Told each time a service is asked. */
  onAsked: (service: string) => void;
  /** A commit of the repository that is deployed to staging, since a week unless told otherwise; gives its SHA. */
  enter(name: string, at?: Date): string;
  /** Lines of the ledger, each on the file of its day. */
  remember(entries: readonly LedgerEntry[]): void;
  /** Everything that stands in the ledger. */
  lines(): readonly LedgerEntry[];
  /** Runs dist/index.js; `sections` stands below the probes in the configuration. */
  run(sections: string, options?: Partial<ActionOptions>): Promise<ActionRun>;
}

export const branch = 'staging-health';

export async function startSmallStaging(): Promise<SmallStaging> {
  const github = await startGitHub({ repository: 'example/vetext', token });
  const broken = new Set<string>();
  const hang = new Set<string>();
  let live = '';
  const server = await serve(({ url }, response) => {
    const service = url.slice(1);
    if (service === 'build') {
      sendJson(response, { build: { commit: live } });
      return;
    }
    staging.onAsked(service);
    if (!hang.has(service)) sendJson(response, {}, broken.has(service) ? 503 : 200);
  });
  const staging: SmallStaging = {
    github,
    broken,
    hang,
    onAsked: () => undefined,
    enter(name, at = ago(7 * dayMs)) {
      live = github.commit('main', { 'CHANGES.md': `${name}\n` }, name);
      github.reportDeployment(github.deploy({ environment: 'staging', sha: live, at }), 'success', at);
      return live;
    },
    remember(entries) {
      const days = Map.groupBy(entries, ({ at }) => dayFile(new Date(at)));
      const files = [...days].map(([path, own]) => [path, textOf(github, path) + toFile(own)] as const);
      github.commit(branch, Object.fromEntries(files));
    },
    lines: () =>
      github
        .listFiles(branch)
        .filter((path) => path.endsWith('.jsonl'))
        .flatMap((path) => textOf(github, path).trimEnd().split('\n'))
        .map((line) => JSON.parse(line) as LedgerEntry),
    run: (sections, { inputs, ...options } = {}) =>
      runAction({
        configuration: configurationOf(server.url, sections),
        inputs: { 'github-token': token, ...inputs },
        ...options,
        runner: { GITHUB_API_URL: github.apiUrl, ...options.runner },
      }),
    async [Symbol.asyncDispose]() {
      await github.stop();
      await server[Symbol.asyncDispose]();
    },
  };
  return staging;
}

function configurationOf(url: string, sections: string): string {
  return `version: 1
environment: staging
probes:
  check-in: { kind: http, attempts: 1, steps: [{ name: answers, url: "${url}/check-in" }] }
  portal: { kind: http, attempts: 1, steps: [{ name: answers, url: "${url}/portal" }] }
${sections.replaceAll('BUILD_URL', `${url}/build`)}
`;
}

export function dayFile(at: Date): string {
  return `ledger/${at.toISOString().slice(0, 10).replaceAll('-', '/')}.jsonl`;
}

function textOf(github: GitHubStandIn, path: string): string {
  return github.readFile(branch, path)?.toString('utf8') ?? '';
}

export function ago(ms: number): Date {
  return new Date(Date.now() - ms);
}

/** A healthy run of the monitor so long ago, with the journey green and this commit live. */
export function green(candidate: string, agoMs: number, changes: Readonly<Record<string, unknown>> = {}) {
  return ledgerEntry({
    at: ago(agoMs).toISOString(),
    run: { id: `monitor-${String(agoMs)}`, attempt: 1 },
    candidate,
    probes: { 'check-in': 'pass', portal: 'pass' },
    layers: { 'check-in': 'pass' },
    ...changes,
  });
}

/** The same of a run that found the journey broken. */
export function red(candidate: string, agoMs: number, changes: Readonly<Record<string, unknown>> = {}) {
  return green(candidate, agoMs, {
    verdict: 'not-ready',
    healthy: false,
    probes: { 'check-in': 'fail', portal: 'pass' },
    layers: { 'check-in': 'fail' },
    rootCauses: [{ layer: 'check-in', code: 'HTTP_STATUS' }],
    ...changes,
  });
}

/** Requests that GitHub answered, as `METHOD path`. */
export function asked(github: GitHubStandIn): readonly string[] {
  return github.exchanges.map(({ method, resource }) => `${method} ${resource}`);
}
