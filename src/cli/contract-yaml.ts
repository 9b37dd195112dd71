import { Document, isScalar, Scalar, visit } from 'yaml';

import type { TableContract } from '../core/plan.ts';
import { showName } from '../core/table-name.ts';

/** The contracts as the `tables` of a probe of kind `cdw`, below a comment. */
export function contractYaml(contracts: readonly TableContract[], comment: string): string {
  const tables = contracts.map(({ schema, table, columns }) => {
    const written = Object.entries(columns).map(
      ([name, { type, notNull }]) => [name, notNull ? `${type} not null` : type] as const,
    );
    return [showName(schema, table), { columns: Object.fromEntries(written) }] as const;
  });
  const document = new Document({ tables: Object.fromEntries(tables) });
  document.commentBefore = comment.replaceAll(/^/gmu, ' ');
  visit(document, {
    Map: (_, map) => {
      // An empty mapping has no other form.
      map.flow = map.items.length === 0;
    },
    Pair: (_, { key }) => {
      // Plain, this one would stand for the keys of another mapping.
      if (isScalar(key) && key.value === '<<') key.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0, singleQuote: true });
}
