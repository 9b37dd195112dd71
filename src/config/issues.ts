import type * as z from 'zod';

import { EnvValue } from './env-value.ts';
import { asSentence } from './field.ts';
import { quoted, showPath, type KeyPath } from './key-path.ts';
import { knownKeys } from './schema-keys.ts';
import { isMapping } from './source-tree.ts';
import { closest, whatExists } from './suggestion.ts';

/** Something wrong at a key. */
export interface KeyProblem {
  readonly path: KeyPath;
  /** What the position points at: the key itself (an unknown one) or its value. */
  readonly at: 'key' | 'value';
  readonly message: string;
  /** The key does not stand there at all. */
  readonly isMissing?: boolean;
  /** The key that a misspelt one probably is. */
  readonly meant?: KeyPath;
}

type Issue = z.core.$ZodIssue;

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
  null: 'nothing',
  never: 'nothing',
};

/** What was expected, where a schema does not say it itself: given to zod as the `error` of a parse. */
export const expectation: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? 'another type of value';
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${bound(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${bound(issue.maximum, issue.origin)}`;
    case 'not_multiple_of':
      return `a multiple of ${String(issue.divisor)}`;
    case 'invalid_format':
      return `text of the form ${issue.pattern ?? issue.format}`;
    case 'invalid_union':
      // The branches say more; see `branchProblems`.
      return '';
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'another value';
  }
};

const sizes: Readonly<Record<string, string>> = {
  string: ' characters',
  array: ' items',
  set: ' items',
  object: ' keys',
};

function bound(limit: number | bigint, origin: string): string {
  const unit = sizes[origin] ?? '';
  return `${String(limit)}${limit === 1 ? unit.replace(/s$/u, '') : unit}`;
}

function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${last}` : last;
}

/** The issues of a parse in our words. No value of the file is in them: it might be a secret. */
export function keyProblems(
  issues: readonly Issue[],
  schema: z.core.$ZodType,
  input: unknown,
): readonly KeyProblem[] {
  const problems = issues.flatMap((issue) => toKeyProblems(issue, schema, input));
  // A misspelt key is not told a second time as a missing one.
  const misspelt = new Set(problems.flatMap(({ meant }) => (meant === undefined ? [] : showPath(meant))));
  return problems.filter(({ isMissing, path }) => isMissing !== true || !misspelt.has(showPath(path)));
}

function toKeyProblems(issue: Issue, schema: z.core.$ZodType, input: unknown): readonly KeyProblem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => unknownKey(path, key, known));
  }
  if (issue.code === 'invalid_key') {
    const message = issue.issues[0]?.message ?? issue.message;
    return [{ path, at: 'key', message: `expected ${message}` }];
  }
  if (issue.code === 'invalid_union' && issue.message === '') return branchProblems(issue, schema, input);
  if (issue.code === 'custom' && issue.params?.['isSentence'] === asSentence.isSentence)
    return [{ path, at: 'value', message: issue.message }];
  const found = valueAt(input, path);
  return [expected(path, found, `${issue.message}${tail(issue, found)}`)];
}

function unknownKey(parent: KeyPath, key: string, known: readonly string[]): KeyProblem {
  const message = `no such key${whatExists(key, known, 'Known keys')}`;
  const meant = closest(key, known);
  const problem = { path: [...parent, key], at: 'key', message } as const;
  return meant === undefined ? problem : { ...problem, meant: [...parent, meant] };
}

function expected(path: KeyPath, found: unknown, what: string): KeyProblem {
  const isMissing = found === undefined;
  return { path, at: 'value', message: `${isMissing ? 'missing; ' : ''}expected ${what}`, isMissing };
}

function tail(issue: Issue, found: unknown): string {
  if (found === undefined) return '';
  if (issue.code === 'invalid_type') return `, found ${typeOf(found)}`;
  if (issue.code !== 'invalid_value') return '';
  if (issue.values.every((value) => typeof value !== typeof found)) return `, found ${typeOf(found)}`;
  if (typeof found !== 'string') return '';
  const meant = closest(found, issue.values.map(String));
  return meant === undefined ? '' : `; did you mean ${quoted(meant)}?`;
}

function typeOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (value instanceof EnvValue) return 'a variable';
  if (Array.isArray(value)) return 'a list';
  return isMapping(value) ? 'a mapping' : (typeWords[typeof value] ?? 'another type of value');
}

/**
 * The problems of the branch that the user most likely meant: one that takes this type of value. When
 * there is none, what all branches expected.
 */
function branchProblems(
  issue: z.core.$ZodIssueInvalidUnion,
  schema: z.core.$ZodType,
  input: unknown,
): readonly KeyProblem[] {
  const branches = issue.errors.map((issues) =>
    issues.map((inner): Issue => ({ ...inner, path: [...issue.path, ...inner.path] })),
  );
  const isType = ({ code, path }: Issue) => code === 'invalid_type' && path.length === issue.path.length;
  const meant = branches
    .filter((issues) => issues.length > 0 && !issues.some(isType))
    .sort((a, b) => a.length - b.length)[0];
  if (meant !== undefined) return meant.flatMap((inner) => toKeyProblems(inner, schema, input));
  const messages = [...new Set(branches.flatMap((issues) => issues.map(({ message }) => message)))];
  const words = oneOf(messages.filter((message) => message !== ''));
  return [expected(issue.path, valueAt(input, issue.path), words || 'another value')];
}

function valueAt(input: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, segment) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    return (value as Readonly<Record<PropertyKey, unknown>>)[segment];
  }, input);
}
