import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

import { configJsonSchema } from '../../src/config/json-schema.ts';
import { loadConfig } from '../../src/config/load.ts';
import { variablesIn } from '../../src/config/variables.ts';
import { compileContract, createAjv } from '../../src/core/json-contract.ts';
import type { JsonSchema, JsonValue } from '../../src/core/plan.ts';
import { ledgerEntrySchema } from '../../src/core/ledger-entry.ts';
import { defaultPayloadContract } from '../../src/kinds/payload-contract.ts';
import { kinds } from '../../src/kinds/registry.ts';
import { readWorkspaceFile } from '../../src/workspace.ts';
import { jobRuns, textOf, type RunState } from '../support/workflow-expression.ts';
import {
  action,
  isGate,
  readText,
  readWorkflow,
  root,
  workflowPaths,
  workflowSchema,
} from './workflow-files.ts';

const example = resolve(root, 'examples/vetext');
const file = '.github/staging-gate.yml';
const text = readFileSync(resolve(example, file), 'utf8');
const names = variablesIn(text).map(({ variable }) => variable);
const paths = workflowPaths.filter((path) => path.startsWith('examples/vetext/'));

function load(env: Readonly<Record<string, string>>) {
  return loadConfig({ file, text }, env, kinds, (path) => readWorkspaceFile(example, path));
}

/** Every variable, with a value of the right form. */
const whole = {
  ...Object.fromEntries(
    names.map((name) => [name, name.endsWith('_URL') ? 'https://staging.example/api' : '1960-01-02']),
  ),
  CDW_URL: 'postgres://reader:synthetic@cdw.example/cdw?sslmode=verify-full',
};

describe('the example configuration', () => {
  it('is accepted without a variable, and then says which ones each probe waits for', () => {
    const missing = load({}).probes.flatMap((probe) => probe.missing ?? []);
    expect(new Set(missing.map(({ variable }) => variable))).toEqual(new Set(names));
  });

  it('is accepted with its variables, and then waits for none', () => {
    const config = load(whole);
    expect(config.probes.flatMap((probe) => probe.missing ?? [])).toEqual([]);
  });

  it('shows every kind that there is', () => {
    expect(new Set(load({}).probes.map(({ kind }) => kind.kind))).toEqual(new Set(Object.keys(kinds)));
  });

  it('names an owner for each probe', () => {
    for (const { name, owner } of load({}).probes) expect(owner?.contact, name).toMatch(/^#/u);
  });

  it('asks for evidence, and has no waiver that opens anything', () => {
    const { evidence, waivers } = load({});
    expect(evidence.policy.require.map(({ type }) => type)).toEqual(['passes', 'healthy-for']);
    expect(waivers).toHaveLength(1);
    for (const { until } of waivers) expect(until.getTime()).toBeLessThan(Date.parse('2026-03-01'));
  });

  it('is what the JSON Schema for editors takes', () => {
    const validate = createAjv({ strict: false }).compile(configJsonSchema(kinds));
    expect(validate(parse(text))).toBe(true);
    expect(validate(parse(text.replace('kind: cdw', 'kind: cwd')))).toBe(false);
    expect(validate(parse(text.replace('${CHIP_PASSWORD}', 'synthetic')))).toBe(false);
  });
});

describe('the payload contract', () => {
  const contract = load(whole).contracts.get('.github/vetext-payload.schema.json') ?? false;
  const payload: Readonly<Record<string, JsonValue>> = {
    appointmentIEN: '4811',
    stationNo: '530A4',
    patientDFN: 1_234,
    patientName: 'ZZTEST,SYNTHETIC',
    patientDOB: '1960-01-02',
    zip: '00501',
    phone: '(555) 555-0100',
  };
  const accepts = (schema: JsonSchema, value: JsonValue) =>
    compileContract(schema).check(value, { today: new Date('2026-11-01T12:00:00Z') }).length === 0;

  it.each<[string, Readonly<Record<string, JsonValue>>]>([
    ['a whole payload', {}],
    ['more fields than it knows', { language: 'en' }],
    ['a station as a number', { stationNo: 530 }],
    ['a long ZIP code', { zip: '00501-1234' }],
  ])('accepts %s', (_, change) => {
    expect(accepts(contract, { ...payload, ...change })).toBe(true);
  });

  const broken: [string, JsonValue][] = [
    ['nothing', {}],
    ['an error', { success: false, message: 'no phone number' }],
    ['a list', [payload]],
    ...Object.keys(payload).flatMap((name): [string, JsonValue][] => [
      [
        `a payload without ${name}`,
        Object.fromEntries(Object.entries(payload).filter(([key]) => key !== name)),
      ],
      [`null for ${name}`, { ...payload, [name]: null }],
      [`blanks for ${name}`, { ...payload, [name]: ' ' }],
    ]),
    ['a date of birth in the future', { ...payload, patientDOB: '2026-11-02' }],
    ['a date of birth that is no day', { ...payload, patientDOB: '1961-02-29' }],
    ['a ZIP code that has lost its zeros', { ...payload, zip: '501' }],
    ['a station of two digits', { ...payload, stationNo: 53 }],
    ['half a phone number', { ...payload, phone: '555-0100' }],
  ];

  it.each(broken)('refuses %s', (_, value) => {
    expect(accepts(contract, value)).toBe(false);
  });

  it('accepts what the shipped one accepts, and refuses more', () => {
    const refused = broken.filter(([, value]) => !accepts(defaultPayloadContract, value));
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.length).toBeLessThan(broken.length);
    expect(accepts(defaultPayloadContract, payload)).toBe(true);
  });
});

