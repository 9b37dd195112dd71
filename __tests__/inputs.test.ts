import { join, resolve, sep } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ConfigError } from '../src/errors.ts';
import { readInputs } from '../src/inputs.ts';

const workspace = resolve(sep, 'work', 'repo');
const sha = 'a1'.repeat(20);

const runner = { GITHUB_WORKSPACE: workspace, GITHUB_REPOSITORY: 'team/vetext', GITHUB_SHA: sha } as const;

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readInputs({ ...runner, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  throw new Error('the inputs were accepted');
}

describe('inputs that are left out', () => {
  it('have the defaults of the design; GitHub hands them over as empty text', () => {
    const empty = { INPUT_MODE: '', 'INPUT_WAIT-FOR': ' ', INPUT_WAIVE: '' };
    for (const env of [runner, { ...runner, ...empty }])
      expect(readInputs(env)).toEqual({
        config: '.github/staging-gate.yml',
        configPath: join(workspace, '.github', 'staging-gate.yml'),
        mode: 'gate',
        deadlineMs: 240_000,
        enforce: true,
        waive: [],
        ledgerBranch: 'staging-health',
        statusContext: 'staging-health-gate',
        reportDir: join(workspace, 'staging-gate-report'),
        reportHomes: [workspace],
        workspace,
        repository: 'team/vetext',
        sha,
        serverUrl: 'https://github.com',
        apiUrl: 'https://api.github.com',
      });
  });
});

describe('inputs that are given', () => {
  const given = readInputs({
    ...runner,
    INPUT_CONFIG: './gates//chip.yml',
    INPUT_MODE: 'diagnose',
    INPUT_PROBES: ' cdw , chip,, cdw',
    INPUT_CANDIDATE: 'b2'.repeat(20),
    'INPUT_WAIT-FOR': '10m',
    'INPUT_STEADY-FOR': '2m',
    INPUT_DEADLINE: ' 90s ',
    INPUT_ENFORCE: 'false',
    INPUT_WAIVE: 'vista',
    'INPUT_WAIVE-REASON': 'A repair of vista itself',
    'INPUT_GITHUB-TOKEN': 'ghs_synthetic',
    'INPUT_LEDGER-BRANCH': 'health/staging',
    'INPUT_STATUS-CONTEXT': 'gate / staging',
    'INPUT_SLACK-WEBHOOK-URL': 'https://hooks.slack.example/services/x',
    'INPUT_CA-FILE': resolve(sep, 'etc', 'ca.pem'),
    'INPUT_REPORT-DIR': join(resolve(sep, 'tmp', 'runner'), 'report'),
    RUNNER_TEMP: resolve(sep, 'tmp', 'runner'),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '1234567890123',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_ACTOR: 'dependabot[bot]',
    GITHUB_TRIGGERING_ACTOR: 'someone',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_SERVER_URL: 'https://ghe.example/',
    GITHUB_API_URL: 'https://ghe.example/api/v3',
    GITHUB_STEP_SUMMARY: resolve(sep, 'tmp', 'summary'),
    GITHUB_OUTPUT: resolve(sep, 'tmp', 'output'),
  });

  it('are typed, with absolute paths and milliseconds', () => {
    expect(given).toMatchObject({
      config: 'gates/chip.yml',
      configPath: join(workspace, 'gates', 'chip.yml'),
      mode: 'diagnose',
      probes: ['cdw', 'chip'],
      candidate: 'b2'.repeat(20),
      waitForMs: 600_000,
      steadyForMs: 120_000,
      deadlineMs: 90_000,
      enforce: false,
      waive: ['vista'],
      waiveReason: 'A repair of vista itself',
      ledgerBranch: 'health/staging',
      statusContext: 'gate / staging',
      caFile: resolve(sep, 'etc', 'ca.pem'),
      reportDir: resolve(sep, 'tmp', 'runner', 'report'),
      ref: 'refs/heads/main',
      runId: '1234567890123',
      runAttempt: 2,
      actor: 'dependabot[bot]',
      triggeringActor: 'someone',
      eventName: 'workflow_dispatch',
      serverUrl: 'https://ghe.example',
      apiUrl: 'https://ghe.example/api/v3',
      runUrl: 'https://ghe.example/team/vetext/actions/runs/1234567890123/attempts/2',
      summaryFile: resolve(sep, 'tmp', 'summary'),
      outputFile: resolve(sep, 'tmp', 'output'),
    });
  });

  it('hold the token and the webhook as secrets', () => {
    expect(given.githubToken?.reveal()).toBe('ghs_synthetic');
    expect(given.slackWebhookUrl?.reveal()).toBe('https://hooks.slack.example/services/x');
    expect(JSON.stringify(given)).not.toMatch(/ghs_synthetic|hooks\.slack/u);
  });
});

const whole = 'expected a whole commit: 40 hexadecimal digits';
const duration = 'expected a duration such as 500ms, 30s, 10m, 4h or 7d';
const webhook = 'slack-webhook-url: expected an address that starts with https://';

describe('inputs that are wrong', () => {
  it.each<[string, string, string]>([
    ['INPUT_MODE', 'montior', 'mode: expected gate, monitor or diagnose; did you mean "monitor"?'],
    ['INPUT_PROBES', ' , ', 'probes: expected names of probes, separated by commas'],
    ['INPUT_DEADLINE', '4 min', `deadline: ${duration}`],
    ['INPUT_DEADLINE', '0s', 'deadline: expected a duration longer than 0 and at most 24h'],
    ['INPUT_WAIT-FOR', '30d', 'wait-for: expected a duration longer than 0 and at most 24h'],
    [
      'INPUT_STEADY-FOR',
      '1m',
      'steady-for: expected at most `wait-for`: there is no time to see more than that',
    ],
    ['INPUT_ENFORCE', 'yes', 'enforce: expected true or false'],
    ['INPUT_ENFORCE', 'False', 'enforce: expected true or false; did you mean "false"?'],
    ['INPUT_WAIVE', 'cdw', 'waive-reason: missing; expected why the probes may be waived'],
    ['INPUT_WAIVE-REASON', 'because', 'waive: missing; expected the probes that the reason is for'],
    ['INPUT_GITHUB-TOKEN', 'two words', 'github-token: expected a token, without spaces'],
    ['INPUT_LEDGER-BRANCH', '../x', 'ledger-branch: expected the name of a branch'],
    ['INPUT_LEDGER-BRANCH', '-f', 'ledger-branch: expected the name of a branch'],
    ['INPUT_LEDGER-BRANCH', 'a..b', 'ledger-branch: expected the name of a branch'],
    ['INPUT_LEDGER-BRANCH', 'a.lock', 'ledger-branch: expected the name of a branch'],
    [
      'INPUT_STATUS-CONTEXT',
      'x'.repeat(101),
      'status-context: expected a name, on one line of at most 100 characters',
    ],
    [
      'INPUT_STATUS-CONTEXT',
      'a\nb',
      'status-context: expected a name, on one line of at most 100 characters',
    ],
    ['INPUT_SLACK-WEBHOOK-URL', 'http://hooks.example/secret-path', webhook],
    ['INPUT_SLACK-WEBHOOK-URL', 'http://localhost.evil.example/x', webhook],
    ['INPUT_SLACK-WEBHOOK-URL', 'http://localhost:x@evil.example/x', webhook],
    ['INPUT_SLACK-WEBHOOK-URL', 'http://127.0.0.1:1@evil.example/x', webhook],
    ['INPUT_SLACK-WEBHOOK-URL', 'https://', webhook],
    ['INPUT_CONFIG', '../other/gate.yml', 'config: expected the path of a file inside the workspace'],
    [
      'INPUT_CONFIG',
      resolve(sep, 'etc', 'passwd'),
      'config: expected the path of a file inside the workspace',
    ],
    [
      'INPUT_CONFIG',
      `${workspace}-evil${sep}gate.yml`,
      'config: expected the path of a file inside the workspace',
    ],
    ['INPUT_CONFIG', '.', 'config: expected the path of a file inside the workspace'],
    ['INPUT_REPORT-DIR', '../out', "report-dir: expected a path inside the workspace or the runner's temp"],
    ['INPUT_WAIVE_REASON', 'x', 'waive_reason: no such input; did you mean "waive-reason"?'],
    ['INPUT_PROBE', 'cdw', 'probe: no such input; did you mean "probes"?'],
    ['GITHUB_SHA', 'HEAD', `GITHUB_SHA: ${whole}`],
    ['GITHUB_SHA', '', 'GITHUB_SHA: missing; expected a commit'],
    ['GITHUB_REPOSITORY', 'vetext', 'GITHUB_REPOSITORY: expected a repository, as owner/name'],
    ['GITHUB_WORKSPACE', 'repo', 'GITHUB_WORKSPACE: expected an absolute path'],
    ['GITHUB_RUN_ID', '12x', 'GITHUB_RUN_ID: expected a whole number'],
    [
      'GITHUB_API_URL',
      'api.example',
      'GITHUB_API_URL: expected an absolute address that starts with https:// or http://, without user and password',
    ],
  ])('%s = %o is refused by name', (name, value, expected) => {
    expect(problemsOf({ [name]: value })).toEqual([expected]);
  });

  it.each([
    ['http://github.example/api/v3', true],
    ['http://127.0.0.1.example', true],
    ['http://127.0.0.1:8080', false],
    ['http://[::1]:8080', false],
    ['https://github.example/api/v3', false],
  ])('send no token to %s without TLS: %s', (address, isRefused) => {
    const env = { ...runner, GITHUB_API_URL: address };
    const given = { ...env, 'INPUT_GITHUB-TOKEN': 'synthetic-token' };
    if (isRefused)
      expect(problemsOf(given)).toEqual([
        'GITHUB_API_URL: expected an address that starts with https://: the token would go there without TLS',
      ]);
    else expect(readInputs(given).apiUrl).toBe(address);
    expect(readInputs(env).githubToken).toBeUndefined();
  });

  it.each(['-f', 'a b', 'a..b~1'])('hold no candidate like %s', (candidate) => {
    expect(problemsOf({ INPUT_CANDIDATE: candidate })).toEqual([
      expect.stringMatching(/^candidate: expected a /u),
    ]);
  });

  it('are told all at once', () => {
    const env = {
      INPUT_MODE: 'x',
      INPUT_DEADLINE: 'x',
      'INPUT_WAIT-FOR': '1m',
      'INPUT_STEADY-FOR': '2m',
      INPUT_ENFORCE: '1',
      INPUT_CONFIG: '..',
    };
    expect(problemsOf(env)).toHaveLength(5);
  });

  it('leave other variables of the machine alone that look like inputs', () => {
    expect(readInputs({ ...runner, INPUT_METHOD: 'ibus', INPUT_TOKEN: 'x' }).mode).toBe('gate');
  });
});

describe('a webhook on this machine', () => {
  it.each(['http://127.0.0.1:8080/x', 'http://localhost:1/x', 'http://[::1]:80/x'])('may be %s', (url) => {
    expect(readInputs({ ...runner, 'INPUT_SLACK-WEBHOOK-URL': url }).slackWebhookUrl?.reveal()).toBe(url);
  });
});

describe('whatever the inputs are', () => {
  const names = [
    'CONFIG',
    'MODE',
    'PROBES',
    'CANDIDATE',
    'WAIT-FOR',
    'STEADY-FOR',
    'DEADLINE',
    'ENFORCE',
    'WAIVE',
    'WAIVE-REASON',
    'GITHUB-TOKEN',
    'LEDGER-BRANCH',
    'STATUS-CONTEXT',
    'SLACK-WEBHOOK-URL',
    'CA-FILE',
    'REPORT-DIR',
  ];

  it('gives inputs or a ConfigError that shows no value', () => {
    const value = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => `Ω${text}Ω`);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names.map((name) => `INPUT_${name}`)), value, { maxKeys: 6 }),
        (env) => {
          try {
            readInputs({ ...runner, ...env });
          } catch (error) {
            if (!(error instanceof ConfigError)) throw error;
            expect(error.message).not.toContain('Ω');
          }
        },
      ),
    );
  });

  it('takes seconds, not minutes, for a branch of many slashes', () => {
    expect(problemsOf({ 'INPUT_LEDGER-BRANCH': `${'a/'.repeat(120)} ` })).toHaveLength(1);
  });
});
