/** Random inputs that are near enough to right ones to get past the first look. */
import fc from 'fast-check';

import { gateConfiguration } from '../../simulator/configuration.ts';
import { serviceNames, type ServiceName } from '../../simulator/faults.ts';
import type { Environment } from '../../src/config/env-value.ts';

/** Text made of these words and of anything else. */
export function words(known: readonly string[]): fc.Arbitrary<string> {
  const word = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  );
  return fc.array(word, { maxLength: 12 }).map((parts) => parts.join(''));
}

/** Bytes with pieces taken out, doubled or replaced. */
export function mutated(bytes: Buffer): fc.Arbitrary<Buffer> {
  const edit = fc.record({
    at: fc.nat(bytes.length),
    drop: fc.oneof(fc.constant(0), fc.nat(12)),
    add: fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.constantFrom(bytes, Buffer.from('\n'), Buffer.from('{}\r\n')),
    ),
  });
  return fc
    .array(edit, { maxLength: 5 })
    .map((edits) =>
      edits.reduce(
        (present, { at, drop, add }) =>
          Buffer.concat([present.subarray(0, at), add, present.subarray(at + drop)]),
        bytes,
      ),
    );
}

const urls = Object.fromEntries(serviceNames.map((name) => [name, `https://${name}.example`])) as Record<
  ServiceName,
  string
>;
const lines = `${gateConfiguration({ urls })}
evidence:
  candidate: { from: deployment }
  require:
    - { probe: check-in, passes: 3, spanning: 1h }
waivers:
  - { probes: [vets-website], reason: "S3 move", until: 2030-12-01 }
`.split('\n');

/** What stands in a YAML file, and what should not. */
const fragments = [
  ...new Set(lines.map((line) => line.trim())),
  'kind: http',
  'steps: [{ name: a, url: "https://h/{{x}}" }]',
  '<<: *base',
  '&base',
  '*base',
  '- ',
  '? ',
  '!!js/function x',
  '!!binary aGk=',
  '__proto__: 1',
  'constructor: { prototype: 1 }',
  '${',
  '${{ secrets.X }}',
  '${CDW_URL}',
  '"${CDW_URL}"',
  '---',
  '...',
  '%YAML 1.1',
  '\t',
  '{',
  '[',
  '}',
  ']',
  '|',
  '>-',
  '"\\u0000"',
  '\uFEFF',
  '#',
  '0x1F',
  '.inf',
  '1e999',
  '~',
];

/** A right file with lines that are dropped, moved, indented anew or replaced; or something else altogether. */
export const configText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: edited() },
  { weight: 2, arbitrary: words([...fragments, '\n', '\n  ', '\n    ']) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

function edited(): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(lines.length - 1),
    drop: fc.nat(3),
    indent: fc.nat(8),
    text: fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 10 })),
  });
  return fc
    .array(edit, { maxLength: 4 })
    .map((edits) =>
      edits
        .reduce(
          (present, { at, drop, indent, text }) =>
            present.toSpliced(at, drop, ...(text === '' ? [] : [' '.repeat(indent) + text])),
          lines,
        )
        .join('\n'),
    );
}

const variables = ['CDW_URL', 'VISTA_API_KEY', 'CHIP_PASSWORD', 'LOROTA_PRIVATE_KEY', 'TEST_PATIENT_DOB'];
const runner = {
  GITHUB_WORKSPACE: '/github/workspace',
  GITHUB_REPOSITORY: 'team/vetext',
  GITHUB_SHA: 'a1'.repeat(20),
};
const inputs = [
  'config',
  'mode',
  'probes',
  'candidate',
  'wait-for',
  'steady-for',
  'deadline',
  'enforce',
  'waive',
  'waive-reason',
  'github-token',
  'ledger-branch',
  'slack-webhook-url',
  'report-dir',
  'waive_reason',
];

/** The variables of a job: some that a configuration names, with this secret in them, and inputs of any sort. */
export function environment(secret: string): fc.Arbitrary<Environment> {
  const value = fc.oneof(
    fc.constantFrom(
      'gate',
      'monitor',
      '10m',
      '..',
      '/etc/passwd',
      'true',
      'https://hooks.example/x',
      'main',
      secret,
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const given = fc.dictionary(
    fc.constantFrom(...inputs.map((name) => `INPUT_${name.toUpperCase()}`)),
    value,
    { maxKeys: 4 },
  );
  const secrets = fc
    .subarray(variables)
    .map((names) => Object.fromEntries(names.map((name) => [name, `${secret}-${name}`])));
  const broken = fc.dictionary(
    fc.constantFrom(...Object.keys(runner), 'GITHUB_RUN_ID', 'GITHUB_SERVER_URL'),
    value,
    { maxKeys: 1 },
  );
  return fc
    .tuple(given, secrets, broken)
    .map((parts) => Object.assign({ ...runner }, ...parts) as Environment);
}

/** Names of PostgreSQL types, and what looks like one. */
export const typeName: fc.Arbitrary<string> = words([
  'varchar',
  'character varying',
  '(50)',
  '( 10 , 2 )',
  '(-1)',
  'numeric',
  'timestamp',
  ' with time zone',
  '(3)',
  'int4',
  '[]',
  '[3]',
  ' not null',
  'bit',
  '"',
  'interval',
  ' day to second',
]);
