import * as z from 'zod';

import { choice, personal, probeName } from '../config/fields.ts';
import {
  checkInStep,
  cleanUpStep,
  initiateStep,
  insuranceStep,
  sessionStep,
  windowStep,
} from './check-in-legs.ts';
import { chip, chipTokenStep } from './chip.ts';
import { defineKind, type PlanContext } from './kind.ts';
import { payloadContract, payloadStep, vetext } from './vetext.ts';
import { vetsApi } from './vets-api.ts';
import { vistaApi, vistaTokenStep } from './vista-api.ts';

/** The settings of the probes that the journey is made of; the loader has checked that they are there. */
function used({ settingsOf }: PlanContext) {
  const found = {
    vista: settingsOf(vistaApi),
    vetext: settingsOf(vetext),
    chip: settingsOf(chip),
    vetsApi: settingsOf(vetsApi),
  };
  const { vista, chip: chipSettings, vetext: vetextSettings, vetsApi: vetsApiSettings } = found;
  if (!vista || !chipSettings || !vetextSettings || !vetsApiSettings)
    throw new TypeError('a probe that the journey uses is missing');
  return { vista, vetext: vetextSettings, chip: chipSettings, vetsApi: vetsApiSettings };
}

const named = () => probeName().optional().describe('Name of a probe of this kind.');

/** The order of a check-in as the testers do it by hand (products/health-care/checkin, check-in-test-data-setup.md). */
export const checkIn = defineKind({
  kind: 'check-in',
  summary:
    'The journey: plays a check-in through the whole chain, as a phone would, and removes what it made.',
  layer: 'check-in',
  upstreams: ['cdw', 'vista', 'vista-api', 'vetext', 'lorota', 'chip', 'vets-api'],
  uses: { 'vista-api': 'required', vetext: 'required', chip: 'required', 'vets-api': 'required' },
  settings: () =>
    z.strictObject({
      uses: z
        .strictObject({
          'vista-api': named(),
          vetext: named(),
          chip: named(),
          'vets-api': named(),
        })
        .optional()
        .describe('The probes whose settings the journey uses; each by default the only one of its kind.'),
      'last-name': personal().describe('Last name of the synthetic patient.'),
      'birth-date': personal().describe('Date of birth of the synthetic patient, YYYY-MM-DD.'),
      'stop-after': choice(['verify', 'check-in'])
        .default('verify')
        .describe('`verify` writes nothing to VistA; `check-in` completes the check-in there.'),
    }),
  plan: ({ lastName, birthDate, stopAfter }, context) => {
    const own = used(context);
    return {
      engine: 'http-steps',
      variables: { patient: own.vista.patient, lastName, birthDate },
      steps: [
        vistaTokenStep(own.vista),
        windowStep(own.vista, context.now()),
        insuranceStep(own.vista),
        payloadStep(own.vetext, payloadContract(own.vetext, context)),
        chipTokenStep(own.chip),
        initiateStep(own.chip),
        sessionStep(own.vetsApi.url),
        ...(stopAfter === 'check-in' ? [checkInStep(own.chip)] : []),
        cleanUpStep(own.chip),
      ],
    };
  },
});
