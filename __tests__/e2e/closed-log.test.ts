import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { actionFile, candidate } from '../../simulator/run-action.ts';
import { sendJson, serve } from '../support/http-server.ts';

let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'staging-gate-closed-'));
  await mkdir(join(workspace, '.github'));
  await Promise.all(['output', 'summary'].map((name) => writeFile(join(workspace, name), '')));
});

afterEach(async () => {
  await rm(workspace, { recursive: true, force: true });
});

test('a run whose log nobody reads goes to its end, and says the same in its files', async () => {
  await using server = await serve((_, response) => {
    sendJson(response, { ok: true });
  });
  await writeFile(
    join(workspace, '.github', 'staging-gate.yml'),
    `version: 1\nenvironment: staging\nprobes:\n  one: { kind: http, steps: [{ name: health, url: "${server.url}" }] }\n`,
  );
  const child = spawn(process.execPath, [actionFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: 'example/vetext',
      GITHUB_SHA: candidate,
      GITHUB_OUTPUT: join(workspace, 'output'),
      GITHUB_STEP_SUMMARY: join(workspace, 'summary'),
    },
  });
  child.stdout.destroy();
  child.stderr.destroy();
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(await readFile(join(workspace, 'output'), 'utf8')).toContain('ready');
});
