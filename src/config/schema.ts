/**
 * The zod schema of the configuration file. What a kind adds comes from the registry that is handed
 * in: nothing here knows a kind. A new top-level section is a key of `fileSchema`.
 */
import * as z from 'zod';

import { evidenceWaiver } from '../core/waivers.ts';
import type { Kind } from '../kinds/kind.ts';
import { evidenceSchema, waiverSchema } from './evidence-schema.ts';
import { address, choice, count, duration, flag, text } from './fields.ts';

export type Kinds = Readonly<Record<string, Kind>>;

const ownerSchema = z.strictObject({
  team: text().describe('Whose turn it is when the probe does not pass.'),
  contact: text()
    .optional()
    .describe(
      'A channel, shown with each failure; a team on GitHub, as @org/team, is notified by the tracking issue.',
    ),
  runbook: address().optional().describe('Where the team keeps its instructions.'),
});

/** The keys that every probe takes beside `kind`. Durations become milliseconds. */
export const commonShape = {
  owner: ownerSchema.optional().describe('Who acts when the probe does not pass.'),
  required: flag().prefault(true).describe('Whether the probe can block a deploy.'),
  'depends-on': z
    .array(z.string('the name of a probe'))
    .optional()
    .describe('Probes whose failure may be the reason for this one; replaces what the kind knows.'),
  timeout: duration('24h').prefault('60s').describe('How long the whole probe may take.'),
  attempts: count(1, 10).prefault(3).describe('Requests for a passing fault, the first one included.'),
  budget: duration('24h').optional().describe('A probe that takes longer passes with a warning.'),
  'allow-plain-http': flag()
    .prefault(false)
    .describe('Whether its secrets may go to another machine without TLS; to this one they always may.'),
  labels: z.array(text()).prefault([]).describe('Words of your own, kept in the report.'),
};

export const commonSchema = z.object(commonShape);

export type Common = z.output<typeof commonSchema>;

const probeSchemas = new WeakMap<Kind, z.ZodObject>();

/** All keys of a probe of one kind. Refinements of the kind stay in force; unknown keys are refused. */
export function probeSchema(kind: Kind): z.ZodObject {
  const schema =
    probeSchemas.get(kind) ??
    kind.settings.safeExtend({ kind: z.literal(kind.kind), ...commonShape }).strict();
  probeSchemas.set(kind, schema);
  return schema;
}

const probeName = z
  .string()
  .refine((name) => name !== evidenceWaiver, 'another name: `evidence` stands for the evidence in waivers')
  .regex(
    /^[a-z0-9][a-z0-9-]{0,59}$/u,
    'a name of lower-case letters, digits and dashes, at most 60 characters, that starts with no dash',
  );

const sections = z.strictObject({
  version: z
    .literal(1, '1, the only version that this release reads')
    .describe('Version of the format of this file.'),
  environment: text().describe('The environment that is probed, such as staging.'),
  concurrency: count(1, 500).prefault(16).describe('How many probes run at once.'),
  probes: z
    .record(
      probeName,
      z.record(z.string(), z.unknown(), 'a probe: a mapping with `kind` and the keys of that kind'),
      'a mapping of names to probes',
    )
    .refine(
      (probes) => Object.keys(probes).length > 0,
      'at least one probe: without any, nothing is looked at',
    )
    .meta({ takes: 'a mapping of names to probes' })
    .describe('What is looked at, by name.'),
  evidence: z.lazy(evidenceSchema).optional().describe('What must be proved about the candidate.'),
  waivers: z
    .array(z.lazy(waiverSchema))
    .prefault([])
    .describe('Known defects that do not block, until a day.'),
  'waive-permission': choice(['read', 'triage', 'write', 'maintain', 'admin'])
    .prefault('maintain')
    .describe('What a user must be allowed in the repository to waive probes on a dispatch.'),
  'wait-interval': duration('1h')
    .prefault('30s')
    .describe('How often staging is looked at while waiting for it.'),
  'ledger-retention': duration('3650d').prefault('400d').describe('How long the ledger keeps its days.'),
});

/** The file, with its probes still as written: each is read by the schema of its kind. */
export const fileSchema = sections.superRefine(({ evidence, 'ledger-retention': retention }, context) => {
  if (evidence === undefined || evidence.require.length === 0) return;
  if (retention >= evidence['expires-after']) return;
  const message = 'at least `expires-after` of the evidence: what is removed proves nothing any more';
  context.addIssue({ code: 'custom', path: ['ledger-retention'], message });
});
