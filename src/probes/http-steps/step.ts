import { toFaultError } from '../../clients/http-faults.ts';
import type { HttpAnswer, HttpClient } from '../../clients/http.ts';
import { harmless, serverProduct, shapeOf, type Exchange } from '../../core/exchange.ts';
import type { FaultCode } from '../../core/fault-codes.ts';
import { faultyCheck } from '../../core/faults.ts';
import type { Check, Fault, Layer } from '../../core/model.ts';
import type { HttpStep, JsonValue } from '../../core/plan.ts';
import { FaultError } from '../../errors.ts';
import type { Redactor } from '../../secrets.ts';
import { retryTransient } from '../retry.ts';
import { takeCaptures } from './captures.ts';
import { judgeAnswer, judgeBody, mayTakeLongToJudge, withHint, type Judgement } from './judge.ts';
import { renderRequest } from './template.ts';
import { transientError } from './transient.ts';

/** What a step is run with. */
export interface StepContext {
  readonly client: HttpClient;
  readonly redactor: Redactor;
  readonly now: () => Date;
  /** Called before rules that may take for ever. */
  readonly watch: () => void;
  /** The layer where the step names none. */
  readonly layer: Layer;
  readonly diagnose?: boolean | undefined;
  readonly variables: Map<string, JsonValue>;
  readonly attempts: number;
  readonly attempted: (attempt: number) => void;
  /** Ends the step; its reason is a `FaultError`. */
  readonly signal: AbortSignal;
  /** From when on there is no further attempt, though the present one may go on until `signal`. */
  readonly noRetryAfter: AbortSignal;
}

/** What came of a step: its own check first. */
export interface StepOutcome {
  readonly checks: readonly Check[];
  readonly tls?: HttpAnswer['tls'];
  /** A request went out, and no answer says what became of it. */
  readonly isUnanswered?: boolean | undefined;
}

/** To hold a larger body against any schema may take long. */
const unwatchedBytes = 65_536;
const gatewayTimeout = 504;
const defaultTimeoutMs = 30_000;
const defaultMaxBodyBytes = 1_048_576;

/** Sends a step's request, as often as it may be sent, and judges what remains. */
export async function runStep(step: HttpStep, context: StepContext): Promise<StepOutcome> {
  const startedAt = performance.now();
  const { answer, fault, judgement, isUnanswered } = await exchange(step, context);
  const durationMs = Math.round(performance.now() - startedAt);
  const layer = step.layer ?? context.layer;
  const further = fault === undefined ? bodyChecks(step, judgement, context) : [];
  const mayCapture = fault === undefined || step.creates === true;
  const captureFault = mayCapture ? capture(step, judgement, context) : undefined;
  // After the captures, so that what was captured here is masked in it.
  const shown =
    context.diagnose === true && answer !== undefined
      ? exchangeOf(answer, judgement?.body.json, context.redactor)
      : undefined;
  const own = {
    name: step.name,
    layer,
    asked: layer,
    durationMs,
    independent: step.independent,
    exchange: shown,
  };
  if (fault !== undefined) {
    const check = faultyCheck({ ...own, layer: judgement?.layer ?? layer }, fault);
    return { checks: [check], tls: answer?.tls, isUnanswered };
  }
  // A check that failed on the same body says better than a missing capture what is wrong with it.
  const isTold = further.some(({ status }) => status !== 'pass');
  const first: Check =
    captureFault === undefined || isTold ? { ...own, status: 'pass' } : faultyCheck(own, captureFault);
  return { checks: [first, ...further], tls: answer?.tls, isUnanswered: captureFault !== undefined };
}

/** Of the last attempt that was answered. */
function exchangeOf(
  { timings, address, tls, headers }: HttpAnswer,
  json: JsonValue | undefined,
  redactor: Redactor,
): Exchange {
  const server = Object.hasOwn(headers, 'server') ? headers['server'] : undefined;
  const named = (text: string) => harmless(redactor.redact(text));
  return {
    ...timings,
    address,
    certificate:
      tls === undefined
        ? undefined
        : { subject: named(tls.subject), issuer: named(tls.issuer), daysLeft: tls.daysLeft },
    server: server === undefined ? undefined : serverProduct(redactor.redact(server)),
    shape: json === undefined ? undefined : shapeOf(json),
  };
}

