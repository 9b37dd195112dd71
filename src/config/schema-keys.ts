import type * as z from 'zod';

import type { KeyPath } from './key-path.ts';

/** The keys that a schema takes at a place, for "did you mean"; none where any key is taken. */
export function knownKeys(schema: z.core.$ZodType, path: KeyPath): readonly string[] {
  const [segment, ...rest] = path;
  const plain = unwrapped(schema);
  if (segment === undefined) {
    const { def } = plain._zod;
    if (def.type === 'union') return [...new Set(def.options.flatMap((option) => knownKeys(option, [])))];
    return def.type === 'object' ? Object.keys(def.shape) : [];
  }
  return [...new Set(childrenOf(plain, segment).flatMap((child) => knownKeys(child, rest)))];
}

function childrenOf({ _zod: { def } }: z.core.$ZodTypes, segment: PropertyKey): readonly z.core.$ZodType[] {
  if (def.type === 'record') return [def.valueType];
  if (def.type === 'array') return [def.element];
  if (def.type === 'union') return def.options.flatMap((option) => childrenOf(unwrapped(option), segment));
  if (def.type !== 'object') return [];
  const child = Object.hasOwn(def.shape, segment) ? def.shape[String(segment)] : undefined;
  return child === undefined ? [] : [child];
}

/** The schema inside of what only makes it optional, gives it a default or converts it. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodTypes {
  const known = schema as z.core.$ZodTypes;
  const { def } = known._zod;
  if ('innerType' in def) return unwrapped(def.innerType);
  if (def.type === 'lazy') return unwrapped(def.getter());
  if (def.type === 'pipe') return unwrapped(isTransform(def.in) ? def.out : def.in);
  return known;
}

function isTransform(schema: z.core.$ZodType): boolean {
  return (schema as z.core.$ZodTypes)._zod.def.type === 'transform';
}
