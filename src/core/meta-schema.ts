import type { ValidateFunction } from 'ajv/dist/2020.js';

import { createAjv } from './json-contract.ts';

/** The one dialect that contracts are written in. */
export const dialect = 'https://json-schema.org/draft/2020-12/schema';

let validator: ValidateFunction | undefined;

/**
 * Says whether a document is a JSON Schema 2020-12. To compile it takes longer than a whole run of the gate, so the
 * bundle holds it compiled: `scripts/precompile-meta-schema.ts` puts it in the place of this file.
 */
export function metaValidator(): ValidateFunction {
  validator ??= createAjv().getSchema(dialect);
  if (validator === undefined) throw new Error('ajv does not know its own dialect');
  return validator;
}
