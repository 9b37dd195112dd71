import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { candidate, runAction } from '../../simulator/run-action.ts';
import { startStaging, type Staging } from '../../simulator/staging.ts';
import { at, chipAct, initiateComplete } from '../simulator/ask.ts';
import { closedPort } from '../support/http-server.ts';
import { configure, faultsOf, isFromGate, leaksOf, rootsOf, runGate, troubleOf, when } from './gate.ts';

const never = 3_600_000;

let staging: Staging;
beforeAll(async () => {
  staging = await startStaging({ slowMs: never });
});
afterEach(() => staging.clearFaults());
afterAll(() => staging.stop());

/** Workflow commands of a log: `::error title=…::message`. */
function commandsIn(log: string, name: string): readonly string[] {
  return log.split('\n').filter((line) => line.startsWith(`::${name}`));
}

describe('a step on a healthy staging', () => {
  test('succeeds, and says ready as its last word', async () => {
    const run = await runGate(staging);
    expect(run.code).toBe(0);
    expect(run.outputOrder.at(-1)).toBe('ready');
    expect(run.outputs).toMatchObject({
      ready: 'true',
      verdict: 'ready',
      decision: 'allow',
      headline: 'staging is ready: all 8 required probes passed.',
      candidate,
      'root-causes': '[]',
    });
    expect(run.outputs['report-json']).toMatch(/staging-gate-report\/report\.json$/u);
    expect(run.report).toMatchObject({ verdict: 'ready', decision: 'allow', rootCauses: [] });
    expect(run.summary).toContain('## ✅ Ready');
    expect(run.summary).toContain('an empty list proves nothing');
    expect([...commandsIn(run.stdout, 'error'), ...commandsIn(run.stdout, 'warning')]).toEqual([]);
    expect(leaksOf(run, staging)).toEqual([]);
  });

  test('tells each probe as it ends, and masks its secrets before anything else can be said', async () => {
    const run = await runGate(staging);
    for (const name of ['cdw', 'vetext', 'check-in'])
      expect(run.stdout).toMatch(new RegExp(`^✅ ${name}: pass \\(`, 'mu'));
    const firstWord = run.commands.split('\n').findIndex((line) => !line.startsWith('::add-mask::'));
    const masked = run.commands.split('\n').slice(0, firstWord);
    for (const name of ['CHIP_PASSWORD', 'LOROTA_API_KEY', 'DD_API_KEY', 'TEST_PATIENT_DOB'])
      expect(masked).toContain(`::add-mask::${staging.env[name] ?? ''}`);
  });

  test('shows no secret and no value of a patient in diagnosis either', async () => {
    for (const fault of [undefined, 'vetext-drops-dob'] as const) {
      if (fault !== undefined) await staging.setFault(fault, true);
      const run = await runGate(staging, { inputs: { mode: 'diagnose' } });
      expect(run.code).toBe(fault === undefined ? 0 : 1);
      expect(leaksOf(run, staging)).toEqual([]);
    }
  });

  test('needs no file for its outputs, though it fails when the file that it was given is not there', async () => {
    const without = await runGate(staging, { runner: { GITHUB_OUTPUT: undefined } });
    expect(without.code).toBe(0);
    const missing = await runGate(staging, { runner: { GITHUB_OUTPUT: '/nowhere/outputs' } });
    expect(missing.code).toBe(1);
    expect(missing.outputs).toEqual({});
    const noSummary = await runGate(staging, { runner: { GITHUB_STEP_SUMMARY: '/nowhere/summary' } });
    expect(noSummary).toMatchObject({ code: 0, outputs: { ready: 'true' } });
    expect(commandsIn(noSummary.stdout, 'warning').join()).toContain('The verdict stands.');
  });

  test('finds any leak that there is', async () => {
    const run = await runGate(staging, { inputs: { probes: 'cdw' } });
    const secret = staging.env['CHIP_PASSWORD'] ?? '';
    const base64 = Buffer.from(secret).toString('base64');
    expect(leaksOf({ ...run, stderr: secret, summary: `a ${base64} b` }, staging)).toHaveLength(2);
  });
});

