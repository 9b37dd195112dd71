import { i as minuteMs, t as dayMs } from "./spans.js";
import { d as environmentSamples, f as foundBroken, p as layerSamples, y as factsOf } from "./history-words.js";

// src/core/model.ts
const chainLayers = [
	"cdw",
	"vista",
	"vista-api",
	"vetext",
	"lorota",
	"chip",
	"vets-api",
	"vets-website"
];
const statuses = [
	"pass",
	"warn",
	"unknown",
	"fail"
];
const verdicts = [
	"ready",
	"not-ready",
	"inconclusive",
	"untested"
];
const modes = [
	"gate",
	"monitor",
	"diagnose"
];

// src/reports/words.ts
const statusMarks = {
	pass: "✅",
	warn: "⚠️",
	unknown: "❔",
	fail: "❌"
};
const verdictTitles = {
	ready: "✅ Ready",
	"not-ready": "❌ Not ready",
	inconclusive: "❔ Inconclusive",
	untested: "🧪 Untested"
};
function resultOf({ status, blockedBy }) {
	return blockedBy === void 0 ? status : `${status}, blocked by ${blockedBy.join(", ")}`;
}
function worstFirst(results) {
	const rank = ({ status, blockedBy }) => 2 * statuses.indexOf(status) - (blockedBy === void 0 ? 0 : 1);
	return results.toSorted((a, b) => rank(b) - rank(a));
}
function timeOf(ms) {
	const whole = Math.round(ms);
	if (whole < 1e3) return `${String(whole)} ms`;
	if (whole < 59950) return `${(whole / 1e3).toFixed(1)} s`;
	const seconds = Math.round(whole / 1e3);
	return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}
function tally(checks) {
	const passed = checks.filter((check) => check.status === "pass").length;
	return `${String(passed)} of ${String(checks.length)}`;
}
function ownerOf(owner) {
	if (owner === void 0) return "no owner configured";
	return owner.contact === void 0 ? owner.team : `${owner.team} (${owner.contact})`;
}

// src/core/faults.ts
function hintOf(fault) {
	const { cause, next } = factsOf(fault.code);
	return fault.hint ?? `${cause} ${next}`;
}
function faultyCheck(check, fault) {
	const { status } = factsOf(fault.code);
	return {
		...check,
		durationMs: check.durationMs ?? 0,
		status,
		fault
	};
}
function isFaulty(check) {
	return check.status !== "pass";
}
function isIndependent(check) {
	if (check.status === "pass") return true;
	return check.independent === true || factsOf(check.fault.code).independent;
}
function faultLine(fault) {
	return `expected ${fault.expected}, observed ${fault.observed}`;
}

// src/core/commit.ts
const commitForm = /^[0-9a-f]{7,40}$/iu;
function isSameCommit(one, other) {
	if (one === void 0 || other === void 0) return false;
	if (!commitForm.test(one) || !commitForm.test(other)) return false;
	const [a, b] = [one.toLowerCase(), other.toLowerCase()];
	return a.startsWith(b) || b.startsWith(a);
}
function commitMatcher(commit) {
	const known = /* @__PURE__ */ new Map();
	return (other) => {
		let same = known.get(other);
		if (same === void 0) known.set(other, same = isSameCommit(commit, other));
		return same;
	};
}
function shortCommit(commit) {
	return commit.slice(0, 7);
}
function isFullCommit(commit) {
	return /^[0-9a-f]{40}$/u.test(commit);
}

