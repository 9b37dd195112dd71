import { loadConfig, type LoadedConfig } from '../../src/config/load.ts';
import type { Environment } from '../../src/config/env-value.ts';
import type { Kinds } from '../../src/config/schema.ts';
import { ConfigError } from '../../src/errors.ts';
import { sampleKinds } from './sample-kinds.ts';

export const file = 'gate.yml';

/** What `loadConfig` makes of a text with the sample kinds and no files beside it. */
export function load(text: string, env: Environment = {}, kinds: Kinds = sampleKinds): LoadedConfig {
  return loadConfig({ file, text }, env, kinds, () => ({ problem: 'no such file' }));
}

/** Every problem of a text, one a line; fails when there is none. */
export function problemsOf(text: string, env: Environment = {}, kinds?: Kinds): readonly string[] {
  try {
    load(text, env, kinds);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  throw new Error('the configuration was accepted');
}

/** A file with one `shelf` named `a`, whose further keys start on line 7. */
export function shelfWith(...lines: readonly string[]): string {
  return [
    'version: 1',
    'environment: staging',
    'probes:',
    '  a:',
    '    kind: shelf',
    '    url: ${SHELF_URL}',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
}

export const shelfEnv = { SHELF_URL: 'postgres://reader:a%40b@db.example/cdw?sslmode=verify-full' } as const;

export const doorEnv = { DOOR_USER: 'porter-7', DOOR_PASSWORD: 'pa55:word/9' } as const;