interface Attempt {
  readonly answer?: HttpAnswer;
  readonly judgement?: Judgement;
  readonly fault?: Fault | undefined;
  readonly isUnanswered?: boolean;
}

/**
 * The result of the last attempt that came to its end. When the signal ends a later one, or the
 * pause before it, what was seen before is still the truth about the service.
 */
async function exchange(step: HttpStep, context: StepContext): Promise<Attempt> {
  const { signal, noRetryAfter, attempted } = context;
  if (noRetryAfter.aborted) return { fault: toFaultError(noRetryAfter.reason).fault };
  let last: Attempt | undefined;
  const attemptOnce = async () => {
    if (last !== undefined && noRetryAfter.aborted) return last;
    const present = await attempt(step, context);
    if (last === undefined || present.answer !== undefined || !signal.aborted) last = present;
    if (last.fault === undefined || noRetryAfter.aborted) return last;
    throw worthRetrying(last, context.now()) ?? new FaultError(last.fault);
  };
  const attempts = step.retry === 'never' ? 1 : context.attempts;
  try {
    return await retryTransient(attemptOnce, { attempts, signal, attempted });
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return last ?? { fault: withHint(error.fault, step.hints), isUnanswered: true };
  }
}

function worthRetrying({ answer, fault }: Attempt, now: Date): FaultError | undefined {
  return answer === undefined || fault === undefined ? undefined : transientError(answer, fault, now);
}

/** After these nobody knows whether the service got the request. */
const mayHaveArrived: ReadonlySet<FaultCode> = new Set([
  'TIMEOUT',
  'CONNECT_RESET',
  'DEADLINE',
  'CANCELLED',
  'BODY_TOO_LARGE',
]);

async function attempt(step: HttpStep, context: StepContext): Promise<Attempt> {
  try {
    const answer = await context.client.send({
      ...renderRequest(step.request, context.variables),
      signal: context.signal,
      timeoutMs: step.timeoutMs ?? defaultTimeoutMs,
      maxBodyBytes: step.maxBodyBytes ?? defaultMaxBodyBytes,
      redirects: step.redirects ?? 0,
      once: step.retry === 'never',
    });
    if (answer.body.length > unwatchedBytes || mayTakeLongToJudge(step)) context.watch();
    const judgement = judgeAnswer(step, answer, context.now());
    const { fault } = judgement;
    // The gateway gave up on a service that may go on all the same.
    const isUnanswered = answer.status === gatewayTimeout || isUnreadableSuccess(answer, fault);
    return { answer, judgement, fault, isUnanswered };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const hint = step.hints?.[error.fault.code] ?? error.fault.hint;
    return { fault: { ...error.fault, hint }, isUnanswered: mayHaveArrived.has(error.fault.code) };
  }
}

/** Something was done, and the answer does not say in the agreed words what. */
function isUnreadableSuccess({ status }: HttpAnswer, fault: Fault | undefined): boolean {
  const isUnreadable = fault?.code === 'BODY_MISMATCH' || fault?.code === 'BODY_NOT_JSON';
  return isUnreadable && status >= 200 && status < 300;
}

function bodyChecks(
  step: HttpStep,
  judgement: Judgement | undefined,
  context: StepContext,
): readonly Check[] {
  if (judgement === undefined) return [];
  return (step.checks ?? []).map((check) => {
    const { name, note } = check;
    const asked = step.layer ?? context.layer;
    const about = {
      name,
      layer: check.layer ?? asked,
      asked,
      durationMs: 0,
      independent: check.independent,
      note,
    };
    const fault = judgeBody(check, judgement.body, context.now());
    return fault === undefined
      ? { ...about, status: 'pass' }
      : faultyCheck(about, withHint(fault, step.hints));
  });
}

function capture(step: HttpStep, judgement: Judgement | undefined, context: StepContext): Fault | undefined {
  return takeCaptures(step.capture ?? {}, judgement?.body.json, context.variables, context.redactor);
}
