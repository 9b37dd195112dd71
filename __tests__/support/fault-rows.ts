/** Runs the rows of the fault matrix: each one starts what misbehaves and runs the bundled action against it. */
import { randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';

import { runAction, type ActionOptions, type ActionRun } from '../../simulator/run-action.ts';
import type { FaultCode } from '../../src/core/fault-codes.ts';
import { sendJson, serve, type TestServer } from './http-server.ts';
import { recordFigures } from './reliability.ts';

/** A probe as a user writes it. */
export type Written = Readonly<Record<string, unknown>>;

/** What a row runs the action with. */
export interface Arranged {
  /** The probe that is judged, by the name `subject`; absent where the beacon alone is probed. */
  readonly probe?: Written;
  /** More probes and sections of the configuration file. */
  readonly probes?: Readonly<Record<string, Written>>;
  readonly sections?: Written;
  /** Whether the beacon, which always answers, is probed too (default true). */
  readonly beacon?: boolean;
  readonly options?: Partial<ActionOptions>;
  /** Secrets of this row alone, beside those that every row has. */
  readonly secrets?: readonly string[];
  /** What else must hold. */
  readonly after?: (run: ActionRun) => Promise<void> | void;
}

export interface Row {
  /** What misbehaves, as docs/reliability.md shows it. */
  readonly name: string;
  readonly verdict: 'ready' | 'not-ready' | 'inconclusive' | 'untested' | 'none';
  /** The codes of the subject's checks that do not pass, each once, in their order. */
  readonly codes?: readonly FaultCode[];
  /** A part of what the log, the headline or the evidence says; required where no code tells the reason. */
  readonly says?: string;
  /** Stops what it starts when the stack is disposed of. */
  readonly arrange: (stack: AsyncDisposableStack) => Promise<Arranged> | Arranged;
  /** Whether the outputs cannot be written: nothing is then read from them, and the step fails. */
  readonly isMute?: boolean;
  /** The deadline of the run, in milliseconds; most rows end long before it. */
  readonly deadlineMs?: number;
  /** The defect that this row found. */
  readonly defect?: string;
}

/** The gate promises to end so long after its deadline. */
const promisedMs = 1000;
/** Starting a process on a machine that has other things to do; it decides nothing but what hangs. */
const startUpMs = 25_000;
const usualDeadlineMs = 30_000;

/** Declares the tests of one family, and records its figures when they are done. */
export function testRows(family: string, title: string, rows: readonly Row[]): void {
  const lag = monitorEventLoopDelay();
  const done: Row[] = [];
  let secretsTried = 0;
  let beacon: TestServer;

  beforeAll(async () => {
    lag.enable();
    beacon = await serve((_request, response) => {
      sendJson(response, {});
    });
  });
  afterAll(async () => {
    await beacon[Symbol.asyncDispose]();
    recordFigures(`faults-${family}`, {
      title,
      counts: {
        'rows of the fault matrix': done.length,
        'runs of the bundled action': done.length,
        'secrets tried': secretsTried,
      },
      rows: rows
        .filter((row) => done.includes(row))
        .map((row) => ({ name: row.name, outcome: outcomeOf(row), defect: row.defect })),
    });
  });

  describe.concurrent(title, () => {
    test.each(rows)('$name', async (row) => {
      await using stack = new AsyncDisposableStack();
      const secrets = newSecrets();
      const arranged = await row.arrange(stack);
      const run = await runAction(optionsOf(row, arranged, secrets, beacon));
      expectOutcome(run, row);
      expectInTime(run, row, lag.max / 1e6);
      const all = [...Object.values(secrets), ...(arranged.secrets ?? [])];
      expect(leaksOf(run, all)).toEqual([]);
      await arranged.after?.(run);
      secretsTried += all.length;
      done.push(row);
    });
  });
}

function outcomeOf({ verdict, codes = [], says, isMute = false }: Row): string {
  const words = { none: 'no word, and the step fails', mute: `${verdict}, and the step fails` };
  const said = verdict === 'none' ? words.none : isMute ? words.mute : verdict;
  const reasons = codes.map((code) => `\`${code}\``).join(', ') || (says ?? '');
  return reasons === '' ? said : `${said}: ${reasons}`;
}

/** Variables of the step's `env:`, each a secret of this run alone; characters that mean something elsewhere. */
function newSecrets() {
  const random = () => randomBytes(9).toString('base64url');
  return {
    TOKEN: `tok"${random()}'\\|<b>&`,
    KEY: `key-${random()}`,
    SIGNATURE: `sig${randomBytes(9).toString('hex')}`,
    PASSWORD: `p@ss:w/rd?#%${random()}`,
    GITHUB_SECRET: `ghs_${randomBytes(18).toString('hex')}`,
    WEBHOOK: `hook${randomBytes(9).toString('hex')}`,
  };
}

function optionsOf(
  { deadlineMs = usualDeadlineMs }: Row,
  { probe, probes = {}, sections = {}, beacon: hasBeacon = true, options = {} }: Arranged,
  secrets: Readonly<Record<string, string>>,
  beacon: TestServer,
): ActionOptions {
  const { GITHUB_SECRET = '', WEBHOOK = '', ...env } = secrets;
  const configuration = stringify({
    version: 1,
    environment: 'staging',
    ...sections,
    probes: {
      ...(hasBeacon ? { beacon: { kind: 'http', steps: [{ name: 'answers', url: beacon.url }] } } : {}),
      ...(probe === undefined ? {} : { subject: probe }),
      ...probes,
    },
  });
  return {
    configuration,
    ...options,
    env: { ...env, ...options.env },
    inputs: {
      deadline: `${String(deadlineMs)}ms`,
      'github-token': GITHUB_SECRET,
      'slack-webhook-url': `https://hooks.example/services/${WEBHOOK}`,
      ...options.inputs,
    },
  };
}

/** One request that carries a secret wherever a request can hold one. */
export function asking(url: string, step: Written = {}, probe: Written = {}): Written {
  return {
    kind: 'http',
    attempts: 1,
    timeout: '10s',
    ...probe,
    steps: [{ name: 'ask', url: `${url}/?signature=\${SIGNATURE}`, ...credentials, ...step }],
  };
}

/** Headers that carry secrets; the server may well echo them. */
export const credentials: Written = {
  headers: { authorization: 'Bearer ${TOKEN}', 'x-api-key': '${KEY}', 'x-password': '${PASSWORD}' },
};

function expectOutcome(run: ActionRun, row: Row): void {
  const { verdict, codes = [], says, isMute = false } = row;
  const isReady = verdict === 'ready' && !isMute;
  const { outputs, outputOrder, report, code } = run;
  expect({ verdict: report?.verdict ?? outputs['verdict'] ?? 'none', codes: codesOf(run) }).toEqual({
    verdict,
    codes,
  });
  expect({ ready: outputs['ready'], isLast: outputOrder.at(-1) === 'ready' }).toEqual({
    ready: isReady ? 'true' : undefined,
    isLast: isReady,
  });
  if (isReady) expect(code).toBe(0);
  else expect(code).not.toBe(0);
  expect(`${run.stdout}\n${JSON.stringify(outputs)}`).toContain(says ?? '');
  if (verdict === 'none') return;
  if (!isMute) expect(outputs).toMatchObject({ verdict, decision: isReady ? 'allow' : 'block' });
  const isExplained = verdict === 'ready' || codes.length > 0 || says !== undefined;
  expect(isExplained, 'a row must say why it does not pass').toBe(true);
  expect(run.stderr).toBe('');
}

/** The codes of the subject's checks that do not pass; what was not run follows from another. */
export function codesOf({ report }: ActionRun, probe = 'subject'): readonly string[] {
  const checks = report?.probes.find(({ name }) => name === probe)?.checks ?? [];
  return [...new Set(checks.flatMap(({ code }) => (code === undefined || code === 'NOT_RUN' ? [] : [code])))];
}

/** The report tells how long the run took inside; from outside, starting the process counts as well. */
function expectInTime(run: ActionRun, { deadlineMs = usualDeadlineMs }: Row, lagMs: number): void {
  const mostMs = deadlineMs + promisedMs + lagMs;
  expect((run.report as { durationMs?: number } | undefined)?.durationMs ?? 0).toBeLessThanOrEqual(mostMs);
  expect(run.durationMs).toBeLessThanOrEqual(mostMs + startUpMs);
}

/** Every secret that the run shows anywhere, in any form. None is right. */
export function leaksOf(run: ActionRun, secrets: readonly string[]): readonly string[] {
  const shown = {
    log: run.stdout,
    stderr: run.stderr,
    summary: run.summary,
    outputs: Object.values(run.outputs).join('\n'),
    ...run.files,
  };
  return Object.entries(shown).flatMap(([where, text]) =>
    secrets
      .filter((secret) => formsOf(secret).some((form) => text.includes(form)))
      .map((secret) => `${secret} in ${where}`),
  );
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ v: secret }).toString().slice(2),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    bytes.toString('base64').replaceAll('=', ''),
    bytes.toString('base64url'),
  ];
}
