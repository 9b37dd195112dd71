import { describe, expect, test } from 'vitest';

import { readPointer } from '../../src/core/json-pointer.ts';
import type { JsonValue } from '../../src/core/plan.ts';
import { checkIn } from '../../src/kinds/check-in.ts';
import { camelCased, type PlanContext } from '../../src/kinds/kind.ts';
import { revealText } from '../../src/secrets.ts';
import { plainTexts, planContext, planOf, stepOf } from '../support/plans.ts';
import { codesOf, judge, type Given } from './answers.ts';
import { chipSettings, vetextSettings, vetsApiSettings, vistaSettings } from './sample-settings.ts';

const now = new Date('2026-03-04T12:00:00Z');
const used: Readonly<Record<string, object>> = {
  'vista-api': vistaSettings,
  vetext: vetextSettings,
  chip: chipSettings,
  'vets-api': vetsApiSettings,
};

function contextWith(settings = used): PlanContext {
  return planContext({
    now: () => now,
    settingsOf: (kind) => {
      const written = settings[kind.kind];
      return written === undefined ? undefined : camelCased(kind.settings.parse(written));
    },
  });
}

const settings = { 'last-name': 'ZZTEST', 'birth-date': '1953-06-19' };
const plan = (more = {}) => planOf(checkIn, { ...settings, ...more }, {}, contextWith());
const step = (name: string) => stepOf(plan({ 'stop-after': 'check-in' }), name);

describe('the plan of the journey', () => {
  test('plays the legs in the order of a check-in, each for its layer', () => {
    expect(plan().steps.map(({ name, layer }) => `${layer ?? ''}: ${name}`)).toEqual([
      'vista-api: vista-api token',
      'vista-api: an appointment of the synthetic patient',
      'vista-api: insurance verification',
      'vetext: payload for CHIP',
      'chip: CHIP token',
      'chip: hand-over of the payload to CHIP',
      'vets-api: login with last name and date of birth',
      'chip: removal of the record',
    ]);
  });

  test('writes to VistA only when it is asked for the check-in itself', () => {
    const urls = (more = {}) => plan(more).steps.map(({ request }) => revealText(request.url));
    expect(urls().filter((url) => url.includes('/actions/check-in'))).toEqual([]);
    expect(urls({ 'stop-after': 'verify' })).toEqual(urls());
    expect(urls({ 'stop-after': 'check-in' })).toHaveLength(urls().length + 1);
    expect(revealText(step('check-in').request.url)).toBe(
      'https://chip.example.test/preprod/actions/check-in/{{record}}',
    );
  });

  test('never sends again what writes or counts', () => {
    const once = plan({ 'stop-after': 'check-in' }).steps.filter(({ retry }) => retry === 'never');
    expect(once.map(({ name }) => name)).toEqual([
      'hand-over of the payload to CHIP',
      'login with last name and date of birth',
      'check-in',
    ]);
  });

  test('always removes what it made, and waits to hear what that is', () => {
    expect(step('hand-over of the payload to CHIP')).toMatchObject({
      creates: true,
      capture: { record: { pointer: '/data/attributes/uuid', secret: true } },
    });
    expect(step('removal of the record')).toMatchObject({ always: true, needs: ['record', 'chipToken'] });
  });

  test('asks with the station of VEText, and VistA with its parent', () => {
    expect(revealText(step('payload for CHIP').request.url)).toContain('/530A4/{{appointment}}');
    expect(revealText(step('insurance verification').request.url)).toContain('/530/{{patient}}');
  });

  test('shows no credential and nothing of the patient', () => {
    expect(plainTexts(plan()).join('\n')).not.toMatch(/ZZTEST|1953|7221678999|chip-(user|password|api-id)/u);
  });

  test('cannot be made without the probes that it is made of', () => {
    for (const kind of Object.keys(used)) {
      const others = Object.fromEntries(Object.entries(used).filter(([name]) => name !== kind));
      expect(() => planOf(checkIn, settings, {}, contextWith(others))).toThrow(/missing/u);
    }
  });
});

