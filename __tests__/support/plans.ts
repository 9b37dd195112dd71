/** Makes plans as the gate does, and reads them without sending anything. */
import { randomUUID } from 'node:crypto';

import { EnvValue } from '../../src/config/env-value.ts';
import { compileContract } from '../../src/core/json-contract.ts';
import type { FaultCode } from '../../src/core/fault-codes.ts';
import type { Layer } from '../../src/core/model.ts';
import type { Expectation, HttpPlan, HttpStep, JsonValue } from '../../src/core/plan.ts';
import type { Kind, PlanContext } from '../../src/kinds/kind.ts';
import { Secret } from '../../src/secrets.ts';

/** Values that must not be seen outside of a `Secret`, by the variable that holds them. */
export type Variables = Readonly<Record<string, string>>;

/** A context in which uuids are fresh; what a kind here does not use is refused. */
export function planContext(more: Partial<PlanContext> = {}): PlanContext {
  return {
    probe: 'the-probe',
    uuid: () => randomUUID(),
    now: () => new Date('2023-08-15T12:00:00Z'),
    contract: () => {
      throw new Error('this kind reads no contract');
    },
    settingsOf: () => undefined,
    signToken: () => {
      throw new Error('this kind signs nothing');
    },
    ...more,
  };
}

/** The plan of a kind for settings as a user writes them; `${NAME}` is taken from the variables. */
export function planOf(
  kind: Kind,
  settings: Readonly<Record<string, unknown>>,
  variables: Variables = {},
  context: PlanContext = planContext(),
): HttpPlan {
  const values = Object.entries(settings).map(([key, value]) => [
    key,
    typeof value === 'string' && EnvValue.isTemplate(value) ? new EnvValue(value, variables) : value,
  ]);
  const plan = kind.plan(kind.settings.parse(Object.fromEntries(values)), context);
  if (plan.engine !== 'http-steps') throw new Error('not a plan of HTTP steps');
  return plan;
}

/** The step of this name. */
export function stepOf(plan: HttpPlan, name: string): HttpStep {
  const step = plan.steps.find((each) => each.name === name);
  if (step === undefined)
    throw new Error(`no step ${name}, but ${plan.steps.map((each) => each.name).join(', ')}`);
  return step;
}

/** Everything in the plan that is a plain string, keys included; what stands in a `Secret` is not. */
export function plainTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object' || value instanceof Secret) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...plainTexts(item)]);
}

/** Every secret of the plan, revealed. */
export function revealed(value: unknown): readonly string[] {
  if (value instanceof Secret) return [value.reveal()];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((item: unknown) => revealed(item));
}

/** All uuids that stand in a plan. */
export function uuidsOf(plan: HttpPlan): readonly string[] {
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/gu;
  return plainTexts(plan).flatMap((text) => text.match(uuid) ?? []);
}

export interface Answer {
  readonly status: number;
  readonly body?: JsonValue;
}

/** What a step's declaration says of an answer: nothing where it is as expected. */
export interface Reading {
  readonly check: string;
  readonly code?: FaultCode | undefined;
  readonly layer?: Layer | undefined;
}

/** Reads an answer by the step's declaration alone: the expectation, the known answers, then the body checks. */
export function readAnswer(step: HttpStep, answer: Answer): readonly Reading[] {
  const { name: check, layer } = step;
  if (!meets(answer, step.expect)) {
    const known = step.known?.find(({ when }) => meets(answer, when));
    return [{ check, code: known?.code, layer: known?.layer ?? layer }];
  }
  return (step.checks ?? []).flatMap((each) => {
    const own = each.layer ?? layer;
    if (!holds(each.json, answer.body))
      return [{ check: each.name, code: each.code ?? 'BODY_MISMATCH', layer: own }];
    const fault = each.inspect?.(answer.body ?? null);
    return fault === undefined ? [] : [{ check: each.name, code: fault.code, layer: own }];
  });
}

function meets({ status, body }: Answer, { status: wanted, json }: Partial<Expectation>): boolean {
  return (wanted === undefined || wanted.includes(status)) && (json === undefined || holds(json, body));
}

function holds(schema: Parameters<typeof compileContract>[0], body: JsonValue | undefined): boolean {
  return body !== undefined && compileContract(schema).check(body).length === 0;
}
