import { generateKeyPairSync } from 'node:crypto';

import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';

import { connectAsOwner, startDatabaseServer } from '../../simulator/database.ts';
import { startGitHub, type GitHubStandIn } from '../../simulator/github.ts';
import { patientValues } from '../../simulator/people.ts';
import { runAction, type ActionRun } from '../../simulator/run-action.ts';
import { modes, type Mode } from '../../src/core/model.ts';
import { createAuthority } from '../support/certificates.ts';
import { ledgerEntry, toFile } from '../support/ledger-entries.ts';
import { recordFigures } from '../support/reliability.ts';
import { startEcho, startTalkativeDatabase } from './echo-servers.ts';
import { findLeaks } from './forms.ts';
import { secretValue, sendable, unspaced } from './secret-values.ts';

const runs = 18;
const seed = Number(process.env['SAFETY_SEED'] ?? Date.now() % 2 ** 31);
const counted = { runs: 0, secrets: 0 };

afterAll(() => {
  recordFigures('safety-secrets', {
    title: 'Secrets and patient data',
    counts: { 'runs of the bundled action': counted.runs, 'secrets tried': counted.secrets },
  });
});

/** `{{name}}` in an address stands for a capture, also where it comes from a variable: nothing would be sent. */
const inAddress = secretValue.map((text) => text.replaceAll('{', '('));

/** One secret for every place that can hold one; `unknown` ones are the servers' own. */
const secrets = fc.record({
  DB_USER: secretValue,
  DB_PASSWORD: secretValue,
  QUERY: inAddress,
  PATH_PART: inAddress,
  // They stand in every request: what no header can carry would keep most of them from being sent.
  BEARER: sendable,
  API_KEY: sendable,
  BODY: secretValue,
  CHIP_ID: secretValue,
  CHIP_USER: secretValue,
  CHIP_PASSWORD: secretValue,
  BAD_KEY: secretValue,
  LAST_NAME: secretValue,
});
const inputs = fc.record({ token: unspaced, webhook: unspaced });
const captured = unspaced;
const cases = fc.sample(fc.record({ secrets, inputs, captured }), { numRuns: runs, seed });

const { privateKey: pem } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const step = (name: string, url: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  url,
  headers: { authorization: 'Bearer ${BEARER}', 'x-api-key': '${API_KEY}' },
  expect: { json: { type: 'object', required: ['healthy'] } },
  ...more,
});

function configuration(echo: string, secure: string): string {
  const query = '?signature=${QUERY}&part=${PATH_PART}';
  const lone = (name: string, url: string, more = {}) => ({
    kind: 'http',
    attempts: 1,
    steps: [step(name, url, more)],
  });
  return stringify({
    version: 1,
    environment: 'staging',
    waivers: [{ probes: ['named'], reason: 'known: ${BODY} of ${LAST_NAME}', until: '2999-12-31' }],
    probes: {
      cdw: {
        kind: 'cdw',
        attempts: 1,
        url: '${CDW_URL}',
        tables: { 'dflt.people': { columns: { icn: 'text' } } },
      },
      json: lone('json', `${echo}/json${query}`, { method: 'POST', json: { deep: [{ value: '${BODY}' }] } }),
      keys: lone('keys', `${echo}/keys${query}`, { method: 'PUT', json: '${BODY}' }),
      error: lone('error', `${echo}/\${PATH_PART}/error${query}`),
      html: lone('html', `${echo}/html${query}`),
      refuse: lone('refuse', `${echo}/refuse${query}`),
      redirect: lone('redirect', `${echo}/redirect${query}`, { redirects: 3 }),
      elsewhere: lone('elsewhere', `${echo}/elsewhere${query}`, { redirects: 3 }),
      secure: lone('secure', `${secure}/json${query}`),
      capture: {
        kind: 'http',
        attempts: 1,
        steps: [
          step('token', `${echo}/token`, { headers: {}, expect: {}, capture: { token: '/token' } }),
          step('use of the token', `${echo}/{{token}}/json`, {
            headers: { authorization: 'Bearer {{token}}', cookie: 'session={{token}}' },
          }),
        ],
      },
      chip: {
        kind: 'chip',
        attempts: 1,
        url: `${echo}/chip`,
        'api-id': '${CHIP_ID}',
        username: '${CHIP_USER}',
        password: '${CHIP_PASSWORD}',
      },
      lorota: {
        kind: 'lorota',
        attempts: 1,
        url: `${echo}/lorota`,
        'api-id': '${CHIP_ID}',
        'api-key': '${API_KEY}',
        'signing-key': '${PEM}',
        record: '${PATH_PART}',
        'last-name': '${LAST_NAME}',
        'birth-date': '1953-06-19',
      },
      // Where nobody expects one: a text that is shown, with a variable that is a secret elsewhere.
      named: {
        ...lone('asks ${QUERY} and ${BODY}', `${echo}/error${query}`),
        owner: { team: 'of ${BEARER}', contact: '${API_KEY}', runbook: 'https://runbooks.example/${QUERY}' },
        labels: ['${PATH_PART}'],
      },
      'bad-key': {
        kind: 'lorota',
        attempts: 1,
        url: `${echo}/lorota`,
        'api-id': '${CHIP_ID}',
        'api-key': '${API_KEY}',
        'signing-key': '${BAD_KEY}',
      },
    },
  });
}

