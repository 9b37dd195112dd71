import { Secret, type Text } from '../secrets.ts';

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
