import { isBuiltin } from 'node:module';

import type { Plugin } from 'rolldown';

/** How the modules that fetch them are called in the bundle. */
export const builtinModule = /^\0builtin:/u;

const prefix = '\0builtin:';

/**
 * Fetches the modules of Node.js itself by `process.getBuiltinModule`, and of each only what is used. An `import` of one
 * reads every export of it once, also those that are made when first asked for: `import 'node:http'` loads the whole of
 * undici for `http.WebSocket`, which is more work than a whole run of the gate.
 */
export function fetchBuiltins(): Plugin {
  return {
    name: 'fetch-builtins',
    resolveId: (imported, importer, { kind }) => {
      // The bundler's own runtime is what makes the others work.
      if (!isBuiltin(imported) || importer === undefined || importer.startsWith('\0rolldown'))
        return undefined;
      const sort = kind === 'require-call' ? 'cjs' : 'js';
      return `${prefix}${imported.replace(/^node:/u, '')}.${sort}`;
    },
    load: (id) => {
      const [, name, sort] = /^\0builtin:(.*)\.(c?js)$/u.exec(id) ?? [];
      if (name === undefined) return undefined;
      const fetched = `process.getBuiltinModule('node:${name}')`;
      if (sort === 'cjs') return `module.exports = ${fetched};`;
      const names = Object.keys(process.getBuiltinModule(name) ?? {}).filter((one) => one !== 'default');
      return [
        `const builtin = /* @__PURE__ */ ${fetched};`,
        'const pick = (name) => builtin[name];',
        'export default builtin;',
        // What nobody uses is left out of the bundle.
        ...names.map(
          (one) => `const $${one} = /* @__PURE__ */ pick('${one}'); export { $${one} as ${one} };`,
        ),
      ].join('\n');
    },
  };
}
