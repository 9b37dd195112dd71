import * as z from 'zod';

import { choice, contractFile, httpUrl, path, personal, probeName, station } from '../config/fields.ts';
import type { HttpStep, JsonSchema } from '../core/plan.ts';
import { defineKind, type PlanContext, type SettingsOf } from './kind.ts';
import { defaultPayloadContract } from './payload-contract.ts';
import { appointmentStep, vistaApi, vistaTokenStep } from './vista-api.ts';

const settings = () =>
  z.strictObject({
    url: httpUrl().describe('Address of VEText, without `/api/vetext`.'),
    station: station().describe('Station of the appointment; kept as text.'),
    appointment: personal()
      .optional()
      .describe('IEN of an appointment of the synthetic patient; by default asked of the `vista-api` probe.'),
    uses: z
      .strictObject({ 'vista-api': probeName().optional().describe('Name of a probe of this kind.') })
      .optional()
      .describe('The probe whose settings find the appointment; by default the only one of its kind.'),
    payload: contractFile()
      .optional()
      .describe('JSON Schema of the payload for CHIP; by default the shipped one.'),
    'payload-method': choice(['GET', 'POST']).default('GET').describe('How the payload is asked for.'),
    'payload-path': path('/api/vetext/pub/chip/initiate-checkin-data').describe(
      'Where the payload for CHIP is; station and appointment follow.',
    ),
    'auth-path': path('/api/vetext/auth').describe('Answers as long as the container is alive.'),
  });

type VetextSettings = SettingsOf<ReturnType<typeof settings>>;

/** The contract of the payload: the user's file, or the shipped one. */
export function payloadContract({ payload }: VetextSettings, { contract }: PlanContext): JsonSchema {
  return payload === undefined ? defaultPayloadContract : contract(payload);
}

/**
 * Reads the payload that VEText builds for CHIP (va.gov-team#69888); that it is read-only is inferred.
 * Wants the variable `appointment`; captures the payload as `payload`.
 */
export function payloadStep(vetext: VetextSettings, contract: JsonSchema): HttpStep {
  return {
    name: 'payload for CHIP',
    layer: 'vetext',
    request: {
      method: vetext.payloadMethod,
      url: `${vetext.url}${vetext.payloadPath}/${vetext.station}/{{appointment}}`,
    },
    expect: { status: [200], json: contract },
    capture: { payload: { pointer: '', secret: true } },
    needs: ['appointment'],
    hints: { TIMEOUT: hung },
  };
}

/** VEText's incident playbook, "Staging Tool Issue Fix Requests". */
const hung = 'The container of the VEText API hangs. Restart it, then run the gate again.';

/** An answer of any of these kinds shows that the container is alive; it may well ask for a login. */
const alive = [200, 201, 204, 400, 401, 403, 404, 405, 415];

export const vetext = defineKind({
  kind: 'vetext',
  summary:
    'VEText: its auth endpoint answers, and the payload that it builds for CHIP has all that a check-in needs.',
  layer: 'vetext',
  upstreams: ['cdw', 'vista-api'],
  settings,
  uses: { 'vista-api': { unless: 'appointment' } },
  plan: (own, context) => {
    const vista = own.appointment === undefined ? context.settingsOf(vistaApi) : undefined;
    return {
      engine: 'http-steps',
      variables: {
        ...(own.appointment === undefined ? {} : { appointment: own.appointment }),
        ...(vista === undefined ? {} : { patient: vista.patient }),
      },
      steps: [
        authStep(own),
        // Appointments of a synthetic patient change daily: without a configured one it is looked up.
        ...(vista === undefined ? [] : [vistaTokenStep(vista), appointmentStep(vista, context.now())]),
        payloadStep(own, payloadContract(own, context)),
      ],
    };
  },
});

function authStep(vetext: VetextSettings): HttpStep {
  return {
    name: 'auth endpoint',
    independent: true,
    credential: false,
    request: { method: 'GET', url: vetext.url + vetext.authPath },
    expect: { status: alive },
    hints: { TIMEOUT: hung },
  };
}
