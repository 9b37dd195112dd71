import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { actionFile, candidate } from '../../simulator/run-action.ts';
import { sendJson, serve } from '../support/http-server.ts';

let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'staging-gate-late-'));
  await mkdir(join(workspace, '.github'));
  await writeFile(join(workspace, 'output'), '');
  // Whoever writes into it waits until somebody reads.
  execFileSync('mkfifo', [join(workspace, 'summary')]);
});

afterEach(async () => {
  await rm(workspace, { recursive: true, force: true });
});

test.runIf(process.platform !== 'win32').each(['SIGINT', 'SIGTERM'] as const)(
  'a job that %s cancels while the summary is written does not come to say ready',
  async (signal) => {
    await using server = await serve((_, response) => {
      sendJson(response, { ok: true });
    });
    await writeFile(
      join(workspace, '.github', 'staging-gate.yml'),
      `version: 1\nenvironment: staging\nprobes:\n  one: { kind: http, steps: [{ name: health, url: "${server.url}" }] }\n`,
    );
    const output = join(workspace, 'output');
    const child = spawn(process.execPath, [actionFile], {
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        GITHUB_WORKSPACE: workspace,
        GITHUB_REPOSITORY: 'example/vetext',
        GITHUB_SHA: candidate,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: join(workspace, 'summary'),
      },
    });
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    // The report is written before the summary.
    while (!(await readFile(output, 'utf8')).includes('report-html')) await pause(20);
    await pause(100);
    child.kill(signal);
    await pause(100);
    const reader = await open(join(workspace, 'summary'), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      expect(await ended).toEqual([null, signal]);
    } finally {
      await reader.close();
    }
    expect(await readFile(output, 'utf8')).not.toContain('ready<<');
  },
);