describe('the window of the appointment', () => {
  const starting = (minutesFromNow: number): Given => {
    const StartTime = new Date(now.getTime() + minutesFromNow * 60_000).toISOString();
    return { json: { success: true, payload: { Appointment: [{ AppointmentIEN: '40719', StartTime }] } } };
  };
  const leg = () => step('an appointment of the synthetic patient');

  test.each([
    [45, []],
    [0, []],
    [-15, []],
    [45.1, ['OUTSIDE_WINDOW']],
    [-15.1, ['OUTSIDE_WINDOW']],
    [24 * 60, ['OUTSIDE_WINDOW']],
  ])('%d minutes before its start', (minutes, codes) => {
    expect(codesOf(leg(), starting(minutes), now)).toEqual(codes);
  });

  test('blames the data in VistA, and says on which side of the window it lies', () => {
    expect(judge(leg(), starting(120), now)).toMatchObject([
      { layer: 'vista', observed: 'one that starts later' },
    ]);
    expect(judge(leg(), starting(-120), now)).toMatchObject([
      { layer: 'vista', observed: 'one that started earlier' },
    ]);
  });

  test.each<[string, JsonValue]>([
    ['none', []],
    ['null', null],
    ['of another shape', { Appointment: {} }],
  ])('is not looked at where the appointments are %s', (_, found) => {
    const json = { success: true, payload: { Appointment: found } };
    expect(codesOf(leg(), { json }, now)).toEqual(['NO_APPOINTMENT']);
  });

  test.each(['soon', '2026-03-04T06:00:00', '2026-03-04 06:00', '2026-03-04', '202603040600', ''])(
    'is left to CHIP where the time cannot be read, or is of a zone that nobody tells: %s',
    (StartTime) => {
      const json = { success: true, payload: { Appointment: [{ AppointmentIEN: '4', StartTime }] } };
      expect(codesOf(leg(), { json }, now)).toEqual([]);
    },
  );

  test.each(['2026-03-04T07:10:00-05:00', '2026-03-04T07:10-0500', '2026-03-04T12:10:00.000Z'])(
    'is told by a time with its zone: %s',
    (StartTime) => {
      const at = (time: string): Given => ({
        json: { success: true, payload: { Appointment: [{ AppointmentIEN: '4', StartTime: time }] } },
      });
      expect(codesOf(leg(), at(StartTime), now)).toEqual([]);
      expect(codesOf(leg(), at(StartTime.replace(':10', ':59')), now)).toEqual(['OUTSIDE_WINDOW']);
    },
  );
});

describe('of several appointments', () => {
  const leg = () => step('an appointment of the synthetic patient');
  const starting = (...minutes: readonly (number | string)[]): JsonValue => ({
    success: true,
    payload: {
      Appointment: minutes.map((start, index) => ({
        AppointmentIEN: `ien-${String(index)}`,
        StartTime: typeof start === 'string' ? start : new Date(now.getTime() + start * 60_000).toISOString(),
      })),
    },
  });
  const taken = (body: JsonValue, at = leg()) => {
    const { pointer, choose } = at.capture?.['appointment'] ?? { pointer: '' };
    return readPointer(body, choose?.(body) ?? pointer);
  };

  test.each<[string, readonly (number | string)[], string, readonly string[]]>([
    ['the one that can be checked in now', [-300, 10, 300], 'ien-1', []],
    ['the first of two that can be', [-14, 10], 'ien-0', []],
    ['the first, when none can be', [-300, 300], 'ien-0', ['OUTSIDE_WINDOW']],
    ['one whose time nobody can read, before one that is over', [-300, 'soon'], 'ien-1', []],
    ['one that can be, before one whose time nobody can read', ['soon', 10], 'ien-1', []],
  ])('takes %s', (_, minutes, ien, codes) => {
    const body = starting(...minutes);
    expect(taken(body)).toBe(ien);
    expect(codesOf(leg(), { json: body }, now)).toEqual(codes);
  });

  test('takes the one that the configuration names, whatever its time', () => {
    const fixed = {
      ...used,
      'vista-api': { ...vistaSettings, 'appointment-pointer': '/payload/Appointment/1' },
    };
    const steps = planOf(checkIn, settings, {}, contextWith(fixed));
    const second = stepOf(steps, 'an appointment of the synthetic patient');
    expect(taken(starting(0, 300), second)).toBe('ien-1');
    expect(codesOf(second, { json: starting(0, 300) }, now)).toEqual(['OUTSIDE_WINDOW']);
  });
});

describe('the insurance', () => {
  const leg = () => step('insurance verification');
  const answer = (YesNo: JsonValue): Given => ({
    json: { success: true, payload: { NeedInsuranceVerification: { YesNo } } },
  });

  test.each<[string, Given, readonly string[]]>([
    ['need not be verified', answer('NO'), []],
    ['need not be verified, in a letter', answer('N'), []],
    ['has to be verified', answer('YES'), ['INSURANCE_FLAG']],
    ['has to be verified, in small letters', answer('yes'), ['INSURANCE_FLAG']],
    ['cannot be read', answer(true), ['BODY_MISMATCH']],
    ['is an error inside of a success', { json: { success: false } }, ['ERROR_IN_BODY']],
    ['meets a VistA that is down', { status: 500, json: { success: false } }, ['UPSTREAM']],
  ])('%s', (_, given, codes) => {
    expect(codesOf(leg(), given)).toEqual(codes);
  });
});

