import * as z from 'zod';

import { contract, count, duration, httpUrl, maskable, pattern, pointer, text } from '../config/fields.ts';
import type { HttpStep } from '../core/plan.ts';
import { defineKind } from './kind.ts';

/** Headers that carry credentials: their values must come from the environment. */
const credentialHeader =
  /^(authorization|proxy-authorization|cookie|x-api-key|.*(token|secret|password).*)$/iu;

const statusCode = z.int('a status code').min(100, 'a status code').max(599, 'a status code');

const headers = z.record(z.string(), maskable()).superRefine((values, context) => {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string' && credentialHeader.test(name) && !value.includes('{{')) {
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'a value with ${NAME} from the environment: do not commit secrets',
      });
    }
  }
});

const expectation = z.strictObject({
  status: z
    .union(
      [statusCode.transform((one) => [one]), z.array(statusCode).min(1)],
      'a status code or a list of them',
    )
    .default([200]),
  headers: z.record(z.string(), pattern()).optional(),
  json: contract().optional(),
  text: pattern().optional(),
});

const step = z.strictObject({
  name: text(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']).default('GET'),
  url: httpUrl(),
  headers: headers.optional(),
  json: maskableJson().optional(),
  expect: expectation.prefault({}),
  capture: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/u, 'a name such as token'), pointer()).optional(),
  needs: z.array(text()).optional(),
  retry: z.enum(['never', 'transient']).default('transient'),
  always: z.boolean().default(false),
  layer: text().optional(),
  timeout: duration().optional(),
  redirects: count(0).optional(),
});