// src/core/layer-graph.ts
function traceToRoots(failures, probes) {
	const terrain = terrainOf(failures, probes);
	const explained = ownBefore(failures.map((failure) => ({
		...failure,
		above: nearestFailed(failure, terrain)
	})));
	const graph = graphOf(explained);
	const roots = new Set([...graph.keys()].filter((layer) => isRoot(layer, graph)));
	return explained.map(({ above, ...failure }) => {
		const found = [...reach(above, graph)].filter((layer) => roots.has(layer));
		return {
			...failure,
			roots: found.length === 0 ? [failure.layer] : found.sort(byChain)
		};
	});
}
function ownBefore(explained) {
	const broken = new Set(explained.filter(({ probe, above }) => isChainLayer(probe.layer) && above.size === 0).map(({ layer }) => layer));
	return explained.map((failure) => isChainLayer(failure.probe.layer) || !broken.has(failure.layer) ? failure : {
		...failure,
		above: /* @__PURE__ */ new Set()
	});
}
function isChainLayer(layer) {
	return chainLayers.includes(layer);
}
function byChain(a, b) {
	return position(a) - position(b) || Number(a > b) - Number(a < b);
}
function isHealthy({ status }) {
	return status === "pass" || status === "warn";
}
function position(layer) {
	const index = chainLayers.indexOf(layer);
	return index < 0 ? chainLayers.length : index;
}
function terrainOf(failures, probes) {
	const byLayer = [...Map.groupBy(probes, (probe) => probe.layer)];
	return {
		upstreams: new Map(byLayer.map(([layer, own]) => [layer, own.flatMap((probe) => probe.upstreams)])),
		failed: new Set(failures.map((failure) => failure.layer)),
		healthy: new Set(byLayer.filter(([, own]) => own.every(isHealthy)).map(([layer]) => layer))
	};
}
function nearestFailed(failure, { upstreams, failed, healthy }) {
	const found = /* @__PURE__ */ new Set();
	if (isIndependent(failure.check)) return found;
	const seen = /* @__PURE__ */ new Set([failure.layer]);
	const next = [...upstreams.get(failure.layer) ?? [], ...earlierLegs(failure)];
	for (let layer = next.pop(); layer !== void 0; layer = next.pop()) {
		if (seen.has(layer)) continue;
		seen.add(layer);
		if (failed.has(layer)) found.add(layer);
		else if (!healthy.has(layer)) next.push(...upstreams.get(layer) ?? []);
	}
	return found;
}
function earlierLegs({ probe, layer }) {
	if (isChainLayer(probe.layer)) return [];
	return isChainLayer(layer) ? probe.upstreams.filter((leg) => position(leg) < position(layer)) : probe.upstreams;
}
function graphOf(explained) {
	const byLayer = [...Map.groupBy(explained, (failure) => failure.layer)];
	return new Map(byLayer.map(([layer, own]) => [layer, {
		ofItself: own.some(({ above }) => above.size === 0),
		above: new Set(own.flatMap(({ above }) => [...above]))
	}]));
}
function reach(from, graph) {
	const reached = /* @__PURE__ */ new Set();
	const next = [...from];
	for (let layer = next.pop(); layer !== void 0; layer = next.pop()) {
		if (reached.has(layer)) continue;
		reached.add(layer);
		const failed = graph.get(layer);
		if (failed?.ofItself === false) next.push(...failed.above);
	}
	return reached;
}
function isRoot(layer, graph) {
	const failed = graph.get(layer);
	if (failed === void 0 || failed.ofItself) return true;
	return [...reach(failed.above, graph)].every((above) => reach([above], graph).has(layer));
}

// src/core/moments.ts
const clockSkewMs = 5 * minuteMs;
function readMoments(input) {
	const nowMs = input.now.getTime();
	const oldestMs = nowMs - (input.expiresAfterMs ?? Infinity);
	const samples = [];
	for (const entry of input.entries) {
		if (entry.environment !== input.environment) continue;
		const atMs = Date.parse(entry.at);
		if (atMs >= oldestMs && atMs <= nowMs + clockSkewMs) samples.push({
			atMs: Math.min(atMs, nowMs),
			entry
		});
	}
	return together(samples.sort((a, b) => a.atMs - b.atMs));
}
function together(samples) {
	const moments = [];
	let entries = [];
	let lastMs;
	for (const { atMs, entry } of samples) if (atMs === lastMs) entries.push(entry);
	else {
		entries = [entry];
		moments.push({
			atMs,
			entries
		});
		lastMs = atMs;
	}
	return moments;
}

// src/core/outages.ts
function findOutages(moments, { nowMs, maxGapMs }) {
	const samples = environmentSamples(moments);
	const outages = [];
	let open;
	let wasHealthy = false;
	samples.forEach(({ atMs, state }, index) => {
		if (open !== void 0) advance(open, atMs, maxGapMs);
		if (state === "broken") {
			open ??= {
				startMs: atMs,
				atLeast: !wasHealthy,
				lastMs: atMs,
				unseenMs: 0,
				roots: /* @__PURE__ */ new Set()
			};
			for (const layer of rootsOf(moments[index])) open.roots.add(layer);
		} else if (state === "healthy") {
			if (open !== void 0) outages.push(closed(open, atMs, true));
			open = void 0;
			wasHealthy = true;
		}
	});
	if (open !== void 0) {
		advance(open, nowMs, maxGapMs);
		outages.push(closed(open, nowMs, false));
	}
	return outages.reverse();
}
function advance(open, atMs, maxGapMs) {
	const gapMs = atMs - open.lastMs;
	if (gapMs > maxGapMs) open.unseenMs += gapMs;
	open.lastMs = atMs;
}
function closed({ startMs, atLeast, unseenMs, roots }, endMs, isOver) {
	return {
		start: new Date(startMs),
		...isOver ? { end: new Date(endMs) } : {},
		durationMs: endMs - startMs,
		roots: [...roots].sort(byChain),
		unseenMs,
		atLeast
	};
}
function rootsOf(moment) {
	return (moment?.entries.filter(foundBroken) ?? []).flatMap(({ rootCauses }) => rootCauses.map(({ layer }) => layer));
}