const probeNames =
  'cdw,json,keys,error,html,refuse,redirect,elsewhere,secure,capture,chip,lorota,named,bad-key';

/** Staging was healthy a moment ago, so that the monitor has something to tell; `boss` may waive. */
async function startRepository(): Promise<GitHubStandIn> {
  const github = await startGitHub({ repository: 'example/vetext' });
  const at = new Date();
  const day = at.toISOString().slice(0, 10).replaceAll('-', '/');
  const line = ledgerEntry({ at: at.toISOString(), environment: 'staging', healthy: true });
  github.commit('staging-health', { [`ledger/${day}.jsonl`]: toFile([line]) });
  github.commit('main', { 'CHANGES.md': 'A change\n' });
  github.setPermission('release-bot', 'admin');
  return github;
}

/** All that GitHub was sent, and what stands on its branches now. */
function writtenTo(github: GitHubStandIn): string {
  const files = github
    .listFiles('staging-health')
    .map((path) => github.readFile('staging-health', path)?.toString('utf8') ?? '');
  const sent = github.exchanges.map(({ path, query, requestBody }) =>
    JSON.stringify([path, query, requestBody ?? null]),
  );
  const decoded = github.exchanges.map(({ requestBody }) => {
    const { content, encoding } = (requestBody ?? {}) as { content?: string; encoding?: string };
    return encoding === 'base64' ? Buffer.from(content ?? '', 'base64').toString('utf8') : '';
  });
  return [...files, ...sent, ...decoded, JSON.stringify([github.statuses, github.issues])].join('\n');
}

/** Everything that a run leaves where somebody may look. */
function shownBy(run: ActionRun): Readonly<Record<string, string>> {
  return {
    log: run.stdout,
    stderr: run.stderr,
    summary: run.summary,
    outputs: JSON.stringify(run.outputs) + Object.values(run.outputs).join('\n'),
    ...run.files,
  };
}

function masksOf({ commands }: ActionRun): ReadonlySet<string> {
  const lines = commands.split('\n').filter((line) => line.startsWith('::add-mask::'));
  const plain = (text: string) => text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
  return new Set(lines.map((line) => plain(line.slice('::add-mask::'.length))));
}

