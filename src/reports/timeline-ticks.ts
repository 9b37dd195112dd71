import type { History } from '../core/history.ts';
import { dayMs } from '../core/spans.ts';
import { markup, type Markup } from './markup.ts';
import type { TimelineLayout } from './timeline.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Room that a label such as `Aug 15` takes, in pixels. */
const labelWidth = 42;

/** A line at each midnight in UTC, and its day where there is room. */
export function dayTicks(
  { now, days }: History,
  { left, right }: TimelineLayout,
  { topY, bottomY }: { readonly topY: number; readonly bottomY: number },
): Markup {
  const nowMs = now.getTime();
  const fromMs = nowMs - days * dayMs;
  const x = (ms: number) => Math.round((left + ((ms - fromMs) / (days * dayMs)) * (right - left)) * 10) / 10;
  const first = Math.ceil(fromMs / dayMs) * dayMs;
  const midnights = Array.from({ length: days + 1 }, (_, index) => first + index * dayMs).filter(
    (ms) => ms <= nowMs,
  );
  const step = Math.max(1, Math.ceil((labelWidth * days) / (right - left)));
  const lines = midnights.map((ms) => markup`M${x(ms)} ${topY}V${bottomY + 4}`);
  const labels = midnights
    .filter((ms, index) => index % step === 0 && fits(x(ms), left, right))
    .map((ms) => markup`<text x="${x(ms)}" y="${bottomY + 16}" class="tick middle">${dayLabel(ms)}</text>`);
  // Below the names where they stand on the left, else at the end of the axis.
  const zone = isBeside(left) ? markup`<text x="0"` : markup`<text x="${right}" class="end"`;
  return markup`<path class="grid" d="${lines}"/>${labels}<g class="axis">${zone} y="${bottomY + 16}">UTC</text></g>`;
}

/** `Aug 15`. */
function dayLabel(ms: number): string {
  const day = new Date(ms);
  return `${months[day.getUTCMonth()] ?? ''} ${String(day.getUTCDate())}`;
}

/** Neither cut off at an end, nor over the name of the time zone. */
function fits(x: number, left: number, right: number): boolean {
  const room = labelWidth / 2 - 4;
  return isBeside(left) ? x <= right - room / 2 : x >= left + room && x <= right - room - 30;
}

function isBeside(left: number): boolean {
  return left >= 2 * labelWidth;
}
