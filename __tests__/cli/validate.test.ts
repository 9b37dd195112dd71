import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { command, folderWith } from '../support/terminal.ts';

const configuration = `version: 1
environment: staging
probes:
  cdw:
    kind: cdw
    owner: { team: VEText data }
    url: \${CDW_URL}
    tables: { dflt.t: { columns: { icn: varchar(50) } } }
  chip:
    kind: chip
    required: false
    url: https://chip.example/dev
    api-id: \${CHIP_API_ID}
    username: \${CHIP_USER}
    password: \${CHIP_PASSWORD}
`;

const { folder, remove } = folderWith({
  '.github/staging-gate.yml': configuration,
  'broken.yml': configuration.replace('password:', 'pasword:').replace('kind: cdw', 'kind: cdww'),
  'plain.yml':
    'version: 1\nenvironment: staging\nprobes: { api: { kind: vets-api, url: "https://api.example" } }\n',
});
afterAll(remove);

const secret = 'postgres://reader:very-secret@cdw.example/cdw?sslmode=require';

describe('validate', () => {
  it('lists probes and variables, and is content although some are not set', async () => {
    const { code, out, err } = await command(['validate'], {
      cwd: folder,
      env: { CDW_URL: secret, CHIP_USER: '' },
    });
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n')).toEqual([
      '✅ .github/staging-gate.yml is valid: 2 probes of staging',
      '',
      '  PROBE  KIND  LAYER                OWNER',
      '  cdw    cdw   cdw    required      VEText data',
      '  chip   chip  chip   not required  no owner',
      '',
      '      VARIABLE                FOR',
      '  ✅  CDW_URL        set      probes.cdw.url',
      '  ❌  CHIP_API_ID    not set  probes.chip.api-id',
      '  ❌  CHIP_USER      not set  probes.chip.username',
      '  ❌  CHIP_PASSWORD  not set  probes.chip.password',
      '',
    ]);
  });

  it('with --secrets takes a variable that is not set for a mistake', async () => {
    const names = ['CHIP_API_ID', 'CHIP_USER', 'CHIP_PASSWORD'];
    const env = { CDW_URL: secret, ...Object.fromEntries(names.map((name) => [name, 'value-of-it'])) };
    expect((await command(['validate', '--secrets'], { cwd: folder, env })).code).toBe(0);
    const empty = { cwd: folder, env: { ...env, CHIP_USER: '' } };
    const { code, err } = await command(['validate', '--secrets'], empty);
    expect([code, err]).toEqual([64, '\n❌ Not set, or empty: CHIP_USER\n']);
  });

  it('finds the configuration from a folder below, and one that is named', async () => {
    expect(
      (await command(['validate', '--config', join('..', 'plain.yml')], { cwd: join(folder, '.github') }))
        .out,
    ).toMatch(/^✅ plain\.yml is valid: one probe of staging\n[\s\S]*It needs no variables\.\n$/u);
  });

  it('tells everything that is wrong with its place, and 64', async () => {
    const { code, out, err } = await command(['validate', '--config', 'broken.yml'], { cwd: folder });
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain('broken.yml:5:11: probes.cdw.kind: no such kind "cdww"; did you mean "cdw"?');
    expect(err).toMatch(/broken\.yml:\d+:5: probes\.chip\.pasword: no such key; did you mean "password"\?/u);
  });

  it('refuses a variable whose value cannot be right, without showing it', async () => {
    const { code, err } = await command(['validate'], {
      cwd: folder,
      env: { CDW_URL: 'mysql://very-secret@x' },
    });
    expect(code).toBe(64);
    expect(err).toContain('probes.cdw.url');
    expect(err).not.toContain('very-secret');
  });

  it.each(['validate', 'run'])(
    'says in %s how to come by a configuration where there is none',
    async (name) => {
      const bare = folderWith();
      const { code, out, err } = await command([name], { cwd: bare.folder });
      bare.remove();
      expect([code, out]).toEqual([64, '']);
      expect(err).toContain('there is no .github/staging-gate.yml here');
      expect(err).toContain('staging-health-gate init');
    },
  );

  it('says which file it did not find', async () => {
    const { code, err } = await command(['validate', '--config', 'none.yml'], { cwd: folder });
    expect(code).toBe(64);
    expect(err).toContain('none.yml: no such file');
  });
});
