import { inspect } from 'node:util';

import { Secret } from '../secrets.ts';

/** The variables of the environment; those that are not set are absent or undefined. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The name of a variable, as a regular expression's source. */
export const variablePattern = '\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}';

const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/gu;
const whole = new RegExp(`^${variablePattern}$`, 'u');

/**
 * A string of the configuration that names variables of the environment. It stays an object until
 * a field takes it, so that a field can tell `${NAME}` from the same text written out. Shown, it is
 * its template and never its value.
 */
export class EnvValue {
  /** As written: `Bearer ${TOKEN}`. */
  readonly template: string;
  /** With the variables filled in; the missing ones are empty. */
  readonly value: string;
  /** The variables that are not set, or empty. */
  readonly missing: readonly string[];
  /** Nothing but one `${NAME}`. */
  readonly isWhole: boolean;
  /** The values of the variables that are set. */
  readonly parts: readonly string[];

  constructor(template: string, env: Environment) {
    const names = [...template.matchAll(reference)].map((match) => match[1] ?? '');
    const valueOf = (name: string) => (Object.hasOwn(env, name) ? (env[name] ?? '') : '');
    this.template = template;
    this.value = template.replaceAll(reference, (_, name: string) => valueOf(name));
    this.missing = [...new Set(names.filter((name) => valueOf(name) === ''))];
    this.isWhole = whole.test(template);
    this.parts = names.map(valueOf).filter((value) => value !== '');
  }

  static isTemplate(text: string): boolean {
    return text.search(reference) >= 0;
  }

  /** What is left of a text when its variables are taken out; a `${` in it is a slip of the pen. */
  static withoutVariables(text: string): string {
    return text.replaceAll(reference, '');
  }

  /** The value as a secret that also knows each variable's own value. */
  toSecret(): Secret {
    return new Secret(this.value, this.parts);
  }

  toString(): string {
    return this.template;
  }

  toJSON(): string {
    return this.template;
  }

  [inspect.custom](): string {
    return this.template;
  }
}
