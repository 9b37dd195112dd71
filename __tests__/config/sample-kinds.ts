import * as z from 'zod';

import {
  count,
  duration,
  httpUrl,
  maskable,
  personal,
  secret,
  station,
  text,
} from '../../src/config/fields.ts';
import { defineKind } from '../../src/kinds/kind.ts';

const plan = () => ({ engine: 'http-steps', steps: [] }) as const;

/** A kind with credentials. */
export const door = defineKind({
  kind: 'door',
  summary: 'A door that opens to a password.',
  layer: 'chip',
  upstreams: ['lorota'],
  settings: z.strictObject({
    url: httpUrl(),
    username: secret(),
    password: secret(),
    'opens-within': duration().optional(),
  }),
  plan,
});

/** A kind with nested settings and a refinement between two of them. */
export const shelf = defineKind({
  kind: 'shelf',
  summary: 'A shelf with boxes.',
  layer: 'cdw',
  upstreams: [],
  settings: z
    .strictObject({
      url: secret(),
      station: station().optional(),
      patient: personal().optional(),
      headers: z.record(z.string(), maskable()).optional(),
      boxes: z.record(z.string(), z.strictObject({ label: text(), least: count(1).prefault(1) })).optional(),
      steps: z
        .array(z.strictObject({ name: text(), status: z.union([z.int(), z.array(z.int())]) }))
        .optional(),
      colour: z.enum(['red', 'green', 'blue']).default('red'),
      first: z.int().optional(),
      last: z.int().optional(),
    })
    .refine(({ first = 0, last = first }) => first <= last, { path: ['last'], error: 'at least `first`' }),
  plan,
});

export const sampleKinds = { door, shelf };
