import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'vitest';

import type { ActionOptions } from '../../simulator/run-action.ts';
import { pretend, askingTables } from '../support/fault-database.ts';
import { asking, credentials, testRows, type Arranged, type Row } from '../support/fault-rows.ts';
import { evidenceSections, startEvidence } from '../support/github-evidence.ts';
import { closedPort, sendJson, serve } from '../support/http-server.ts';
import { onRequest, raw } from '../support/raw-server.ts';

type Child = Parameters<NonNullable<ActionOptions['onStart']>>[0];

/** Lets a server send a signal to the action that asks it. */
function aim(signal: NodeJS.Signals) {
  const { promise, resolve } = Promise.withResolvers<Child>();
  let isFired = false;
  const fire = () => {
    if (isFired) return;
    isFired = true;
    void promise.then((child) => child.kill(signal));
  };
  return { onStart: resolve, fire };
}

type Stage = (signal: NodeJS.Signals) => Row;

const stages: readonly Stage[] = [
  (signal) => ({
    name: `${signal} before anything is read`,
    verdict: 'none',
    arrange: async (stack) => ({
      probe: asking((await raw(stack, () => undefined)).url),
      options: { onStart: (child) => child.kill(signal) },
    }),
  }),
  (signal) => ({
    name: `${signal} while a probe waits for its answer`,
    verdict: 'inconclusive',
    codes: ['CANCELLED'],
    arrange: async (stack) => {
      const { onStart, fire } = aim(signal);
      return { probe: asking((await raw(stack, onRequest(fire))).url), options: { onStart } };
    },
  }),
  (signal) => ({
    name: `${signal} in the pause before another attempt`,
    verdict: 'not-ready',
    codes: ['GATEWAY'],
    arrange: async (stack) => {
      const { onStart, fire } = aim(signal);
      const server = stack.use(
        await serve((_request, response) => {
          response.on('close', () => setTimeout(fire, 100));
          sendJson(response, {}, 503, { 'retry-after': '60' });
        }),
      );
      return { probe: asking(server.url, {}, { attempts: 3, timeout: '5m' }), options: { onStart } };
    },
  }),
  (signal) => ({
    name: `${signal} while a table is read`,
    verdict: 'inconclusive',
    codes: ['CANCELLED'],
    arrange: async (stack) => {
      const { onStart, fire } = aim(signal);
      const asked = askingTables(await pretend(stack, (socket) => socket.once('data', fire)));
      return { ...asked, options: { ...asked.options, onStart } };
    },
  }),
  (signal) => ({
    name: `${signal} while there is something to clean up: it is cleaned up`,
    verdict: 'inconclusive',
    codes: ['CANCELLED'],
    arrange: async (stack) => {
      const { onStart, fire } = aim(signal);
      const server = stack.use(
        await serve(({ method }, response) => {
          if (method === 'GET') fire();
          else sendJson(response, { id: 'x1' });
        }),
      );
      const create = {
        name: 'create',
        method: 'POST',
        url: server.url,
        capture: { id: '/id' },
        ...credentials,
      };
      const use = { name: 'use', url: `${server.url}/{{id}}` };
      const remove = { name: 'remove', method: 'DELETE', url: `${server.url}/{{id}}`, always: true };
      return {
        probe: { kind: 'http', attempts: 1, steps: [create, use, remove] },
        options: { onStart },
        after: () => {
          expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'DELETE']);
        },
      };
    },
  }),
  (signal) => ({
    name: `${signal} while it waits for staging to become ready`,
    verdict: 'not-ready',
    codes: ['HTTP_STATUS'],
    arrange: async (stack) => {
      const { onStart, fire } = aim(signal);
      const server = stack.use(
        await serve((_request, response) => {
          response.on('close', () => setTimeout(fire, 400));
          sendJson(response, {}, 500);
        }),
      );
      return { probe: asking(server.url), options: { onStart, inputs: { 'wait-for': '30m' } } };
    },
  }),
  (signal) => ({
    name: `${signal} while GitHub is asked for evidence`,
    verdict: 'inconclusive',
    says: 'CANCELLED',
    arrange: async (stack) => {
      const { onStart, fire } = aim(signal);
      const server = await raw(stack, onRequest(fire));
      return { sections: evidenceSections, options: { onStart, runner: { GITHUB_API_URL: server.url } } };
    },
  }),
  (signal) => ({
    name: `${signal} while the ledger is written: the verdict stands`,
    verdict: 'ready',
    says: 'The ledger was not written: CANCELLED. The verdict stands.',
    arrange: async (stack) => {
      const { onStart, fire } = aim(signal);
      const { github, runner } = await startEvidence(stack);
      github.fault('hang', { only: /^POST \/git/u });
      const timer = setInterval(() => {
        if (github.exchanges.some(({ fault }) => fault === 'hang')) fire();
      }, 50);
      stack.defer(() => {
        clearInterval(timer);
      });
      return {
        sections: evidenceSections,
        options: { onStart, runner, inputs: { mode: 'monitor', 'slack-webhook-url': '' } },
      };
    },
  }),
  (signal) => ({
    name: `${signal} while the commit status is set: the verdict stands`,
    verdict: 'ready',
    says: 'The commit status could not be written (CANCELLED). The verdict stands.',
    arrange: (stack) => toldOutside(stack, signal, { only: /^POST \/statuses/u }),
  }),
  (signal) => ({
    name: `${signal} while the issue is opened: the verdict stands`,
    verdict: 'not-ready',
    codes: ['HTTP_STATUS'],
    says: 'The tracking issue could not be written (CANCELLED). The verdict stands.',
    arrange: (stack) => toldOutside(stack, signal, { only: /^POST \/issues/u, status: 500 }),
  }),
  (signal) => ({
    name: `${signal} while Slack is told: the verdict stands`,
    verdict: 'not-ready',
    codes: ['HTTP_STATUS'],
    says: 'The Slack message could not be written (CANCELLED). The verdict stands.',
    arrange: async (stack) => {
      const { onStart, fire } = aim(signal);
      const hook = await raw(stack, onRequest(fire));
      const { options, ...arranged } = await toldOutside(stack, signal, { status: 500 });
      const inputs = { ...options?.inputs, 'slack-webhook-url': `${hook.url}/services/x` };
      return { ...arranged, options: { ...options, onStart, inputs } };
    },
  }),
];

