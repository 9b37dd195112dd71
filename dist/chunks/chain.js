import { y as factsOf } from "./history-words.js";
import { D as chainLayers, S as statusMarks } from "./history.js";
import { o as shortened } from "./spans.js";

// src/reports/chain.ts
const chainEdges = [
	["cdw", "vetext"],
	["vista", "vista-api"],
	["vista-api", "vetext"],
	["vetext", "chip"],
	["vista-api", "chip"],
	["chip", "lorota"],
	["chip", "vets-api"],
	["lorota", "vets-api"],
	["vets-api", "vets-website"]
];
function layerStates({ probes, rootCauses }) {
	const order = [
		"not-probed",
		"pass",
		"warn",
		"unknown",
		"blocked",
		"fail"
	];
	const states = new Map(chainLayers.map((layer) => [layer, "not-probed"]));
	const note = (layer, state) => {
		const known = states.get(layer) ?? "not-probed";
		states.set(layer, order.indexOf(state) > order.indexOf(known) ? state : known);
	};
	for (const { layer, status, blockedBy } of probes) note(layer, status === "fail" && blockedBy !== void 0 ? "blocked" : status);
	for (const { layer, code } of rootCauses) if (factsOf(code).status === "fail" || code !== "NOT_RUN" && states.get(layer) === "not-probed") note(layer, "fail");
	return states;
}
const colours = {
	pass: "fill:#1a7f37,color:#ffffff,stroke:#1a7f37",
	warn: "fill:#9a6700,color:#ffffff,stroke:#9a6700",
	unknown: "fill:#57606a,color:#ffffff,stroke:#57606a",
	fail: "fill:#cf222e,color:#ffffff,stroke:#cf222e",
	blocked: "fill:#bc4c00,color:#ffffff,stroke:#bc4c00,stroke-dasharray:4",
	"not-probed": "fill:#eaeef2,color:#24292f,stroke:#8c959f,stroke-dasharray:2"
};
const marks = {
	...statusMarks,
	blocked: "⛔",
	"not-probed": "·"
};
const mostLayers = 60;
const longestName = 60;
function renderChain(report) {
	const all = layerStates(report);
	const states = new Map([...all].slice(0, mostLayers));
	const layers = [...states.keys()];
	const id = (layer) => `l${String(layers.indexOf(layer))}`;
	const nodes = [...states].map(([layer, state]) => `  ${id(layer)}["${marks[state]} ${mermaidText(layer)}"]:::${classOf(state)}`);
	const edges = chainEdges.map(([from, to]) => `  ${id(from)} --> ${id(to)}`);
	const classes = [...new Set(states.values())].map((state) => `  classDef ${classOf(state)} ${colours[state]}`);
	const cut = all.size - states.size;
	const rest = cut === 0 ? [] : [`  rest["and ${String(cut)} more layers"]`];
	return [
		"```mermaid",
		"graph LR",
		...nodes,
		...rest,
		...edges,
		...classes,
		"```"
	].join("\n");
}
function classOf(state) {
	return `s-${state}`;
}
function mermaidText(text) {
	return shortened(text, longestName).replaceAll(/[^\p{L}\p{N} ._…-]/gu, " ");
}

export { layerStates as n, renderChain as r, chainEdges as t };