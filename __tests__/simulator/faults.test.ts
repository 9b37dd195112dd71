import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startDatabaseServer, type DatabaseServer } from '../../simulator/database.ts';
import { faultNames, type FaultName } from '../../simulator/faults.ts';
import { startStaging, type Staging } from '../../simulator/staging.ts';
import { appointments, chipToken, queryCdw } from './ask.ts';
import { beatsOthers, effects, slow, type Effect, type SlowFault } from './fault-effects.ts';

const phoneLookup = 'select "cellPhone" from dflt.vw__sta3n_icn where sta3n = 530 limit 1';

describe('a fault', () => {
  let server: DatabaseServer;
  let staging: Staging;
  beforeAll(async () => {
    server = await startDatabaseServer();
    // So long that an answer within a test never was a delayed one.
    staging = await startStaging({ server, slowMs: 3_600_000 });
  });
  afterEach(() => staging.clearFaults());
  afterAll(async () => {
    await staging.stop();
    await server.stop();
  });

  for (const [name, looks] of Object.entries(effects) as [FaultName, readonly Effect[]][]) {
    it(`shows where it would show in life, and goes when switched off: ${name}`, async () => {
      const look = async () => {
        const seen: Record<string, unknown> = {};
        for (const [what, observe] of looks) seen[what] = await observe(staging);
        return seen;
      };
      const healthy = Object.fromEntries(looks.map(([what, , before]) => [what, before]));
      const broken = Object.fromEntries(looks.map(([what, , , after]) => [what, after]));

      expect(await look()).toEqual(healthy);
      await staging.setFault(name, true);
      expect(await look()).toEqual(broken);
      await staging.setFault(name, false);
      expect(await look()).toEqual(healthy);
    });
  }

  for (const name of Object.keys(slow) as SlowFault[]) {
    it(`keeps its callers waiting: ${name}`, async () => {
      await slow[name](staging);
      await staging.setFault(name, true);
      const late = slow[name](staging);
      if (name === 'slow-vets-api' || name === 'slow-vets-website') {
        // The measure of the others is slow itself: count exchanges with another one instead.
        const others = async () => {
          for (let round = 0; round < 80; round += 1) await chipToken(staging);
          return false;
        };
        expect(await Promise.race([late.then(() => true), others()])).toBe(false);
      } else {
        expect(await beatsOthers(staging, late)).toBe(false);
      }
    });
  }

  it('joins others: each shows, and all go at once', async () => {
    await staging.setFault('chip-503', true);
    await Promise.all([
      staging.setFault('cdw-column-missing', true),
      staging.setFault('cdw-stale', true),
      staging.setFault('lorota-down', true),
    ]);
    expect(staging.faults).toEqual(['cdw-column-missing', 'cdw-stale', 'chip-503', 'lorota-down']);
    expect(await queryCdw(staging, phoneLookup)).toBe('42703');
    expect((await chipToken(staging)).status).toBe(503);
    await staging.clearFaults();
    expect(staging.faults).toEqual([]);
    expect(await queryCdw(staging, phoneLookup)).toHaveLength(1);
    expect((await chipToken(staging)).status).toBe(200);
  });

  it('can be there from the start', async () => {
    const broken = await startStaging({ server, faults: ['cdw-down', 'chip-down', 'vista-inhibited'] });
    try {
      expect(await queryCdw(broken, 'select 1')).toBe('ECONNREFUSED');
      expect((await chipToken(broken)).text).toBe('ECONNREFUSED');
      expect((await appointments(broken)).status).toBe(500);
      expect(await queryCdw(staging, phoneLookup)).toHaveLength(1);
    } finally {
      await broken.stop();
    }
  });

  it('has an effect that is tested, whatever its name', () => {
    expect([...Object.keys(effects), ...Object.keys(slow)].sort()).toEqual([...faultNames].sort());
  });
});
