import { chainLayers, type Layer } from '../../core/model.ts';
import { list } from '../../core/headline.ts';
import { shortened } from '../../core/one-line.ts';
import type { Report } from '../../core/report.ts';
import { chainEdges, layerStates } from '../chain.ts';
import { markup, type Markup } from '../markup.ts';
import { iconShape, lookTones, lookWords, type Look } from './icons.ts';

interface Node {
  readonly layer: Layer;
  readonly look: Look;
  /** What is said below the name. */
  readonly words: string;
}

/** Where the layers of the chain stand: how far along it, and in which lane. */
const places: Readonly<Record<string, readonly [rank: number, lane: number]>> = {
  cdw: [0, 0],
  vista: [0, 1],
  vetext: [1, 0],
  'vista-api': [1, 1],
  chip: [2, 0],
  lorota: [2, 1],
  'vets-api': [3, 0],
  'vets-website': [4, 0],
};

interface Grid {
  readonly name: 'wide' | 'tall';
  readonly width: number;
  readonly step: readonly [x: number, y: number];
  /** Layers of the user per row. */
  readonly columns: number;
}

const nodeHeight = 50;
const margin = 2;

/** Along the page where it is wide; down it on a phone. */
const wide: Grid = { name: 'wide', width: 148, step: [190, 92], columns: 5 };
const tall: Grid = { name: 'tall', width: 140, step: [176, 82], columns: 2 };

const mostOwnLayers = 30;

/** The chain as a picture, for wide and for narrow pages, of which the style sheet shows one. */
export function chainSection(report: Report): Markup {
  const nodes = nodesOf(report);
  return markup`<section aria-labelledby="chain">
<h2 id="chain">The chain</h2>
<p class="note">The arrows go the way of a check-in. A layer that is broken is named as a root; what fails because of it is blocked.</p>
<div class="card picture">
${picture(nodes, wide)}
${picture(nodes, tall)}
</div>
</section>`;
}

function nodesOf(report: Report): readonly Node[] {
  const { probes, rootCauses } = report;
  const inMaintenance = new Set(
    rootCauses.filter(({ code }) => code === 'MAINTENANCE').map(({ layer }) => layer),
  );
  const blockersOf = new Map<Layer, Set<Layer>>();
  for (const { layer, blockedBy = [] } of probes)
    blockersOf.set(layer, new Set([...(blockersOf.get(layer) ?? []), ...blockedBy]));
  return [...layerStates(report)].map(([layer, state]) => {
    const look = state === 'fail' && inMaintenance.has(layer) ? 'maintenance' : state;
    const blockers = [...(blockersOf.get(layer) ?? [])];
    const words = look === 'blocked' ? `blocked by ${list(blockers)}` : lookWords[look];
    return { layer, look, words };
  });
}

function picture(nodes: readonly Node[], grid: Grid): Markup {
  const own = nodes.filter(({ layer }) => !isChain(layer)).slice(0, mostOwnLayers);
  const spots = new Map(
    nodes.flatMap((node) => {
      const spot = spotOf(node.layer, own, grid);
      return spot === undefined ? [] : [[node.layer, spot] as const];
    }),
  );
  const width = Math.max(...[...spots.values()].map(([x]) => x)) + grid.width + margin;
  const height = Math.max(...[...spots.values()].map(([, y]) => y)) + nodeHeight + margin;
  const heard = nodes.map(({ layer, words }) => `${layer}: ${words}`).join('. ');
  const id = `chain-${grid.name}`;
  return markup`<svg class="chain ${grid.name}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">The layers of the check-in chain and their states</title>
<desc id="${id}-desc">${heard}.</desc>
<defs><marker id="${id}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="tip" d="M0 .5 7.5 4 0 7.5z"/></marker></defs>
${chainEdges.map(([from, to]) => edge(spots.get(from), spots.get(to), grid))}
${nodes.map((node) => drawn(node, spots.get(node.layer), grid))}
</svg>`;
}

type Spot = readonly [x: number, y: number];

function spotOf(layer: Layer, own: readonly Node[], { name, step, columns }: Grid): Spot | undefined {
  const index = own.findIndex((node) => node.layer === layer);
  if (!isChain(layer) && index < 0) return undefined;
  const [rank, lane] = isChain(layer)
    ? (places[layer] ?? [0, 0])
    : name === 'wide'
      ? [index % columns, 2 + Math.floor(index / columns)]
      : [5 + Math.floor(index / columns), index % columns];
  const [column, row] = name === 'wide' ? [rank, lane] : [lane, rank];
  return [margin + column * step[0], margin + row * step[1]];
}

function isChain(layer: Layer): boolean {
  return (chainLayers as readonly string[]).includes(layer);
}

/** Straight where two stand side by side or one above the other, else a curve beside the straight ones. */
function edge(from: Spot | undefined, to: Spot | undefined, grid: Grid): Markup | undefined {
  if (from === undefined || to === undefined) return undefined;
  const [dx, dy] = [Math.sign(to[0] - from[0]), Math.sign(to[1] - from[1])];
  const aside = dx === 0 || dy === 0 ? 0 : 13 * dy;
  const [startX, startY] = side(from, grid, dx, dx === 0 ? dy : 0);
  const [endX, endY] = side(to, grid, -dx, dx === 0 ? -dy : 0);
  const [y, toY] = [startY + aside, endY - aside];
  const bend = (endX - startX) / 2;
  const path =
    aside === 0
      ? markup`L${endX} ${toY}`
      : markup`C${startX + bend} ${y} ${endX - bend} ${toY} ${endX} ${toY}`;
  return markup`<path class="edge" d="M${startX} ${y}${path}" marker-end="url(#chain-${grid.name}-arrow)"/>`;
}

function side([x, y]: Spot, { width }: Grid, dx: number, dy: number): Spot {
  return [x + (width / 2) * (1 + dx), y + (nodeHeight / 2) * (1 + dy)];
}

function drawn({ layer, look, words }: Node, spot: Spot | undefined, { width }: Grid): Markup | undefined {
  if (spot === undefined) return undefined;
  const [x, y] = spot;
  // At about 5.8 pixels a letter, beside the icon.
  const most = Math.floor((width - 42) / 5.8);
  return markup`<g class="node ${lookTones[look]} ${look}" transform="translate(${x} ${y})"><rect width="${width}" height="${nodeHeight}" rx="10"/>${iconShape(look, 12, 17)}<text class="name" x="38" y="22">${shortened(layer, 14)}</text><text class="words" x="38" y="38">${shortened(words, most)}</text></g>
`;
}