describe('a step on a broken staging', () => {
  test('fails, and names layer, owner and next step in outputs, annotations and summary', async () => {
    await staging.setFault('cdw-column-missing', true);
    const run = await runGate(staging);
    const headline =
      'staging cannot run check-in tests: cdw is broken at dflt.vw__sta3n_icn.cellPhone (COLUMN_MISSING: no such column). VEText data (#vetext-data) acts next.';
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'not-ready', decision: 'block', headline });
    expect(run.outputs).not.toHaveProperty('ready');
    expect(JSON.parse(run.outputs['root-causes'] ?? '')).toMatchObject([
      { layer: 'cdw', code: 'COLUMN_MISSING', owner: { team: 'VEText data' } },
    ]);
    const errors = commandsIn(run.stdout, 'error');
    expect(errors).toHaveLength(2);
    expect(errors[0]).toContain('title=cdw%3A COLUMN_MISSING');
    expect(errors[0]).toContain('Re-sync the table from production');
    expect(errors[1]).toBe(`::error::${headline}`);
    expect(run.summary).toContain('## ❌ Not ready');
    expect(run.summary).toContain('| ✅ | chip | chip | pass |');
    expect(run.summary).toContain('fail, blocked by cdw');
  });

  test('succeeds when it is not enforced, and says so wherever it speaks', async () => {
    await staging.setFault('chip-503', true);
    const run = await runGate(staging, { inputs: { enforce: 'false' } });
    expect(run.code).toBe(0);
    expect(run.outputs).toMatchObject({ ready: 'true', verdict: 'not-ready', decision: 'allow' });
    expect(run.outputs['headline']).toMatch(/^Not enforced: staging cannot run check-in tests/u);
    expect(run.summary).toContain('(not enforced)');
    expect(commandsIn(run.stdout, 'error')).toEqual([]);
    expect(commandsIn(run.stdout, 'warning').join()).toContain('chip%3A GATEWAY');
  });

  test('asks only the probes that it is limited to, and says so', async () => {
    await staging.setFault('chip-503', true);
    staging.clearRequests();
    const run = await runGate(staging, { inputs: { probes: 'cdw, lorota' } });
    expect(run.code).toBe(0);
    expect(run.report?.probes.map(({ name }) => name)).toEqual(['cdw', 'lorota']);
    expect(run.outputs['headline']).toContain('Only cdw and lorota ran.');
    expect(new Set(staging.requests.map(({ service }) => service))).toEqual(new Set(['lorota']));
  });

  test('says how long the maintenance lasts, and not that anything is down', async () => {
    await staging.setFault('maintenance', true);
    const run = await runGate(staging);
    expect(run.report?.verdict).toBe('not-ready');
    expect(run.outputs['headline']).toMatch(
      /vets-api is in maintenance until \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Wait for the end of the window/u,
    );
    expect(run.outputs['headline']).not.toMatch(/broken|down/u);
  });

  test('says of a VEText that never answers that its container hangs', async () => {
    await staging.setFault('vetext-hung', true);
    const configuration = configure(staging, ({ vetext }) => Object.assign(vetext ?? {}, { timeout: '5s' }));
    const run = await runGate(staging, { configuration, inputs: { probes: 'vetext,vista-api' } });
    expect(rootsOf(run)).toEqual(['vetext TIMEOUT']);
    expect(run.summary).toContain('The container of the VEText API hangs.');
  });

  test('never makes latency its headline while something else is known to be broken', async () => {
    for (const fault of ['chip-503', 'vista-inhibited', 'slow-lorota', 'slow-cdw'] as const)
      await staging.setFault(fault, true);
    const configuration = configure(staging, (probes) => {
      for (const name of ['cdw', 'lorota', 'vets-api']) Object.assign(probes[name] ?? {}, { timeout: '5s' });
      Object.assign(probes['vets-website'] ?? {}, { url: 'http://staging.check-in.invalid' });
    });
    const run = await runGate(staging, { configuration });
    expect(rootsOf(run)).toEqual(['vista UPSTREAM', 'vets-website DNS', 'cdw TIMEOUT', 'lorota TIMEOUT']);
    expect(run.outputs['headline']).toContain('vista is broken');
    expect(troubleOf(run)).toMatchObject({ chip: 'blocked by lorota', 'vista-api': 'blocked by vista' });
  });
});