async function check(mode: Mode, given: (typeof cases)[number], isTalkativeGitHub: boolean): Promise<void> {
  const { token, webhook } = given.inputs;
  const own = Object.values(given.secrets);
  const known = [...own, given.captured, token, webhook];
  await using stack = new AsyncDisposableStack();
  const authority = createAuthority(given.secrets.API_KEY);
  const echo = stack.use(await startEcho([given.captured, ...known]));
  const secure = stack.use(await startEcho(known, authority.issue()));
  const database = await startTalkativeDatabase(mode === 'monitor' ? '28P01' : 'XX000', known);
  stack.defer(() => database.stop());
  const github = await startRepository();
  stack.defer(() => github.stop());
  const sha = github.refs.get('refs/heads/main') ?? '';
  const slack = stack.use(await startEcho(known));
  const user = encodeURIComponent(given.secrets.DB_USER);
  const password = encodeURIComponent(given.secrets.DB_PASSWORD);

  const run = await runAction({
    configuration: configuration(echo.url, secure.url),
    files: { 'ca.pem': authority.cert },
    env: {
      ...given.secrets,
      PEM: pem,
      CDW_URL: `postgres://${user}:${password}@127.0.0.1:${String(database.port)}/cdw?sslmode=prefer`,
    },
    inputs: {
      mode,
      'ca-file': 'ca.pem',
      'github-token': token,
      'slack-webhook-url': `${slack.url}/services/${webhook}`,
      ...(mode === 'gate' ? { waive: probeNames, 'waive-reason': 'X-1: a test' } : {}),
    },
    runner: { GITHUB_API_URL: isTalkativeGitHub ? echo.url : github.apiUrl, GITHUB_SHA: sha },
  });

  const seen = {
    ...shownBy(run),
    github: writtenTo(github),
    slack: slack.requests.map(({ body }) => body).join('\n'),
  };
  expect(
    findLeaks(seen, [...known, ...pem.split('\n').slice(1, -2), ...patientValues]),
    `seed ${String(seed)}`,
  ).toEqual([]);
  expect(run.stderr).toBe('');
  expect(run.report?.probes.map(({ name }) => name).join(), `seed ${String(seed)}\n${run.stdout}`).toBe(
    probeNames,
  );
  expect(run.report?.probes.every(({ status }) => status === 'fail' || status === 'unknown')).toBe(true);
  // The runner masks them in whatever other steps print.
  const masks = masksOf(run);
  expect(
    [...own, token, given.captured].filter((value) => !masks.has(value)),
    `seed ${String(seed)}`,
  ).toEqual([]);
  expect(masks.size).toBeLessThan(1000);
  // Where no secret fits into a header nothing is sent, so nothing fails, and nobody is told of an outage.
  const isOutage = run.report?.verdict === 'not-ready';
  const isHeard = !isTalkativeGitHub && canBeSent(token);
  if (isHeard && (mode === 'gate' || (mode === 'monitor' && isOutage)))
    expect(seen.slack, `seed ${String(seed)}: ${JSON.stringify([token, webhook])} ${run.stdout}`).toContain(
      'staging',
    );
  if (isHeard && mode === 'monitor') {
    expect(github.statuses.map(({ sha }) => sha)).toEqual([sha]);
    expect(github.statuses[0]?.state).toBe(isOutage ? 'failure' : 'error');
    expect(github.issues).toHaveLength(isOutage ? 1 : 0);
  }
  counted.runs += 1;
  counted.secrets += known.length + 1;
}

/** A header holds Latin-1; with any other token GitHub cannot be asked. */
function canBeSent(token: string): boolean {
  return /^[\x21-\x7e\xa0-\xff]+$/u.test(token);
}

describe.concurrent('whatever servers say back', () => {
  test.each(cases.map((given, index) => [index, modes[index % modes.length] ?? 'gate', given] as const))(
    'run %i, in mode %s, shows no secret and no value of a patient',
    (index, mode, given) => check(mode, given, index % 6 === 5),
  );
});

test('a real PostgreSQL that puts patients into its notices and errors is not quoted', async () => {
  const server = await startDatabaseServer();
  const owner = await connectAsOwner(server);
  try {
    const said = patientValues.map((value) => value.replaceAll("'", "''")).join(' ');
    await owner.query(`
      create function talk() returns setof text language plpgsql as $$ begin
        raise notice '${said}';
        raise exception using message = '${said}', detail = '${said}', hint = '${said}', column = '${said}', table = '${said}';
      end $$;
      create view talking as select talk as icn from talk();`);
    for (const mode of modes) {
      const run = await runAction({
        configuration: stringify({
          version: 1,
          environment: 'staging',
          probes: {
            cdw: {
              kind: 'cdw',
              url: '${CDW_URL}',
              attempts: 1,
              tables: { 'public.talking': { columns: { icn: 'text' }, rows: { 'at-least': 1 } } },
            },
          },
        }),
        env: {
          CDW_URL: `postgres://${server.user}:${server.password}@127.0.0.1:${String(server.port)}/postgres`,
        },
        inputs: { mode },
      });
      expect(run.report?.rootCauses.map(({ code }) => code)).toEqual(['SELECT_FAILED']);
      expect(findLeaks(shownBy(run), [server.password, ...patientValues])).toEqual([]);
      counted.runs += 1;
    }
  } finally {
    await owner.end();
    await server.stop();
  }
});
