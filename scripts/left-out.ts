import type { Plugin } from 'rolldown';

import { packageOf } from './bundled-package.ts';

interface LeftOut {
  /** The package that imports it. */
  readonly from: string;
  readonly imported: string;
  /** The code that stands in for it. */
  readonly code: string;
}

/** A class that says so if it is used after all. */
function unused(name: string, why: string): string {
  return `class ${name} { constructor() { throw new Error('not in the bundle: ${why}'); } }`;
}

const oidc = 'OIDC tokens are never asked for';
const platform = 'nobody asks which system this is';
const forms = 'forms are never sent';
const tunnels = 'our own agents tunnel';
const node = 'requests are sent by node:http';

/**
 * What dependencies import and the gate never uses, with what a run would pay for it: 650 kB of undici at each
 * start for OIDC in @actions/core, 180 kB of MIME types for forms in axios, the undici of Node.js itself for axios to see
 * whether it could fetch, 900 kB of letter widths for badge styles other than `flat`. A stand-in takes its place in the
 * bundle.
 */
const leftOut: readonly LeftOut[] = [
  {
    from: '@actions/core',
    imported: '@actions/http-client',
    code: `export ${unused('HttpClient', oidc)}`,
  },
  {
    from: '@actions/core',
    imported: '@actions/http-client/lib/auth',
    code: `export ${unused('BearerCredentialHandler', oidc)}`,
  },
  {
    from: '@actions/core',
    imported: '@actions/exec',
    code: `export function getExecOutput() { throw new Error('not in the bundle: ${platform}'); }`,
  },
  { from: 'axios', imported: 'form-data', code: `export default ${unused('FormData', forms)}` },
  {
    from: 'axios',
    imported: 'https-proxy-agent',
    code: `export default ${unused('HttpsProxyAgent', tunnels)}`,
  },
  {
    from: 'axios',
    imported: './fetch.js',
    code: `export function getFetch() { throw new Error('not in the bundle: ${node}'); }`,
  },
  { from: 'axios', imported: './xhr.js', code: 'export default false;' },
  ...['http2', 'follow-redirects'].map((imported) => ({
    from: 'axios',
    imported,
    code: 'export default {};',
  })),
  ...['helvetica-11px-bold', 'verdana-10px-bold', 'verdana-10px-normal'].map((font) => ({
    from: 'anafanafo',
    imported: `./data/${font}.json`,
    // One width for all of them: its reader asks for that of an `m` as soon as it is loaded.
    code: 'module.exports = [[0, 0x10ffff, 7]];',
  })),
];

/**
 * axios looks for the `FormData` of Node.js when it is loaded, which loads undici as well. It goes without where there is
 * none.
 */
const formDataOf = { from: 'axios', file: '/lib/utils.js', expression: 'G.FormData', count: 2 };

/** @throws Error when the package reads it otherwise than it did */
function withoutFormData(code: string): string {
  const parts = code.split(formDataOf.expression);
  if (parts.length !== formDataOf.count + 1)
    throw new Error(
      `scripts/left-out.ts: ${formDataOf.from} does not read ${formDataOf.expression} as it did`,
    );
  return parts.join('undefined');
}

/** Puts the stand-ins in place. A list entry that no import matches any more fails the build. */
export function leaveOut(): Plugin {
  const standIns = new Map<string, string>();
  let isWithoutFormData = false;
  return {
    name: 'leave-out',
    buildStart: () => {
      standIns.clear();
      isWithoutFormData = false;
    },
    resolveId: (imported, importer) => {
      const from = importer === undefined ? undefined : packageOf(importer)?.name;
      const found = leftOut.find((one) => one.from === from && one.imported === imported);
      if (found === undefined) return undefined;
      const id = `\0left-out:${found.from}:${imported}.js`;
      standIns.set(id, found.code);
      return id;
    },
    load: (id) => standIns.get(id),
    transform: (code, id) => {
      const { from, file } = formDataOf;
      if (packageOf(id)?.name !== from || !id.replaceAll('\\', '/').endsWith(file)) return undefined;
      isWithoutFormData = true;
      return withoutFormData(code);
    },
    buildEnd: (error) => {
      if (error === undefined && (standIns.size !== leftOut.length || !isWithoutFormData))
        throw new Error('scripts/left-out.ts names an import that is no longer there');
    },
  };
}
