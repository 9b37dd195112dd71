import { describe, expect, test } from 'vitest';

import { vetsWebsite } from '../../src/kinds/vets-website.ts';
import { revealText } from '../../src/secrets.ts';
import { planOf, stepOf, uuidsOf } from '../support/plans.ts';
import { codesOf, type Given } from './answers.ts';

const url = 'https://staging.example.test/';
const plan = (more = {}) => planOf(vetsWebsite, { url, ...more });
const page = (more = {}) => stepOf(plan(more), 'check-in page');
const unknown = () => stepOf(plan(), 'refusal of a made-up page');
const build = () => stepOf(plan(), 'build');
const expected = (ref: string) => stepOf(plan({ ref }), 'expected build');

const html = (text: string, status = 200): Given => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: `<!doctype html><html><title>${text}</title></html>`,
});
const buildText = (ref: string): Given => ({
  text: `BUILDTYPE=vagovstaging\nREF=${ref}\nRUN_ID=12\nBUILDTIME=0\n`,
});

test('vets-website asks for the page, for one that cannot exist, and for the build', () => {
  const { steps } = plan();
  expect(steps.map(({ request }) => revealText(request.url).replace(/\/[^/]{36}\//u, '/UUID/'))).toEqual([
    'https://staging.example.test/health-care/appointment-check-in/',
    'https://staging.example.test/UUID/',
    'https://staging.example.test/BUILD.txt',
  ]);
  expect(uuidsOf(plan())).not.toEqual(uuidsOf(plan()));
});

describe('the check-in page', () => {
  test.each<[string, Given, readonly string[]]>([
    ['is there', html('Check in at VA'), []],
    ['is the fallback of a single-page site', html('VA.gov'), ['FALLBACK_PAGE']],
    [
      'is no page',
      { ...html('check-in'), headers: { 'content-type': 'application/json' } },
      ['FALLBACK_PAGE'],
    ],
    ['is missing', html('Not found', 404), ['HTTP_STATUS']],
    ['stands behind a gateway that gives up', html('', 503), ['GATEWAY']],
  ])('%s', (_, given, codes) => {
    expect(codesOf(page(), given)).toEqual(codes);
  });

  test('may be known by another text, and at another path', () => {
    const step = page({ 'page-contains': 'Appointment', 'page-path': '/check-in' });
    expect(codesOf(step, html('Appointment'))).toEqual([]);
    expect(revealText(step.request.url)).toBe('https://staging.example.test/check-in');
  });
});

test.each([
  [404, []],
  [403, []],
  [410, []],
  [200, ['FALLBACK_PAGE']],
  [500, ['HTTP_STATUS']],
])('a page that was made up is answered with %i', (status, codes) => {
  expect(codesOf(unknown(), html('VA.gov', status))).toEqual(codes);
});

describe('the build', () => {
  const ref = '4f2a91c0d3e5b6a7890123456789abcdef012345';

  test.each<[string, Given, readonly string[]]>([
    ['is told', buildText(ref), []],
    ['is told with colons and spaces', { text: `  BUILDTYPE: vagovstaging\r\n  REF : ${ref}` }, []],
    ['is a page', html('VA.gov'), ['FALLBACK_PAGE']],
    ['is empty', { text: '' }, ['FALLBACK_PAGE']],
    ['is missing', { status: 404 }, ['HTTP_STATUS']],
  ])('%s', (_, given, codes) => {
    expect(codesOf(build(), given)).toEqual(codes);
  });

  test.each<[string, string, Given, readonly string[]]>([
    ['the whole commit', ref, buildText(ref), []],
    ['its beginning', ref.slice(0, 7), buildText(ref), []],
    ['another commit', '0ddba11', buildText(ref), ['WRONG_REVISION']],
    ['a commit that stands elsewhere only', '12', buildText(ref), ['WRONG_REVISION']],
    ['a name with marks of a pattern', '.*', buildText(ref), ['WRONG_REVISION']],
    ['a page', ref, html('VA.gov'), ['FALLBACK_PAGE']],
  ])('is held against %s', (_, wanted, given, codes) => {
    expect(codesOf(expected(wanted), given)).toEqual(codes);
  });
});
