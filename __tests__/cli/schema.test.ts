import { tmpdir } from 'node:os';

import { describe, expect, it } from 'vitest';

import { configJsonSchema } from '../../src/config/json-schema.ts';
import { kinds } from '../../src/kinds/registry.ts';
import { command } from '../support/terminal.ts';

describe('schema', () => {
  it('prints the JSON Schema of the configuration, and nothing else', async () => {
    const { code, out, err } = await command(['schema'], { cwd: tmpdir() });
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(configJsonSchema(kinds))));
  });
});
