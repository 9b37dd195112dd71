import { defineConfig } from 'vitest/config';

import { reliability } from './scripts/reliability.ts';
import { tally } from './scripts/tally-reporter.ts';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['__tests__/**/*.test.ts'],
    // Tests start child processes and PostgreSQL: each file gets a process of its own.
    pool: 'forks',
    // Wide, because no timing decides a test; they only end one that hangs.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: [
      'default',
      ...(process.env['GITHUB_ACTIONS'] === 'true' ? ['github-actions'] : []),
      reliability(process.stdout),
      tally(process.stdout),
    ],
    coverage: {
      provider: 'v8',
      include: ['src/core/**'],
      reporter: ['text-summary'],
      thresholds: { branches: 95 },
    },
  },
});
