import type { Given, Options } from './options.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** One word behind `staging-health-gate`. */
export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Paragraphs for its own help. */
  readonly about: readonly string[];
  /** Lines that can be copied. */
  readonly examples: readonly string[];
  readonly options: Options;
  /**
   * @throws UsageError, ConfigError: told by their problems. Anything else counts as a bug.
   */
  run(given: Given, terminal: Terminal): Promise<ExitCode>;
}