/** A monitor that GitHub never answers where `only` matches; the signal comes then. */
async function toldOutside(
  stack: AsyncDisposableStack,
  signal: NodeJS.Signals,
  { only, status = 200 }: { readonly only?: RegExp; readonly status?: number },
): Promise<Arranged> {
  const { onStart, fire } = aim(signal);
  const { github, runner } = await startEvidence(stack);
  if (only !== undefined) github.fault('hang', { only });
  const timer = setInterval(() => {
    if (github.exchanges.some(({ fault }) => fault === 'hang')) fire();
  }, 50);
  stack.defer(() => {
    clearInterval(timer);
  });
  const server = stack.use(
    await serve((_request, response) => {
      sendJson(response, {}, status);
    }),
  );
  return {
    probe: asking(server.url),
    sections: evidenceSections,
    options: { onStart, runner, inputs: { mode: 'monitor', 'slack-webhook-url': '' } },
  };
}

/** A row about what the runner gives, with a staging that is healthy. */
function onRunner(
  name: string,
  expected: Pick<Row, 'verdict' | 'says' | 'isMute' | 'defect'>,
  options: NonNullable<Arranged['options']>,
  more: Partial<Arranged> = {},
): Row {
  return {
    name,
    ...expected,
    arrange: async (stack) => {
      const server = stack.use(
        await serve((_request, response) => {
          sendJson(response, {});
        }),
      );
      return { probe: asking(server.url), options, ...more };
    },
  };
}

