import { describe, expect, test } from 'vitest';

import { vistaApi } from '../../src/kinds/vista-api.ts';
import { revealText } from '../../src/secrets.ts';
import { plainTexts, planOf, readAnswer, revealed, stepOf } from '../support/plans.ts';

const variables = { VISTA_KEY: 'application-key-1', VISTA_DUZ: '520824797', PATIENT: '7221678999' };
const settings = {
  url: 'https://vista.example.test/vista-api',
  key: '${VISTA_KEY}',
  station: '530',
  duz: '${VISTA_DUZ}',
  patient: '${PATIENT}',
};

const plan = (more: Readonly<Record<string, string>> = {}) =>
  planOf(vistaApi, { ...settings, ...more }, variables);
const tokenStep = () => stepOf(plan(), 'vista-api token');
const readStep = () => stepOf(plan(), 'appointments of the synthetic patient');

describe('the plan of vista-api', () => {
  test('keeps the key, the DUZ and the patient in a Secret', () => {
    const texts = plainTexts(plan()).join('\n');
    for (const value of Object.values(variables)) expect(texts).not.toContain(value);
    expect(revealed(plan())).toEqual(expect.arrayContaining(Object.values(variables)));
  });

  test('keeps a patient that is written out in a Secret, too', () => {
    const texts = plainTexts(plan({ patient: '1111222233', duz: '4444555566' })).join('\n');
    expect(texts).not.toMatch(/1111222233|4444555566/u);
  });

  test('gets a token, then only reads', () => {
    expect(plan().steps.map(({ request: { method, url } }) => `${method} ${revealText(url)}`)).toEqual([
      'POST https://vista.example.test/vista-api/api/auth/token',
      'GET https://vista.example.test/vista-api/api/v1/sdes/appts-by-patient/530/{{patient}}/T/T+1',
    ]);
  });

  test('asks with the parent of a suffixed station, which VistA alone knows', () => {
    const urls = plan({ station: '530A4' }).steps.map(({ request }) => revealText(request.url));
    expect(urls[1]).toContain('/530/');
    expect(plan({ station: '530A4' }).steps[0]?.request.json).toMatchObject({ stationNo: '530' });
  });

  test('hands its token on as a secret, and only with it goes on', () => {
    const [captured = ''] = Object.keys(tokenStep().capture ?? {});
    expect(tokenStep().capture?.[captured]).toEqual({ pointer: '/payload/token', secret: true });
    expect(readStep().needs).toEqual([captured]);
    expect(readStep().request.headers).toEqual({ authorization: `Bearer {{${captured}}}` });
  });

  test('refuses a key that is written out', () => {
    expect(() => plan({ key: 'literal' })).toThrow(/do not commit secrets/u);
  });
});

describe('vista-api reads the answer to its token call', () => {
  const check = 'vista-api token';
  const layer = 'vista-api';

  test.each([
    ['a token as health', { status: 200, body: { success: true, payload: { token: 'x' } } }, []],
    [
      'a refusal with status 200 as an error',
      { status: 200, body: { success: false } },
      [{ check, code: 'ERROR_IN_BODY', layer }],
    ],
    [
      'an empty token as none',
      { status: 200, body: { success: true, payload: { token: '' } } },
      [{ check, layer }],
    ],
    [
      'a server error as its own: VistA was not asked',
      { status: 500, body: { success: false } },
      [{ check, layer }],
    ],
  ])('%s', (_, answer, readings) => {
    expect(readAnswer(tokenStep(), answer)).toEqual(readings);
  });

  test('as one that VistA cannot have spoilt', () => {
    expect(tokenStep().independent).toBe(true);
    expect(readStep().independent).not.toBe(true);
  });
});

describe('vista-api reads the answer to its call into VistA', () => {
  const check = 'appointments of the synthetic patient';

  test.each([
    ['a list as health', { status: 200, body: { success: true, payload: [] } }, []],
    ['an object as health', { status: 200, body: { success: true, payload: { Appointment: [] } } }, []],
    [
      'an error behind status 200 as one of VistA',
      { status: 200, body: { success: false, responseStatus: 200, message: 'Duplicate status entry.' } },
      [{ check, code: 'ERROR_IN_BODY', layer: 'vista' }],
    ],
    [
      'success as text as an error of VistA',
      { status: 200, body: { success: 'true', payload: [] } },
      [{ check, code: 'ERROR_IN_BODY', layer: 'vista' }],
    ],
    [
      'a told failure as one of VistA',
      { status: 400, body: { success: false } },
      [{ check, code: 'UPSTREAM', layer: 'vista' }],
    ],
    ['a server error as one of VistA', { status: 503 }, [{ check, code: 'UPSTREAM', layer: 'vista' }]],
    [
      'a success without a payload as its own',
      { status: 200, body: { success: true } },
      [{ check, layer: 'vista-api' }],
    ],
    ['a missing route as its own', { status: 404 }, [{ check, layer: 'vista-api' }]],
    ['an answer without success as its own', { status: 200, body: {} }, [{ check, layer: 'vista-api' }]],
  ])('%s', (_, answer, readings) => {
    expect(readAnswer(readStep(), answer)).toEqual(readings);
  });
});

test('vista-api stands behind VistA', () => {
  expect(vistaApi).toMatchObject({ kind: 'vista-api', layer: 'vista-api', upstreams: ['vista'] });
});
