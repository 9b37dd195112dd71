import type { CamelCasedProperties } from 'type-fest';
import type * as z from 'zod';

import type { Layer } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';

/** What a kind may ask for while it makes its plan. Given, so that plans are pure. */
export interface PlanContext {
  /** The name of the probe. */
  readonly probe: string;
  /** A fresh random UUID, lower case. */
  readonly uuid: () => string;
  readonly now: () => Date;
}

/** All that is known about probing one sort of system. */
export interface Kind<Name extends string = string, Settings extends z.ZodObject = z.ZodObject> {
  /** As users write it after `kind:`. */
  readonly kind: Name;
  /** One sentence for the documentation. */
  readonly summary: string;
  readonly layer: Layer | ((settings: z.output<Settings>, probe: string) => Layer);
  /** The layers that this one calls: a failure of theirs may be the reason for its failure. */
  readonly upstreams: readonly Layer[];
  /** The keys of this kind as users write them, beside the common ones; built from `config/fields.ts`. */
  readonly settings: Settings;
  /** Pure: settings in, plan out. Nothing has been sent yet. */
  plan(settings: z.output<Settings>, context: PlanContext): Plan;
}

type KindDeclaration<Name extends string, Settings extends z.ZodObject> = Omit<
  Kind<Name, Settings>,
  'layer' | 'plan'
> & {
  readonly layer: Layer | ((settings: CamelCasedProperties<z.output<Settings>>, probe: string) => Layer);
  plan(settings: CamelCasedProperties<z.output<Settings>>, context: PlanContext): Plan;
};

/** Declares a kind. Its functions get the settings with camelCase keys: the one place where they change. */
export function defineKind<const Name extends string, Settings extends z.ZodObject>(
  declaration: KindDeclaration<Name, Settings>,
): Kind<Name, Settings> {
  const { layer } = declaration;
  return {
    ...declaration,
    layer: typeof layer === 'function' ? (settings, probe) => layer(camelCased(settings), probe) : layer,
    plan: (settings, context) => declaration.plan(camelCased(settings), context),
  };
}

function camelCased<T extends object>(settings: T): CamelCasedProperties<T> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase()),
      value as unknown,
    ]),
  ) as CamelCasedProperties<T>;
}
