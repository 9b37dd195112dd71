import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import type { ServerOptions } from 'node:https';
import { join } from 'node:path';

import { expect } from 'vitest';

import { createAuthority, selfSigned } from '../support/certificates.ts';
import { asking, testRows, type Arranged, type Row } from '../support/fault-rows.ts';
import { sendJson, serve, type Answer } from '../support/http-server.ts';
import { onRequest, raw } from '../support/raw-server.ts';
import { evidenceSections, startEvidence } from '../support/github-evidence.ts';
import { tlsFront } from '../support/tls-front.ts';

const dayMs = 86_400_000;
const authority = createAuthority();
const other = createAuthority('Other Authority');

const ok: Answer = (_request, response) => {
  sendJson(response, {});
};

/** The inputs of a run that trusts these certificates; the file lies in the workspace. */
function trusting(pem: string): NonNullable<Arranged['options']> {
  return { files: { 'ca.pem': pem }, inputs: { 'ca-file': 'ca.pem' } };
}

/** A row about a server with this certificate. */
function presenting(
  name: string,
  expected: Pick<Row, 'verdict' | 'codes'>,
  certificate: () => ServerOptions,
  options: NonNullable<Arranged['options']> = trusting(authority.cert),
): Row {
  return {
    name,
    ...expected,
    arrange: async (stack) => ({
      probe: asking(stack.use(await serve(ok, certificate())).url),
      options,
    }),
  };
}

/** A row about a `ca-file` that is none. */
function distrusted(name: string, options: NonNullable<Arranged['options']>, defect?: string): Row {
  return {
    name,
    verdict: 'inconclusive',
    says: 'ca-file: ',
    ...(defect === undefined ? {} : { defect }),
    arrange: async (stack) => ({
      probe: asking(stack.use(await serve(ok, authority.issue())).url),
      options,
      after: ({ outputs }) => {
        expect(outputs['headline']).toContain("the gate's configuration has one problem");
      },
    }),
  };
}

const fail = (code: NonNullable<Row['codes']>[number]) => ({ verdict: 'not-ready', codes: [code] }) as const;
const untrusted = { verdict: 'inconclusive', codes: ['TLS_UNTRUSTED'] } as const;
const oldProtocol = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
const broken = '-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n';

