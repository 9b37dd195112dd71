import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import { jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';

import { lorota } from '../../src/kinds/lorota.ts';
import { revealText } from '../../src/secrets.ts';
import { signToken } from '../../src/sign-token.ts';
import { plainTexts, planContext, planOf, stepOf } from '../support/plans.ts';
import { codesOf, type Given } from './answers.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const variables = {
  API_ID: 'lorota-api-id',
  API_KEY: 'lorota-api-key',
  KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};
const settings = {
  url: 'https://lorota.example.test/stage',
  'api-id': '${API_ID}',
  'api-key': '${API_KEY}',
  'signing-key': '${KEY}',
};
const record = {
  record: '9d7b7c1c-3e4e-4c52-9d63-6e2b7c0f7f10',
  'last-name': 'ZZTEST',
  'birth-date': '1953-06-19',
};

const plan = (more: Readonly<Record<string, unknown>> = {}) =>
  planOf(lorota, { ...settings, ...more }, variables, planContext({ signToken, now: () => new Date() }));
const refusal = () => stepOf(plan(), 'refusal of an unknown record');
const token = () => stepOf(plan(record), 'token for the synthetic record');
const data = () => stepOf(plan(record), 'data of the synthetic record');

const error = (status: number, text: string): Given => ({ status, json: { error: text } });

function claimsOf(step: ReturnType<typeof token>, key: KeyObject = publicKey) {
  const jwt = revealText(step.request.headers?.['x-lorota-claims'] ?? '');
  return jwtVerify(jwt, key, { algorithms: ['RS256'], audience: 'lorota' });
}

describe('the plan of lorota', () => {
  test('signs claims for the record, good for a few minutes', async () => {
    const { payload } = await claimsOf(token());
    expect(payload).toMatchObject({ iss: 'vets-api', sub: record.record, scopes: ['read.full'] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    const longer = await claimsOf(
      stepOf(plan({ ...record, 'claims-minutes': 1440, issuer: 'gate' }), token().name),
    );
    expect(longer.payload.iss).toBe('gate');
    expect((longer.payload.exp ?? 0) - (longer.payload.iat ?? 0)).toBe(86_400);
  });

  test('makes up a record where none is configured, anew each time', async () => {
    const subjects = await Promise.all(
      [refusal(), refusal()].map(async (step) => (await claimsOf(step)).payload.sub),
    );
    expect(new Set(subjects).size).toBe(2);
    expect(subjects[0]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
  });

  test('never asks about a real record twice', () => {
    expect(token().retry).toBe('never');
  });

  test('shows no key, no patient and no record', () => {
    const texts = [...plainTexts(plan()), ...plainTexts(plan(record))].join('\n');
    for (const value of [...Object.values(variables), ...Object.values(record)])
      expect(texts).not.toContain(value);
  });

  test.each([
    ['record'],
    ['last-name'],
    ['birth-date'],
    ['record', 'last-name'],
    ['record', 'birth-date'],
    ['last-name', 'birth-date'],
  ] as const)('refuses %s %s without the others', (...given) => {
    const some = Object.fromEntries(given.map((key) => [key, record[key]]));
    expect(() => plan(some)).toThrow(/together, or none of them/u);
  });
});

describe('a record that was made up', () => {
  test.each<[string, Given, readonly string[]]>([
    ['is not known', error(401, 'uuid not found'), []],
    ['is known', { json: { token: 'x' } }, ['UNEXPECTED_RECORD']],
    ['is refused for another reason', error(401, 'Unauthorized'), ['CREDENTIAL_REFUSED']],
    ['is refused by the gateway', { status: 403, json: { message: 'Forbidden' } }, ['CREDENTIAL_REFUSED']],
    ['meets a broken service', { status: 500 }, ['HTTP_STATUS']],
    ['meets a gateway that gives up', { status: 504 }, ['GATEWAY']],
  ])('%s', (_, given, codes) => {
    expect(codesOf(refusal(), given)).toEqual(codes);
  });
});

describe('the synthetic record', () => {
  test.each<[string, Given, readonly string[]]>([
    ['opens', { json: { token: 'x' } }, []],
    ['opens without a token', { json: { token: '' } }, ['BODY_MISMATCH']],
    ['is gone', error(401, 'uuid not found'), ['RECORD_MISSING']],
    ['has another name', error(401, 'lastname does not match with current record'), ['IDENTITY_REFUSED']],
    ['has another date', error(401, 'dob does not match with current record'), ['IDENTITY_REFUSED']],
    [
      'has another name or date',
      error(401, 'lastname or dob does not match with current record'),
      ['IDENTITY_REFUSED'],
    ],
    ['has expired', error(403, 'data has expired'), ['RECORD_EXPIRED']],
    [
      'is locked for now',
      error(403, 'data is inaccesible right now due to a time constraint'),
      ['RECORD_EXPIRED'],
    ],
    ['is refused by the gateway', { status: 403, json: { message: 'Forbidden' } }, ['CREDENTIAL_REFUSED']],
  ])('%s', (_, given, codes) => {
    expect(codesOf(token(), given)).toEqual(codes);
  });
});

describe('the data of the synthetic record', () => {
  const appointment = { appointmentIEN: '40719', stationNo: '530', startTime: '2026-03-04T12:00:00Z' };
  const having = (more: object): Given => ({
    json: { payload: { appointments: [{ ...appointment, ...more }] } },
  });

  test.each<[string, Given, readonly string[]]>([
    ['with the station as text', having({}), []],
    ['with the station as a number', having({ stationNo: 530, appointmentIEN: 40_719 }), []],
    ['with a suffixed station', having({ stationNo: '530A4' }), []],
    ['without an appointment', { json: { payload: { appointments: [] } } }, []],
    ['with a station that is neither', having({ stationNo: null }), ['BODY_MISMATCH']],
    ['without a time', having({ startTime: undefined }), ['BODY_MISMATCH']],
    ['without a payload', { json: {} }, ['BODY_MISMATCH']],
    ['that has expired', error(403, 'data has expired'), ['RECORD_EXPIRED']],
  ])('%s', (_, given, codes) => {
    expect(codesOf(data(), given)).toEqual(codes);
  });

  test('is asked for with the token that it was given', () => {
    expect(data().needs).toEqual(['lorotaToken']);
    expect(token().capture).toEqual({ lorotaToken: { pointer: '/token', secret: true } });
  });
});
