import * as z from 'zod';

import { reportSchema } from '../../src/core/report-schema.ts';

/**
 * JSON Schema 2020-12 of `report.json`. Further fields are allowed: within a version fields are added, and a reader
 * must not stumble over them.
 */
export function reportJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(reportSchema, {
    io: 'input',
    // What `format` says already, spelt out by zod in hundreds of characters.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  return { $schema, title: 'Report of the Staging Health Gate, version 1', ...schema };
}
