/**
 * Writes a software bill of materials of what `dist/` is made of (CycloneDX): `node scripts/sbom.ts [FILE]`, by default
 * to the standard output. It takes what npm knows of every package from the lockfile, and keeps those that
 * `dist/licences.txt` lists. `npm sbom --omit dev` would leave out what development needs as well: axios, pg, zod.
 * It needs no package to be installed.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** As much of a bill as is looked at; the rest is kept as npm wrote it. */
export interface Bill {
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly version: string;
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly metadata: { readonly component: { readonly 'bom-ref': string; readonly name: string } };
}

/** `axios 1.21.1` for each entry of the file that the build writes. */
export function packagesIn(licences: string): readonly string[] {
  return licences.split(`\n${'-'.repeat(80)}\n\n`).map((entry) => {
    const [, name, version] = /^(\S+) (\S+) \(.+\)$/mu.exec(entry.slice(0, entry.indexOf('\n'))) ?? [];
    if (name === undefined || version === undefined)
      throw new Error('dist/licences.txt has an entry without a name');
    return `${name} ${version}`;
  });
}

/**
 * The bill with these packages only.
 * @throws Error for a package that the bill does not know: dist was not built from this lockfile
 */
export function billOf<T extends Bill>(bill: T, packages: readonly string[]): T {
  const components = bill.components.filter(({ name, version }) => packages.includes(`${name} ${version}`));
  const found = new Set(components.map(({ name, version }) => `${name} ${version}`));
  const missing = packages.filter((one) => !found.has(one));
  if (missing.length > 0) throw new Error(`the lockfile does not have: ${missing.join(', ')}`);
  const refs = new Set([...components.map((one) => one['bom-ref']), bill.metadata.component['bom-ref']]);
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map((one) => ({ ...one, dependsOn: one.dependsOn.filter((ref) => refs.has(ref)) }));
  return { ...bill, components, dependencies };
}

/** All packages of the lockfile, as npm describes them; npm calls the product by its folder, we by its name. */
export function billOfLockfile(root: string): Bill {
  const text = execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  const bill = JSON.parse(text) as Bill;
  const { name } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { name: string };
  return { ...bill, metadata: { ...bill.metadata, component: { ...bill.metadata.component, name } } };
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const packages = packagesIn(readFileSync(resolve(root, 'dist', 'licences.txt'), 'utf8'));
  const text = `${JSON.stringify(billOf(billOfLockfile(root), packages), null, 2)}\n`;
  const [, , file] = process.argv;
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}
