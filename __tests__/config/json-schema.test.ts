import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { configJsonSchema } from '../../src/config/json-schema.ts';
import { commonShape } from '../../src/config/schema.ts';
import { kinds } from '../../src/kinds/registry.ts';
import { load } from './reading.ts';
import { sampleKinds } from './sample-kinds.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, allErrors: true });
const schema = configJsonSchema(kinds);
const validate = ajv.compile(schema);

/** The example of the design, as far as it has been built. */
const example = `version: 1
environment: staging
probes:
  cdw:
    kind: cdw
    owner: { team: VEText data, contact: "#vetext-data", runbook: "https://wiki.example/cdw" }
    url: \${CDW_URL}
    tables:
      dflt.vw__sta3n_icn:
        columns: { icn: varchar(50), sta3n: smallint not null, cellPhone: varchar(40) }
        rows: { at-least: 1, where: { sta3n: 530 } }
        freshness: { column: loaded_at, max-age: 36h }
  vista-api: { kind: vista-api, url: "https://vista.example/vista-api", key: "\${VISTA_API_KEY}", station: 530, duz: "\${VISTA_DUZ}", patient: "\${TEST_PATIENT_DFN}" }
  chip: { kind: chip, url: "\${CHIP_URL}", api-id: "\${CHIP_API_ID}", username: "\${CHIP_USER}", password: "\${CHIP_PASSWORD}", timeout: 90s, depends-on: [vista-api] }
  vets-api: { kind: vets-api, url: "https://staging-api.va.gov", required: false, attempts: "\${ATTEMPTS}" }
`;

describe('the JSON Schema of the configuration', () => {
  it('accepts the example of the design', () => {
    validate(parse(example));
    expect(validate.errors).toBeNull();
  });

  it('accepts what the loader accepts', () => {
    const { probes } = load(example, {}, kinds);
    expect(probes.map(({ name }) => name)).toEqual(['cdw', 'vista-api', 'chip', 'vets-api']);
  });

  it.each<[string, string, string]>([
    ['a misspelt key of a kind', 'api-id:', 'api_id:'],
    ['a misspelt common key', 'timeout: 90s', 'time-out: 90s'],
    ['a misspelt section', 'environment:', 'enviroment:'],
    ['a misspelt key far below', 'at-least', 'atleast'],
    ['an unknown kind', 'kind: chip', 'kind: chpi'],
    ['a literal where a secret belongs', '"${CHIP_PASSWORD}"', 'hunter2'],
    ['a duration without a unit', '90s', '90'],
    ['another version', 'version: 1', 'version: 2'],
    ['a key that is missing', 'username: "${CHIP_USER}", ', ''],
  ])('refuses %s', (_, right, wrong) => {
    expect(example).toContain(right);
    expect(validate(parse(example.replace(right, wrong)))).toBe(false);
  });

  it('refuses a file without probes', () => {
    expect(validate({ version: 1, environment: 'x', probes: {} })).toBe(false);
  });

  it('shows defaults, examples and descriptions as they are written', () => {
    const text = JSON.stringify(schema);
    expect(text).toContain('"default":"60s"');
    expect(text).toContain('"examples":["500ms","30s","10m","4h","7d"]');
    expect(text).toContain('Whether the probe can block a deploy.');
    expect(text).not.toContain('"secret"');
  });

  it('has one branch for each kind that is handed in', () => {
    const { probes } = configJsonSchema(sampleKinds)['properties'] as {
      probes: {
        additionalProperties: { allOf: readonly { if: { properties: { kind: { const: string } } } }[] };
      };
    };
    const names = probes.additionalProperties.allOf.map((branch) => branch.if.properties.kind.const);
    expect(names).toEqual(['door', 'shelf']);
  });
});

describe('every built-in kind', () => {
  it('refuses unknown keys in every object, so that no misspelt key is ignored', () => {
    const open: string[] = [];
    const visit = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return;
      if ('properties' in value && !('additionalProperties' in value) && !path.endsWith('/if'))
        open.push(path);
      for (const [key, child] of Object.entries(value)) visit(child, `${path}/${key}`);
    };
    visit(schema, '');
    // The probe itself is closed by the branch of its kind.
    expect(open).toEqual(['/properties/probes/additionalProperties']);
  });

  it('leaves the common keys to the common schema', () => {
    const common = ['kind', ...Object.keys(commonShape)];
    const taken = Object.values(kinds).flatMap(({ kind, settings }) =>
      Object.keys(settings.shape)
        .filter((key) => common.includes(key))
        .map((key) => `${kind}: ${key}`),
    );
    expect(taken).toEqual([]);
  });
});
