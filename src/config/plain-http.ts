/** Secrets go over TLS, to this machine, or where a probe says that it may be otherwise. */
import { isLoopback } from '../core/loopback.ts';
import { dialectOf } from '../core/table-dialect.ts';
import { Secret } from '../secrets.ts';
import { EnvValue } from './env-value.ts';
import type { KeyProblem } from './issues.ts';
import type { KeyPath } from './key-path.ts';
import { addressSecretsIn } from './learn-secrets.ts';
import type { LinkedProbe } from './link.ts';

/** An address of a probe that is reached without TLS, or may be. */
export interface PlainAddress {
  /** Within the probe: `url`, `steps.0.url`. */
  readonly path: KeyPath;
  /** Secrets stand in it, or beside it in the same request. */
  readonly isSecret: boolean;
  /** What was expected there. */
  readonly expected: string;
}

/** What one probe says about its addresses. */
export interface PlainProbe {
  readonly name: string;
  readonly isAllowed: boolean;
  readonly addresses: readonly PlainAddress[];
}

const httpExpected = 'an address that starts with https://';
const databaseExpected = 'an address with `sslmode=require` or stronger';

/**
 * The addresses in a probe's settings that are reached without TLS. A mapping is one request, or the settings
 * of a service: what is secret in it goes to the address in it.
 *
 * @param raw the settings as written: a variable in the path or the query of an address is a secret.
 */
export function plainAddresses(settings: unknown, raw: unknown, path: KeyPath = []): readonly PlainAddress[] {
  if (typeof settings !== 'object' || settings === null || settings instanceof Secret) return [];
  const isBesideSecret = holdsSecret(settings);
  return Object.entries(settings).flatMap(([key, value]): readonly PlainAddress[] => {
    const written = valueOf(raw, key);
    const here = [...path, Array.isArray(settings) ? Number(key) : key];
    const expected = expectedOf(value);
    if (expected === undefined) return plainAddresses(value, written, here);
    return [{ path: here, expected, isSecret: isBesideSecret || addressSecretsIn(written).length > 0 }];
  });
}

/** Every secret that would go out without TLS, also by a probe that uses the settings of another. */
export function plainHttpProblems(
  probes: readonly PlainProbe[],
  linked: readonly LinkedProbe[],
): readonly KeyProblem[] {
  const fed = new Set(
    linked.flatMap(({ settings, uses }) =>
      holdsSecret(settings) ? Object.values(uses).map(({ name }) => name) : [],
    ),
  );
  return probes
    .filter(({ isAllowed }) => !isAllowed)
    .flatMap(({ name, addresses }) =>
      addresses
        .filter(({ isSecret }) => isSecret || fed.has(name))
        .map(({ path, expected }): KeyProblem => {
          const message = `expected ${expected}, as secrets are sent there; \`allow-plain-http: true\` lets this probe send them without TLS`;
          return { path: ['probes', name, ...path], at: 'value', message };
        }),
    );
}

/**
 * The same of the section `evidence`, whose address of the live commit belongs to no probe.
 *
 * @param raw the section as written.
 */
export function plainEvidenceProblems(evidence: unknown, raw: unknown): readonly KeyProblem[] {
  return plainAddresses(evidence, raw)
    .filter(({ isSecret }) => isSecret)
    .map(({ path, expected }): KeyProblem => {
      const message = `expected ${expected}, as secrets are sent there`;
      return { path: ['evidence', ...path], at: 'value', message };
    });
}

/** What is wrong with a value as an address that secrets are sent to; nothing when it is none, or a good one. */
function expectedOf(value: unknown): string | undefined {
  const text = value instanceof Secret ? value.reveal() : value;
  if (typeof text !== 'string') return undefined;
  if (/^http:\/\//iu.test(text))
    return isLoopback(URL.parse(text)?.hostname ?? '') ? undefined : httpExpected;
  const dialect = value instanceof Secret ? dialectOf(text) : undefined;
  return dialect === undefined || dialect.isProtected(text) ? undefined : databaseExpected;
}

/** What an earlier step captured (`{{name}}`) is as secret as a token. */
function holdsSecret(value: unknown): boolean {
  if (value instanceof Secret) return true;
  if (typeof value === 'string') return value.includes('{{');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsSecret);
}

function valueOf(raw: unknown, key: string): unknown {
  return typeof raw === 'object' && raw !== null && !(raw instanceof EnvValue)
    ? (raw as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