describe('the hand-over of the payload to CHIP', () => {
  const taken: JsonValue = {
    data: { id: 'a', type: 'InitiateCheckinResponse', attributes: { uuid: 'a', message: 'x' } },
  };
  const titled = (status: number, title: string): Given => ({ status, json: { title } });

  test.each<[string, Given, readonly (readonly [string, string])[]]>([
    ['makes a record', { json: taken }, []],
    ['says 200 without a record', { json: { data: {} } }, [['BODY_MISMATCH', 'chip']]],
    ['is refused: too early', titled(400, 'appointment-check-in-too-early'), [['OUTSIDE_WINDOW', 'vista']]],
    ['is refused: too late', titled(400, 'appointment-check-in-too-late'), [['OUTSIDE_WINDOW', 'vista']]],
    ['is refused: a bad status', titled(400, 'appointment-has-bad-status'), [['OUTSIDE_WINDOW', 'vista']]],
    ['is refused: the clinic', titled(400, 'clinic-e-check-in-not-allowed'), [['OUTSIDE_WINDOW', 'vista']]],
    [
      'is refused: the insurance',
      titled(400, 'patient-insurance-needs-update'),
      [['INSURANCE_FLAG', 'vista']],
    ],
    [
      'is refused: the insurance, in a list of errors',
      { status: 400, json: { errors: [{ title: 'patient-insurance-needs-update' }] } },
      [['INSURANCE_FLAG', 'vista']],
    ],
    [
      'is refused inside of a success',
      { json: { errors: [{ title: 'appointment-check-in-too-late' }] } },
      [['OUTSIDE_WINDOW', 'vista']],
    ],
    [
      'is refused inside of a success, as an attribute',
      { json: { data: { attributes: { errors: [{ title: 'appointment-check-in-too-early' }] } } } },
      [['OUTSIDE_WINDOW', 'vista']],
    ],
    [
      'reports another error inside of a success',
      { json: { data: { attributes: { errors: [{ title: 'whatever' }] } } } },
      [['ERROR_IN_BODY', 'chip']],
    ],
    [
      'is refused: VEText left something out',
      titled(400, 'DOB and name not found'),
      [['UPSTREAM', 'vetext']],
    ],
    ['is refused: LoROTA failed', titled(500, 'Error updating LoROTA'), [['UPSTREAM', 'lorota']]],
    ['is refused: it failed itself', { status: 500, text: '' }, [['HTTP_STATUS', 'chip']]],
    ['is refused: its gateway gave up', { status: 504, json: {} }, [['GATEWAY', 'chip']]],
  ])('%s', (_, given, found) => {
    const seen = judge(step('hand-over of the payload to CHIP'), given);
    expect(seen.map(({ code, layer }) => [code, layer])).toEqual(found);
  });
});

describe('the login', () => {
  const coded = (status: number, code: string): Given => ({ status, json: { errors: [{ code }] } });

  test.each<[string, Given, readonly (readonly [string, string])[]]>([
    ['opens the session', { json: { permissions: 'read.full', status: 'success' } }, []],
    [
      'opens nothing',
      { json: { permissions: 'read.none', status: 'success' } },
      [['ERROR_IN_BODY', 'vets-api']],
    ],
    [
      'is answered by an error inside of a success',
      { json: { error: true } },
      [['ERROR_IN_BODY', 'vets-api']],
    ],
    ['is refused', coded(401, 'LOROTA-API_401'), [['IDENTITY_REFUSED', 'lorota']]],
    ['finds no record', coded(404, 'CIE-VETS-API_404'), [['RECORD_MISSING', 'lorota']]],
    ['finds no record any more', coded(410, 'CIE-VETS-API_410'), [['RECORD_MISSING', 'lorota']]],
    ['finds no route', coded(404, '411'), [['HTTP_STATUS', 'vets-api']]],
    ['meets a failing LoROTA', coded(500, '500'), [['UPSTREAM', 'lorota']]],
    ['meets an expired record', coded(400, 'VA900'), [['UPSTREAM', 'lorota']]],
    ['meets an open breaker', coded(503, '503'), [['UPSTREAM', 'lorota']]],
  ])('%s', (_, given, found) => {
    const seen = judge(step('login with last name and date of birth'), given);
    expect(seen.map(({ code, layer }) => [code, layer])).toEqual(found);
  });
});

describe('the end', () => {
  test('of a check-in is told by its text', () => {
    expect(codesOf(step('check-in'), { text: 'Checkin successful' })).toEqual([]);
    expect(codesOf(step('check-in'), { json: { errors: [] } })).toEqual(['BODY_MISMATCH']);
  });

  test.each([200, 204, 404])('leaves no record when its removal is answered with %i', (status) => {
    expect(codesOf(step('removal of the record'), { status })).toEqual([]);
  });

  test.each([401, 500, 503])('may leave a record when its removal is answered with %i', (status) => {
    expect(codesOf(step('removal of the record'), { status })).not.toEqual([]);
  });
});
