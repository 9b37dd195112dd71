import type * as z from 'zod';

import type { Owner } from '../core/model.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Text } from '../secrets.ts';
import { EnvValue } from './env-value.ts';
import { expectation, keyProblems, type KeyProblem } from './issues.ts';
import { isWithin, quoted, showPath, type KeyPath } from './key-path.ts';
import { secretsIn } from './learn-secrets.ts';
import { plainAddresses, type PlainProbe } from './plain-http.ts';
import type { CommonKeys } from './rules.ts';
import { commonSchema, commonShape, probeSchema, type Kinds } from './schema.ts';
import type { Position } from './source.ts';
import { whatExists } from './suggestion.ts';

/** A variable that a probe needs and that is not set, or empty. */
export interface MissingVariable {
  readonly variable: string;
  /** Within the probe: `password`, `headers.authorization`. */
  readonly key: string;
}

/** A probe as the user wants it. */
export type ConfiguredProbe = {
  readonly name: string;
  readonly kind: Kind;
  readonly owner?: Owner | undefined;
  readonly required: boolean;
  /** Names of other probes; absent where the upstreams that the kind knows hold. */
  readonly dependsOn?: readonly string[] | undefined;
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly budgetMs?: number | undefined;
  readonly labels: readonly string[];
  /** Of its name in the file. */
  readonly position: Position;
} & (
  | {
      /** What the kind's schema gives: for `kind.plan` and `kind.layer`. */
      readonly settings: Readonly<Record<string, unknown>>;
      readonly missing?: undefined;
    }
  | {
      readonly settings?: undefined;
      /** It cannot run without these, which is no mistake of the file. */
      readonly missing: readonly MissingVariable[];
    }
);

/** The mapping below the name of a probe, as written. */
type RawProbe = Readonly<Record<string, unknown>>;

/** What came of one probe. */
export interface ReadProbe {
  readonly keys: CommonKeys;
  readonly problems: readonly KeyProblem[];
  /** There when its kind is known; of use only when there is no problem. */
  readonly probe?: ConfiguredProbe;
  readonly secrets: readonly Text[];
  /** Where its settings lead without TLS. */
  readonly plain?: PlainProbe;
}

/** Reads one probe by the schema of its kind. */
export function readProbe(name: string, raw: RawProbe, position: Position, kinds: Kinds): ReadProbe {
  const missing = missingIn(raw, []);
  const keys = readCommon(name, raw, missing);
  const kind = kindOf(raw['kind'], kinds);
  const schema = kind === undefined ? commonSchema : probeSchema(kind);
  const parsed = schema.safeParse(raw, { error: expectation });
  const problems = keyProblems(parsed.error?.issues ?? [], schema, raw)
    .filter(({ path, at }) => at === 'key' || !missing.some((entry) => isWithin(path, entry.path)))
    .map((problem) => ({ ...problem, path: ['probes', name, ...problem.path] }));
  if (kind === undefined)
    return { keys, problems: [unknownKind(name, raw['kind'], kinds), ...problems], secrets: [] };
  const { timeout, budget, 'depends-on': dependsOn, 'allow-plain-http': isAllowed, ...common } = keys.common;
  const known = { ...common, name, kind, dependsOn, timeoutMs: timeout, budgetMs: budget, position };
  // What could not be parsed is never handed on: other rules look at settings, and they would be half a truth.
  if (missing.length > 0 || !parsed.success)
    return {
      keys,
      problems,
      probe: { ...known, missing: missing.flatMap(toMissingVariables) },
      secrets: secretsIn(readableSettings(kind, raw)),
    };
  const settings = without(parsed.data, new Set(['kind', ...Object.keys(commonShape)]));
  const plain = { name, isAllowed, addresses: plainAddresses(settings, raw) };
  return { keys, problems, probe: { ...known, settings }, secrets: secretsIn(settings), plain };
}

/** The common keys with defaults for those that cannot be read, so that the other rules can still be checked. */
function readCommon(name: string, raw: RawProbe, missing: readonly MissingValue[]): CommonKeys {
  const waiting = missing.map(({ path }) => String(path[0]));
  const { data, error } = commonSchema.safeParse(raw);
  if (data !== undefined && waiting.length === 0) return { name, unread: new Set(), common: data };
  const wrong = error?.issues.map(({ path }) => String(path[0])) ?? [];
  const unread = new Set([...waiting, ...wrong]);
  return { name, unread, common: commonSchema.parse(without(raw, unread)) };
}

function kindOf(name: unknown, kinds: Kinds): Kind | undefined {
  return typeof name === 'string' && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

function unknownKind(name: string, kind: unknown, kinds: Kinds): KeyProblem {
  const path = ['probes', name, 'kind'];
  const names = Object.keys(kinds);
  if (typeof kind === 'string')
    return { path, at: 'value', message: `no such kind ${quoted(kind)}${whatExists(kind, names, 'Kinds')}` };
  const lead = kind === undefined ? 'missing; ' : '';
  return { path, at: 'value', message: `${lead}expected a kind, written out: ${names.join(', ')}` };
}

interface MissingValue {
  readonly path: KeyPath;
  readonly variables: readonly string[];
}

/** Every value that waits for a variable. */
export function missingIn(value: unknown, path: KeyPath): readonly MissingValue[] {
  if (value instanceof EnvValue)
    return value.missing.length === 0 ? [] : [{ path, variables: value.missing }];
  if (typeof value !== 'object' || value === null) return [];
  const entries: (readonly [PropertyKey, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, child]) => missingIn(child, [...path, key]));
}

function toMissingVariables({ path, variables }: MissingValue): readonly MissingVariable[] {
  return variables.map((variable) => ({ variable, key: showPath(path) }));
}

/** The settings that can be read although others wait for a variable: their secrets are still secrets. */
function readableSettings(kind: Kind, raw: RawProbe): readonly unknown[] {
  const shape: Readonly<Record<string, z.ZodType>> = kind.settings.shape;
  return Object.entries(shape).map(([key, field]) => field.safeParse(raw[key]).data);
}

function without(record: RawProbe, keys: ReadonlySet<string>): RawProbe {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)));
}
