import * as z from 'zod';

import { statuses, verdicts } from './model.ts';

/**
 * One line of the ledger: what one run saw. Unknown fields are kept, so that an older reader never
 * loses what a newer writer wrote.
 */
export const ledgerEntrySchema = z.looseObject({
  v: z.literal(1),
  /** When the probes of the run were done, ISO 8601 in UTC. */
  at: z.iso.datetime(),
  run: z.looseObject({
    id: z.string().min(1),
    attempt: z.int().min(1),
    url: z.string().optional(),
    event: z.string().optional(),
  }),
  environment: z.string().min(1),
  /** The full commit seen live in staging by this run; absent when none was seen. */
  candidate: z
    .string()
    .regex(/^[0-9a-f]{40}$/u)
    .optional(),
  verdict: z.enum(verdicts),
  /** Every required probe passed or warned, without counting any waiver. */
  healthy: z.boolean(),
  /** Status by the name of the probe. */
  probes: z.record(z.string(), z.enum(statuses)),
  /** Worst status by layer. */
  layers: z.record(z.string(), z.enum(statuses)),
  /** Layers that were in an announced maintenance window. */
  maintenance: z.array(z.string()).default([]),
  /** The blocking root layers with the code that names them. */
  rootCauses: z.array(z.looseObject({ layer: z.string(), code: z.string() })).default([]),
  /** Waivers that were used. */
  waivers: z
    .array(z.looseObject({ probes: z.array(z.string()), reason: z.string(), actor: z.string().optional() }))
    .default([]),
});

export type LedgerEntry = z.output<typeof ledgerEntrySchema>;
