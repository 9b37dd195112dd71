import type { HttpClient } from '../clients/http.ts';
import { faultyCheck } from '../core/faults.ts';
import { isHealthy } from '../core/layer-graph.ts';
import type { Check, Fault } from '../core/model.ts';
import type { HttpPlan, HttpStep, JsonValue } from '../core/plan.ts';
import { revealText, Secret, type Redactor } from '../secrets.ts';
import type { Engine, EngineContext } from './engine.ts';
import { graceAfter } from './http-steps/grace.ts';
import { runStep, type StepContext, type StepOutcome } from './http-steps/step.ts';
import { namesIn, secretsIn } from './http-steps/template.ts';

export interface HttpStepsDeps {
  readonly client: HttpClient;
  /** Told every secret that a plan holds and every one that is captured. */
  readonly redactor: Redactor;
  readonly now?: () => Date;
  /** Called before an answer is judged by rules that may take for ever, such as a regular expression of a user. */
  readonly watch?: () => void;
}

/** How long after an abort the clean-up may take: whoever cuts engines off waits a little longer. */
export const cleanupGraceMs = 5000;
/** How long after an abort the answer to a request that creates something is awaited, to know what there is to remove. */
const creationGraceMs = 2500;
/** A clean-up that did not work twice is told, not tried on. */
const cleanupAttempts = 2;
const soonDays = 30;

/**
 * The engine for plans of HTTP steps. Without `parallel`, steps run one after the other until one
 * does not pass (a warning passes); those after it are recorded as `NOT_RUN`, and `always` steps run
 * nevertheless. With `parallel`, all run at once, the `always` steps after them.
 */
export function createHttpStepsEngine({
  client,
  redactor,
  now = () => new Date(),
  watch = () => undefined,
}: HttpStepsDeps): Engine<HttpPlan> {
  return async (plan, context) => {
    for (const secret of secretsOf(plan)) redactor.add(secret);
    const cleanup = graceAfter(context.signal, cleanupGraceMs);
    const creation = graceAfter(context.signal, creationGraceMs);
    const { layer, attempted, diagnose } = context;
    const variables = new Map<string, JsonValue>(
      Object.entries(plan.variables ?? {}).map(([name, text]) => [name, revealText(text)]),
    );
    const contextOf = (step: HttpStep): StepContext => ({
      client,
      redactor,
      now,
      watch,
      layer,
      diagnose,
      variables,
      attempted,
      attempts: step.always === true ? Math.min(cleanupAttempts, context.attempts) : context.attempts,
      signal:
        step.always === true ? cleanup.signal : step.creates === true ? creation.signal : context.signal,
      noRetryAfter: step.always === true ? cleanup.signal : context.signal,
    });
    const run = {
      context,
      contextOf,
      certificates: new Set<string>(),
      unanswered: new Set<string>(),
      variables,
    };
    try {
      await (plan.parallel === true ? runTogether(plan.steps, run) : runInTurn(plan.steps, run));
    } finally {
      cleanup.disarm();
      creation.disarm();
    }
  };
}

interface Run {
  readonly context: EngineContext;
  readonly contextOf: (step: HttpStep) => StepContext;
  /** Origins whose certificate was told to expire soon. */
  readonly certificates: Set<string>;
  /** Steps that may have created something, without an answer that says what. */
  readonly unanswered: Set<string>;
  readonly variables: ReadonlyMap<string, JsonValue>;
}

async function runInTurn(steps: readonly HttpStep[], run: Run): Promise<void> {
  let failed: string | undefined;
  for (const step of steps) {
    if (step.always === true) await cleanUp(step, run);
    else if (failed !== undefined)
      run.context.record(notRun(step, `\`${failed}\` passes`, 'it did not', run));
    else if (!(await perform(step, run))) failed = step.name;
  }
}

async function runTogether(steps: readonly HttpStep[], run: Run): Promise<void> {
  const running = steps.filter((step) => step.always !== true).map((step) => checksOf(step, run));
  // In the order of the plan, so that the same failure is told alike each time. An abort ends all of them.
  for (const checks of running) for (const check of await checks) run.context.record(check);
  for (const step of steps.filter((each) => each.always === true)) await cleanUp(step, run);
}