const rows: readonly Row[] = [
  presenting('an expired certificate', fail('TLS_EXPIRED'), () =>
    authority.issue({ notAfter: new Date(Date.now() - 1000) }),
  ),
  presenting('a certificate that is not valid yet', fail('TLS_NOT_YET_VALID'), () =>
    authority.issue({ notBefore: new Date(Date.now() + dayMs) }),
  ),
  presenting('a certificate for another host', fail('TLS_WRONG_HOST'), () =>
    authority.issue({ hosts: ['other.test'] }),
  ),
  presenting('a self-signed certificate', untrusted, () => selfSigned()),
  presenting('an unknown authority, without `ca-file`', untrusted, () => authority.issue(), {}),
  presenting('an unknown authority, with `ca-file`', { verdict: 'ready' }, () => authority.issue()),
  presenting('an unknown authority, with the `ca-file` of another', untrusted, () => other.issue()),
  presenting(
    'an unknown authority, the second in `ca-file`',
    { verdict: 'ready' },
    () => other.issue(),
    trusting(`# Synthetic\n${authority.cert}\n${other.cert}`),
  ),
  presenting('a client certificate is demanded (TLS 1.3)', fail('TLS_HANDSHAKE'), () => ({
    ...authority.issue(),
    requestCert: true,
    rejectUnauthorized: true,
  })),
  presenting('a client certificate is demanded (TLS 1.2)', fail('TLS_HANDSHAKE'), () => ({
    ...authority.issue(),
    requestCert: true,
    rejectUnauthorized: true,
    maxVersion: 'TLSv1.2',
  })),
  presenting('nothing newer than TLS 1.1', fail('TLS_HANDSHAKE'), () => ({
    ...authority.issue(),
    ...oldProtocol,
  })),
  presenting('a certificate that expires in 10 days', { verdict: 'ready', codes: ['TLS_EXPIRES_SOON'] }, () =>
    authority.issue({ notAfter: new Date(Date.now() + 10 * dayMs + 60_000) }),
  ),
  {
    name: 'it accepts the connection and never shakes hands',
    ...fail('TIMEOUT'),
    arrange: async (stack) => ({
      probe: asking(
        (await raw(stack, () => undefined)).url.replace('http:', 'https:'),
        {},
        { timeout: '1s' },
      ),
    }),
  },
  {
    name: 'the connection is cut in the middle of the handshake',
    ...fail('CONNECT_RESET'),
    arrange: async (stack) => ({
      probe: asking(
        (
          await raw(
            stack,
            onRequest((socket) => socket.resetAndDestroy()),
          )
        ).url.replace('http:', 'https:'),
      ),
    }),
  },
  {
    name: 'a redirect from https down to http',
    ...fail('REDIRECTED'),
    arrange: async (stack) => {
      const plain = stack.use(await serve(ok));
      const down: Answer = (_request, response) => response.writeHead(302, { location: plain.url }).end();
      const server = stack.use(await serve(down, authority.issue()));
      return {
        probe: asking(server.url, { redirects: 3 }),
        options: trusting(authority.cert),
        after: () => {
          expect(plain.requests).toHaveLength(0);
        },
      };
    },
  },
  {
    name: 'a self-signed certificate, while the job sets NODE_TLS_REJECT_UNAUTHORIZED=0',
    ...untrusted,
    defect:
      'NODE_TLS_REJECT_UNAUTHORIZED=0 in the job, set for something else, made probes hand their secrets to anybody',
    arrange: async (stack) => ({
      probe: asking(stack.use(await serve(ok, selfSigned())).url),
      options: { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
    }),
  },
  {
    name: 'GitHub behind an unknown authority, with `ca-file`',
    verdict: 'ready',
    defect:
      '`ca-file` held for probes, and not for GitHub: behind an authority of their own the ledger was unreadable',
    arrange: async (stack) => ({
      sections: evidenceSections,
      ...(await behindTls(stack)),
    }),
  },
  {
    name: 'GitHub behind an unknown authority, without `ca-file`',
    verdict: 'inconclusive',
    says: 'GitHub did not answer',
    arrange: async (stack) => {
      const { options } = await behindTls(stack);
      return { sections: evidenceSections, options: { ...options, inputs: {} } };
    },
  },
  {
    name: 'an address with http:// on another machine: nothing secret is sent there',
    verdict: 'inconclusive',
    says: '`allow-plain-http: true` lets this probe send them without TLS',
    defect: 'Secrets went to any machine over plain HTTP, and to databases without TLS, unasked',
    arrange: () => ({ probe: asking('http://staging.invalid') }),
  },
  {
    name: 'an address with http:// on another machine, with `allow-plain-http`',
    ...fail('DNS'),
    arrange: () => ({ probe: asking('http://staging.invalid', {}, { 'allow-plain-http': true }) }),
  },
  {
    name: 'a GITHUB_API_URL with http:// on another machine: the token is not sent there',
    verdict: 'inconclusive',
    says: 'GITHUB_API_URL: expected an address that starts with https://',
    arrange: () => ({ options: { runner: { GITHUB_API_URL: 'http://github.invalid' } } }),
  },
  {
    name: 'a webhook with http:// whose password only looks like this machine',
    verdict: 'inconclusive',
    says: 'slack-webhook-url: expected an address that starts with https://',
    defect: 'A webhook `http://localhost:x@elsewhere/…` was taken for this machine and told over plain HTTP',
    arrange: () => ({
      options: { inputs: { 'slack-webhook-url': 'http://localhost:x@hooks.invalid/services/x' } },
    }),
  },
  {
    name: 'the live commit is read with a secret over http:// from another machine: nothing is sent there',
    verdict: 'inconclusive',
    says: 'evidence.candidate.url: expected an address that starts with https://, as secrets are sent there',
    defect:
      'The address under `evidence.candidate` was not held to TLS, nor a secret in the path of a probe’s',
    arrange: () => ({
      sections: {
        evidence: {
          candidate: { from: 'url', url: 'http://staging.invalid/?key=${KEY}', pointer: '/sha' },
          require: [{ check: 'x' }],
        },
      },
    }),
  },
  {
    name: 'an address with http:// on another machine with a secret in its path: nothing is sent there',
    verdict: 'inconclusive',
    says: '`allow-plain-http: true` lets this probe send them without TLS',
    arrange: () => ({
      probe: { kind: 'http', steps: [{ name: 'ask', url: 'http://staging.invalid/hooks/${KEY}' }] },
    }),
  },
  distrusted('a `ca-file` that does not exist', { inputs: { 'ca-file': 'none.pem' } }),
  distrusted('a `ca-file` that is a folder', { inputs: { 'ca-file': '.github' } }),
  distrusted(
    'a `ca-file` that leads to a device without an end',
    {
      inputs: { 'ca-file': 'ca.pem' },
      prepare: (workspace) => symlink('/dev/zero', join(workspace, 'ca.pem')),
    },
    'A `ca-file` without an end, or a pipe that nobody writes to, was read for ever, before any deadline was armed',
  ),
  distrusted('a `ca-file` that is a pipe to which nobody writes', {
    inputs: { 'ca-file': 'ca.pem' },
    prepare: (workspace) => {
      execFileSync('mkfifo', [join(workspace, 'ca.pem')]);
      return Promise.resolve();
    },
  }),
  distrusted('a `ca-file` without a certificate', trusting('nothing of the kind')),
  distrusted(
    'a `ca-file` whose certificate cannot be read',
    trusting(`${authority.cert}\n${broken}`),
    'A broken certificate in `ca-file` was told as a bug of the gate',
  ),
];

async function behindTls(stack: AsyncDisposableStack) {
  const { github, runner } = await startEvidence(stack);
  const port = await tlsFront(stack, authority.issue(), Number(new URL(github.apiUrl).port));
  return {
    options: {
      ...trusting(authority.cert),
      runner: { ...runner, GITHUB_API_URL: `https://127.0.0.1:${String(port)}` },
    },
  };
}

testRows('tls', 'TLS', rows);
