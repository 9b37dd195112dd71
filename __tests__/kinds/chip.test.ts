import { describe, expect, test } from 'vitest';

import { chip } from '../../src/kinds/chip.ts';
import { revealText } from '../../src/secrets.ts';
import { plainTexts, planOf, readAnswer, revealed, stepOf, uuidsOf } from '../support/plans.ts';

const variables = { CHIP_API_ID: 'api-id-1234', CHIP_USER: 'chip-user-1', CHIP_PASSWORD: 'chip-password-1' };
const settings = {
  url: 'https://chip.example.test/preprod',
  'api-id': '${CHIP_API_ID}',
  username: '${CHIP_USER}',
  password: '${CHIP_PASSWORD}',
};

const plan = () => planOf(chip, settings, variables);
const tokenStep = () => stepOf(plan(), 'CHIP token');
const refusalStep = () => stepOf(plan(), 'refusal of an unknown record');

describe('the plan of chip', () => {
  test('keeps every secret in a Secret', () => {
    const texts = plainTexts(plan()).join('\n');
    const basic = Buffer.from('chip-user-1:chip-password-1').toString('base64');
    for (const value of [...Object.values(variables), basic]) expect(texts).not.toContain(value);
    expect(revealed(plan())).toEqual(expect.arrayContaining(['api-id-1234', `Basic ${basic}`]));
  });

  test('asks for a token, and with it for a record of a fresh uuid each time', () => {
    const first = plan();
    const uuids = [...uuidsOf(first), ...uuidsOf(plan())];
    expect(new Set(uuids).size).toBe(2);
    expect(first.steps.map(({ request: { method, url } }) => `${method} ${revealText(url)}`)).toEqual([
      'POST https://chip.example.test/preprod/token',
      `POST https://chip.example.test/preprod/actions/refresh-precheckin/${uuids[0] ?? ''}`,
    ]);
  });

  test('sends the api id each time, and the token only to where it is needed', () => {
    expect(Object.keys(tokenStep().request.headers ?? {})).toEqual(['x-apigw-api-id', 'authorization']);
    expect(revealText(refusalStep().request.headers?.['x-apigw-api-id'] ?? '')).toBe('api-id-1234');
    const [captured] = Object.keys(tokenStep().capture ?? {});
    expect(refusalStep().request.headers?.['authorization']).toBe(`Bearer {{${captured ?? ''}}}`);
    expect(refusalStep().needs).toEqual([captured]);
    expect(tokenStep().capture?.[captured ?? '']).toEqual({ pointer: '/token', secret: true });
  });

  test('takes other paths from the settings', () => {
    const other = planOf(chip, { ...settings, 'token-path': '/t', 'refresh-path': '/r' }, variables);
    expect(other.steps.map(({ request }) => revealText(request.url).replace(/[^/]{36}$/u, 'uuid'))).toEqual([
      'https://chip.example.test/preprod/t',
      'https://chip.example.test/preprod/r/uuid',
    ]);
  });

  test.each(['api-id', 'username', 'password'])('refuses a %s that is written out', (key) => {
    expect(() => planOf(chip, { ...settings, [key]: 'literal' }, variables)).toThrow(
      /do not commit secrets/u,
    );
  });
});

describe('chip reads the answer to its token call', () => {
  test.each([
    ['a token as health', { status: 200, body: { token: 'x' } }, []],
    [
      'its complaint about LoROTA as a fault of LoROTA',
      { status: 500, body: { status: '500', title: 'Could not retrieve a token from LoROTA' } },
      [{ check: 'CHIP token', code: 'UPSTREAM', layer: 'lorota' }],
    ],
    [
      'another 500 as its own',
      { status: 500, body: { title: 'Oops' } },
      [{ check: 'CHIP token', layer: 'chip' }],
    ],
    [
      'an empty token as no token',
      { status: 200, body: { token: '' } },
      [{ check: 'CHIP token', layer: 'chip' }],
    ],
    [
      'an error with status 200 as no token',
      { status: 200, body: { errors: [] } },
      [{ check: 'CHIP token', layer: 'chip' }],
    ],
    [
      'a created token with another status as unexpected',
      { status: 201, body: { token: 'x' } },
      [{ check: 'CHIP token', layer: 'chip' }],
    ],
  ])('%s', (_, answer, readings) => {
    expect(readAnswer(tokenStep(), answer)).toEqual(readings);
  });
});

describe('chip reads the answer to a made-up uuid', () => {
  const check = 'refusal of an unknown record';

  test.each([
    [
      'the documented refusal as health',
      { status: 404, body: { status: '404', title: 'Error retrieving data from LoROTA' } },
      [],
    ],
    [
      'a success as a record that cannot exist',
      { status: 200, body: {} },
      [{ check, code: 'UNEXPECTED_RECORD' }],
    ],
    [
      'another 404 as a missing route',
      { status: 404, body: { message: 'Not Found' } },
      [{ check, code: 'BODY_MISMATCH' }],
    ],
    ['a 404 without a body as a missing route', { status: 404 }, [{ check, code: 'BODY_MISMATCH' }]],
    [
      'the right title with a wrong status as wrong',
      { status: 500, body: { title: 'Error retrieving data from LoROTA' } },
      [{ check }],
    ],
  ])('%s', (_, answer, readings) => {
    expect(readAnswer(refusalStep(), answer)).toEqual(readings);
  });
});

test('chip stands behind LoROTA and vista-api', () => {
  expect(chip).toMatchObject({ kind: 'chip', layer: 'chip', upstreams: ['lorota'] });
});
