import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

import { gateConfiguration } from '../../simulator/configuration.ts';
import type { Staging } from '../../simulator/staging.ts';
import { loadConfig } from '../../src/config/load.ts';
import { kinds } from '../../src/kinds/registry.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(root, 'README.md'), 'utf8');
const texts = [...page.matchAll(/```yaml\n([\s\S]*?)```/gu)].map(([, text]) => text ?? '');
const blocks = texts.map((text) => parse(text) as unknown);

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')));

const workflow = z
  .object({
    permissions: z.strictObject({}),
    jobs: z.strictObject({
      gate: z.object({
        'timeout-minutes': z.number(),
        permissions: z.strictObject({ contents: z.literal('read') }),
        outputs: z.object({ ready: z.string() }),
        steps: z.array(
          z.object({
            id: z.string().optional(),
            uses: z.string(),
            env: z.record(z.string(), z.string()).optional(),
          }),
        ),
      }),
      deploy: z.object({
        needs: z.literal('gate'),
        if: z.string(),
        permissions: z.strictObject({ contents: z.literal('read') }),
        steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
      }),
    }),
  })
  .parse(blocks.find((block) => z.object({ jobs: z.unknown() }).safeParse(block).success));

describe('the first screen of the README', () => {
  const screen = page.split('\n').slice(0, 25).join('\n');

  it('has the two commands', () => {
    expect(screen).toContain('npm ci && npm run demo');
    expect(screen).toContain('npm cit');
  });

  it('names scripts that exist', () => {
    const named = [...page.matchAll(/npm run ([\w-]+)/gu)].map(([, name]) => name ?? '');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });
});

describe('the configuration of the README', () => {
  it('is accepted with the variables that its workflow hands over', () => {
    const text = texts.find((block) => block.startsWith('version: 1')) ?? '';
    const names = workflow.jobs.gate.steps.flatMap(({ env }) => Object.keys(env ?? {}));
    const env = Object.fromEntries(
      names.map((name) => [name, 'postgres://reader:secret@cdw.example/cdw?sslmode=verify-full']),
    );
    const config = loadConfig({ file: '.github/staging-gate.yml', text }, env, kinds, () => ({
      problem: 'no file',
    }));
    expect(config.probes.map(({ name }) => name)).toEqual(['cdw', 'vets-api']);
    expect(config.probes.flatMap(({ missing }) => missing ?? [])).toEqual([]);
  });
});

describe('the evidence of the README', () => {
  it('is accepted below a configuration that has its probes', () => {
    const section = texts.find((block) => block.startsWith('evidence:')) ?? '';
    const unused = new Proxy({}, { get: () => 'http://staging.example' }) as Staging['urls'];
    const text = gateConfiguration({ urls: unused }) + section;
    const { evidence, waivers } = loadConfig({ file: 'gate.yml', text }, {}, kinds, () => ({
      problem: 'none',
    }));
    expect(evidence.policy.require.map(({ type }) => type)).toEqual(['passes', 'healthy-for', 'check']);
    expect(waivers).toHaveLength(1);
  });
});

describe('the workflow of the README', () => {
  it('deploys on nothing but the explicit output of the gate', () => {
    expect(workflow.jobs.deploy.if).toBe("always() && needs.gate.outputs.ready == 'true'");
    expect(workflow.jobs.gate.outputs.ready).toBe('${{ steps.gate.outputs.ready }}');
    expect(workflow.jobs.gate.steps.map(({ id }) => id)).toContain('gate');
  });

  it('leaves the gate more time than its own deadline of four minutes', () => {
    expect(workflow.jobs.gate['timeout-minutes']).toBeGreaterThan(5);
  });

  it('pins every action to a commit', () => {
    const { gate, deploy } = workflow.jobs;
    for (const { uses } of gate.steps) expect(uses).toMatch(/@FULL_COMMIT_SHA$/u);
    for (const { uses } of deploy.steps) expect(uses ?? '@FULL_COMMIT_SHA').toMatch(/@FULL_COMMIT_SHA$/u);
  });

  it('checks out what a script of the repository deploys', () => {
    const [checkout, script] = workflow.jobs.deploy.steps;
    expect(checkout?.uses).toMatch(/^actions\/checkout@/u);
    expect(script?.run).toMatch(/^\.\//u);
  });
});
