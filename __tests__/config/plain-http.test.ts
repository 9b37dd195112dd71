import { describe, expect, test } from 'vitest';

import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/errors.ts';
import { kinds } from '../../src/kinds/registry.ts';

const env = {
  WORD: 'synthetic-word',
  PLAIN: 'http://chip.example/dev',
  QUERY: 'http://web.example/?token=synthetic-word',
  HOST: 'web.example',
  SCHEME: 'http',
  DATABASE: 'postgres://reader:word@cdw.example/cdw',
  TLS_DATABASE: 'postgres://reader:word@cdw.example/cdw?sslmode=require',
  OPTIONAL: 'postgres://reader:word@cdw.example/cdw?sslmode=allow',
  LOCAL: 'postgres://reader:word@127.0.0.1/cdw?sslmode=disable',
  LOCAL_SIX: 'postgres://reader:word@[::1]/cdw',
};

/** What is wrong with probes as a user writes them, one to a line. */
function problemsOf(...probes: readonly string[]): readonly string[] {
  return problemsIn(...probes.map((probe) => `  ${probe}`));
}

/** The same of whole lines from `probes:` on. */
function problemsIn(...lines: readonly string[]): readonly string[] {
  const text = ['version: 1', 'environment: staging', 'probes:', ...lines];
  try {
    loadConfig({ file: 'gate.yml', text: text.join('\n') }, env, kinds, () => ({ problem: 'no such file' }));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}

const chip = (url: string, more = '') =>
  `chip: { kind: chip, url: "${url}", api-id: "\${WORD}", username: "\${WORD}", password: "\${WORD}"${more} }`;
const step = (keys: string, more = '') => `web: { kind: http, steps: [{ name: ask, ${keys} }]${more} }`;
/** A step whose answer the next one may use. */
const captured = 'url: "https://web.example/", capture: { token: /token } }, { name: use';
const cdw = (url: string, more = '') =>
  `cdw: { kind: cdw, url: "\${${url}}", tables: { dflt.phones: {} }${more} }`;

const https =
  'expected an address that starts with https://, as secrets are sent there; `allow-plain-http: true` lets this probe send them without TLS';
const sslmode = https.replace('that starts with https://', 'with `sslmode=require` or stronger');

describe('secrets over plain HTTP', () => {
  test('are refused at the place of the address', () => {
    expect(problemsOf(chip('http://chip.example/dev'))).toEqual([`gate.yml:4:28: probes.chip.url: ${https}`]);
  });

  test('are refused where the address comes from the environment, which is not shown', () => {
    expect(problemsOf(chip('${PLAIN}'))).toEqual([`gate.yml:4:28: probes.chip.url: ${https}`]);
  });

  test.each([
    ['a header', 'url: "http://web.example/", headers: { x-api-key: "${WORD}" }'],
    ['the body', 'method: POST, url: "http://web.example/", json: { deep: [{ word: "${WORD}" }] }'],
    ['the query', 'url: "http://web.example/?key=${WORD}"'],
    ['the path', 'url: "http://web.example/hooks/${WORD}"'],
    ['the query of an address that is a variable', 'url: "${QUERY}"'],
    ['the query of an address made of two variables', 'url: "${PLAIN}${HOST}?key=${WORD}"'],
    ['the query of an address whose scheme is a variable', 'url: "${SCHEME}://web.example/?key=${WORD}"'],
    [
      'a header that an earlier step captured',
      `${captured}, url: "http://web.example/", headers: { authorization: "Bearer {{token}}" }`,
    ],
    ['a path that an earlier step captured', `${captured}, url: "HTTP://web.example/{{token}}"`],
  ])('are refused in %s of a step', (_, keys) => {
    const [first, ...others] = problemsOf(step(keys));
    expect(first).toMatch(/^gate\.yml:4:\d+: probes\.web\.steps\[[01]\]\.url: expected an address/u);
    expect(others).toEqual([]);
  });

  test('are none in a step that carries none, though another step does', () => {
    const secure = '{ name: other, url: "https://web.example/", headers: { x-api-key: "${WORD}" } }';
    expect(
      problemsOf(`web: { kind: http, steps: [{ name: ask, url: "http://web.example/?all=1" }, ${secure}] }`),
    ).toEqual([]);
  });

  test('are none in the name of a host', () => {
    expect(problemsOf(step('url: "http://${HOST}/?all=1"'))).toEqual([]);
    expect(problemsOf(step('url: "${PLAIN}"'))).toEqual([]);
  });

  test.each([
    'http://127.0.0.1:8080',
    'http://localhost:8080/dev',
    'http://[::1]:8080',
    'https://chip.example',
  ])('may go to %s', (url) => {
    expect(problemsOf(chip(url))).toEqual([]);
  });

  test.each([
    'http://127.0.0.1.example',
    'http://localhost.example',
    'http://10.0.0.1',
    'http://[::2]',
    'http://127.0.0.1@chip.example',
  ])('may not go to %s, which only looks like this machine', (url) => {
    expect(problemsOf(chip(url)).length).toBeGreaterThan(0);
  });

  test('are allowed for the one probe that says so', () => {
    const allowed = ', allow-plain-http: true';
    expect(problemsOf(chip('http://chip.example', allowed), cdw('DATABASE', allowed))).toEqual([]);
    expect(problemsOf(chip('http://chip.example', ', allow-plain-http: false'))).toHaveLength(1);
    expect(problemsOf(chip('http://chip.example'), cdw('DATABASE', allowed))).toHaveLength(1);
  });

  test('are refused where a journey sends them to the address of another probe', () => {
    const problems = problemsOf(
      'vista-api: { kind: vista-api, url: "https://vista.example", key: "${WORD}", station: "530", duz: "1", patient: "2" }',
      'vetext: { kind: vetext, url: "https://vetext.example", station: "530" }',
      chip('https://chip.example'),
      'vets-api: { kind: vets-api, url: "http://vets-api.example" }',
      'check-in: { kind: check-in, last-name: "${WORD}", birth-date: "${WORD}" }',
    );
    expect(problems).toEqual([`gate.yml:7:36: probes.vets-api.url: ${https}`]);
    expect(problemsOf('vets-api: { kind: vets-api, url: "http://vets-api.example" }')).toEqual([]);
  });
});

describe('the address of the live commit', () => {
  const evidence = (url: string) =>
    problemsIn(
      `  ${step('url: "https://web.example/"')}`,
      `evidence: { candidate: { from: url, url: "${url}", pointer: /sha } }`,
    );

  test.each(['http://web.example/?key=${WORD}', 'http://web.example/${WORD}', '${QUERY}'])(
    'is refused without TLS where it holds a secret: %s',
    (url) => {
      expect(evidence(url)).toEqual([
        'gate.yml:5:42: evidence.candidate.url: expected an address that starts with https://, as secrets are sent there',
      ]);
    },
  );

  test.each([
    'http://127.0.0.1/?key=${WORD}',
    'http://web.example/revision',
    'https://web.example/?key=${WORD}',
  ])('is no matter otherwise: %s', (url) => {
    expect(evidence(url)).toEqual([]);
  });
});

describe('a database without TLS', () => {
  test.each(['DATABASE', 'OPTIONAL'])('on another machine is refused: %s', (name) => {
    expect(problemsOf(cdw(name))).toEqual([`gate.yml:4:26: probes.cdw.url: ${sslmode}`]);
  });

  test.each(['TLS_DATABASE', 'LOCAL', 'LOCAL_SIX'])('is no matter for %s', (name) => {
    expect(problemsOf(cdw(name))).toEqual([]);
  });
});
