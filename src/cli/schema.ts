import { configJsonSchema } from '../config/json-schema.ts';
import { kinds } from '../kinds/registry.ts';
import type { Command } from './command.ts';
import { exitCodes } from './terminal.ts';

export const schema: Command = {
  name: 'schema',
  summary: 'Print the JSON Schema of the configuration, for completion in editors.',
  about: [
    'JSON Schema 2020-12. Name the file that you keep it in at the top of the configuration: # yaml-language-server: $schema=staging-gate.schema.json',
  ],
  examples: ['staging-health-gate schema > .github/staging-gate.schema.json'],
  options: {},
  run: (_, { out }) => {
    out.write(`${JSON.stringify(configJsonSchema(kinds), null, 2)}\n`);
    return Promise.resolve(exitCodes.allow);
  },
};
