// src/core/one-line.ts
function oneLine(text) {
	return text.replaceAll(/\s+/gu, " ").replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, "").toWellFormed().trim();
}
function shortened(text, most) {
	return text.length <= most ? text : `${text.slice(0, most - 1)}…`.toWellFormed();
}

// src/core/spans.ts
const secondMs = 1e3;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const units = [
	["d", dayMs],
	["h", hourMs],
	["min", minuteMs],
	["s", secondMs],
	["ms", 1]
];
function formatSpan(ms, rounding = "down") {
	if (!Number.isFinite(ms)) return "an unknown time";
	const step = resolution(ms);
	let rest = (rounding === "up" ? Math.ceil : Math.floor)(Math.max(0, ms) / step) * step;
	const parts = [];
	for (const [unit, unitMs] of units) {
		const count = Math.floor(rest / unitMs);
		rest -= count * unitMs;
		if (count > 0) parts.push(`${String(count)} ${unit}`);
	}
	return parts.length === 0 ? "0 s" : parts.join(" ");
}
function resolution(ms) {
	if (ms >= 864e5) return hourMs;
	if (ms >= 10 * 6e4) return minuteMs;
	return ms >= 1e3 ? secondMs : 1;
}

export { oneLine as a, minuteMs as i, formatSpan as n, shortened as o, hourMs as r, dayMs as t };