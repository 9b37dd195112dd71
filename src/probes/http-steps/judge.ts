/** Whether an answer is what it must be, and if not, what it means. Pure; no value of an answer leaves it. */
import type { HttpAnswer } from '../../clients/http.ts';
import { compileContract } from '../../core/json-contract.ts';
import { readPointer } from '../../core/json-pointer.ts';
import type { Fault, Layer } from '../../core/model.ts';
import type { BodyCheck, Expectation, HttpStep, JsonValue, KnownAnswer } from '../../core/plan.ts';
import { tellViolations } from '../../core/violations.ts';
import { readBody, type BodyReading } from './body.ts';

export type JudgedAnswer = Pick<HttpAnswer, 'status' | 'headers' | 'body' | 'redirect'>;

export interface Judgement {
  /** Absent when the expectation is met. */
  readonly fault?: Fault;
  /** The layer that a known answer blames. */
  readonly layer?: Layer | undefined;
  readonly body: BodyReading;
}

/**
 * An answer that meets the expectation passes. Of any other, the first known answer that fits gives it
 * its name; where none fits, it is read by its status, then by headers and body.
 */
export function judgeAnswer(
  step: Pick<HttpStep, 'expect' | 'known' | 'credential' | 'hints'>,
  answer: JudgedAnswer,
  today: Date,
): Judgement {
  const body = readBody(answer.body);
  const facts = { answer, body, today };
  const unmet = firstUnmet(step.expect, facts);
  if (unmet === undefined) return { body };
  const known = step.known?.find(({ when }) => firstUnmet(when, facts) === undefined);
  const fault = known === undefined ? readUnmet(unmet, step, answer) : knownFault(known, step.expect, body);
  return { fault: withHint(fault, step.hints), layer: known?.layer, body };
}

/** Whether rules that somebody wrote decide how long it takes to judge an answer. */
export function mayTakeLongToJudge({ expect, checks = [] }: Pick<HttpStep, 'expect' | 'checks'>): boolean {
  const { headers = {}, text, json } = expect;
  const schemas = [json ?? true, ...checks.map((check) => check.json)];
  const isFree = Object.keys(headers).length > 0 || text !== undefined;
  return isFree || schemas.some((schema) => compileContract(schema).mayTakeLong);
}

/** The fault of a further check on a body, if any. */
export function judgeBody(check: BodyCheck, body: BodyReading, today: Date): Fault | undefined {
  if (body.json === undefined) return notJson(body.problem);
  const violations = compileContract(check.json).check(body.json, { today });
  if (violations.length === 0) return check.inspect?.(body.json);
  const { expected, observed } = tellViolations(violations);
  return { code: check.code ?? 'BODY_MISMATCH', expected: check.expected ?? expected, observed };
}

/** The step's own hint for a code, where the fault has none yet. */
export function withHint(fault: Fault, hints: HttpStep['hints']): Fault {
  const hint = fault.hint ?? hints?.[fault.code];
  return hint === undefined ? fault : { ...fault, hint };
}

interface Facts {
  readonly answer: JudgedAnswer;
  readonly body: BodyReading;
  readonly today: Date;
}

type Unmet = { readonly what: 'status' } | { readonly what: 'other'; readonly fault: Fault };

function firstUnmet(expectation: Partial<Expectation>, facts: Facts): Unmet | undefined {
  const { status, headers = {}, text, json } = expectation;
  if (status !== undefined && !status.includes(facts.answer.status)) return { what: 'status' };
  const fault =
    headerFault(headers, facts.answer) ??
    (text === undefined ? undefined : textFault(text, facts.body)) ??
    (json === undefined ? undefined : judgeBody({ name: '', json }, facts.body, facts.today));
  return fault === undefined ? undefined : { what: 'other', fault };
}

function headerFault(wanted: Readonly<Record<string, string>>, { headers }: JudgedAnswer): Fault | undefined {
  for (const [name, pattern] of Object.entries(wanted)) {
    const key = name.toLowerCase();
    const value = Object.hasOwn(headers, key) ? headers[key] : undefined;
    if (value !== undefined && new RegExp(pattern, 'u').test(value)) continue;
    return {
      code: 'HEADER_MISMATCH',
      expected: `the header ${name} as agreed`,
      observed: value === undefined ? 'no such header' : 'another value',
    };
  }
  return undefined;
}

function textFault(pattern: string, { text }: BodyReading): Fault | undefined {
  if (text !== undefined && new RegExp(pattern, 'u').test(text)) return undefined;
  const observed =
    text === undefined ? 'a body that is not UTF-8' : text === '' ? 'an empty body' : 'other text';
  return { code: 'BODY_MISMATCH', expected: `text that matches /${pattern}/`, observed };
}

function notJson(problem: string): Fault {
  return { code: 'BODY_NOT_JSON', expected: 'a JSON body', observed: problem };
}

function knownFault(known: KnownAnswer, expect: Expectation, body: BodyReading): Fault {
  const { code, observed, hint, untilAt } = known;
  const until = untilAt === undefined ? undefined : timeAt(body.json, untilAt);
  return { code, expected: agreedWords(expect), observed, hint, until };
}

/** A time of the answer, written anew, so that nothing but a time can come out of it. */
function timeAt(json: JsonValue | undefined, pointer: string): string | undefined {
  const value = json === undefined ? undefined : readPointer(json, pointer);
  const time = typeof value === 'string' ? new Date(value) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function readUnmet(unmet: Unmet, step: Pick<HttpStep, 'expect' | 'credential'>, answer: JudgedAnswer): Fault {
  if (unmet.what === 'other') return unmet.fault;
  const { status, redirect } = answer;
  const fault = { expected: statusWords(step.expect.status), observed: `status ${String(status)}` };
  if (redirect !== undefined) {
    const observed = redirect === 'nowhere' ? 'a redirect without an address' : `a redirect to ${redirect}`;
    return { code: 'REDIRECTED', ...fault, observed: `${observed} (status ${String(status)})` };
  }
  const isRefused = (status === 401 || status === 403) && step.credential !== false;
  if (isRefused) return { code: 'CREDENTIAL_REFUSED', ...fault };
  if (status === 429) return { code: 'RATE_LIMITED', ...fault };
  return { code: [502, 503, 504].includes(status) ? 'GATEWAY' : 'HTTP_STATUS', ...fault };
}

function statusWords(status: readonly number[]): string {
  return `status ${status.map(String).join(' or ')}`;
}

function agreedWords({ status, json, text }: Expectation): string {
  const hasBody = json !== undefined || text !== undefined;
  return `${statusWords(status)}${hasBody ? ' with the agreed body' : ''}`;
}
