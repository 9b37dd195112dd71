import { resolve } from 'node:path';

import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'rolldown';

import { createAjv } from '../src/core/json-contract.ts';
import { dialect } from '../src/core/meta-schema.ts';

const replaced = resolve(import.meta.dirname, '..', 'src', 'core', 'meta-schema.ts');

/** The only thing that the compiled code takes from ajv. */
const runtime = 'ajv/dist/runtime/equal.js';

/** Puts the compiled meta-schema in the place of the module that compiles it, with the same exports. */
export function precompileMetaSchema(): Plugin {
  let isReplaced = false;
  return {
    name: 'precompile-meta-schema',
    buildStart: () => {
      isReplaced = false;
    },
    load: (id) => {
      if (resolve(id) !== replaced) return undefined;
      isReplaced = true;
      return compiledModule();
    },
    buildEnd: (error) => {
      if (error === undefined && !isReplaced) throw new Error(`nothing is bundled of ${replaced}`);
    },
  };
}

/** The module as JavaScript: nothing is evaluated before its validator is asked for. */
export function compiledModule(): string {
  const ajv = createAjv({ code: { source: true } });
  const validate = ajv.getSchema(dialect);
  if (validate === undefined) throw new Error('ajv does not know its own dialect');
  const code = standalone.default(ajv, validate);
  const required = [...code.matchAll(/require\(("[^"]*")\)/gu)].map(([, name]) => name);
  if (required.some((name) => name !== '"ajv/dist/runtime/equal"'))
    throw new Error(`the compiled meta-schema needs more than ${runtime}`);
  return `
    import equal from '${runtime}';
    export const dialect = ${JSON.stringify(dialect)};
    let validator;
    export function metaValidator() {
      if (validator === undefined) {
        const module = {};
        const require = () => ({ default: equal.default ?? equal });
        (function (module) { ${code} })(module);
        validator = module.exports;
      }
      return validator;
    }`;
}
