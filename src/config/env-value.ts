/**
 * A string of the configuration that names variables of the environment. It stays an object until
 * a field takes it, so that a field can tell `${NAME}` from the same text written out.
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

  constructor(template: string, env: Readonly<Record<string, string | undefined>>) {
    const names = [...template.matchAll(reference)].map((match) => match[1] ?? '');
    this.template = template;
    this.value = template.replaceAll(reference, (_, name: string) => env[name] ?? '');
    this.missing = [...new Set(names.filter((name) => !env[name]))];
    this.isWhole = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/u.test(template);
    this.parts = names.flatMap((name) => env[name] ?? []);
  }

  static isTemplate(text: string): boolean {
    return text.search(reference) >= 0;
  }
}

const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/gu;
