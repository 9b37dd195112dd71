/** Judges an answer by a step's declaration as the engine does, without sending anything. */
import type { FaultCode } from '../../src/core/fault-codes.ts';
import type { Layer } from '../../src/core/model.ts';
import type { HttpStep, JsonValue } from '../../src/core/plan.ts';
import { judgeAnswer, judgeBody } from '../../src/probes/http-steps/judge.ts';

export interface Given {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: JsonValue;
  readonly text?: string;
}

/** What a step finds in an answer: the code of each check that does not pass, with the layer that it blames. */
export interface Found {
  readonly check: string;
  readonly code: FaultCode;
  readonly layer: Layer | undefined;
  readonly observed: string;
}

export function judge(
  step: HttpStep,
  given: Given,
  today = new Date('2026-03-04T12:00:00Z'),
): readonly Found[] {
  const { status = 200, headers = {}, json, text = json === undefined ? '' : JSON.stringify(json) } = given;
  const answer = { status, headers, body: Buffer.from(text) };
  const { fault, layer, body } = judgeAnswer(step, answer, today);
  if (fault !== undefined) return [{ check: step.name, ...fault, layer: layer ?? step.layer }].map(toFound);
  return (step.checks ?? []).flatMap((check) => {
    const found = judgeBody(check, body, today);
    return found === undefined
      ? []
      : [toFound({ check: check.name, ...found, layer: check.layer ?? step.layer })];
  });
}

function toFound({ check, code, layer, observed }: Found): Found {
  return { check, code, layer, observed };
}

/** The codes alone. */
export function codesOf(step: HttpStep, given: Given, today?: Date): readonly FaultCode[] {
  return judge(step, given, today).map(({ code }) => code);
}
