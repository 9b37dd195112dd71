/** A field that goes by several names, as JSON Schema says it: `anyOf` of objects with one required property each. */
import { childOf, isList } from './json-pointer.ts';
import type { JsonValue } from './plan.ts';

export interface Alias {
  readonly name: string;
  /** What a value under this name must be; absent when any will do. */
  readonly schema: JsonValue | undefined;
}

/** The names of the field, the first one leading; nothing when the branches of the `anyOf` say anything else. */
export function aliasesIn(branches: JsonValue | undefined): readonly [Alias, ...Alias[]] | undefined {
  if (!isList(branches)) return undefined;
  const aliases = branches.map(aliasOf);
  const [first, ...others] = aliases.filter((alias) => alias !== undefined);
  return first === undefined || others.length + 1 < aliases.length ? undefined : [first, ...others];
}

function aliasOf(branch: JsonValue): Alias | undefined {
  const required = childOf(branch, 'required');
  const [name, ...more] = isList(required) ? required : [];
  if (typeof name !== 'string' || more.length > 0) return undefined;
  const properties = childOf(branch, 'properties');
  const isPlain = Object.keys(branch as object).every((key) =>
    ['type', 'required', 'properties'].includes(key),
  );
  return isPlain && Object.keys(properties ?? {}).every((key) => key === name)
    ? { name, schema: childOf(properties, name) }
    : undefined;
}
