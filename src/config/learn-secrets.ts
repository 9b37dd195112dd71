import { Secret, type Text } from '../secrets.ts';
import { EnvValue, variablePattern } from './env-value.ts';

/**
 * Every secret within parsed settings. Of an address with a user and a password, both are secrets on
 * their own as well, as they stand and decoded: a driver shows them without the rest.
 */
export function secretsIn(value: unknown): readonly Text[] {
  if (value instanceof Secret)
    return [value, ...[value.reveal(), ...value.revealParts()].flatMap(credentialsIn)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(secretsIn);
}

function credentialsIn(text: string): readonly string[] {
  const userinfo = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)@/iu.exec(text)?.[1];
  const [user = '', ...password] = userinfo?.split(':') ?? [];
  const query = /\?([^#]*)/u.exec(userinfo === undefined && !text.includes('://') ? '' : text)?.[1] ?? '';
  const inQuery = query
    .split('&')
    .filter((pair) => /^(user|password)=/u.test(pair))
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [user, password.join(':'), ...inQuery].flatMap((raw) => [raw, decoded(raw)]).filter(isLearnt);
}

function isLearnt(text: string, index: number, texts: readonly string[]): boolean {
  return text !== '' && texts.indexOf(text) === index;
}

function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

const variables = new RegExp(variablePattern, 'gu');
const authorityForm = /^(?:https?:\/\/|\$\{[^}]*\}(?::\/\/)?)(?:[^/?#$]|\$\{[^}]*\})*/iu;
const credentialName = /key|token|secret|password|passwd|auth|sig|code/iu;

/**
 * What must be masked of the addresses of a file, whose schemas take them as plain text: the variables in
 * a path or a query, and the credentials in the query of an address that is a variable as a whole.
 */
export function addressSecretsIn(value: unknown): readonly Text[] {
  if (value instanceof EnvValue) return value.isWhole ? queryCredentials(value.value) : behindHost(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(addressSecretsIn);
}

/** `https://${HOST}/x?key=${KEY}`: the host is no secret, the key is. */
function behindHost({ template, parts }: EnvValue): readonly string[] {
  const authority = authorityForm.exec(template)?.[0];
  if (authority === undefined) return [];
  return parts.slice(authority.match(variables)?.length ?? 0);
}

function queryCredentials(text: string): readonly string[] {
  if (!/^https?:\/\//iu.test(text) || !URL.canParse(text)) return [];
  const named = [...new URL(text).searchParams].filter(([name]) => credentialName.test(name));
  return named.map(([, value]) => value).filter((value) => value !== '');
}
