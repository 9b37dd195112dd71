import * as z from 'zod';

import {
  asSentence,
  choice,
  contract,
  count,
  duration,
  flag,
  httpUrl,
  maskable,
  maskableJson,
  pattern,
  pointer,
  text,
} from '../config/fields.ts';
import type { HttpStep } from '../core/plan.ts';
import { captureProblems } from './http-captures.ts';
import { defineKind } from './kind.ts';

/** Headers that carry credentials: their values must come from the environment, or from a capture. */
const credentialHeader = /^(authorization|proxy-authorization|cookie|.*(key|token|secret|password).*)$/iu;

const headers = () =>
  z.record(z.string(), maskable()).superRefine((values, context) => {
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== 'string' || !credentialHeader.test(name) || value.includes('{{')) continue;
      const message = 'a value with ${NAME} from the environment: do not commit secrets';
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

const statusCode = () => z.int('a status code').min(100, 'a status code').max(599, 'a status code');

const expectation = () =>
  z.strictObject({
    status: z
      .union([statusCode(), z.array(statusCode()).min(1)], 'a status code, or a list of them')
      .default(200)
      .meta({ takes: 'a status code, or a list of them' })
      .describe('One of these must be answered.'),
    headers: z.record(z.string(), pattern()).optional().describe('Name: what the header must match.'),
    json: contract().optional().describe('What the body must be.'),
    text: pattern().optional().describe('What the body must match as text.'),
  });

const request = () => ({
  method: choice(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])
    .default('GET')
    .describe('Of the request.'),
  url: httpUrl().describe('Where to; `{{name}}` stands for what an earlier step captured.'),
  headers: headers()
    .optional()
    .describe('Name: value. A credential must come from a variable or from a capture (`Bearer {{token}}`).'),
  json: maskableJson().optional().describe('Body of the request, sent as JSON; may hold `{{name}}`.'),
  expect: expectation().prefault({}).describe('What the answer must be.'),
  redirects: count(0, 20).optional().describe('How many redirects are followed; default none.'),
});

const captureName = () => z.string().regex(/^[a-z][A-Za-z0-9]*$/u, 'a name such as token');

const step = () =>
  z.strictObject({
    name: text().describe('Name of the check in the report.'),
    ...request(),
    capture: z
      .record(captureName(), pointer())
      .optional()
      .describe('Name: where in the JSON of the answer its value stands. Captured values are masked.'),
    needs: z
      .array(captureName())
      .optional()
      .describe('Captures without which the step is not sent and counts as `NOT_RUN`.'),
    layer: text().optional().describe('The layer that a failure of this step speaks of.'),
    retry: choice(['transient', 'never'])
      .default('transient')
      .describe('`never` for a request that must not be sent twice.'),
    always: flag().default(false).describe('Sent whatever happened before, to clean up.'),
    timeout: duration('24h').optional().describe('How long the answer may take; default 30s.'),
  });

type StepSettings = z.output<ReturnType<typeof step>>;

function toStep(settings: StepSettings): HttpStep {
  const { name, method, url, expect, capture, retry, always, timeout, ...rest } = settings;
  return {
    name,
    request: {
      method,
      url,
      ...(rest.headers === undefined ? {} : { headers: rest.headers }),
      ...(rest.json === undefined ? {} : { json: rest.json }),
    },
    expect: {
      status: [expect.status].flat(),
      ...(expect.headers === undefined ? {} : { headers: expect.headers }),
      ...(expect.json === undefined ? {} : { json: expect.json }),
      ...(expect.text === undefined ? {} : { text: expect.text }),
    },
    // What a server hands out is as likely a token as not: captured values are masked.
    ...(capture === undefined
      ? {}
      : { capture: mapValues(capture, (at) => ({ pointer: at, secret: true })) }),
    retry,
    always,
    ...(rest.needs === undefined ? {} : { needs: rest.needs }),
    ...(rest.layer === undefined ? {} : { layer: rest.layer }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(rest.redirects === undefined ? {} : { redirects: rest.redirects }),
  };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}

/** The step engine for anything that has no kind of its own. */
export const http = defineKind({
  kind: 'http',
  summary: 'Any HTTP service: requests in order, each with what to expect of its answer.',
  layer: ({ layer }, probe) => layer ?? probe,
  upstreams: [],
  settings: () =>
    z.strictObject({
      layer: text().optional().describe('The layer it speaks of; by default the name of the probe.'),
      steps: z
        .array(step())
        .min(1, 'at least one step')
        // What goes wrong in a clean-up is only ever a warning.
        .refine(
          (steps) => steps.length === 0 || steps.some(({ always }) => !always),
          'at least one step without `always`: a clean-up alone can never fail',
        )
        .superRefine((steps, context) => {
          for (const problem of captureProblems(steps))
            context.addIssue({ code: 'custom', ...problem, path: [...problem.path], params: asSentence });
        })
        .describe('Requests, in order.'),
    }),
  plan: ({ steps }) => ({ engine: 'http-steps', steps: steps.map(toStep) }),
});
