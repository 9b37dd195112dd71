/** Prepares a workspace once, so that only the gate itself is measured. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { actionFile, candidate } from '../simulator/run-action.ts';
import { measure, type Usage } from './processes.ts';

export interface Workspace {
  /** Runs dist/index.js as a runner does. @throws when it does not end in `ready` */
  run(env?: Readonly<Record<string, string>>): Promise<Usage>;
  /** The same, with Node.js told more. */
  runWith(nodeArgs: readonly string[], env?: Readonly<Record<string, string>>): Promise<Usage>;
  /** Where a run leaves its report. */
  readonly reportFile: string;
  remove(): Promise<void>;
}

export async function prepareWorkspace(configuration: string): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'staging-gate-bench-'));
  await mkdir(join(folder, '.github'));
  await writeFile(join(folder, '.github', 'staging-gate.yml'), configuration);
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  const runner = {
    PATH: process.env['PATH'],
    GITHUB_WORKSPACE: folder,
    GITHUB_REPOSITORY: 'example/vetext',
    GITHUB_SHA: candidate,
    GITHUB_RUN_ID: '1',
    ...files,
  };
  const runWith: Workspace['runWith'] = async (nodeArgs, env = {}) => {
    await Promise.all(Object.values(files).map((file) => writeFile(file, '')));
    const args = [...nodeArgs, actionFile];
    const usage = await measure({ file: process.execPath, args, env: { ...runner, ...env }, cwd: folder });
    if (usage.code !== 0) throw new Error(`the gate was not ready:\n${usage.stdout}`);
    return usage;
  };
  return {
    run: (env) => runWith([], env),
    runWith,
    reportFile: join(folder, 'staging-gate-report', 'report.json'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A configuration of so many http probes with a JSON contract each, which is written once, as a person would. */
export function httpConfiguration(count: number, url: string, concurrency: number): string {
  const contract =
    '{ type: object, required: [ok, at], properties: { ok: { const: true }, at: { type: string } } }';
  const probes = Array.from({ length: count }, (_, index) => {
    const json = index === 0 ? `&healthy ${contract}` : '*healthy';
    return `  probe-${String(index)}: { kind: http, steps: [{ name: health, url: "${url}/${String(index)}", expect: { json: ${json} } }] }`;
  });
  return `version: 1\nenvironment: staging\nconcurrency: ${String(concurrency)}\nprobes:\n${probes.join('\n')}\n`;
}
