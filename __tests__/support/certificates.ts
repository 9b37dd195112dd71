/** Certificates for tests, written out as X.509 (RFC 5280) in DER: nothing to install, nothing on disk. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

export interface TestCertificate {
  /** PEM */
  readonly cert: string;
  /** PEM */
  readonly key: string;
}

export interface CertificateRequest {
  readonly hosts?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export interface TestAuthority extends TestCertificate {
  issue(request?: CertificateRequest): TestCertificate;
}

const dayMs = 86_400_000;

/** A certificate authority that nobody trusts unless told to. */
export function createAuthority(name = 'Synthetic Test Authority'): TestAuthority {
  const keys = newKeys();
  const own = certificate({ subject: name, issuer: name, keys, signer: keys.privateKey, isAuthority: true });
  return {
    ...own,
    issue: (request = {}) =>
      certificate({
        subject: 'synthetic.test',
        issuer: name,
        keys: newKeys(),
        signer: keys.privateKey,
        request,
      }),
  };
}

/** A certificate that is signed with its own key. */
export function selfSigned(request: CertificateRequest = {}): TestCertificate {
  const keys = newKeys();
  const name = 'synthetic.test';
  return certificate({ subject: name, issuer: name, keys, signer: keys.privateKey, request });
}

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

interface Parts {
  readonly subject: string;
  readonly issuer: string;
  readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly signer: KeyObject;
  readonly isAuthority?: boolean;
  readonly request?: CertificateRequest;
}

function certificate({ subject, issuer, keys, signer, isAuthority = false, request = {} }: Parts) {
  const { hosts = ['127.0.0.1', 'localhost'] } = request;
  const { notBefore = new Date(Date.now() - dayMs), notAfter = new Date(Date.now() + 90 * dayMs) } = request;
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time(notBefore), time(notAfter)),
    nameOf(subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...(isAuthority ? [authority] : [alternativeNames(hosts)]))),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, signer)]));
  const der = sequence(body, ecdsaWithSha256, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${der.replaceAll(/.{1,64}/gu, '$&\n')}-----END CERTIFICATE-----\n`,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = oid('550403');
const subjectAltName = oid('551d11');
const isTrue = tagged(0x01, Buffer.from([0xff]));

/** basicConstraints, critical: CA:TRUE */
const authority = sequence(oid('551d13'), isTrue, tagged(0x04, sequence(isTrue)));

function nameOf(name: string): Buffer {
  const attribute = sequence(commonName, tagged(0x0c, Buffer.from(name, 'utf8')));
  return sequence(tagged(0x31, attribute));
}

/** GeneralizedTime in whole seconds, which the years from 2050 need and OpenSSL takes for all. */
function time(date: Date): Buffer {
  const text = date.toISOString().replaceAll(/[-:T]|\.\d+/gu, '');
  return tagged(0x18, Buffer.from(text, 'ascii'));
}

function alternativeNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) =>
    /^\d+(?:\.\d+){3}$/u.test(host)
      ? tagged(0x87, Buffer.from(host.split('.').map(Number)))
      : tagged(0x82, Buffer.from(host, 'ascii')),
  );
  return sequence(subjectAltName, tagged(0x04, sequence(...names)));
}
