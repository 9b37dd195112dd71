import * as z from 'zod';

import { httpUrl, path, personal, pointer, secret, station, text } from '../config/fields.ts';
import { readPointer, toPointer } from '../core/json-pointer.ts';
import type { Fault } from '../core/model.ts';
import type { HttpStep, JsonSchema, KnownAnswer } from '../core/plan.ts';
import { appointmentAt } from './appointment.ts';
import { nested } from './contracts.ts';
import { defineKind, type SettingsOf } from './kind.ts';

/**
 * vista-api reports errors inside a 200: `success` decides, never the status
 * (va.gov-team#28576, "Duplicate status entry.").
 */
const refused: JsonSchema = {
  type: 'object',
  required: ['success'],
  properties: { success: { not: { const: true } } },
};

/** The token call just worked, so vista-api is up: a call into VistA that fails speaks of VistA. */
export const vistaFailures: readonly KnownAnswer[] = [
  {
    when: { status: [200], json: refused },
    code: 'ERROR_IN_BODY',
    layer: 'vista',
    observed:
      'vista-api gave a token, then answered its call into VistA with status 200 and `success` other than true',
  },
  {
    when: { json: refused },
    code: 'UPSTREAM',
    layer: 'vista',
    observed: 'vista-api gave a token, then reported that its call into VistA failed',
  },
  {
    when: { status: [500, 502, 503, 504] },
    code: 'UPSTREAM',
    layer: 'vista',
    observed: 'vista-api gave a token, then answered its call into VistA with a server error',
  },
];

/** An answer with `success: true` and this payload. */
export function successWith(payload: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['success', 'payload'],
    properties: { success: { const: true }, payload },
  };
}

const settings = () =>
  z.strictObject({
    url: httpUrl().describe('Address up to and including `/vista-api`.'),
    key: secret().describe('The application key.'),
    station: station().describe('Station of the synthetic patient; kept as text.'),
    duz: personal().describe('DUZ that the calls are made for.'),
    patient: personal().describe('DFN of the synthetic patient.'),
    'token-path': path('/api/auth/token').describe('Where a token is given out.'),
    'appointments-path': path('/api/v1/sdes/appts-by-patient').describe(
      'Lists appointments; station, DFN and days follow.',
    ),
    'insurance-path': path('/api/v1/sdec/insurance-verify').describe(
      'Tells whether insurance must be verified; used by the journey.',
    ),
    'appointment-pointer': pointer()
      .default('/payload/Appointment/0')
      .describe(
        'Where the appointments answer has the appointment to check in. With `/0` at its end, of several the first that can be checked in now.',
      ),
    'appointment-ien-key': text().default('AppointmentIEN').describe('Key of the IEN in that appointment.'),
    'start-time-key': text()
      .default('StartTime')
      .describe('Key of the start in that appointment; used by the journey.'),
  });

export type VistaSettings = SettingsOf<ReturnType<typeof settings>>;

/** VistA knows the parent of a suffixed station only (chip#942): `530A4` is asked as `530`. */
export function parentStation(full: string): string {
  return full.slice(0, 3);
}

/** Gets a token and captures it as `vistaToken`. */
export function vistaTokenStep(vista: VistaSettings): HttpStep {
  return {
    name: 'vista-api token',
    layer: 'vista-api',
    independent: true,
    request: {
      method: 'POST',
      url: vista.url + vista.tokenPath,
      json: { key: vista.key, stationNo: parentStation(vista.station), duz: vista.duz },
    },
    expect: {
      status: [200],
      json: {
        type: 'object',
        required: ['payload'],
        properties: {
          // Public callers read the token only; where the envelope says `success`, it must be true.
          success: { const: true },
          payload: nested(['token'], { type: 'string', minLength: 1 }),
        },
      },
    },
    known: [
      {
        when: { status: [200], json: refused },
        code: 'ERROR_IN_BODY',
        observed: 'status 200 with `success` other than true',
      },
    ],
    capture: { vistaToken: { pointer: '/payload/token', secret: true } },
  };
}

/** Reads the appointments of the synthetic patient for today and tomorrow; wants the variable `patient`. */
function appointmentsStep(vista: VistaSettings): HttpStep {
  return {
    name: 'appointments of the synthetic patient',
    layer: 'vista-api',
    request: {
      method: 'GET',
      url: `${vista.url}${vista.appointmentsPath}/${parentStation(vista.station)}/{{patient}}/T/T+1`,
      headers: { authorization: 'Bearer {{vistaToken}}' },
    },
    expect: { status: [200], json: successWith({ type: ['object', 'array'] }) },
    known: vistaFailures,
    needs: ['vistaToken'],
  };
}

/** As above; there must be an appointment, whose IEN is captured as `appointment`: of several the one to check in now. */
export function appointmentStep(vista: VistaSettings, now: Date): HttpStep {
  const ienKey = toPointer([vista.appointmentIenKey]);
  return {
    ...appointmentsStep(vista),
    name: 'an appointment of the synthetic patient',
    checks: [
      {
        name: 'appointment today or tomorrow',
        json: true,
        layer: 'vista',
        inspect: (body) =>
          readPointer(body, vista.appointmentPointer) === undefined ? noAppointment : undefined,
      },
    ],
    capture: {
      appointment: {
        pointer: `${vista.appointmentPointer}${ienKey}`,
        choose: (body) => `${appointmentAt(body, vista, now)}${ienKey}`,
        secret: true,
      },
    },
  };
}

const noAppointment: Fault = {
  code: 'NO_APPOINTMENT',
  expected: 'an appointment of the synthetic patient today or tomorrow',
  observed: 'none',
};

/** Paths and envelope from va.gov-team's check-in documents and public callers of vista-api. */
export const vistaApi = defineKind({
  kind: 'vista-api',
  summary: 'vista-api: gets a token, then reads the appointments of the synthetic patient out of VistA.',
  layer: 'vista-api',
  upstreams: ['vista'],
  settings,
  plan: (vista) => ({
    engine: 'http-steps',
    variables: { patient: vista.patient },
    steps: [vistaTokenStep(vista), appointmentsStep(vista)],
  }),
});