describe('a step that cannot know', () => {
  test('names the variable that is not set, and the probes that need it', async () => {
    staging.clearRequests();
    const run = await runGate(staging, { env: { CHIP_PASSWORD: '' } });
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'inconclusive', decision: 'block' });
    expect(run.outputs).not.toHaveProperty('ready');
    expect(run.outputs['headline']).toContain('chip could not be judged at password (SECRET_MISSING');
    expect(run.summary).toContain('CHIP\\_PASSWORD');
    expect(troubleOf(run)).toEqual({ chip: 'unknown', 'check-in': 'unknown' });
    expect(faultsOf(run, 'check-in')).toEqual(['SECRET_MISSING']);
    expect(staging.requests.filter(isFromGate).map(({ service }) => service)).not.toContain('chip');
  });

  test('says that a run without any secret, as from a fork, proves nothing', async () => {
    const run = await runAction({ configuration: configure(staging) });
    expect(run).toMatchObject({ code: 1, outputs: { verdict: 'inconclusive', decision: 'block' } });
    expect(faultsOf(run, 'cdw')).toEqual(['SECRET_MISSING']);
    expect(run.summary).toContain('pull requests from forks never get secrets');
  });

  test('ends at its deadline', async () => {
    await staging.setFault('slow-vets-website', true);
    const run = await runGate(staging, { inputs: { deadline: '4s' } });
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'inconclusive', decision: 'block' });
    expect(run.outputs).not.toHaveProperty('ready');
    expect(rootsOf(run)).toEqual(['vets-website DEADLINE']);
    expect(troubleOf(run)).toEqual({ 'vets-website': 'unknown' });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('ends when the job is cancelled by %s', async (signal) => {
    await staging.setFault('slow-vets-website', true);
    staging.clearRequests();
    const run = await runGate(staging, {
      inputs: { probes: 'vets-website' },
      onStart: (child) => {
        when(
          staging,
          ({ path }) => path === '/BUILD.txt',
          () => void child.kill(signal),
        );
      },
    });
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'inconclusive', decision: 'block' });
    expect(run.outputs).not.toHaveProperty('ready');
    expect(run.outputs['headline']).toContain('the run was cancelled');
    expect(rootsOf(run)).toEqual(['vets-website CANCELLED']);
  });

  test("blames the runner's network when nothing at all can be reached", async () => {
    const port = String(await closedPort());
    const unreachable = (text: string) => text.replaceAll(/127\.0\.0\.1:\d+/gu, `127.0.0.1:${port}`);
    const run = await runGate(staging, {
      configuration: unreachable(configure(staging)),
      env: { CDW_URL: unreachable(staging.env['CDW_URL'] ?? '') },
    });
    expect(run).toMatchObject({ code: 1, outputs: { verdict: 'inconclusive', decision: 'block' } });
    expect(new Set(run.report?.rootCauses.map(({ code }) => code))).toEqual(new Set(['RUNNER_OFFLINE']));
    expect(run.outputs['headline']).toContain("the runner's own network is the likely reason");
    expect(run.summary).toContain('Use a self-hosted runner inside the VA network');
  });
});

describe('a configuration that is wrong', () => {
  test('is told as a whole, each problem at its place, and nobody is asked anything', async () => {
    staging.clearRequests();
    const configuration = configure(staging, (probes) => {
      Object.assign(probes['chip'] ?? {}, { password: 'hunter2-hunter2', 'depends-on': ['vets-api'] });
      Object.assign(probes['vets-api'] ?? {}, { 'depends-on': ['chip'], revison: 'abcdef0' });
      Object.assign(probes['check-in'] ?? {}, { uses: { vetext: 'vets-api' } });
      probes['second'] = { kind: 'vista-apis' };
    });
    const run = await runGate(staging, { configuration });
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'inconclusive', decision: 'block' });
    expect(run.outputs).not.toHaveProperty('ready');
    expect(run.report).toBeUndefined();
    const errors = commandsIn(run.stdout, 'error');
    for (const problem of [
      /probes\.chip\.password: .*do not commit secrets/u,
      /expected no cycle, but "chip" → "vets-api" → "chip"|expected no cycle, but "vets-api" → "chip" → "vets-api"/u,
      /probes\.vets-api\.revison: no such key.*did you mean "revision"/u,
      /probes\.check-in\.uses\.vetext: there is no probe "vets-api" of kind vetext/u,
      /probes\.second\.kind: no such kind "vista-apis".*did you mean "vista-api"/u,
    ]) {
      const matching = errors.filter((line) => problem.test(line));
      expect(matching, String(problem)).toHaveLength(1);
      expect(matching[0]).toMatch(/file=\.github\/staging-gate\.yml,line=\d+,col=\d+/u);
    }
    expect(run.stdout + run.summary).not.toContain('hunter2');
    expect(staging.requests).toEqual([]);
  });

  test('says where a journey lacks a probe that it is made of', async () => {
    const configuration = configure(staging, (probes) => {
      delete probes['vetext'];
    });
    const run = await runGate(staging, { configuration });
    expect(run.code).toBe(1);
    expect(commandsIn(run.stdout, 'error').join()).toContain(
      'probes.check-in.uses.vetext: expected the name of a probe of kind vetext: none is configured',
    );
  });

  test('says that VEText needs an appointment, or a probe that finds one', async () => {
    const alone = (more: object) =>
      configure(staging, (probes) => {
        for (const name of Object.keys(probes)) if (name !== 'vetext') Reflect.deleteProperty(probes, name);
        Object.assign(probes['vetext'] ?? {}, more);
      });
    const run = await runGate(staging, { configuration: alone({}) });
    expect(commandsIn(run.stdout, 'error').join()).toContain(
      'probes.vetext.uses.vista-api: expected the name of a probe of kind vista-api: none is configured; or `appointment`',
    );
    expect((await runGate(staging, { configuration: alone({ appointment: '40719' }) })).code).toBe(0);
  });

  test('asks which of two probes a journey uses', async () => {
    const twice = configure(staging, (probes) => {
      probes['chip-2'] = { ...probes['chip'] };
    });
    const asked = await runGate(staging, { configuration: twice });
    expect(commandsIn(asked.stdout, 'error').join()).toContain(
      'probes.check-in.uses.chip: expected the name of a probe of kind chip: one of chip, chip-2',
    );
    const told = configure(staging, (probes) => {
      probes['chip-2'] = { ...probes['chip'] };
      Object.assign(probes['check-in'] ?? {}, { uses: { chip: 'chip-2' } });
    });
    expect((await runGate(staging, { configuration: told })).code).toBe(0);
  });
});

