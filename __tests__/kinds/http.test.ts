import { describe, expect, test } from 'vitest';

import { http } from '../../src/kinds/http.ts';
import { Secret } from '../../src/secrets.ts';
import { plainTexts, planOf } from '../support/plans.ts';
import { EnvValue } from '../../src/config/env-value.ts';
import { codesOf } from './answers.ts';

const url = 'https://service.example.test/health';
const step = (more: object = {}) => ({ name: 'health', url, ...more });
const plan = (...steps: readonly object[]) => planOf(http, { steps });

describe('the plan of http', () => {
  test('reads with GET and wants 200, unless it is told otherwise', () => {
    const [only] = plan(step()).steps;
    expect(only).toMatchObject({
      request: { method: 'GET', url },
      expect: { status: [200] },
      retry: 'transient',
    });
  });

  test('refuses steps that are nothing but a clean-up, which can never fail', () => {
    expect(() => plan(step({ always: true }), step({ always: true }))).toThrow(
      /a clean-up alone can never fail/u,
    );
    expect(() => plan()).toThrow(/at least one step/u);
    expect(plan(step(), step({ always: true })).steps).toHaveLength(2);
  });

  test('takes all that a step may say', () => {
    const [, only] = plan(
      step({ capture: { id: '/id' } }),
      step({
        method: 'POST',
        headers: { accept: 'application/json' },
        json: { id: '{{id}}', list: [1, null] },
        expect: {
          status: [200, 201],
          headers: { 'content-type': 'json' },
          json: { type: 'object' },
          text: '\\S',
        },
        capture: { token: '/token' },
        needs: ['id'],
        layer: 'portal',
        retry: 'never',
        always: true,
        timeout: '5s',
        redirects: 3,
      }),
      step(),
    ).steps;
    expect(only).toEqual({
      name: 'health',
      request: {
        method: 'POST',
        url,
        headers: { accept: 'application/json' },
        json: { id: '{{id}}', list: [1, null] },
      },
      expect: {
        status: [200, 201],
        headers: { 'content-type': 'json' },
        json: { type: 'object' },
        text: '\\S',
      },
      capture: { token: { pointer: '/token', secret: true } },
      needs: ['id'],
      layer: 'portal',
      retry: 'never',
      always: true,
      timeoutMs: 5000,
      redirects: 3,
    });
  });

  test('speaks of the layer that the user names, or of the probe', () => {
    const layer = http.layer as (settings: unknown, probe: string) => string;
    expect(layer({ steps: [] }, 'portal')).toBe('portal');
    expect(layer({ layer: 'billing', steps: [] }, 'portal')).toBe('billing');
  });

  test('judges answers as it is told', () => {
    const [only] = plan(step({ expect: { json: { type: 'object', required: ['up'] } } })).steps;
    if (only === undefined) throw new Error('no step');
    expect(codesOf(only, { json: { up: true } })).toEqual([]);
    expect(codesOf(only, { json: {} })).toEqual(['BODY_MISMATCH']);
    expect(codesOf(only, { status: 401 })).toEqual(['CREDENTIAL_REFUSED']);
  });
});

describe('credentials in http', () => {
  const names = [
    'Authorization',
    'proxy-authorization',
    'Cookie',
    'x-api-key',
    'X-Auth-Token',
    'client-secret',
  ];

  test.each(names)('refuses %s written out', (name) => {
    expect(() => plan(step({ headers: { [name]: 'hunter2' } }))).toThrow(/do not commit secrets/u);
  });

  test.each(names)('takes %s from the environment, and hides it', (name) => {
    const value = new EnvValue('Bearer ${TOKEN}', { TOKEN: 'hunter2-hunter2' });
    const made = plan(step({ headers: { [name]: value } }));
    expect(made.steps[0]?.request.headers?.[name]).toBeInstanceOf(Secret);
    expect(plainTexts(made).join()).not.toContain('hunter2');
  });

  test.each(names)('takes %s from an earlier step', (name) => {
    const made = plan(
      step({ capture: { token: '/token' } }),
      step({ headers: { [name]: 'Bearer {{token}}' } }),
    );
    expect(made.steps[1]?.request.headers?.[name]).toBe('Bearer {{token}}');
  });

  test('takes other headers written out', () => {
    expect(() => plan(step({ headers: { accept: 'application/json', 'x-request-id': '1' } }))).not.toThrow();
  });

  test('hides values from the environment that stand deep in a body', () => {
    const made = plan(step({ json: { user: { password: new EnvValue('${P}', { P: 'hunter2-hunter2' }) } } }));
    expect(plainTexts(made).join()).not.toContain('hunter2');
  });

  test('never shows what it captures', () => {
    expect(plan(step({ capture: { id: '/id' } })).steps[0]?.capture).toEqual({
      id: { pointer: '/id', secret: true },
    });
  });
});

test.each<[string, readonly object[], RegExp]>([
  ['no step at all', [], /at least one step/u],
  ['a step without a name', [{ url }], /name/u],
  [
    'an address with a password in it',
    [step({ url: 'https://u:p@example.test' })],
    /without user and password/u,
  ],
  ['a status that is none', [step({ expect: { status: 99 } })], /a status code/u],
  ['an empty list of statuses', [step({ expect: { status: [] } })], /status/u],
  ['a pattern that is none', [step({ expect: { text: '(' } })], /a regular expression/u],
  ['a contract that is none', [step({ expect: { json: { type: 'objekt' } } })], /object/u],
  ['a capture without a pointer', [step({ capture: { token: 'token' } })], /a JSON Pointer/u],
  [
    'a capture under a name that no template can have',
    [step({ capture: { 'a b': '/a' } })],
    /a name such as token/u,
  ],
  ['a misspelt key', [step({ metod: 'POST' })], /metod/u],
  [
    'a need that no step meets',
    [step({ capture: { token: '/t' } }), step({ needs: ['tokken'] })],
    /no earlier step captures \\"tokken\\"; did you mean \\"token\\"\?/u,
  ],
  [
    'a need that only a later step meets',
    [step({ needs: ['token'] }), step({ capture: { token: '/t' } })],
    /no earlier step captures \\"token\\"/u,
  ],
  [
    'what nobody captured in an address',
    [step({ capture: { id: '/id' } }), step({ url: `${url}/{{ name }}` })],
    /every \{\{name\}\} to be what an earlier step captures; they capture id/u,
  ],
  ['what nobody captured in a header', [step({ headers: { accept: 'a/{{b}}' } })], /none captures anything/u],
  ['what nobody captured deep in a body', [step({ json: { a: [{ b: 'x {{c}}' }] } })], /none captures/u],
  [
    'what its own answer only will capture',
    [step({ capture: { a: '/a' }, json: '{{a}}' })],
    /none captures/u,
  ],
])('http refuses %s', (_, steps, message) => {
  expect(() => planOf(http, { steps })).toThrow(message);
});
