import type { History, Strip } from '../core/history.ts';
import { oneLine, shortened } from '../core/one-line.ts';
import { seenStates } from '../core/seen-state.ts';
import { dayMs } from '../core/spans.ts';
import { stripShapes } from './timeline-bars.ts';
import { timeWords } from '../core/time-words.ts';
import { dayWords, shareWords, stateTones, stateWords } from './history-words.ts';
import { markup, ownMarkup, renderMarkup, type Markup } from './markup.ts';
import { dayTicks } from './timeline-ticks.ts';
import { timelineStyle } from './timeline-style.ts';

/** Where things stand, in pixels of the picture. */
export interface TimelineLayout {
  readonly width: number;
  /** The strips go from here … */
  readonly left: number;
  /** … to here. */
  readonly right: number;
  readonly rowHeight: number;
  /** Baselines and tops within a row. */
  readonly textY: number;
  readonly barY: number;
  readonly longestName: number;
}

const layouts = {
  wide: { width: 760, left: 128, right: 656, rowHeight: 26, textY: 17, barY: 5, longestName: 17 },
  narrow: { width: 340, left: 2, right: 338, rowHeight: 42, textY: 13, barY: 20, longestName: 32 },
} as const satisfies Record<string, TimelineLayout>;

const top = 4;
const axisHeight = 30;
const legendRowHeight = 20;

interface Row {
  readonly name: string;
  readonly strip: Strip;
}

/**
 * The picture of the last days as a self-contained SVG: a strip per layer below the one of the
 * environment. States differ by height and pattern as well as by colour, in light and dark.
 *
 * @param options.layout `narrow` puts the names above the strips, for a phone
 * @param options.id begins every id in it, so that several can stand in one page
 */
export function renderTimeline(
  history: History,
  options: { readonly layout?: keyof typeof layouts; readonly id?: string } = {},
): string {
  const { layout: name = 'wide', id = 'timeline' } = options;
  const layout: TimelineLayout = layouts[name];
  const rows = [{ name: history.environment, strip: history.overall }, ...history.layers.map(layerRow)];
  const legend = legendPlaces(layout);
  const axisY = top + rows.length * layout.rowHeight;
  const height = axisY + axisHeight + legend.height;
  const picture = markup`<svg xmlns="http://www.w3.org/2000/svg" class="shg-timeline" width="${layout.width}" height="${height}" viewBox="0 0 ${layout.width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${oneLine(history.environment)} over the last ${dayWords(history.days)}</title>
<desc id="${id}-desc">${description(history, rows)}</desc>
<style>${ownMarkup(timelineStyle())}</style>
<defs>
<pattern id="${id}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" class="broken"/><rect width="1.6" height="5" class="hatch"/></pattern>
<pattern id="${id}-dots" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" class="tint"/><circle cx="2.5" cy="2.5" r="1.3" class="maintenance"/></pattern>
</defs>
${dayTicks(history, layout, { topY: top, bottomY: axisY })}
${rows.map((row, index) => rowMarkup(row, { history, layout, id, y: top + index * layout.rowHeight }))}
<g transform="translate(0 ${axisY + axisHeight})">${legend.items(id)}</g>
</svg>`;
  return `${renderMarkup(picture)}\n`;
}

function layerRow({ layer, ...strip }: History['layers'][number]): Row {
  return { name: layer, strip };
}

/** For those who hear the picture. */
function description({ now }: History, rows: readonly Row[]): string {
  const lines = rows.map(({ name, strip }) => {
    const since = strip.since === undefined ? '' : ` since ${timeWords(strip.since)}`;
    const week = strip.uptime.find(({ days }) => days === 7);
    const share =
      week?.share === undefined ? '' : `, healthy ${shareWords(week)} of the known time of 7 days`;
    return `${oneLine(name)}: ${stateWords[strip.state]}${since}${share}.`;
  });
  return [`As of ${timeWords(now)}.`, ...lines].join(' ');
}

function rowMarkup(
  { name, strip }: Row,
  place: {
    readonly history: History;
    readonly layout: TimelineLayout;
    readonly id: string;
    readonly y: number;
  },
): Markup {
  const { layout, history, y, id } = place;
  const { width, textY, barY, longestName } = layout;
  const windowMs = history.days * dayMs;
  const fromMs = history.now.getTime() - windowMs;
  const scale = {
    left: layout.left,
    right: layout.right,
    x: (ms: number) => layout.left + ((ms - fromMs) / windowMs) * (layout.right - layout.left),
  };
  return markup`<g transform="translate(0 ${y})"><text x="0" y="${textY}" class="name">${shortened(oneLine(name), longestName)}</text>${stripShapes(strip.segments, scale, { y: barY, id })}<text x="${width}" y="${textY}" class="now ${stateTones[strip.state]}">${stateWords[strip.state]}</text></g>
`;
}

/** One swatch per state: in one row, or where that is too narrow in two columns. */
function legendPlaces({ width, left }: TimelineLayout) {
  const columns = width < 500 ? 2 : seenStates.length;
  const columnWidth = columns === 2 ? width / 2 : 132;
  return {
    height: Math.ceil(seenStates.length / columns) * legendRowHeight + 2,
    items: (id: string) =>
      (['healthy', 'broken', 'maintenance', 'no-data'] as const).map((state, index) => {
        const x = left + (index % columns) * columnWidth;
        const y = Math.floor(index / columns) * legendRowHeight;
        const scale = { left: 0, right: 24, x: (ms: number) => ms };
        const swatch = stripShapes([{ state, fromMs: 0, toMs: 24 }], scale, { y: 0, id });
        return markup`<g transform="translate(${x} ${y})">${swatch}<text x="31" y="12" class="tick">${stateWords[state]}</text></g>`;
      }),
  };
}
