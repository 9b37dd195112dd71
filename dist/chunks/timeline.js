import { a as oneLine, o as shortened, t as dayMs } from "./spans.js";
import { c as stateTones, l as stateWords, m as seenStates, o as shareWords, t as dayWords, u as timeWords } from "./history-words.js";
import { i as renderMarkup, n as markup, r as ownMarkup } from "./markup.js";
import { n as light, r as tones, t as dark } from "./palette.js";

// src/reports/timeline-bars.ts
const full = 14;
const heights = {
	healthy: 7,
	broken: full,
	maintenance: 11,
	"no-data": 1.5
};
const order = [
	"no-data",
	"healthy",
	"maintenance",
	"broken"
];
const narrowest = {
	broken: 2.5,
	maintenance: 2
};
function stripShapes(segments, scale, { y, id }) {
	return order.flatMap((state) => {
		const spans = joined(segments.filter((segment) => segment.state === state).map((segment) => span(segment, scale)));
		if (spans.length === 0) return [];
		const height = heights[state];
		const top = y + (full - height) / 2;
		const path = spans.map(([from, to]) => `M${pixels(from)} ${pixels(top)}h${pixels(to - from)}v${pixels(height)}h${pixels(from - to)}z`).join("");
		const fill = fills[state];
		const patterned = fill === void 0 ? void 0 : markup` fill="url(#${id}-${fill})"`;
		return [markup`<path class="${fill === void 0 ? state : "patterned"}"${patterned} d="${path}"/>`];
	});
}
const fills = {
	broken: "hatch",
	maintenance: "dots"
};
function span({ state, fromMs, toMs }, { left, right, x }) {
	const snap = (value) => Math.round(value * 2) / 2;
	const [from, to] = [snap(x(fromMs)), snap(x(toMs))];
	const width = Math.max(to - from, narrowest[state] ?? 0);
	const start = Math.max(left, Math.min(from, right - width));
	return [start, start + width];
}
function joined(spans) {
	const found = [];
	for (const [from, to] of spans) {
		const last = found.at(-1);
		if (from >= to) continue;
		if (last !== void 0 && from <= last[1]) found[found.length - 1] = [last[0], Math.max(last[1], to)];
		else found.push([from, to]);
	}
	return found;
}
function pixels(value) {
	return String(Math.round(value * 100) / 100);
}

// src/reports/timeline-ticks.ts
const months = [
	"Jan",
	"Feb",
	"Mar",
	"Apr",
	"May",
	"Jun",
	"Jul",
	"Aug",
	"Sep",
	"Oct",
	"Nov",
	"Dec"
];
const labelWidth = 42;
function dayTicks({ now, days }, { left, right }, { topY, bottomY }) {
	const nowMs = now.getTime();
	const fromMs = nowMs - days * dayMs;
	const x = (ms) => Math.round((left + (ms - fromMs) / (days * dayMs) * (right - left)) * 10) / 10;
	const first = Math.ceil(fromMs / dayMs) * dayMs;
	const midnights = Array.from({ length: days + 1 }, (_, index) => first + index * dayMs).filter((ms) => ms <= nowMs);
	const step = Math.max(1, Math.ceil(labelWidth * days / (right - left)));
	const lines = midnights.map((ms) => markup`M${x(ms)} ${topY}V${bottomY + 4}`);
	const labels = midnights.filter((ms, index) => index % step === 0 && fits(x(ms), left, right)).map((ms) => markup`<text x="${x(ms)}" y="${bottomY + 16}" class="tick middle">${dayLabel(ms)}</text>`);
	return markup`<path class="grid" d="${lines}"/>${labels}<text x="${right}" y="${bottomY + 16}" class="tick end">UTC</text>`;
}
function dayLabel(ms) {
	const day = new Date(ms);
	return `${months[day.getUTCMonth()] ?? ""} ${String(day.getUTCDate())}`;
}
function fits(x, left, right) {
	return x >= left + labelWidth / 2 - 4 && x <= right - labelWidth / 2 - 26;
}

