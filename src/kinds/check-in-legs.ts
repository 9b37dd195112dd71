/** The legs of the check-in journey, each a request to the layer that it exercises. */
import type { HttpStep, JsonSchema, KnownAnswer } from '../core/plan.ts';
import { windowFault } from './appointment.ts';
import { chipHeaders, type ChipSettings } from './chip.ts';
import { nested, withErrorCode, withText, withValue } from './contracts.ts';
import {
  appointmentStep,
  parentStation,
  successWith,
  vistaFailures,
  type VistaSettings,
} from './vista-api.ts';

/** The first leg: an appointment that can be checked in now. */
export function windowStep(vista: VistaSettings, now: Date): HttpStep {
  const step = appointmentStep(vista, now);
  return {
    ...step,
    checks: [
      ...(step.checks ?? []),
      {
        name: 'time of the appointment',
        json: true,
        layer: 'vista',
        independent: true,
        inspect: (body) => windowFault(body, vista, now),
      },
    ],
  };
}

/** The flag that stops a check-in before it begins (va.gov-team#29984). */
export function insuranceStep(vista: VistaSettings): HttpStep {
  const answer = (pattern: string) =>
    successWith(nested(['NeedInsuranceVerification'], withText('YesNo', pattern)));
  return {
    name: 'insurance verification',
    layer: 'vista-api',
    request: {
      method: 'GET',
      url: `${vista.url}${vista.insurancePath}/${parentStation(vista.station)}/{{patient}}`,
      headers: { authorization: 'Bearer {{vistaToken}}' },
    },
    expect: { status: [200], json: answer('^[Nn]') },
    known: [
      {
        when: { status: [200], json: answer('^[Yy]') },
        code: 'INSURANCE_FLAG',
        layer: 'vista',
        observed: 'vista-api answers that insurance has to be verified',
      },
      ...vistaFailures,
    ],
    needs: ['vistaToken'],
  };
}

/** CHIP's documented refusals, by title (check-in design document of CHIP). */
const initiateRefusals: readonly KnownAnswer[] = [
  { title: 'insurance-needs-update', code: 'INSURANCE_FLAG' as const },
  { title: 'check-in-too-(early|late)|bad-status|check-in-not-allowed', code: 'OUTSIDE_WINDOW' as const },
].flatMap(({ title, code }) => {
  const layer = 'vista';
  const observed = 'CHIP refuses the appointment, and says why by its documented title';
  const listed: JsonSchema = { type: 'array', contains: withText('title', title) };
  return [
    withText('title', title),
    nested(['errors'], listed),
    nested(['data', 'attributes', 'errors'], listed),
  ].map((json) => ({ when: { json }, code, layer, observed }));
});

/** CHIP reports errors inside of a 200, too (vets-api cassette post_check_in_invalid_appointment_200). */
const errorsInside: KnownAnswer = {
  when: {
    status: [200, 201],
    json: {
      anyOf: [['errors'], ['data', 'attributes', 'errors']].map((at) =>
        nested(at, { type: 'array', minItems: 1 }),
      ),
    },
  },
  code: 'ERROR_IN_BODY',
  observed: 'a success with a list of errors inside',
};

/** CHIP answers 500 for every failure of LoROTA's; its titles name LoROTA (vets-api cassettes check_in/chip). */
const chipNamesLorota: KnownAnswer = {
  when: { status: [500], json: withText('title', 'LoROTA') },
  code: 'UPSTREAM',
  layer: 'lorota',
  observed: 'CHIP answers that LoROTA failed behind it',
};

const chipRefusesPayload: KnownAnswer = {
  when: { status: [400, 422] },
  code: 'UPSTREAM',
  layer: 'vetext',
  observed: 'CHIP refuses the payload that VEText made',
};

/** Hands VEText's payload to CHIP, which stores a record in LoROTA: from here on there is something to remove. */
export function initiateStep(own: ChipSettings): HttpStep {
  return {
    name: 'hand-over of the payload to CHIP',
    layer: 'chip',
    request: {
      method: 'POST',
      url: own.url + own.initiatePath,
      headers: chipHeaders(own),
      json: '{{payload}}',
    },
    expect: {
      status: [200, 201],
      json: nested(['data', 'attributes', 'uuid'], { type: 'string', minLength: 1 }),
    },
    known: [...initiateRefusals, errorsInside, chipRefusesPayload, chipNamesLorota],
    capture: { record: { pointer: '/data/attributes/uuid', secret: true } },
    needs: ['payload', 'chipToken'],
    retry: 'never',
    creates: true,
  };
}

/**
 * The Veteran's login: `read.full` proves that LoROTA holds this last name and date of birth
 * (vets-api check_in/v2/sessions_controller.rb). A wrong answer counts as a strike, so it is sent once.
 */
export function sessionStep(url: string): HttpStep {
  return {
    name: 'login with last name and date of birth',
    layer: 'vets-api',
    request: {
      method: 'POST',
      url: `${url}/check_in/v2/sessions`,
      json: { session: { uuid: '{{record}}', dob: '{{birthDate}}', last_name: '{{lastName}}' } },
    },
    expect: { status: [200], json: withValue('permissions', 'read.full') },
    known: [
      {
        when: { json: withErrorCode('LOROTA-API_401') },
        code: 'IDENTITY_REFUSED',
        layer: 'lorota',
        observed: 'LOROTA-API_401: the record has another last name or date of birth',
      },
      {
        when: { json: withErrorCode('CIE-VETS-API_404') },
        code: 'RECORD_MISSING',
        layer: 'lorota',
        observed: 'CIE-VETS-API_404: LoROTA does not know the record that CHIP just made',
      },
      {
        when: { status: [410] },
        code: 'RECORD_MISSING',
        layer: 'lorota',
        observed: 'status 410: the record was deleted after too many wrong answers',
      },
      {
        when: { status: [200] },
        code: 'ERROR_IN_BODY',
        observed: 'status 200 without `read.full`',
      },
      {
        when: { status: [400, 500, 503] },
        code: 'UPSTREAM',
        layer: 'lorota',
        observed: 'vets-api answered with an error, as it does when LoROTA behind it fails',
      },
    ],
    needs: ['record'],
    credential: false,
    retry: 'never',
  };
}

/** Writes to VistA: only when the user asked for it. */
export function checkInStep(own: ChipSettings): HttpStep {
  return {
    name: 'check-in',
    layer: 'vista',
    request: {
      method: 'POST',
      url: `${own.url}${own.checkInPath}/{{record}}`,
      headers: chipHeaders(own),
      json: { appointmentIEN: '{{appointment}}', isTravelEnabled: false, travelSubmitted: false },
    },
    expect: { status: [200], text: 'successful' },
    needs: ['record', 'chipToken', 'appointment'],
    retry: 'never',
  };
}

/** Always: what the journey made is removed, also after a failure, the deadline or a cancellation. */
export function cleanUpStep(own: ChipSettings): HttpStep {
  return {
    name: 'removal of the record',
    layer: 'chip',
    request: { method: 'DELETE', url: `${own.url}${own.deletePath}/{{record}}`, headers: chipHeaders(own) },
    expect: { status: [200, 204, 404] },
    needs: ['record', 'chipToken'],
    always: true,
  };
}
