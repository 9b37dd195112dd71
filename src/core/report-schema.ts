/**
 * The documented shape of `report.json`, from which docs/report.schema.json is made. For the documentation and the
 * tests: nothing that the action loads imports it.
 */
import * as z from 'zod';

import type { CheckResult } from './evidence-policy.ts';
import { faultCodes, type FaultCode } from './fault-codes.ts';
import { modes, statuses, verdicts } from './model.ts';
import type { Report } from './report.ts';

const codes = Object.keys(faultCodes) as [FaultCode, ...FaultCode[]];

const layer = z.string().describe('`cdw`, `vista`, … or a layer that the configuration names.');
const milliseconds = z.number().min(0);
const time = z.iso.datetime();
const commit = z.string();

const owner = z.object({
  team: z.string(),
  contact: z.string().exactOptional(),
  runbook: z.string().exactOptional(),
});

const told = {
  code: z.enum(codes).describe('Why it did not pass; see docs/codes.md.'),
  expected: z.string(),
  observed: z.string(),
  hint: z.string().describe('Likely cause and next step.'),
};

const until = time.exactOptional().describe('When an announced maintenance window ends.');

const exchange = z
  .object({
    dnsMs: milliseconds.exactOptional(),
    connectMs: milliseconds.exactOptional(),
    tlsMs: milliseconds.exactOptional(),
    firstByteMs: milliseconds.exactOptional(),
    totalMs: milliseconds,
    address: z.string().exactOptional().describe('The resolved address, with its port.'),
    certificate: z.object({ subject: z.string(), issuer: z.string(), daysLeft: z.number() }).exactOptional(),
    server: z.string().exactOptional().describe('What the server says of itself, cut to harmless words.'),
    shape: z.string().exactOptional().describe('Keys and types of a JSON body, never a value.'),
  })
  .describe('With `mode: diagnose`: what the request looked like from here.');

const check = z
  .object({
    name: z.string(),
    layer,
    status: z.enum(statuses),
    durationMs: milliseconds,
    code: told.code.exactOptional(),
    expected: told.expected.exactOptional(),
    observed: told.observed.exactOptional(),
    hint: told.hint.exactOptional(),
    until,
    note: z.string().exactOptional().describe('What a pass does not prove.'),
    exchange: exchange.exactOptional(),
  })
  .describe(
    'One thing that was looked at. `code`, `expected`, `observed` and `hint` stand where it did not pass.',
  );

const probe = z.object({
  name: z.string().describe('As the configuration names it.'),
  kind: z.string(),
  layer,
  required: z.boolean().describe('Whether it can block.'),
  status: z.enum(statuses).describe('The worst of its checks.'),
  blockedBy: z
    .array(layer)
    .exactOptional()
    .describe('The broken layers that explain its failure; absent when it is a root itself or did not fail.'),
  attempts: z
    .int()
    .min(0)
    .describe('The most attempts that one of its requests took; 0 when nothing was sent.'),
  startedMs: milliseconds.describe('Since the start of the run.'),
  durationMs: milliseconds,
  owner: owner.exactOptional(),
  labels: z.array(z.string()),
  checks: z.array(check),
});

const rootCause = z.object({
  layer,
  probe: z.string(),
  blocking: z.boolean(),
  owner: owner.exactOptional(),
  check: z.string(),
  ...told,
  until,
});

const progress = { met: z.boolean(), text: z.string().describe('What was seen, and what is still missing.') };

const checkResults = [
  'success',
  'failure',
  'pending',
  'absent',
  'expired',
  'before-deployment',
  'deployment-unknown',
] as const satisfies readonly CheckResult[];

const requirement = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('passes'),
    probe: z.string(),
    passes: z.int().min(1),
    spanningMs: milliseconds,
    ...progress,
    passed: z.int().min(0),
    spannedMs: milliseconds,
  }),
  z.object({
    type: z.literal('healthy-for'),
    healthyForMs: milliseconds,
    maxGapMs: milliseconds,
    ...progress,
    healthyMs: milliseconds,
  }),
  z.object({ type: z.literal('check'), check: z.string(), ...progress, result: z.enum(checkResults) }),
]);

const evidence = z.object({
  state: z.enum(['met', 'missing', 'unreadable']),
  missing: z.array(z.string()).describe('One sentence per requirement that is not met.'),
  requirements: z.array(requirement),
  damaged: z.int().min(0).describe('Lines of the ledger that could not be read.'),
});

const waiver = z.object({
  state: z.enum(['used', 'unused', 'expired', 'for-another-commit', 'refused']),
  source: z.enum(['file', 'dispatch']),
  probes: z.array(z.string()),
  reason: z.string(),
  until: z.iso.date().exactOptional().describe('The last day on which it holds, UTC.'),
  actor: z.string().exactOptional().describe('Who gave it on a dispatch.'),
  refusal: z.string().exactOptional().describe('Why it was refused.'),
});

const debt = z.object({
  since: time,
  durationMs: milliseconds,
  candidates: z.array(commit),
  sentence: z.string(),
});

/** Version 1. Within a version fields are added and never removed or given another meaning. */
export const reportSchema = z.object({
  version: z.literal(1),
  verdict: z.enum(verdicts),
  decision: z.enum(['allow', 'block']),
  enforced: z.boolean().describe('`false` on a trial run, which always allows.'),
  headline: z.string(),
  environment: z.string(),
  mode: z.enum(modes),
  candidate: commit.describe('The commit to be deployed.'),
  live: commit.exactOptional().describe('The commit that this run saw live; absent when it saw none.'),
  startedAt: time,
  durationMs: milliseconds,
  runUrl: z.string().exactOptional(),
  selectedProbes: z
    .array(z.string())
    .exactOptional()
    .describe('The probes that the run was limited to; absent when all ran.'),
  probes: z.array(probe),
  rootCauses: z
    .array(rootCause)
    .describe(
      'The layers that are broken of themselves, the first broken one first. In an `inconclusive` report what could not be judged comes before them.',
    ),
  evidence: evidence.describe('What the ledger proves about the candidate.'),
  unsteady: z
    .string()
    .exactOptional()
    .describe('Ready at the last look, but not for as long as `steady-for` asks.'),
  waivers: z.array(waiver).describe('Every waiver of the run, the used ones first.'),
  debt: debt
    .exactOptional()
    .describe('With `mode: monitor`: how long staging has been broken, and what entered it meanwhile.'),
});

/** JSON's view of a type: nothing is readonly, and what may be undefined is absent. */
type Plain<T> = T extends string
  ? string extends T
    ? string
    : T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { -readonly [Key in keyof T]: Plain<Exclude<T[Key], undefined>> }
      : T;

/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- T stays open, so that A and B are compared for identity: assignable to each other are also types of which one lacks an optional key */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters -- as above */

/** Does not compile while the schema and the type `Report` differ in a key, a word or what may be absent. */
export const describesReport: Same<Plain<Report>, Plain<z.output<typeof reportSchema>>> = true;
