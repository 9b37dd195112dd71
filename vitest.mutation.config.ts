import { defineConfig } from 'vitest/config';

/** The tests that mutants of `src/core` have to survive: those that need no server. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['__tests__/core/**/*.test.ts'],
    pool: 'forks',
    // Wide, because a busy machine is no finding; a mutant that hangs is ended by Stryker.
    testTimeout: 60_000,
  },
});
