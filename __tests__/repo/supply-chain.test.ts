import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';

import { input, output } from '../../rolldown.config.ts';
import { judgeAudit } from '../../scripts/audit.ts';
import { packageOf } from '../../scripts/bundled-package.ts';
import { billOf, billOfLockfile, packagesIn } from '../../scripts/sbom.ts';

const root = resolve(import.meta.dirname, '..', '..');
const licences = readFileSync(resolve(root, 'dist', 'licences.txt'), 'utf8');

/** Licences that a user may run and pass on with no more than their text, which is in the file. */
const known = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'CC0-1.0',
  '0BSD',
  '(MIT OR Apache-2.0)',
];

async function bundledPackages(): Promise<readonly string[]> {
  const bundle = await rolldown(input);
  const { output: parts } = await bundle.generate(output);
  await bundle.close();
  const modules = parts.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  const folders = new Set(modules.flatMap((id) => packageOf(id)?.folder ?? []));
  const names = [...folders].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;
    return `${name ?? ''} ${version ?? ''}`;
  });
  return [...new Set(names)].sort();
}

describe('what is shipped', () => {
  it('lists every package of the bundle with its licence', async () => {
    const bundled = await bundledPackages();
    expect(bundled).toContain(
      `axios ${
        packagesIn(licences)
          .find((one) => one.startsWith('axios '))
          ?.slice(6) ?? ''
      }`,
    );
    expect([...packagesIn(licences)].sort()).toEqual(bundled);
  });

  it('is under licences that let it be shipped', () => {
    const stated = [...licences.matchAll(/^\S+ \d\S* \((.*)\)$/gmu)].map(([, licence]) => licence ?? '');
    expect(stated).toHaveLength(packagesIn(licences).length);
    expect(stated.filter((licence) => !known.includes(licence))).toEqual([]);
  });

  it('has a bill of materials with exactly these packages', () => {
    const packages = packagesIn(licences);
    const bill = billOf(billOfLockfile(root), packages);
    const listed = bill.components.map(({ name, version }) => `${name} ${version}`);
    expect([...new Set(listed)].sort()).toEqual([...packages].sort());
    const refs = new Set([
      ...bill.components.map((one) => one['bom-ref']),
      bill.metadata.component['bom-ref'],
    ]);
    expect(bill.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toEqual(
      [],
    );
  });

  it('has no bill when dist holds what the lockfile does not know', () => {
    expect(() => billOf(billOfLockfile(root), ['left-pad 1.0.0'])).toThrow('left-pad 1.0.0');
  });
});

describe('the audit', () => {
  const advisory = (severity: string) => ({
    title: 'Bad',
    severity,
    url: 'https://advisories.example/GHSA-1',
  });
  const answer = (severity: string) => ({
    vulnerabilities: { a: { via: ['b'] }, b: { via: [advisory(severity)] } },
  });
  const exception = { advisory: 'GHSA-1', reason: 'not reached', until: '2030-01-31' };

  it('names what is high or critical, and only that', () => {
    expect(judgeAudit(answer('high'), [], '2030-01-01')).toEqual([
      'b: high: Bad (https://advisories.example/GHSA-1)',
    ]);
    expect(judgeAudit(answer('critical'), [], '2030-01-01')).toHaveLength(1);
    expect(judgeAudit(answer('moderate'), [], '2030-01-01')).toEqual([]);
    expect(judgeAudit({ vulnerabilities: {} }, [], '2030-01-01')).toEqual([]);
  });

  it('leaves out what is excepted, until that ends', () => {
    expect(judgeAudit(answer('high'), [exception], '2030-01-31')).toEqual([]);
    expect(judgeAudit(answer('high'), [exception], '2030-02-01')).toHaveLength(1);
  });

  it('does not take silence for a clean bill', () => {
    expect(judgeAudit({}, [], '2030-01-01')).toBeUndefined();
  });
});
