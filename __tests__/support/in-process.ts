/** Runs the gate in this process with kinds, engines and a clock of the test's own; none of that is in what ships. */
import * as z from 'zod';

import { loadConfig } from '../../src/config/load.ts';
import type { Kinds } from '../../src/config/schema.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Report } from '../../src/core/report.ts';
import { runGate } from '../../src/gate.ts';
import { readInputs } from '../../src/inputs.ts';
import { defineKind } from '../../src/kinds/kind.ts';
import type { Engines } from '../../src/probes/runner.ts';
import { signToken } from '../../src/sign-token.ts';

export interface InProcess {
  /** What the kind `test` gives as its plan. */
  readonly plan: () => Plan;
  readonly engine?: Engines['http-steps'];
  readonly now?: () => Date;
  readonly elapsedMs?: () => number;
  /** Called in place of waiting. */
  readonly pause?: (ms: number) => Promise<void>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly timeout?: string;
}

/** What an engine does that finds nothing wrong. */
export const passing: Engines['http-steps'] = (_plan, { record, layer }) => {
  record({ name: 'looks well', layer, status: 'pass', durationMs: 0 });
  return Promise.resolve();
};

const graceMs = 200;

/** One probe of the kind `test`. */
export async function runInProcess(given: InProcess): Promise<Report> {
  const { plan, engine = passing, now = () => new Date(), inputs = {}, timeout = '1s' } = given;
  const { elapsedMs = () => performance.now(), pause = () => Promise.resolve() } = given;
  const settings = z.strictObject({});
  const kind = defineKind({
    kind: 'test',
    summary: 'Of a test.',
    layer: 'chip',
    upstreams: [],
    settings,
    plan,
  });
  const kinds: Kinds = { test: kind };
  const text = `{ version: 1, environment: staging, probes: { subject: { kind: test, timeout: ${timeout} } } }`;
  const runner = {
    GITHUB_WORKSPACE: '/work',
    GITHUB_REPOSITORY: 'example/vetext',
    GITHUB_SHA: 'a'.repeat(40),
  };
  const { report } = await runGate(readInputs({ ...runner, ...inputs }), {
    loadConfig: () => loadConfig({ file: 'gate.yml', text }, {}, kinds, () => ({ problem: 'none' })),
    tools: { uuid: () => 'not-random', now, signToken },
    run: {
      engines: { 'http-steps': engine, 'table-contract': () => Promise.resolve() },
      signal: new AbortController().signal,
      graceMs,
      elapsedMs,
      onSettled: () => undefined,
    },
    wait: { pause, progress: () => undefined },
    client: { send: () => Promise.reject(new Error('nobody is asked')) },
    github: undefined,
    record: { github: undefined, signal: new AbortController().signal },
    warn: () => undefined,
    redact: (shown) => shown,
  });
  return report;
}
