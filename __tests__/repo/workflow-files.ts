/** The workflows of the repository, read as far as the tests look into them. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parse } from 'yaml';
import * as z from 'zod';

export const root = resolve(import.meta.dirname, '../..');

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const texts = z.record(z.string(), text);

const stepSchema = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: texts.optional(),
  env: z.union([texts, z.string()]).optional(),
});

const jobSchema = z.object({
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: texts.optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write', 'none'])).optional(),
  'timeout-minutes': z.union([z.number(), z.string()]).optional(),
  strategy: z.object({ matrix: z.unknown() }).optional(),
  environment: z.string().optional(),
  concurrency: z.object({ group: z.string(), 'cancel-in-progress': z.boolean() }).optional(),
  outputs: texts.optional(),
  steps: z.array(stepSchema).optional(),
});

export const workflowSchema = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.unknown(),
  jobs: z.record(z.string(), jobSchema),
});

export type Step = z.output<typeof stepSchema>;
export type Job = z.output<typeof jobSchema>;
export type Workflow = z.output<typeof workflowSchema>;

/** Of the repository itself and of the examples; paths from the root, with `/`. */
export const workflowPaths = globSync(
  ['.github/workflows/*.{yml,yaml}', 'examples/*/.github/workflows/*.{yml,yaml}'],
  { cwd: root },
)
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

export function readText(path: string): string {
  return readFileSync(resolve(root, path), 'utf8');
}

export function readWorkflow(path: string): Workflow {
  return workflowSchema.parse(parse(readText(path)));
}

export function isGate(step: Pick<Step, 'uses'>): boolean {
  return /^(?:OWNER\/staging-health-gate@|\.\/\.staging-health-gate$)/u.test(step.uses ?? '');
}

const actionSchema = z.object({
  inputs: z.record(z.string(), z.unknown()),
  outputs: z.record(z.string(), z.unknown()),
});

/** The names in action.yml. */
export const action = actionSchema.parse(parse(readText('action.yml')));