const reportLost = { verdict: 'ready', says: 'The report folder could not be written' } as const;
const noOutputs = 'The step outputs could not be written';

/** Does something inside of the action's process, as a bug of it might; nothing of the kind is in what ships. */
function within(code: string): NonNullable<Arranged['options']> {
  return { env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` } };
}

const runnerRows: readonly Row[] = [
  {
    name: 'no space is left for the reports',
    ...reportLost,
    arrange: async (stack) => {
      const server = stack.use(
        await serve((_request, response) => {
          sendJson(response, {});
        }),
      );
      // More than 8 KiB in the report.
      const others = Array.from(
        { length: 40 },
        (_, index) => [`other-${String(index)}`, asking(server.url)] as const,
      );
      return {
        probe: asking(server.url),
        probes: Object.fromEntries(others),
        options: { under: ['prlimit', '--fsize=8192'] },
      };
    },
  },
  onRunner(
    'no space is left for anything',
    { verdict: 'none', says: noOutputs },
    { under: ['prlimit', '--fsize=0'] },
  ),
  onRunner('a file stands in place of the report folder', reportLost, {
    files: { 'staging-gate-report': 'a file' },
  }),
  onRunner('the report folder lies where nothing can be written', reportLost, {
    runner: { RUNNER_TEMP: '/sys' },
    inputs: { 'report-dir': '/sys/reports' },
  }),
  onRunner('a folder stands in place of report.json', reportLost, {
    files: { 'staging-gate-report/report.json/file': 'a file in it' },
  }),
  onRunner('the report folder is a link that leads out of the workspace', reportLost, {
    prepare: async (workspace) => {
      const { symlink } = await import('node:fs/promises');
      await symlink('/var/tmp', join(workspace, 'staging-gate-report'));
    },
  }),
  onRunner(
    'GITHUB_OUTPUT names a file that does not exist',
    { verdict: 'ready', isMute: true, says: noOutputs },
    { runner: { GITHUB_OUTPUT: '/nowhere/output' } },
  ),
  onRunner(
    'GITHUB_OUTPUT is on a full disk',
    { verdict: 'ready', isMute: true, says: noOutputs },
    { runner: { GITHUB_OUTPUT: '/dev/full' } },
  ),
  {
    name: 'GITHUB_OUTPUT is not given: the outputs go to the log, as they did before there was a file',
    verdict: 'not-ready',
    codes: ['HTTP_STATUS'],
    isMute: true,
    arrange: async (stack) => {
      const server = stack.use(
        await serve((_request, response) => {
          sendJson(response, {}, 500);
        }),
      );
      return {
        probe: asking(server.url),
        options: { runner: { GITHUB_OUTPUT: undefined } },
        after: ({ stdout }) => {
          expect(stdout).toContain('::set-output name=verdict::not-ready');
          expect(stdout).not.toContain('name=ready::');
        },
      };
    },
  },
  onRunner(
    'GITHUB_OUTPUT names a folder',
    { verdict: 'ready', isMute: true, says: noOutputs },
    { runner: { GITHUB_OUTPUT: '/tmp' } },
  ),
  onRunner(
    'GITHUB_STEP_SUMMARY names a file that does not exist',
    { verdict: 'ready', says: 'The job summary could not be written' },
    { runner: { GITHUB_STEP_SUMMARY: '/nowhere/summary' } },
  ),
  onRunner(
    'GITHUB_STEP_SUMMARY is not given',
    { verdict: 'ready', says: 'The job summary could not be written' },
    { runner: { GITHUB_STEP_SUMMARY: undefined } },
  ),
  onRunner(
    'a wrong configuration, and GITHUB_STEP_SUMMARY is on a full disk',
    {
      verdict: 'inconclusive',
      says: 'expected 1, the only version',
      defect:
        'With a wrong configuration and no summary to write to, the outputs were left out and the reason was told as a bug of the gate',
    },
    { runner: { GITHUB_STEP_SUMMARY: '/dev/full' } },
    { sections: { version: 2 } },
  ),
  onRunner(
    'a wrong input, and GITHUB_OUTPUT is not there',
    { verdict: 'none', says: 'mode: expected' },
    { runner: { GITHUB_OUTPUT: '/nowhere/output' }, inputs: { mode: 'gates' } },
  ),
  {
    name: 'more findings than GITHUB_STEP_SUMMARY takes',
    verdict: 'not-ready',
    codes: ['CONNECT_REFUSED'],
    arrange: async () => {
      const url = `http://127.0.0.1:${String(await closedPort())}`;
      // The file itself stays small: the runbook's address comes from the environment.
      const one = () => ({ ...asking(url), owner: { team: 'A team', runbook: '${RUNBOOK}' } });
      const others = Array.from({ length: 400 }, (_, index) => [`other-${String(index)}`, one()] as const);
      return {
        probe: one(),
        probes: Object.fromEntries(others),
        sections: { concurrency: 100 },
        options: { env: { RUNBOOK: `https://runbooks.example/${'y'.repeat(4000)}` } },
        after: ({ summary }) => {
          expect(Buffer.byteLength(summary)).toBeGreaterThan(500_000);
          expect(Buffer.byteLength(summary)).toBeLessThan(1_048_576);
          expect(summary).toContain('more findings: see report.json');
        },
      };
    },
  },
];

