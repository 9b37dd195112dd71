import type { CamelCasedProperties } from 'type-fest';
import type * as z from 'zod';

import type { FileReference } from '../config/file-reference.ts';
import type { Layer } from '../core/model.ts';
import type { JsonSchema, Plan } from '../core/plan.ts';
import type { Secret, Text } from '../secrets.ts';

/** What a kind may ask for while it makes its plan. Given, so that plans are pure. */
export interface PlanContext {
  /** The name of the probe. */
  readonly probe: string;
  /** A fresh random UUID, lower case. */
  readonly uuid: () => string;
  readonly now: () => Date;
  /** The JSON Schema in a file that the settings name. */
  readonly contract: (file: FileReference) => JsonSchema;
  /** The settings of the probe that this one `uses` as its `kind`; nothing where there is none. */
  readonly settingsOf: <Settings extends z.ZodObject>(
    kind: Kind<string, Settings>,
  ) => SettingsOf<Settings> | undefined;
  /**
   * A JSON Web Token signed with RS256.
   * @throws FaultError `KEY_UNUSABLE` when the key is no PEM private key
   */
  readonly signToken: (
    claims: Readonly<Record<string, Text | number | readonly string[]>>,
    key: Secret,
  ) => Secret;
}

/** A kind's settings as its plan gets them: camelCase keys. */
export type SettingsOf<Settings extends z.ZodObject> = CamelCasedProperties<z.output<Settings>>;

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
  /**
   * Kinds whose probes' settings the plan needs. The settings may have a key `uses` that maps a kind to the
   * name of a probe; a kind that it leaves out stands for the only probe of that kind. Where there is none,
   * `unless` names the key that makes up for it.
   */
  readonly uses?: Readonly<Record<string, 'required' | { readonly unless: string }>>;
  /** Pure: settings in, plan out. Nothing has been sent yet. */
  plan(settings: z.output<Settings>, context: PlanContext): Plan;
}

type KindDeclaration<Name extends string, Settings extends z.ZodObject> = Omit<
  Kind<Name, Settings>,
  'layer' | 'plan' | 'settings'
> & {
  /** Or what makes them: every run reads every kind, and few runs use them all. */
  readonly settings: Settings | (() => Settings);
  readonly layer: Layer | ((settings: SettingsOf<Settings>, probe: string) => Layer);
  plan(settings: SettingsOf<Settings>, context: PlanContext): Plan;
};

/**
 * Declares a kind. Its functions get the settings with camelCase keys: the one place where they change. Settings
 * are made when they are first asked for.
 */
export function defineKind<const Name extends string, Settings extends z.ZodObject>(
  declaration: KindDeclaration<Name, Settings>,
): Kind<Name, Settings> {
  const { layer, settings } = declaration;
  let made: Settings | undefined;
  return {
    ...declaration,
    get settings() {
      made ??= typeof settings === 'function' ? settings() : settings;
      return made;
    },
    layer: typeof layer === 'function' ? (settings, probe) => layer(camelCased(settings), probe) : layer,
    plan: (settings, context) => declaration.plan(camelCased(settings), context),
  };
}

/** Settings as users write them, with camelCase keys. */
export function camelCased<T extends object>(settings: T): CamelCasedProperties<T> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase()),
      value as unknown,
    ]),
  ) as CamelCasedProperties<T>;
}
