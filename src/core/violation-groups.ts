import type { ErrorObject } from 'ajv';

import type { JsonSchema, JsonValue } from './plan.ts';
import { localTarget } from './schema-words.ts';

/** An error of `anyOf`, `oneOf` or `contains`, which speaks for those of its branches. */
export interface Group {
  readonly error: ErrorObject;
  /** Schema paths below which an error belongs to one of the group's branches. */
  readonly paths: readonly string[];
}

export function groupOf(error: ErrorObject, root: JsonSchema): Group {
  const paths = new Set([error.schemaPath]);
  collectReferences(error.schema as JsonValue, root, paths);
  return { error, paths: [...paths] };
}

function collectReferences(schema: JsonValue | undefined, root: JsonSchema, found: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, child] of Object.entries(schema)) {
    if (key === '$ref' && typeof child === 'string' && !found.has(child)) {
      found.add(child);
      collectReferences(localTarget(child, root), root, found);
    } else {
      collectReferences(child, root, found);
    }
  }
}

/** Whether an error only says why one of the group's branches does not hold. */
export function isInside(error: ErrorObject, group: Group): boolean {
  const at = group.error.instancePath;
  const isBelow = error.instancePath === at || error.instancePath.startsWith(`${at}/`);
  return isBelow && group.paths.some((path) => error.schemaPath.startsWith(`${path}/`));
}