describe('the deploy job', () => {
  const { on, jobs } = readWorkflow('examples/vetext/.github/workflows/deploy.yml');
  const results = ['success', 'failure', 'cancelled', 'skipped'] as const;
  const events = Object.keys(on);

  const cases = results.flatMap((result) =>
    ['', 'true', 'false'].flatMap((ready) =>
      events.flatMap((event) => [true, false].map((isCancelled) => ({ result, ready, event, isCancelled }))),
    ),
  );
  type Case = (typeof cases)[number];

  /** As GitHub decides about each job that is not the gate, given what came of the gate. */
  function runs(condition: string | undefined, { result, ready, event, isCancelled }: Case): boolean {
    const state: RunState = { needs: [result], isCancelled };
    const contexts = { github: { event_name: event }, needs: { gate: { result, outputs: { ready } } } };
    return jobRuns(condition, contexts, state);
  }

  const others = Object.entries(jobs).filter(([name]) => name !== 'gate');

  it('is the only one beside the gate', () => {
    expect(others.map(([name]) => name)).toEqual(['deploy']);
    expect(jobs['deploy']).toMatchObject({ needs: 'gate', environment: 'production' });
  });

  it.each(cases)(
    'after a gate that ended with $result and ready "$ready", on $event, cancelled: $isCancelled',
    (given) => {
      const { ready, event, isCancelled } = given;
      const expected = ready === 'true' && event === 'workflow_dispatch' && !isCancelled;
      for (const [name, job] of others) expect(runs(job.if, given), name).toBe(expected);
    },
  );

  it('would not be held back by conditions that look as good', () => {
    const opens = (condition: string | undefined) =>
      cases.some((given) => given.ready !== 'true' && runs(condition, given));
    expect(opens(jobs['deploy']?.if)).toBe(false);
    expect(opens('always()')).toBe(true);
    expect(opens("always() && needs.gate.result != 'failure'")).toBe(true);
    expect(opens("needs.gate.outputs.ready != 'false'")).toBe(true);
    expect(opens(undefined)).toBe(true);
  });

  it('is not decided by an expression that GitHub would not evaluate', () => {
    const [given] = cases;
    if (given === undefined) throw new Error('no case');
    for (const wrong of [
      'ready()',
      'secrets.ready',
      "needs.gate.outputs.ready = 'true'",
      '${{ true }} && false',
    ])
      expect(() => runs(wrong, given), wrong).toThrow();
  });

  it('hears of `ready` from nothing but the step of the gate', () => {
    const { gate } = jobs;
    const said = (outputs: object) =>
      textOf(gate?.outputs?.['ready'] ?? '', { steps: { gate: { outputs } } });
    expect(said({ ready: 'true' })).toBe('true');
    expect(said({ verdict: 'ready', decision: 'allow' })).toBe('');
    expect(textOf(gate?.outputs?.['ready'] ?? '', { steps: {} })).toBe('');
    expect(gate?.steps?.filter(({ id }) => id === 'gate').map((step) => isGate(step))).toEqual([true]);
    expect(readText('examples/vetext/.github/workflows/deploy.yml')).not.toMatch(/GITHUB_OUTPUT|set-output/u);
  });

  it('deploys the commit that was judged, one at a time', () => {
    const { deploy } = jobs;
    expect(deploy?.steps?.[0]?.with?.['ref']).toBe('${{ needs.gate.outputs.candidate }}');
    expect(deploy?.concurrency).toEqual({ group: 'deploy-production', 'cancel-in-progress': false });
  });

  it('is preceded by a gate about the commit that was asked for, and in the queue about the one that is live', () => {
    const candidate = jobs['gate']?.steps?.find((step) => isGate(step))?.with?.['candidate'] ?? '';
    const said = (event: string, commit: string) =>
      textOf(candidate, { github: { event_name: event, sha: 'head' }, inputs: { commit } });
    expect(said('workflow_dispatch', 'chosen')).toBe('chosen');
    expect(said('workflow_dispatch', '')).toBe('head');
    expect(said('merge_group', '')).toBe('');
  });

  it('has its gate report in the merge queue, and skipped on a pull request', () => {
    const state: RunState = { needs: [], isCancelled: false };
    const asked = events.filter((event) =>
      jobRuns(jobs['gate']?.if, { github: { event_name: event } }, state),
    );
    expect(events).toContain('pull_request');
    expect(asked).toEqual(['workflow_dispatch', 'merge_group']);
  });
});