describe('what a user may add', () => {
  test('a suffixed station, which VistA is asked for by its parent', async () => {
    await staging.setFault('station-suffix', true);
    const configuration = configure(staging, (probes) => {
      for (const name of ['vista-api', 'vetext']) Object.assign(probes[name] ?? {}, { station: '530A4' });
    });
    const run = await runGate(staging, { configuration });
    expect(troubleOf(run)).toEqual({});
    expect(run.code).toBe(0);
  });

  test('a lasting record in LoROTA, about which nothing wrong is ever said twice', async () => {
    const created = await initiateComplete(staging);
    const record = String(at(created.json, 'data', 'id'));
    const configuration = configure(staging, ({ lorota }) =>
      Object.assign(lorota ?? {}, {
        record,
        'last-name': '${TEST_PATIENT_LAST_NAME}',
        'birth-date': '${TEST_PATIENT_DOB}',
      }),
    );
    const look = async (env: Readonly<Record<string, string>> = {}) => {
      const run = await runGate(staging, { configuration, env, inputs: { probes: 'lorota' } });
      expect(leaksOf(run, staging)).toEqual([]);
      return [run.report?.verdict, ...rootsOf(run)];
    };
    expect(await look()).toEqual(['ready']);
    expect(await look({ TEST_PATIENT_DOB: '1953-06-20' })).toEqual(['not-ready', 'lorota IDENTITY_REFUSED']);
    expect(staging.lorotaStrikes()).toBe(1);
    expect(await look({ LOROTA_API_KEY: 'another' })).toEqual(['inconclusive', 'lorota CREDENTIAL_REFUSED']);
    expect(await look({ LOROTA_PRIVATE_KEY: 'no key' })).toEqual(['inconclusive', 'lorota KEY_UNUSABLE']);
    await staging.setFault('lorota-expired', true);
    expect(await look()).toEqual(['not-ready', 'lorota RECORD_EXPIRED']);
    expect((await chipAct(staging, 'DELETE', `/deleteFromLorota/${record}`)).status).toBe(200);
    await staging.clearFaults();
    expect(await look()).toEqual(['not-ready', 'lorota RECORD_MISSING']);
  });

  test('a contract of their own for the payload', async () => {
    const contract = {
      type: 'object',
      required: ['faxNumber'],
      properties: { faxNumber: { type: 'string' } },
    };
    const configuration = configure(staging, ({ vetext }) =>
      Object.assign(vetext ?? {}, { payload: '.github/payload.schema.json' }),
    );
    const run = await runGate(staging, {
      configuration,
      files: { '.github/payload.schema.json': JSON.stringify(contract) },
    });
    expect(troubleOf(run)).toEqual({ vetext: 'fail', 'check-in': 'blocked by vetext' });
    expect(run.outputs['headline']).toContain('(BODY_MISMATCH: /faxNumber: missing)');
  });
});
