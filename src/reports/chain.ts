import { factsOf } from '../core/fault-codes.ts';
import { chainLayers, type Layer, type Status } from '../core/model.ts';
import { shortened } from '../core/one-line.ts';
import type { Report } from '../core/report.ts';
import { statusMarks } from './words.ts';

/** Which layer calls which (check-in-stack: environment map); the arrows point the way of a check-in. */
export const chainEdges: readonly (readonly [Layer, Layer])[] = [
  ['cdw', 'vetext'],
  ['vista', 'vista-api'],
  ['vista-api', 'vetext'],
  ['vetext', 'chip'],
  ['vista-api', 'chip'],
  ['chip', 'lorota'],
  ['chip', 'vets-api'],
  ['lorota', 'vets-api'],
  ['vets-api', 'vets-website'],
];

/** How a layer is shown in a picture of the chain. */
export type LayerState = Status | 'blocked' | 'not-probed';

/** The state of every layer that was probed or that is named as a root cause; the others are `not-probed`. */
export function layerStates({ probes, rootCauses }: Report): ReadonlyMap<Layer, LayerState> {
  const order: readonly LayerState[] = ['not-probed', 'pass', 'warn', 'unknown', 'blocked', 'fail'];
  const states = new Map<Layer, LayerState>(chainLayers.map((layer) => [layer, 'not-probed']));
  const note = (layer: Layer, state: LayerState) => {
    const known = states.get(layer) ?? 'not-probed';
    states.set(layer, order.indexOf(state) > order.indexOf(known) ? state : known);
  };
  for (const { layer, status, blockedBy } of probes) {
    note(layer, status === 'fail' && blockedBy !== undefined ? 'blocked' : status);
  }
  for (const { layer, code } of rootCauses) {
    const isBroken = factsOf(code).status === 'fail';
    if (isBroken || (code !== 'NOT_RUN' && states.get(layer) === 'not-probed')) note(layer, 'fail');
  }
  return states;
}

/** Fill and text colours with a contrast that reads in GitHub's light and dark themes. */
const colours: Readonly<Record<LayerState, string>> = {
  pass: 'fill:#1a7f37,color:#ffffff,stroke:#1a7f37',
  warn: 'fill:#9a6700,color:#ffffff,stroke:#9a6700',
  unknown: 'fill:#57606a,color:#ffffff,stroke:#57606a',
  fail: 'fill:#cf222e,color:#ffffff,stroke:#cf222e',
  blocked: 'fill:#bc4c00,color:#ffffff,stroke:#bc4c00,stroke-dasharray:4',
  'not-probed': 'fill:#eaeef2,color:#24292f,stroke:#8c959f,stroke-dasharray:2',
};

const marks: Readonly<Record<LayerState, string>> = { ...statusMarks, blocked: '⛔', 'not-probed': '·' };

/** The chain and some more: Mermaid draws no text of more than 50,000 characters (`maxTextSize`). */
const mostLayers = 60;
const longestName = 60;

/** The chain as a Mermaid graph, coloured and marked by state, for GitHub's Markdown. */
export function renderChain(report: Report): string {
  const all = layerStates(report);
  const states = new Map([...all].slice(0, mostLayers));
  const layers = [...states.keys()];
  const id = (layer: Layer) => `l${String(layers.indexOf(layer))}`;
  const nodes = [...states].map(
    ([layer, state]) => `  ${id(layer)}["${marks[state]} ${mermaidText(layer)}"]:::${classOf(state)}`,
  );
  const edges = chainEdges.map(([from, to]) => `  ${id(from)} --> ${id(to)}`);
  const classes = [...new Set(states.values())].map(
    (state) => `  classDef ${classOf(state)} ${colours[state]}`,
  );
  const cut = all.size - states.size;
  const rest = cut === 0 ? [] : [`  rest["and ${String(cut)} more layers"]`];
  return ['```mermaid', 'graph LR', ...nodes, ...rest, ...edges, ...classes, '```'].join('\n');
}

/** Mermaid reserves some words for class names. */
function classOf(state: LayerState): string {
  return `s-${state}`;
}

/** Layers of `http` probes are named by the user. */
function mermaidText(text: string): string {
  return shortened(text, longestName).replaceAll(/[^\p{L}\p{N} ._…-]/gu, ' ');
}
