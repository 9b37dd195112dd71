import type { JsonSchema, JsonValue } from '../core/plan.ts';

/**
 * One of these names is there, with such a value. The exact names in VEText's payload are not public:
 * these are the ones that public documents and its consumers use.
 */
function oneOf(names: readonly string[], value: Readonly<Record<string, JsonValue>>): JsonSchema {
  return {
    anyOf: names.map((name) => ({ type: 'object', required: [name], properties: { [name]: value } })),
  };
}

/** 00501, Holtsville: as a number it has lost its zeros. */
const lowestZip = 501;

const filled = { type: 'string', pattern: '\\S' } as const;
const numberOrText = { type: ['string', 'integer'], pattern: '\\S' } as const;

/**
 * What CHIP needs of the payload that VEText builds for it. Name, ZIP code and date of birth were lost in the
 * incident of 2023-08-15; without them no record can be made that a Veteran could open.
 */
export const defaultPayloadContract: JsonSchema = {
  type: 'object',
  allOf: [
    oneOf(['lastName', 'patientName', 'name'], filled),
    oneOf(['dob', 'DOB', 'patientDOB', 'dateOfBirth'], { type: 'string', 'past-date': true }),
    oneOf(['zip', 'zipCode', 'zip4'], {
      type: ['string', 'integer'],
      pattern: '^\\d{5}(-?\\d{4})?$',
      minimum: lowestZip,
      maximum: 999_999_999,
    }),
    oneOf(['patientDFN', 'patientDfn'], numberOrText),
    oneOf(['stationNo'], numberOrText),
    oneOf(['appointmentIEN', 'appointmentIen'], numberOrText),
  ],
};
