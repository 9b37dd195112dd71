import { describe, expect, test } from 'vitest';

import type { JsonSchema } from '../../../src/core/plan.ts';
import { judgeAnswer, judgeBody, type JudgedAnswer } from '../../../src/probes/http-steps/judge.ts';

const today = new Date('2026-03-01T12:00:00Z');

function answer(
  status: number,
  body: string | Uint8Array = '{}',
  more: Partial<JudgedAnswer> = {},
): JudgedAnswer {
  return { status, headers: {}, body: Buffer.from(body), ...more };
}

function faultOf(step: Parameters<typeof judgeAnswer>[0], given: JudgedAnswer) {
  return judgeAnswer(step, given, today).fault;
}

const expect200 = { expect: { status: [200] } };
const expectJson = { expect: { status: [200], json: { type: 'object' } } } as const;

describe('an unexpected status is read as', () => {
  test.each([
    [401, 'CREDENTIAL_REFUSED'],
    [403, 'CREDENTIAL_REFUSED'],
    [429, 'RATE_LIMITED'],
    [502, 'GATEWAY'],
    [503, 'GATEWAY'],
    [504, 'GATEWAY'],
    [204, 'HTTP_STATUS'],
    [304, 'HTTP_STATUS'],
    [404, 'HTTP_STATUS'],
    [500, 'HTTP_STATUS'],
    [501, 'HTTP_STATUS'],
  ] as const)('%i: %s', (status, code) => {
    expect(faultOf(expect200, answer(status))).toEqual({
      code,
      expected: 'status 200',
      observed: `status ${String(status)}`,
    });
  });

  test.each([401, 403])('an ordinary one where no credential was sent: %i', (status) => {
    expect(faultOf({ ...expect200, credential: false }, answer(status))?.code).toBe('HTTP_STATUS');
  });

  test('a redirect, told without its address', () => {
    const headers = { location: 'https://login.test/hunter2' };
    expect(faultOf(expect200, answer(302, '', { headers, redirect: 'another host' }))).toEqual({
      code: 'REDIRECTED',
      expected: 'status 200',
      observed: 'a redirect to another host (status 302)',
    });
    expect(faultOf(expect200, answer(301, '', { redirect: 'nowhere' }))?.observed).toBe(
      'a redirect without an address (status 301)',
    );
  });

  test('success where an error is the healthy answer', () => {
    expect(faultOf({ expect: { status: [404, 410] } }, answer(200))).toMatchObject({
      code: 'HTTP_STATUS',
      expected: 'status 404 or 410',
      observed: 'status 200',
    });
  });
});

describe('an expected status', () => {
  test.each([401, 429, 503])('passes whatever it is: %i', (status) => {
    expect(faultOf({ expect: { status: [status] } }, answer(status))).toBeUndefined();
  });

  test.each([
    [undefined, 'no such header'],
    ['text/hunter2', 'another value'],
  ])('with the header %s is a mismatch by name only', (value, observed) => {
    const step = { expect: { status: [200], headers: { 'Content-Type': '^application/json' } } };
    const headers = value === undefined ? {} : { 'content-type': value };
    expect(faultOf(step, answer(200, '{}', { headers }))).toEqual({
      code: 'HEADER_MISMATCH',
      expected: 'the header Content-Type as agreed',
      observed,
    });
    const right = { headers: { 'content-type': 'application/json; charset=utf-8' } };
    expect(faultOf(step, answer(200, '{}', right))).toBeUndefined();
  });

  test.each([
    ['', 'an empty body'],
    ['other hunter2', 'other text'],
    [new Uint8Array([0xff, 0xfe]), 'a body that is not UTF-8'],
  ])('with text that does not match is told by kind: %s', (body, observed) => {
    const step = { expect: { status: [200], text: '^REF=[0-9a-f]+$' } };
    expect(faultOf(step, answer(200, body))).toEqual({
      code: 'BODY_MISMATCH',
      expected: 'text that matches /^REF=[0-9a-f]+$/',
      observed,
    });
    expect(faultOf(step, answer(200, 'REF=abc'))).toBeUndefined();
  });

  test.each([
    ['', 'an empty body'],
    ['  \n', 'a blank body'],
    ['<!DOCTYPE html><title>hunter2</title>', 'an HTML page'],
    ['\n<html>', 'an HTML page'],
    ['<?xml version="1.0"?><a/>', 'markup'],
    ['{"a":"hunter2', 'JSON that is cut off'],
    ['{"a":', 'JSON that is cut off'],
    ['{"a":1', 'JSON that is cut off'],
    ['[1,2', 'JSON that is cut off'],
    ['hunter2', 'text that is not JSON'],
    ['{a:1}', 'text that is not JSON'],
    ['{"a":1}{"b":2}', 'text that is not JSON'],
    [new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), 'a body that is not UTF-8'],
  ])('with a body that is not JSON is told by kind: %j', (body, observed) => {
    expect(faultOf(expectJson, answer(200, body))).toEqual({
      code: 'BODY_NOT_JSON',
      expected: 'a JSON body',
      observed,
    });
  });

  test('with a byte order mark before the JSON passes', () => {
    expect(faultOf(expectJson, answer(200, '\ufeff{}'))).toBeUndefined();
  });

  test('with duplicate keys counts the last', () => {
    const json = { type: 'object', properties: { a: { const: 2 } } } as const;
    expect(faultOf({ expect: { status: [200], json } }, answer(200, '{"a":1,"a":2}'))).toBeUndefined();
    expect(faultOf({ expect: { status: [200], json } }, answer(200, '{"a":2,"a":1}'))?.code).toBe(
      'BODY_MISMATCH',
    );
  });

  test.each([10_000, 400_000])('with JSON nested %i levels deep is judged', (depth) => {
    const body = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const tree: JsonSchema = {
      $defs: { tree: { type: 'array', items: { $ref: '#/$defs/tree' } } },
      type: 'object',
      properties: { a: { $ref: '#/$defs/tree' } },
    };
    expect(faultOf(expectJson, answer(200, body))).toBeUndefined();
    expect(faultOf({ expect: { status: [200], json: tree } }, answer(200, body))?.code).toBe('BODY_MISMATCH');
  });

  test('with a body that breaks the contract is told by path and type', () => {
    const json = {
      type: 'object',
      required: ['dob', 'zip'],
      properties: { dob: { type: 'string', 'past-date': true }, zip: { type: 'string' } },
    } as const;
    expect(faultOf({ expect: { status: [200], json } }, answer(200, '{"zip":12345}'))).toEqual({
      code: 'BODY_MISMATCH',
      expected: '/dob: a date (YYYY-MM-DD) that is not in the future; /zip: string',
      observed: '/dob: missing; /zip: number',
    });
    const born = (dob: string) =>
      faultOf({ expect: { status: [200], json } }, answer(200, JSON.stringify({ dob, zip: '1' })));
    expect(born('2026-03-01')).toBeUndefined();
    expect(born('2026-03-02')?.code).toBe('BODY_MISMATCH');
  });
});

