import * as z from 'zod';

import { httpUrl, path, personal, secret, station } from '../config/fields.ts';
import { defineKind } from './kind.ts';

/**
 * vista-api reports errors inside a 200: `success` decides, never the status
 * (va.gov-team#28576, "Duplicate status entry.").
 */
const refused = {
  type: 'object',
  required: ['success'],
  properties: { success: { not: { const: true } } },
} as const;

/** Paths and envelope from va.gov-team's check-in documents and public callers of vista-api. */
export const vistaApi = defineKind({
  kind: 'vista-api',
  summary: 'vista-api: gets a token, then reads the appointments of the synthetic patient out of VistA.',
  layer: 'vista-api',
  upstreams: ['vista'],
  settings: z.strictObject({
    url: httpUrl().describe('Address up to and including `/vista-api`.'),
    key: secret().describe('The application key.'),
    station: station().describe('Station of the synthetic patient; kept as text.'),
    duz: personal().describe('DUZ that the calls are made for.'),
    patient: personal().describe('DFN of the synthetic patient.'),
    'token-path': path('/api/auth/token'),
    'appointments-path': path('/api/v1/sdes/appts-by-patient'),
  }),
  plan: (settings) => ({
    engine: 'http-steps',
    variables: { patient: settings.patient },
    steps: [
      {
        name: 'token',
        independent: true,
        request: {
          method: 'POST',
          url: settings.url + settings.tokenPath,
          json: { key: settings.key, stationNo: settings.station, duz: settings.duz },
        },
        expect: {
          status: [200],
          json: {
            type: 'object',
            required: ['payload'],
            properties: {
              success: { const: true },
              payload: {
                type: 'object',
                required: ['token'],
                properties: { token: { type: 'string', minLength: 1 } },
              },
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
        capture: { token: { pointer: '/payload/token', secret: true } },
      },
      {
        name: 'appointments of the synthetic patient',
        request: {
          method: 'GET',
          url: `${settings.url}${settings.appointmentsPath}/${settings.station}/{{patient}}/T/T+1`,
          headers: { authorization: 'Bearer {{token}}' },
        },
        expect: {
          status: [200],
          json: {
            type: 'object',
            required: ['success', 'payload'],
            properties: { success: { const: true }, payload: { type: ['object', 'array'] } },
          },
        },
        known: [
          // The token call just worked, so vista-api is up: a call into VistA that fails speaks of VistA.
          {
            when: { json: refused },
            code: 'ERROR_IN_BODY',
            layer: 'vista',
            observed: 'vista-api gave a token, then reported that its call into VistA failed',
          },
          {
            when: { status: [500, 502, 503, 504] },
            code: 'UPSTREAM',
            layer: 'vista',
            observed: 'vista-api gave a token, then answered its call into VistA with a server error',
          },
        ],
        needs: ['token'],
      },
    ],
  }),
});