// src/reports/timeline-style.ts
function timelineStyle() {
	const scope = ".shg-timeline";
	return [
		`${scope} text{font:12.5px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}`,
		`${scope} .tick{font-size:11px}`,
		`${scope} .middle{text-anchor:middle}`,
		`${scope} .end,${scope} .now{text-anchor:end}`,
		`${scope} .now{font-weight:600}`,
		themed(scope, light),
		`@media (prefers-color-scheme:dark){${themed(scope, dark)}}`
	].join("");
}
function themed(scope, theme) {
	const rule = (selector, property, value) => `${scope} ${selector}{${property}:${value}}`;
	return [
		rule(".name", "fill", theme.ink),
		rule(".tick", "fill", theme.muted),
		rule(".grid", "stroke", theme.line),
		...tones.map((tone) => rule(`.now.${tone}`, "fill", theme.tones[tone][0])),
		rule(".healthy", "fill", theme.tones.good[0]),
		rule(".broken", "fill", theme.tones.bad[0]),
		rule(".maintenance", "fill", theme.tones.maintenance[0]),
		rule(".no-data", "fill", theme.muted),
		rule(".hatch", "fill", theme.tones.bad[1]),
		rule(".tint", "fill", theme.tones.maintenance[1])
	].join("");
}

// src/reports/timeline.ts
const layouts = {
	wide: {
		width: 760,
		left: 128,
		right: 664,
		rowHeight: 26,
		textY: 17,
		barY: 5,
		longestName: 17
	},
	narrow: {
		width: 340,
		left: 2,
		right: 338,
		rowHeight: 42,
		textY: 13,
		barY: 20,
		longestName: 32
	}
};
const top = 4;
const axisHeight = 24;
const legendRowHeight = 20;
function renderTimeline(history, options = {}) {
	const { layout: name = "wide", id = "timeline" } = options;
	const layout = layouts[name];
	const rows = [{
		name: history.environment,
		strip: history.overall
	}, ...history.layers.map(layerRow)];
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
${dayTicks(history, layout, {
		topY: top,
		bottomY: axisY
	})}
${rows.map((row, index) => rowMarkup(row, {
		history,
		layout,
		id,
		y: top + index * layout.rowHeight
	}))}
<g transform="translate(0 ${axisY + axisHeight})">${legend.items(id)}</g>
</svg>`;
	return `${renderMarkup(picture)}\n`;
}
function layerRow({ layer, ...strip }) {
	return {
		name: layer,
		strip
	};
}
function description({ now }, rows) {
	const lines = rows.map(({ name, strip }) => {
		const since = strip.since === void 0 ? "" : ` since ${timeWords(strip.since)}`;
		const week = strip.uptime.find(({ days }) => days === 7);
		const share = week?.share === void 0 ? "" : `, healthy ${shareWords(week)} of the known time of 7 days`;
		return `${oneLine(name)}: ${stateWords[strip.state]}${since}${share}.`;
	});
	return [`As of ${timeWords(now)}.`, ...lines].join(" ");
}
function rowMarkup({ name, strip }, place) {
	const { layout, history, y, id } = place;
	const { width, textY, barY, longestName } = layout;
	const windowMs = history.days * dayMs;
	const fromMs = history.now.getTime() - windowMs;
	const scale = {
		left: layout.left,
		right: layout.right,
		x: (ms) => layout.left + (ms - fromMs) / windowMs * (layout.right - layout.left)
	};
	return markup`<g transform="translate(0 ${y})"><text x="0" y="${textY}" class="name">${shortened(oneLine(name), longestName)}</text>${stripShapes(strip.segments, scale, {
		y: barY,
		id
	})}<text x="${width}" y="${textY}" class="now ${stateTones[strip.state]}">${stateWords[strip.state]}</text></g>
`;
}
function legendPlaces({ width, left }) {
	const columns = width < 500 ? 2 : seenStates.length;
	const columnWidth = columns === 2 ? width / 2 : 120;
	return {
		height: Math.ceil(seenStates.length / columns) * legendRowHeight + 2,
		items: (id) => [
			"healthy",
			"broken",
			"maintenance",
			"no-data"
		].map((state, index) => {
			const x = left + index % columns * columnWidth;
			const y = Math.floor(index / columns) * legendRowHeight;
			const swatch = stripShapes([{
				state,
				fromMs: 0,
				toMs: 24
			}], {
				left: 0,
				right: 24,
				x: (ms) => ms
			}, {
				y: 0,
				id
			});
			return markup`<g transform="translate(${x} ${y})">${swatch}<text x="31" y="12" class="tick">${stateWords[state]}</text></g>`;
		})
	};
}

export { renderTimeline as t };