const unwritten: Pick<Row, 'verdict' | 'says'> = {
  verdict: 'inconclusive',
  says: 'the gate itself failed: a bug of the gate',
};

const bugs: readonly Row[] = [
  [
    'a promise that is rejected, and nobody listens',
    'setTimeout(() => { Promise.reject(new Error(process.env.TOKEN)) }, 500)',
  ] as const,
  ['an exception in a timer', 'setTimeout(() => { throw new Error(process.env.TOKEN) }, 500)'] as const,
  ['something thrown that is no error', 'setTimeout(() => { throw process.env.TOKEN }, 500)'] as const,
].map(([name, code]) => ({
  name: `${name}, in the gate's own process`,
  ...unwritten,
  arrange: async (stack) => ({
    probe: asking((await raw(stack, () => undefined)).url),
    options: within(code),
  }),
}));

const configurations: readonly Row[] = [
  {
    name: 'the configuration file is not there',
    verdict: 'inconclusive',
    says: 'no such file',
    arrange: () => ({ options: { inputs: { config: 'elsewhere.yml' } } }),
  },
  {
    name: 'the configuration file is a link that leads out of the workspace',
    verdict: 'inconclusive',
    says: 'expected a file inside the repository',
    arrange: () => ({
      options: {
        inputs: { config: 'gate.yml' },
        prepare: async (workspace) => {
          const { symlink } = await import('node:fs/promises');
          await symlink('/etc/hostname', join(workspace, 'gate.yml'));
        },
      },
    }),
  },
  {
    name: 'the configuration file is larger than any',
    verdict: 'inconclusive',
    says: 'expected a file of at most 1 MiB',
    arrange: () => ({
      options: {
        inputs: { config: 'gate.yml' },
        prepare: (workspace) => writeFile(join(workspace, 'gate.yml'), '#'.repeat(1_100_000)),
      },
    }),
  },
  {
    name: 'a secret that is not set',
    verdict: 'inconclusive',
    codes: ['SECRET_MISSING'],
    arrange: () => ({
      probe: { kind: 'cdw', url: '${CDW_URL}', tables: { 'public.phones': {} } },
    }),
  },
];

const signals = (['SIGINT', 'SIGTERM'] as const).flatMap((signal) => stages.map((stage) => stage(signal)));

testRows('ourselves', 'Ourselves', [...signals, ...runnerRows, ...bugs, ...configurations]);
