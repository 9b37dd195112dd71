import type { Fault } from './core/model.ts';

/** One thing wrong with what the user wrote: where, which key, and what was expected there. */
export interface Problem {
  /** `file:line:column`, or the name of an input. */
  readonly where: string;
  readonly message: string;
}

/** The user's configuration or inputs are wrong. Carries every problem found, not the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ where, message }) => `${where}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/** Thrown by clients: a foreign error, translated into a fault. The foreign error itself is dropped. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}
