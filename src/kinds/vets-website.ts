import * as z from 'zod';

import { httpUrl, path, pattern, text } from '../config/fields.ts';
import type { HttpStep } from '../core/plan.ts';
import { defineKind } from './kind.ts';

/** A line of BUILD.txt (vets-website daily-deploy-production.yml: BUILDTYPE, REF, RUN_ID, BUILDTIME). */
const buildLine = '(^|\\n)\\s*(BUILDTYPE|REF)\\s*[=:]';

function buildStep(url: string, buildPath: string, ref: string | undefined): HttpStep {
  return {
    name: ref === undefined ? 'build' : 'expected build',
    independent: true,
    request: { method: 'GET', url: url + buildPath },
    expect: {
      status: [200],
      text: ref === undefined ? buildLine : `(^|\\n)\\s*REF\\s*[=:]\\s*${RegExp.escape(ref)}`,
    },
    known: [
      {
        when: { status: [200], text: buildLine },
        code: 'WRONG_REVISION',
        observed: 'another REF in BUILD.txt',
      },
      { when: { status: [200] }, code: 'FALLBACK_PAGE', observed: 'a page in place of BUILD.txt' },
    ],
  };
}

/** A static site: that a page answers proves little, so a page that cannot exist is asked for as well. */
export const vetsWebsite = defineKind({
  kind: 'vets-website',
  summary:
    'vets-website: the check-in page itself, not a fallback for every path, and the build that is live.',
  layer: 'vets-website',
  upstreams: [],
  settings: () =>
    z.strictObject({
      url: httpUrl().describe('Address of the site.'),
      ref: text().optional().describe('REF that BUILD.txt must have; a short one matches its beginning.'),
      'page-path': path('/health-care/appointment-check-in/').describe('Path of the check-in page.'),
      'page-contains': pattern().default('[Cc]heck.?in').describe('What only the check-in page has.'),
      'build-path': path('/BUILD.txt').describe('Path of the file that tells the build.'),
    }),
  plan: ({ url, ref, pagePath, pageContains, buildPath }, { uuid }) => ({
    engine: 'http-steps',
    parallel: true,
    steps: [
      {
        name: 'check-in page',
        independent: true,
        request: { method: 'GET', url: url + pagePath },
        expect: { status: [200], headers: { 'content-type': 'text/html' }, text: pageContains },
        known: [
          {
            when: { status: [200] },
            code: 'FALLBACK_PAGE',
            observed: 'status 200 with a page that is not the check-in page',
          },
        ],
      },
      {
        name: 'refusal of a made-up page',
        independent: true,
        credential: false,
        request: { method: 'GET', url: `${url}/${uuid()}/` },
        // S3 without the right to list answers 403 for what is not there.
        expect: { status: [404, 403, 410] },
        known: [
          {
            when: { status: [200] },
            code: 'FALLBACK_PAGE',
            observed: 'status 200 for a path that was made up for this request',
          },
        ],
      },
      buildStep(url, buildPath, ref),
    ],
  }),
});
