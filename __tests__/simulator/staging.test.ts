import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { gateConfiguration } from '../../simulator/configuration.ts';
import { startStaging, type Staging } from '../../simulator/staging.ts';
import { at, chipToken, preCheckInRoute } from './ask.ts';

let staging: Staging;
beforeAll(async () => {
  staging = await startStaging();
});
afterAll(() => staging.stop());

describe('what a staging tells its tests', () => {
  it('records each request with the service that received it, and who sent it', async () => {
    staging.clearRequests();
    await preCheckInRoute(staging);
    const seen = staging.requests.map(({ service, method, path, headers }) => [
      service,
      method,
      path.split('/').at(-1)?.length === 36 ? 'uuid' : path,
      headers['user-agent'],
    ]);
    expect(seen).toEqual([
      ['vets-api', 'GET', 'uuid', undefined],
      ['chip', 'POST', '/preprod/token', 'simulator/vets-api'],
      ['lorota', 'POST', '/stage/token', 'simulator/chip'],
      ['chip', 'POST', 'uuid', 'simulator/vets-api'],
      ['lorota', 'POST', '/stage/token', 'simulator/chip'],
      ['lorota', 'GET', 'uuid', 'simulator/chip'],
    ]);
  });

  it('lists every credential, and every token that was given out', async () => {
    const token = at((await chipToken(staging)).json, 'token');
    expect(staging.secrets).toContain(token);
    const harmless = ['TEST_PATIENT_DFN', 'TEST_PATIENT_LAST_NAME', 'TEST_PATIENT_DOB'];
    const values = Object.entries(staging.env).map(([name, value]) => [name, value] as const);
    for (const [name, value] of values)
      expect(harmless.includes(name) ? staging.patientValues : staging.secrets).toContain(value);
  });

  it('gives a configuration that names variables of its environment and no secret', () => {
    const text = gateConfiguration(staging, { revision: 'abcdef0', ref: 'abcdef1' });
    const probes = at(parse(text), 'probes') as Record<string, object>;
    expect(Object.keys(probes)).toEqual([
      'cdw',
      'vista-api',
      'vetext',
      'lorota',
      'chip',
      'vets-api',
      'vets-website',
      'check-in',
      'datadog',
    ]);
    expect(probes['vets-api']).toMatchObject({ kind: 'vets-api', revision: 'abcdef0' });
    expect(probes['vets-website']).toMatchObject({ kind: 'vets-website', ref: 'abcdef1' });
    const names = [...text.matchAll(/\$\{([A-Z_]+)\}/gu)].map(([, name]) => name ?? '');
    expect(names).not.toHaveLength(0);
    for (const name of names) expect(staging.env[name]).toMatch(/./u);
    for (const value of [...staging.secrets, ...staging.patientValues]) expect(text).not.toContain(value);
    const any = at(parse(gateConfiguration(staging)), 'probes');
    expect(any).not.toHaveProperty('vets-api.revision');
    expect(any).not.toHaveProperty('vets-website.ref');
  });
});
