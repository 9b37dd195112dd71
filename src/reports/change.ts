import type { Change } from '../core/change.ts';
import type { Layer } from '../core/model.ts';
import { list } from '../core/headline.ts';
import { formatSpan } from '../core/spans.ts';
import type { Report } from '../core/report.ts';

/** What happened, in one sentence without a full stop. */
export function changeSentence(report: Report, change: Change): string {
  const { environment } = report;
  const layers = rootLayers(report);
  const named = layers.length === 0 ? '' : `: ${list(layers)}`;
  switch (change.kind) {
    case 'broke':
      return `${environment} broke${named}`;
    case 'changed':
      return `${environment} is still broken, for another reason${named}`;
    case 'broke-again':
      return `${environment} broke again${named}`;
    case 'recovered':
      return `${environment} is healthy again after ${formatSpan(change.outageMs)}`;
    case 'waived':
      return `${environment}: a waiver is in use`;
  }
}

/** The layers that block of themselves, each once. */
export function rootLayers({ rootCauses }: Report): readonly Layer[] {
  return [...new Set(rootCauses.filter(({ blocking }) => blocking).map(({ layer }) => layer))];
}

/**
 * What the report says is broken, as one word that changes exactly when a blocking root layer or its
 * code does: `cdw=COLUMN_MISSING&lorota=TIMEOUT`. Empty when nothing is. It can stand in an HTML comment.
 */
export function changeKey({ rootCauses }: Report): string {
  const roots = rootCauses.filter(({ blocking }) => blocking);
  const words = roots.map(({ layer, code }) => `${encoded(layer)}=${code}`);
  return [...new Set(words)].sort().join('&');
}

/** Two dashes would be half of the end of a comment. */
function encoded(layer: Layer): string {
  return encodeURIComponent(layer.toWellFormed()).replaceAll('-', '%2D');
}
