import type * as z from 'zod';

import type { Layer } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';

/** What a kind may ask for while it makes its plan. Given, so that plans are pure. */
export interface PlanContext {
  readonly probe: string;
  /** A fresh random UUID, lower case. */
  readonly uuid: () => string;
  readonly now: () => Date;
}

/** All that is known about probing one sort of system. */
export interface Kind<Name extends string = string, Settings extends z.ZodType = z.ZodType> {
  /** As users write it after `kind:`; also the name of the export. */
  readonly kind: Name;
  /** One sentence for the documentation. */
  readonly summary: string;
  readonly layer: Layer | ((settings: z.output<Settings>, probe: string) => Layer);
  /** The layers that this one calls: a failure of theirs may be the reason for its failure. */
  readonly upstreams: readonly Layer[];
  /** The keys of this kind, beside the common ones; built from `config/fields.ts`. */
  readonly settings: Settings;
  plan(settings: z.output<Settings>, context: PlanContext): Plan;
}

/** Fixes the types of a kind; returns it unchanged. */
export function defineKind<const Name extends string, Settings extends z.ZodType>(
  kind: Kind<Name, Settings>,
): Kind<Name, Settings> {
  return kind;
}
