import { spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { linters } from '../../scripts/workflow-linters.ts';
import { parseDuration } from '../../src/config/fields.ts';
import { action, isGate, readText, readWorkflow, workflowPaths } from './workflow-files.ts';

const own = ['.github/workflows/ci.yml', '.github/workflows/gate.yml', '.github/workflows/release.yml'];
const workflows = workflowPaths.map((path) => ({ path, workflow: readWorkflow(path) }));
const jobs = workflows.flatMap(({ path, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${path}: ${name}`, job })),
);
const steps = jobs.flatMap(({ name, job }) => (job.steps ?? []).map((step) => ({ name, step })));

describe('the linters', () => {
  it('look at the workflows that we know of', () => {
    expect(workflowPaths).toEqual(expect.arrayContaining(own));
    expect(workflowPaths.filter((path) => path.startsWith('examples/vetext/'))).toHaveLength(3);
  });

  it.each(
    Object.entries(linters).flatMap(([name, lint]) => workflowPaths.map((path) => ({ name, lint, path }))),
  )('$name accepts $path', async ({ lint, path }) => {
    expect(await lint({ path, text: readText(path) })).toEqual([]);
  });

  const faults = [
    ['a misspelt key', 'jobs:', 'jbs:', Object.keys(linters)],
    ['a permission that does not exist', 'contents: read', 'content: read', Object.keys(linters)],
    ['an expression that cannot be parsed', "== 'a'", "= 'a'", ['actionlint']],
    ['a job that is needed and not there', 'needs: a', 'needs: c', ['actionlint']],
    ['untrusted text in a script', 'echo', 'echo ${{ github.event.issue.title }}', ['actionlint']],
  ] as const;
  const sound = `on: push
jobs:
  a: { runs-on: ubuntu-latest, permissions: { contents: read }, steps: [{ run: 'echo' }] }
  b: { runs-on: ubuntu-latest, needs: a, if: "github.ref == 'a'", steps: [{ run: 'true' }] }
`;

  it.each(faults.flatMap(([fault, from, to, names]) => names.map((name) => ({ fault, from, to, name }))))(
    '$name refuses $fault',
    async ({ from, to, name }) => {
      const lint = linters[name];
      const file = { path: '.github/workflows/a.yml', text: sound };
      expect(await lint?.(file)).toEqual([]);
      expect(await lint?.({ ...file, text: sound.replace(from, to) })).not.toEqual([]);
    },
  );

  it('hold action.yml to what GitHub reads', async () => {
    const file = { path: 'action.yml', text: readText('action.yml') };
    expect(await linters['github-parser']?.(file)).toEqual([]);
    const wrong = { ...file, text: file.text.replace('using: node24', 'using: node25') };
    expect(await linters['github-parser']?.(wrong)).toHaveLength(1);
  });
});

describe('every workflow', () => {
  it.each(workflows)('$path starts from no permission at all', ({ workflow }) => {
    expect(workflow.permissions).toEqual({});
  });

  it.each(workflows)('$path is not started by pull_request_target', ({ workflow }) => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });

  it.each(jobs)('$name names its permissions and its limit of time', ({ job }) => {
    expect(job.permissions).toBeDefined();
    expect(job['timeout-minutes']).toBeDefined();
  });

  it('writes only where it has to', () => {
    const writers = jobs.flatMap(({ name, job }) => {
      const scopes = Object.entries(job.permissions ?? {}).filter(([, access]) => access === 'write');
      return scopes.length === 0 ? [] : [[name, scopes.map(([scope]) => scope)]];
    });
    expect(writers).toEqual([
      ['.github/workflows/release.yml: publish', ['contents', 'id-token', 'attestations']],
      ['examples/vetext/.github/workflows/deploy.yml: deploy', ['id-token']],
      ['examples/vetext/.github/workflows/staging-monitor.yml: monitor', ['contents', 'statuses', 'issues']],
    ]);
  });

  it('keeps no credential in a checkout', () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(workflows.length);
    for (const { name, step } of checkouts) expect(step.with?.['persist-credentials'], name).toBe('false');
  });

  it('puts no expression into a script, but the constants of a matrix', () => {
    const scripts = steps.flatMap(({ step }) => [step.run ?? '', step.with?.['script'] ?? '']);
    for (const script of scripts) expect(script.replaceAll('${{ matrix.test }}', '')).not.toContain('${{');
  });
});

describe('what is used', () => {
  const uses = workflowPaths.flatMap((path) =>
    [...readText(path).matchAll(/^(?!\s*#)[\s-]*uses: *(.+)$/gmu)].map(([, used]) => ({
      path,
      used: used ?? '',
    })),
  );
  const local = './.staging-health-gate';
  const placeholder = 'OWNER/staging-health-gate@FULL_COMMIT_SHA # v1';
  const pinned = /^([\w.-]+\/[\w.-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$/u;

  it('is found', () => {
    expect(uses.length).toBe(steps.filter(({ step }) => step.uses !== undefined).length);
  });

  it.each(uses)('$used in $path is pinned to a commit, with its version', ({ path, used }) => {
    if (path.startsWith('examples/') && used === placeholder) return;
    if (path === '.github/workflows/gate.yml' && used === local) return;
    expect(used).toMatch(pinned);
  });

  it('is one commit for each action, everywhere', () => {
    const pins = uses.flatMap(({ used }) => pinned.exec(used)?.slice(1, 3).join('@') ?? []);
    const names = new Set(pins.map((pin) => pin.split('@')[0]));
    expect(new Set(pins).size).toBe(names.size);
  });
});

describe('time', () => {
  const gates = steps
    .filter(({ step }) => isGate(step))
    .map(({ name, step }) => {
      const { job } = jobs.find((one) => one.name === name) ?? {};
      return { name, job, given: step.with ?? {} };
    });
  const minutes = (duration: string | undefined) =>
    duration === undefined ? 0 : (parseDuration(duration) ?? Number.NaN) / 60_000;
  const called = z
    .object({ inputs: z.object({ 'timeout-minutes': z.object({ default: z.number() }) }) })
    .parse(readWorkflow('.github/workflows/gate.yml').on['workflow_call']).inputs['timeout-minutes'].default;

  it.each(gates)('$name ends itself before its job is ended', ({ job, given }) => {
    // What the caller gives is the caller's to fit; by default it has to.
    const { deadline = '4m', 'wait-for': wait } = Object.fromEntries(
      Object.entries(given).filter(([, value]) => !value.includes('inputs.')),
    );
    const limit = job?.['timeout-minutes'];
    expect(minutes(deadline) + minutes(wait) + 2).toBeLessThan(typeof limit === 'number' ? limit : called);
  });
});

describe('ci.yml', () => {
  it('runs everything, but on Windows the files that it names', () => {
    const { include } = z
      .object({ include: z.array(z.object({ os: z.string(), test: z.string() })) })
      .parse(readWorkflow('.github/workflows/ci.yml').jobs['test']?.strategy?.matrix);
    expect(include.map(({ os }) => os)).toEqual(['ubuntu-latest', 'windows-latest']);
    expect(include[0]?.test).toBe('npm cit');
    const left = [...(include[1]?.test ?? '').matchAll(/--exclude=(\S+)/gu)].map(([, path]) => path ?? '');
    expect(left).toHaveLength(1);
    for (const path of left) expect(readText(path), path).toContain('SIGTERM');
  });
});

describe('gate.yml', () => {
  const { on, jobs: own } = readWorkflow('.github/workflows/gate.yml');
  const interfaceOf = z.object({
    inputs: z.record(z.string(), z.object({ description: z.string() })),
    secrets: z.record(z.string(), z.object({ required: z.literal(false) })),
    outputs: z.record(z.string(), z.object({ value: z.string() })),
  });
  const { inputs, secrets, outputs } = interfaceOf.parse(on['workflow_call']);
  const job = own['gate'];
  const gate = job?.steps?.find((step) => isGate(step));

  it('takes inputs of the action, and what a job needs besides', () => {
    const more = ['runs-on', 'timeout-minutes'];
    expect(Object.keys(action.inputs)).toEqual(
      expect.arrayContaining(Object.keys(inputs).filter((name) => !more.includes(name))),
    );
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(more));
  });

  it('hands over each of them under its own name', () => {
    const handed = Object.entries(gate?.with ?? {});
    expect(handed.length).toBe(Object.keys(inputs).length - 2 + 1);
    for (const [name, value] of handed) {
      const source = name in inputs ? `inputs.${name}` : `secrets.${name}`;
      expect(value).toBe(`\${{ ${source} }}`);
    }
  });

  it('gives the outputs of the action that are no paths on the runner', () => {
    expect(Object.keys(outputs).sort()).toEqual(
      Object.keys(action.outputs)
        .filter((name) => !name.startsWith('report-'))
        .sort(),
    );
    for (const [name, { value }] of Object.entries(outputs)) {
      expect(value).toBe(`\${{ jobs.gate.outputs.${name} }}`);
      expect(job?.outputs?.[name]).toBe(`\${{ steps.gate.outputs.${name} }}`);
    }
  });

  it('runs the action at the commit that it was called at', () => {
    const checkout = job?.steps?.find((step) => step.with?.['path'] === '.staging-health-gate');
    expect(checkout?.with).toMatchObject({
      repository: '${{ job.workflow_repository }}',
      ref: '${{ job.workflow_sha }}',
    });
  });

  it('gives the environment to the step of the gate alone, after its values are masked', () => {
    expect(Object.keys(secrets)).toEqual(['environment', 'slack-webhook-url']);
    expect(gate?.env).toBe("${{ fromJSON(secrets.environment || '{}') }}");
    const users = job?.steps?.filter((step) => JSON.stringify(step).includes('secrets.environment'));
    expect(users?.map((step) => step.id ?? step.name)).toEqual([
      'Mask every value of the environment',
      'gate',
    ]);
  });
});

describe('the step of gate.yml that masks', () => {
  const [masking] = readWorkflow('.github/workflows/gate.yml').jobs['gate']?.steps ?? [];
  const core = fileURLToPath(import.meta.resolve('@actions/core'));

  /** Runs its script as actions/github-script does, with the real `@actions/core`. */
  function run(environment: string, env: Readonly<Record<string, string>> = {}) {
    const program = `import * as core from ${JSON.stringify(pathToFileURL(core).href)};
      await (async () => { ${masking?.with?.['script'] ?? 'throw new Error()'} })();`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', program],
      {
        encoding: 'utf8',
        env: { GATE_ENVIRONMENT: environment, GATE_MODE: 'gate', GATE_SHA: 'a'.repeat(40), ...env },
      },
    );
    return { status, lines: (stdout + stderr).split(/\r?\n/u).filter((line) => line !== '') };
  }

  it('masks every value, one of many lines as a whole, and no short one', () => {
    const key = '-----BEGIN-----\nabc%\n-----END-----\n';
    const given = { CDW_URL: 'postgres://a:b@c/d', LOROTA_PRIVATE_KEY: key, VISTA_DUZ: '17', ABSENT: null };
    expect(run(JSON.stringify(given))).toEqual({
      status: 0,
      lines: ['::add-mask::postgres://a:b@c/d', '::add-mask::-----BEGIN-----%0Aabc%25%0A-----END-----%0A'],
    });
  });

  it.each(['', '  ', '{}'])('takes %j for no variables', (text) => {
    expect(run(text)).toEqual({ status: 0, lines: [] });
  });

  it.each([
    ['what is no JSON', 'CDW_URL=hunter2hunter2', /expected JSON/u],
    ['a list', '["hunter2hunter2"]', /a JSON object/u],
    ['text', '"hunter2hunter2"', /a JSON object/u],
    ['null', 'null', /a JSON object/u],
    ['a value that is no text', '{ "A": { "B": "hunter2hunter2" } }', /expected text for A/u],
    ['a name that is none', '{ "hunter2 hunter2": "x" }', /a name in it is none/u],
    ['a name of the runner', '{ "GITHUB_TOKEN": "x" }', /a name in it is none/u],
    ['an option of Node.js', '{ "NODE_OPTIONS": "--require=hunter2" }', /a name in it is none/u],
    ['an input of the action', '{ "INPUT_ENFORCE": "false" }', /a name in it is none/u],
  ])('refuses %s, and quotes nothing of it', (_, text, message) => {
    const { status, lines } = run(text);
    expect(status).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
    expect(lines[0]).toMatch(/^::error::/u);
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('refuses to be a monitor, which writes', () => {
    expect(run('{}', { GATE_MODE: 'monitor' })).toMatchObject({ status: 1 });
  });

  it('refuses a server that does not say which commit runs', () => {
    expect(run('{}', { GATE_SHA: '' })).toMatchObject({ status: 1 });
  });
});