describe('a known answer', () => {
  const refused = {
    type: 'object',
    required: ['success'],
    properties: { success: { not: { const: true } } },
  } as const;
  const step = {
    expect: { status: [200], json: { type: 'object', required: ['payload'] } },
    known: [
      {
        when: { status: [200], json: refused },
        code: 'ERROR_IN_BODY',
        layer: 'vista',
        observed: 'success is false',
      },
      { when: { status: [503] }, code: 'UPSTREAM', observed: 'the outage', hint: 'Look there.' },
      { when: { status: [200] }, code: 'UNEXPECTED_RECORD', observed: 'another 200' },
    ],
  } as const;

  test('names an error within a 200', () => {
    expect(judgeAnswer(step, answer(200, '{"success":false}'), today)).toMatchObject({
      fault: {
        code: 'ERROR_IN_BODY',
        expected: 'status 200 with the agreed body',
        observed: 'success is false',
      },
      layer: 'vista',
    });
  });

  test('is not asked when the expectation is met', () => {
    expect(faultOf(step, answer(200, '{"success":false,"payload":1}'))).toBeUndefined();
  });

  test('comes in order, before the default reading', () => {
    expect(faultOf(step, answer(503))).toMatchObject({ code: 'UPSTREAM', hint: 'Look there.' });
    expect(faultOf(step, answer(200))).toMatchObject({ code: 'UNEXPECTED_RECORD' });
    expect(faultOf(step, answer(502))).toMatchObject({ code: 'GATEWAY' });
  });

  test('tells the end of a window as a time and nothing else', () => {
    const known = [{ when: {}, code: 'MAINTENANCE', observed: 'a window', untilAt: '/end' }] as const;
    const until = (end: unknown) =>
      faultOf({ ...expect200, known }, answer(500, JSON.stringify({ end })))?.until;
    expect(until('2026-03-01T15:00:00+02:00')).toBe('2026-03-01T13:00:00.000Z');
    expect(until('hunter2')).toBeUndefined();
    expect(until(5)).toBeUndefined();
  });

  test("keeps its own hint before the step's", () => {
    const hints = { UPSTREAM: 'Other.', GATEWAY: 'Look behind it.' };
    expect(faultOf({ ...step, hints }, answer(503))?.hint).toBe('Look there.');
    expect(faultOf({ ...step, hints }, answer(504))?.hint).toBe('Look behind it.');
  });
});

describe('a further check', () => {
  const on = { name: 'on', json: { type: 'object', properties: { on: { const: true } } } } as const;
  const reading = (json: object) => ({ json: json as { on?: boolean }, text: '' });

  test('has its own code and words', () => {
    expect(judgeBody({ ...on, code: 'SWITCHED_OFF', expected: 'on' }, reading({ on: false }), today)).toEqual(
      {
        code: 'SWITCHED_OFF',
        expected: 'on',
        observed: '/on: false',
      },
    );
    expect(judgeBody(on, reading({ on: true }), today)).toBeUndefined();
  });

  test('inspects what meets the contract', () => {
    const fault = { code: 'NO_APPOINTMENT', expected: 'one', observed: 'none' } as const;
    expect(judgeBody({ ...on, inspect: () => fault }, reading({}), today)).toBe(fault);
    expect(judgeBody({ ...on, inspect: () => fault }, reading({ on: 1 }), today)?.code).toBe('BODY_MISMATCH');
  });

  test('of a body that is not JSON says so', () => {
    expect(judgeBody(on, { problem: 'an HTML page' }, today)?.code).toBe('BODY_NOT_JSON');
  });
});