// src/core/strip.ts
function cutSegments(samples, window, maxGapMs) {
	const segments = [];
	const add = (state, fromMs, toMs) => {
		const from = Math.max(fromMs, window.fromMs);
		const to = Math.min(toMs, window.toMs);
		if (from >= to) return;
		const last = segments.at(-1);
		if (last?.state === state) segments[segments.length - 1] = {
			...last,
			toMs: to
		};
		else segments.push({
			state,
			fromMs: from,
			toMs: to
		});
	};
	add("no-data", window.fromMs, samples[0]?.atMs ?? window.toMs);
	samples.forEach(({ atMs, state }, index) => {
		const next = samples[index + 1];
		const endMs = next?.atMs ?? window.toMs;
		const seen = endMs - atMs <= maxGapMs && isConfirmed(state, next);
		add(seen ? state : "no-data", atMs, endMs);
	});
	return segments;
}
function isConfirmed(state, next) {
	return state !== "healthy" || next === void 0 || next.state === "healthy";
}
function currentState(samples, nowMs, maxGapMs) {
	const last = samples.at(-1);
	return last === void 0 || nowMs - last.atMs > maxGapMs ? "no-data" : last.state;
}
function heldSinceMs(samples, nowMs, maxGapMs) {
	const state = currentState(samples, nowMs, maxGapMs);
	const endsIt = enders[state];
	if (state === "no-data") return samples.findLast((sample) => sample.state !== "no-data")?.atMs;
	let beginMs;
	for (const sample of samples.toReversed()) {
		if (endsIt.includes(sample.state)) break;
		if (state === "healthy" && beginMs !== void 0 && beginMs - sample.atMs > maxGapMs) break;
		if (sample.state === state) beginMs = sample.atMs;
	}
	return beginMs;
}
const enders = {
	healthy: [
		"no-data",
		"maintenance",
		"broken"
	],
	broken: ["healthy"],
	maintenance: ["healthy", "broken"],
	"no-data": []
};
function uptimeOf(segments, days) {
	const total = (wanted) => segments.reduce((sum, { state, fromMs, toMs }) => sum + (wanted(state) ? toMs - fromMs : 0), 0);
	const knownMs = total((state) => state !== "no-data");
	const healthyMs = total((state) => state === "healthy");
	return {
		days,
		knownMs,
		healthyMs,
		share: knownMs === 0 ? void 0 : healthyMs / knownMs
	};
}

// src/core/history.ts
const defaultMaxGapMs = 45 * minuteMs;
const uptimeDays = [
	1,
	7,
	30
];
const mostOutages = 10;
function readHistory(input) {
	const { environment, now, days = 7, maxGapMs = defaultMaxGapMs } = input;
	const nowMs = now.getTime();
	const moments = readMoments(input);
	const view = {
		nowMs,
		days,
		maxGapMs
	};
	const latest = latestOf(moments);
	return {
		environment,
		now,
		days,
		maxGapMs,
		overall: stripOf(environmentSamples(moments), view),
		layers: layersSince(moments, nowMs - days * dayMs).map((layer) => ({
			layer,
			...stripOf(layerSamples(moments, layer), view)
		})),
		outages: findOutages(moments, view).slice(0, mostOutages),
		...latest === void 0 ? {} : { latest }
	};
}
function stripOf(samples, { nowMs, days, maxGapMs }) {
	const sinceMs = heldSinceMs(samples, nowMs, maxGapMs);
	const last = (length) => cutSegments(samples, {
		fromMs: nowMs - length * dayMs,
		toMs: nowMs
	}, maxGapMs);
	return {
		state: currentState(samples, nowMs, maxGapMs),
		...sinceMs === void 0 ? {} : { since: new Date(sinceMs) },
		segments: last(days),
		uptime: uptimeDays.map((length) => uptimeOf(last(length), length))
	};
}
function layersSince(moments, fromMs) {
	const recent = moments.filter(({ atMs }) => atMs >= fromMs).flatMap(({ entries }) => entries);
	return [...new Set(recent.flatMap(({ layers }) => Object.keys(layers)))].sort(byChain);
}
function latestOf(moments) {
	const rank = (entry) => [badness.indexOf(entry.verdict), JSON.stringify(entry)];
	return moments.at(-1)?.entries.reduce((worst, entry) => {
		const [[bad, text], [worstBad, worstText]] = [rank(entry), rank(worst)];
		return bad > worstBad || bad === worstBad && text > worstText ? entry : worst;
	});
}
const badness = [
	"ready",
	"untested",
	"inconclusive",
	"not-ready"
];

export { verdicts as A, tally as C, chainLayers as D, worstFirst as E, modes as O, statusMarks as S, verdictTitles as T, hintOf as _, clockSkewMs as a, ownerOf as b, isChainLayer as c, commitMatcher as d, isFullCommit as f, faultyCheck as g, faultLine as h, findOutages as i, statuses as k, isHealthy as l, shortCommit as m, readHistory as n, readMoments as o, isSameCommit as p, uptimeDays as r, byChain as s, defaultMaxGapMs as t, traceToRoots as u, isFaulty as v, timeOf as w, resultOf as x, isIndependent as y };