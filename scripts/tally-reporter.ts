import type { Reporter, TestModule } from 'vitest/node';

/** What a run of vitest came to. A file that does not load counts as one failure. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

type CountedModule = Pick<TestModule, 'ok'> & {
  readonly children: { allTests(): Iterable<{ result(): { readonly state: string } }> };
};

/** Counts the tests of all files; `strayErrors` were thrown outside any test. */
export function countTests(modules: readonly CountedModule[], strayErrors: number): Tally {
  let passed = 0;
  let failed = strayErrors;
  let skipped = 0;
  for (const module of modules) {
    const states = [...module.children.allTests()].map((test) => test.result().state);
    const broken = states.filter((state) => state === 'failed').length;
    passed += states.filter((state) => state === 'passed').length;
    skipped += states.filter((state) => state !== 'passed' && state !== 'failed').length;
    failed += broken === 0 && !module.ok() ? 1 : broken;
  }
  return { passed, failed, skipped };
}

/** `3 passed, 0 failed`, with the skipped ones when there are any. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  const line = `${String(passed)} passed, ${String(failed)} failed`;
  return skipped === 0 ? line : `${line}, ${String(skipped)} skipped`;
}

/** A vitest reporter that writes the tally as the last line of the run, after the coverage report. */
export function tally(output: { write(text: string): unknown }): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      const line = tallyLine(countTests(modules, errors.length));
      process.once('exit', () => output.write(`\n${line}\n`));
    },
  };
}