describe('the example workflows', () => {
  const gates = paths.map((path) => {
    const steps = Object.values(readWorkflow(path).jobs).flatMap((job) => job.steps ?? []);
    return { path, step: steps.find((step) => isGate(step)) };
  });

  it.each(gates)('$path hands over every variable of the configuration, and no other', ({ step }) => {
    const given = z.record(z.string(), z.string()).parse(step?.env);
    expect(Object.keys(given).sort()).toEqual([...names].sort());
    for (const [name, value] of Object.entries(given)) {
      // The address of a public host is no secret, and the same for everyone.
      if (name.endsWith('_URL') && /^https:\/\/[a-z.-]+$/u.test(value)) continue;
      expect(value).toMatch(new RegExp(`^\\$\\{\\{ (?:secrets|vars)\\.${name} \\}\\}$`, 'u'));
      if (!name.endsWith('_URL')) expect(value).toContain('secrets.');
    }
  });

  it('monitors on a schedule that leaves no gap that the evidence would not bridge', () => {
    const [{ cron } = { cron: '' }] = z
      .array(z.object({ cron: z.string() }))
      .parse(readWorkflow('examples/vetext/.github/workflows/staging-monitor.yml').on['schedule']);
    expect(cron).toBe('7,37 * * * *');
    const gaps = load({}).evidence.policy.require.flatMap((one) =>
      one.type === 'healthy-for' ? [one.maxGapMs] : [],
    );
    // One run that GitHub drops is bridged: twice thirty minutes.
    for (const gap of gaps) expect(gap).toBeGreaterThan(60 * 60_000);
  });

  it('lets one choose among the probes of the configuration', () => {
    const { on, jobs } = readWorkflow('examples/vetext/.github/workflows/staging-diagnose.yml');
    const { inputs } = z
      .object({ inputs: z.record(z.string(), z.object({ options: z.array(z.string()).optional() })) })
      .parse(on['workflow_dispatch']);
    expect(inputs['probes']?.options).toEqual(['all', ...load({}).probes.map(({ name }) => name)]);
    const step = jobs['diagnose']?.steps?.find((one) => isGate(one));
    const said = (probes: string) => textOf(step?.with?.['probes'] ?? '', { inputs: { probes } });
    expect(said('all')).toBe('');
    expect(said('cdw')).toBe('cdw');
  });
});

describe('documentation and examples', () => {
  const pages = ['README.md', ...globSync('docs/recipes/*.md', { cwd: root })].map((path) =>
    path.replaceAll('\\', '/'),
  );
  const called = z
    .object({ inputs: z.record(z.string(), z.unknown()), secrets: z.record(z.string(), z.unknown()) })
    .parse(readWorkflow('.github/workflows/gate.yml').on['workflow_call']);
  const stepsSchema = z.array(
    z.object({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() }),
  );

  /** What the YAML of a page uses: whole workflows, their jobs alone, or single steps. */
  const blocks = pages.flatMap((path) =>
    [...readText(path).matchAll(/```yaml\n([\s\S]*?)```/gu)].map(([, yaml]) => ({
      path,
      block: parse(yaml ?? '') as unknown,
    })),
  );
  const jobs = blocks.flatMap(({ path, block }) => {
    const workflow = workflowSchema.pick({ jobs: true }).safeParse(block);
    return workflow.success ? Object.values(workflow.data.jobs).map((job) => ({ path, job })) : [];
  });
  const steps = [
    ...paths.flatMap((path) =>
      Object.values(readWorkflow(path).jobs).flatMap((job) =>
        (job.steps ?? []).map((step) => ({ path, step })),
      ),
    ),
    ...jobs.flatMap(({ path, job }) => (job.steps ?? []).map((step) => ({ path, step }))),
    ...blocks.flatMap(({ path, block }) =>
      (stepsSchema.safeParse(block).data ?? []).map((step) => ({ path, step })),
    ),
  ].filter(({ step }) => step.uses?.includes('staging-health-gate'));

  it('name only inputs that action.yml has', () => {
    expect(steps.length).toBeGreaterThan(5);
    const unknown = steps.flatMap(({ path, step }) =>
      Object.keys(step.with ?? {})
        .filter((name) => !(name in action.inputs))
        .map((name) => `${path}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('name only inputs that gate.yml has, where they call it', () => {
    const calls = jobs.filter(({ job }) => job.uses !== undefined);
    expect(calls).toHaveLength(1);
    for (const { job } of calls) {
      expect(job.uses).toBe('OWNER/staging-health-gate/.github/workflows/gate.yml@FULL_COMMIT_SHA');
      expect(Object.keys(called.inputs)).toEqual(expect.arrayContaining(Object.keys(job.with ?? {})));
      // Less would not start: a called workflow cannot have more than its caller.
      expect(job.permissions).toEqual(readWorkflow('.github/workflows/gate.yml').jobs['gate']?.permissions);
    }
  });

  it('tell of each field of the ledger', () => {
    const page = readText('docs/recipes/read-the-ledger.md');
    const told = [...page.matchAll(/^\| `(\w+)`/gmu)].map(([, name]) => name ?? '');
    expect(told).toEqual(Object.keys(ledgerEntrySchema.shape));
  });
});