/** Runs and records a step. Gives whether it passed. */
async function perform(step: HttpStep, run: Run): Promise<boolean> {
  const checks = await checksOf(step, run);
  for (const check of checks) run.context.record(check);
  return checks.every(isHealthy);
}

async function checksOf(step: HttpStep, run: Run): Promise<readonly Check[]> {
  const [missing] = missingNames(step, run);
  return missing === undefined
    ? attemptStep(step, run)
    : [notRun(step, `an earlier step gives \`${missing}\``, 'none did', run)];
}

/** Runs an `always` step, unless there is nothing that it could remove. */
async function cleanUp(step: HttpStep, run: Run): Promise<void> {
  if (step.needs?.some((name) => !run.variables.has(name)) === true) {
    for (const name of run.unanswered) run.context.record(perhapsLeft(step, name, run));
    return;
  }
  const [missing] = missingNames(step, run);
  const [own, ...further] =
    missing === undefined ? await attemptStep(step, run) : [notRun(step, `\`${missing}\``, 'missing', run)];
  if (own !== undefined) run.context.record(own.status === 'pass' ? own : leftover(step, own));
  for (const check of further) run.context.record(check);
}

function perhapsLeft({ name, layer, hints }: HttpStep, unanswered: string, { context }: Run): Check {
  const fault = {
    code: 'LEFTOVER',
    expected: 'clean-up of what was made',
    observed: `no answer to \`${unanswered}\` that says whether it made anything`,
    hint: hints?.LEFTOVER,
  } as const;
  return faultyCheck({ name, layer: layer ?? context.layer }, fault);
}

function leftover(step: HttpStep, check: Check & { readonly fault: Fault }): Check {
  const { name, layer, durationMs } = check;
  const { observed, code } = check.fault;
  const hint = step.hints?.LEFTOVER;
  const fault = {
    code: 'LEFTOVER',
    expected: 'clean-up succeeds',
    observed: `${observed} (${code})`,
    hint,
  } as const;
  return faultyCheck({ name, layer, durationMs }, fault);
}

/** What the step found. A bug of ours in it fails this step only, so that the clean-up still runs. */
async function attemptStep(step: HttpStep, run: Run): Promise<readonly Check[]> {
  try {
    const outcome = await runStep(step, run.contextOf(step));
    if (step.creates === true && outcome.isUnanswered === true) run.unanswered.add(step.name);
    return [...outcome.checks, ...certificateChecks(step, outcome, run)];
  } catch (error) {
    const observed =
      error instanceof Error && /^[A-Z][A-Za-z]*Error$/u.test(error.name) ? error.name : 'an exception';
    const layer = step.layer ?? run.context.layer;
    return [
      faultyCheck({ name: step.name, layer }, { code: 'INTERNAL', expected: 'the step runs', observed }),
    ];
  }
}

function certificateChecks(step: HttpStep, { tls }: StepOutcome, run: Run): readonly Check[] {
  if (tls === undefined || tls.daysLeft > soonDays || run.certificates.has(tls.origin)) return [];
  run.certificates.add(tls.origin);
  const fault = {
    code: 'TLS_EXPIRES_SOON',
    expected: `a certificate for more than ${String(soonDays)} days`,
    observed: `${String(tls.daysLeft)} days left`,
  } as const;
  return [faultyCheck({ name: `certificate (${step.name})`, layer: step.layer ?? run.context.layer }, fault)];
}

function missingNames({ needs = [], request }: HttpStep, { variables }: Run): readonly string[] {
  return [...needs, ...namesIn(request)].filter((name) => !variables.has(name));
}

function notRun(step: HttpStep, expected: string, observed: string, { context }: Run) {
  const layer = step.layer ?? context.layer;
  return faultyCheck({ name: step.name, layer }, { code: 'NOT_RUN', expected, observed });
}

function secretsOf({ variables = {}, steps }: HttpPlan): readonly Secret[] {
  const values = Object.values(variables).filter((text) => text instanceof Secret);
  return [...values, ...steps.flatMap(({ request }) => secretsIn(request))];
}
