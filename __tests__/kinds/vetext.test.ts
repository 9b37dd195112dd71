import { describe, expect, test } from 'vitest';

import { type FileReference } from '../../src/config/file-reference.ts';
import { camelCased, type PlanContext } from '../../src/kinds/kind.ts';
import { vetext } from '../../src/kinds/vetext.ts';
import { vistaApi } from '../../src/kinds/vista-api.ts';
import { revealText } from '../../src/secrets.ts';
import { plainTexts, planContext, planOf, stepOf } from '../support/plans.ts';
import { codesOf } from './answers.ts';
import { vistaSettings } from './sample-settings.ts';

const url = 'https://vetext.example.test';
const settings = { url, station: '530A4', appointment: '40719' };

/** A context in which the journey finds a vista-api probe. */
const besideVista: Partial<PlanContext> = {
  settingsOf: (kind) => {
    if (kind.kind !== vistaApi.kind) return undefined;
    return camelCased(kind.settings.parse(vistaSettings));
  },
};

const plan = (more = {}, context: Partial<PlanContext> = {}) =>
  planOf(vetext, { ...settings, ...more }, {}, planContext(context));
const payload = {
  patientName: 'ZZTEST,ONE',
  patientDOB: '1953-06-19',
  zip: '20420',
  patientDFN: '7172539',
  stationNo: '530A4',
  appointmentIEN: '40719',
};

describe('the plan of vetext', () => {
  test('asks the auth endpoint, then for the payload of the configured appointment', () => {
    expect(plan().steps.map(({ request: { method, url: to } }) => `${method} ${revealText(to)}`)).toEqual([
      'GET https://vetext.example.test/api/vetext/auth',
      'GET https://vetext.example.test/api/vetext/pub/chip/initiate-checkin-data/530A4/{{appointment}}',
    ]);
    expect(revealText(plan().variables?.['appointment'] ?? '')).toBe('40719');
    expect(plainTexts(plan())).not.toContain('40719');
  });

  test('looks the appointment up where none is configured, without a suffix to the station', () => {
    const { steps } = planOf(vetext, { url, station: '530A4' }, {}, planContext(besideVista));
    expect(steps.map(({ name }) => name)).toEqual([
      'auth endpoint',
      'vista-api token',
      'an appointment of the synthetic patient',
      'payload for CHIP',
    ]);
    expect(steps.map(({ layer }) => layer)).toEqual([undefined, 'vista-api', 'vista-api', 'vetext']);
  });

  test('takes other paths and another method', () => {
    const other = plan({ 'auth-path': '/a', 'payload-path': '/p', 'payload-method': 'POST' });
    expect(other.steps.map(({ request }) => `${request.method} ${revealText(request.url)}`)).toEqual([
      'GET https://vetext.example.test/a',
      'POST https://vetext.example.test/p/530A4/{{appointment}}',
    ]);
  });

  test('masks the whole payload, which is handed to no later step of its own', () => {
    expect(stepOf(plan(), 'payload for CHIP').capture).toEqual({ payload: { pointer: '', secret: true } });
  });

  test('stands behind the CDW and vista-api', () => {
    expect(vetext).toMatchObject({ layer: 'vetext', upstreams: ['cdw', 'vista-api'] });
  });
});

describe('the auth endpoint', () => {
  const step = () => stepOf(plan(), 'auth endpoint');

  test.each([200, 204, 400, 401, 403, 404, 405])('is alive when it answers %i', (status) => {
    expect(codesOf(step(), { status })).toEqual([]);
  });

  test.each([
    [500, 'HTTP_STATUS'],
    [502, 'GATEWAY'],
    [503, 'GATEWAY'],
  ])('is not when it answers %i', (status, code) => {
    expect(codesOf(step(), { status })).toEqual([code]);
  });

  test('and the payload say what it means when nothing is answered', () => {
    for (const name of ['auth endpoint', 'payload for CHIP'])
      expect(stepOf(plan(), name).hints?.TIMEOUT).toMatch(/container of the VEText API hangs.*Restart/u);
  });

  test('breaks for no reason but its own', () => {
    expect(step().independent).toBe(true);
  });
});

describe('the payload', () => {
  const today = new Date('2026-03-04T12:00:00Z');

  test.each<[string, object, readonly string[]]>([
    ['complete', payload, []],
    ['without a date of birth', { ...payload, patientDOB: undefined }, ['BODY_MISMATCH']],
    ['with a date of birth to come', { ...payload, patientDOB: '2026-03-05' }, ['BODY_MISMATCH']],
    ['without name and zip', { ...payload, patientName: undefined, zip: undefined }, ['BODY_MISMATCH']],
  ])('%s', (_, json, codes) => {
    const text = JSON.stringify(json);
    expect(codesOf(stepOf(plan(), 'payload for CHIP'), { text }, today)).toEqual(codes);
  });

  test('is held against the contract of the user where there is one', () => {
    const contract = (file: FileReference) => ({ type: 'object', required: [file.path] }) as const;
    const own = stepOf(plan({ payload: 'fax' }, { contract }), 'payload for CHIP');
    expect(codesOf(own, { json: payload }, today)).toEqual(['BODY_MISMATCH']);
    expect(codesOf(own, { json: { fax: '' } }, today)).toEqual([]);
  });

  test('is not believed from an error page', () => {
    expect(codesOf(stepOf(plan(), 'payload for CHIP'), { text: '<html></html>' }, today)).toEqual([
      'BODY_NOT_JSON',
    ]);
  });
});
