import { describe, expect, test } from 'vitest';

import { compileContract } from '../../src/core/json-contract.ts';
import type { JsonValue } from '../../src/core/plan.ts';
import { schemaProblems } from '../../src/core/schema-problems.ts';
import { tellViolations } from '../../src/core/violations.ts';
import { defaultPayloadContract } from '../../src/kinds/payload-contract.ts';

const today = new Date('2024-02-29T12:00:00Z');

const complete = {
  patientName: 'ZZTEST,ONE',
  patientDOB: '1953-06-19',
  zip: '20420',
  patientDFN: '7172539',
  stationNo: '530',
  appointmentIEN: '40719',
} as const;

/** What is wrong with a payload; nothing when it is as agreed. */
function wrongWith(payload: JsonValue): string {
  return tellViolations(compileContract(defaultPayloadContract).check(payload, { today })).observed;
}

function without(...left: readonly (keyof typeof complete)[]): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(Object.entries(complete).filter(([name]) => !left.includes(name as never)));
}

/** The complete payload with these members in the place of one. */
function having(replaced: keyof typeof complete, members: Readonly<Record<string, JsonValue>>): JsonValue {
  return { ...without(replaced), ...members };
}

test('the contract is one that a user could have written', () => {
  expect(schemaProblems(defaultPayloadContract)).toEqual([]);
});

describe('the default contract of the payload takes', () => {
  test.each<[string, JsonValue]>([
    ['the payload as it should be', complete],
    ['members that nobody asks for', { ...complete, phone: '202-555-0142', patientICN: null }],
    ...['lastName', 'patientName', 'name'].map(
      (name) => [`the name as ${name}`, having('patientName', { [name]: 'ZZTEST' })] as [string, JsonValue],
    ),
    ...['dob', 'DOB', 'patientDOB', 'dateOfBirth'].map(
      (name) =>
        [`the date as ${name}`, having('patientDOB', { [name]: '1953-06-19' })] as [string, JsonValue],
    ),
    ...['zip', 'zipCode', 'zip4'].map(
      (name) => [`the ZIP code as ${name}`, having('zip', { [name]: '20420' })] as [string, JsonValue],
    ),
    ...['patientDFN', 'patientDfn'].map(
      (name) => [`the DFN as ${name}`, having('patientDFN', { [name]: '7172539' })] as [string, JsonValue],
    ),
    ...['appointmentIEN', 'appointmentIen'].map(
      (name) => [`the IEN as ${name}`, having('appointmentIEN', { [name]: '40719' })] as [string, JsonValue],
    ),
    ['one alias that is empty beside one that is not', { ...complete, dob: '', name: null }],
    ['ZIP+4', having('zip', { zip: '20420-0530' })],
    ['ZIP+4 without a dash', having('zip', { zip: '204200530' })],
    ['a ZIP code as a number', having('zip', { zip: 20_420 })],
    ['a ZIP code as a number that has lost its zeros', having('zip', { zip: 501 })],
    ['numbers for DFN, station and IEN', { ...complete, patientDFN: 7, stationNo: 530, appointmentIEN: 4 }],
    ['a suffixed station', having('stationNo', { stationNo: '530A4' })],
    ['February 29 in a leap year', having('patientDOB', { dob: '1952-02-29' })],
    ['February 29 in 2000, a leap year of the fourth century', having('patientDOB', { dob: '2000-02-29' })],
    ['today', having('patientDOB', { dob: '2024-02-29' })],
    ['a date long ago', having('patientDOB', { dob: '1899-12-31' })],
  ])('%s', (_, payload) => {
    expect(wrongWith(payload)).toBe('');
  });
});

describe('the default contract of the payload refuses', () => {
  const dob = '/dob (or DOB, patientDOB, dateOfBirth): missing';
  const form = '/dob: string of another form';

  test.each<[string, JsonValue, string]>([
    ['no name', having('patientName', {}), '/lastName (or patientName, name): missing'],
    ['an empty name', having('patientName', { lastName: '' }), '/lastName: empty string'],
    ['a blank name', having('patientName', { lastName: ' \t' }), '/lastName: string of another form'],
    ['null for a name', having('patientName', { name: null }), '/name: null'],
    ['no date of birth', having('patientDOB', {}), dob],
    ['an empty date of birth', having('patientDOB', { dob: '' }), '/dob: empty string'],
    ['null for a date of birth', having('patientDOB', { dob: null }), '/dob: null'],
    ['tomorrow', having('patientDOB', { dob: '2024-03-01' }), form],
    ['February 29 in another year', having('patientDOB', { dob: '1953-02-29' }), form],
    ['February 29 in 1900, no leap year', having('patientDOB', { dob: '1900-02-29' }), form],
    ['February 30', having('patientDOB', { dob: '1952-02-30' }), form],
    ['month 13', having('patientDOB', { dob: '1953-13-01' }), form],
    ['day 0, as of an imprecise date', having('patientDOB', { dob: '1953-06-00' }), form],
    ['a year alone', having('patientDOB', { dob: '1953' }), form],
    ['a date and time', having('patientDOB', { dob: '1953-06-19T00:00:00Z' }), form],
    ['the American form', having('patientDOB', { dob: '06/19/1953' }), form],
    ["VistA's own form", having('patientDOB', { dob: 2_530_619 }), '/dob: number'],
    ['several dates of birth', having('patientDOB', { dob: ['1953-06-19'] }), '/dob: array'],
    ['no ZIP code', having('zip', {}), '/zip (or zipCode, zip4): missing'],
    ['an empty ZIP code', having('zip', { zip: '' }), '/zip: empty string'],
    ['only the four digits after it', having('zip', { zip4: '0530' }), '/zip4: string of another form'],
    ['a ZIP code with letters', having('zip', { zip: '2042O' }), '/zip: string of another form'],
    ['zero for a ZIP code', having('zip', { zip: 0 }), '/zip: number'],
    ['no DFN', having('patientDFN', {}), '/patientDFN (or patientDfn): missing'],
    ['an empty DFN', having('patientDFN', { patientDfn: '' }), '/patientDfn: empty string'],
    ['no station', having('stationNo', {}), '/stationNo: missing'],
    ['an empty station', having('stationNo', { stationNo: '' }), '/stationNo: empty string'],
    ['no IEN', having('appointmentIEN', {}), '/appointmentIEN (or appointmentIen): missing'],
    ['the case of the letters changed', having('patientDOB', { Dob: '1953-06-19' }), dob],
    ['an error in place of a payload', { success: false }, '/stationNo: missing'],
    ['a list', [complete], 'the body: array'],
    ['text', 'ok', 'the body: string'],
  ])('%s', (_, payload, observed) => {
    expect(wrongWith(payload)).toContain(observed);
    expect(wrongWith(payload)).not.toMatch(/ZZTEST|1953|20420|7172539|40719/u);
  });

  test('all that the incident lost at once, each by its path', () => {
    expect(wrongWith(without('patientName', 'patientDOB', 'zip')).split('; ')).toEqual([
      '/lastName (or patientName, name): missing',
      dob,
      '/zip (or zipCode, zip4): missing',
    ]);
  });
});
