import { createPrivateKey, createSign } from 'node:crypto';

import { FaultError } from './errors.ts';
import { revealText, Secret, type Text } from './secrets.ts';

/**
 * A JSON Web Token signed with RS256 (RFC 7519, RFC 7518 §3.3).
 * @throws FaultError `KEY_UNUSABLE` when the key is no RSA private key in PEM form
 */
export function signToken(
  claims: Readonly<Record<string, Text | number | readonly string[]>>,
  key: Secret,
): Secret {
  const header = encode({ alg: 'RS256', typ: 'JWT' });
  const payload = encode(
    Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, plain(value)])),
  );
  const signed = `${header}.${payload}`;
  try {
    const privateKey = createPrivateKey(key.reveal());
    if (privateKey.asymmetricKeyType !== 'rsa') throw new TypeError('not RSA');
    return new Secret(`${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`);
  } catch {
    throw new FaultError({
      code: 'KEY_UNUSABLE',
      expected: 'an RSA private key in PEM form',
      observed: 'a value that cannot be read as one',
    });
  }
}

function plain(value: Text | number | readonly string[]) {
  return typeof value === 'string' || value instanceof Secret ? revealText(value) : value;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}
