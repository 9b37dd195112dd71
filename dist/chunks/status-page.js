import { T as verdictTitles, m as shortCommit, r as uptimeDays } from "./history.js";
import { o as shortened } from "./spans.js";
import { a as link, i as escapeMarkdown, o as table, r as code, t as candidateSections } from "./candidate.js";
import { a as outageRoots, i as outageLength, l as stateWords, o as shareWords, r as knownWords, s as sinceWords, t as dayWords, u as timeWords } from "./history-words.js";

// src/reports/status-page.ts
const longestText = 2e3;
function renderStatusPage(input) {
	const { history, report, branch } = input;
	const { badge, timeline } = input.pictures ?? {
		badge: "badge.svg",
		timeline: "timeline.svg"
	};
	const name = escapeMarkdown(history.environment);
	return `${[
		`# ${stateMarks[history.overall.state]} ${name}: ${stateWords[history.overall.state]}`,
		`![Badge: the state of ${name}](${badge})`,
		nowSection(history, report),
		`![${name} over the last ${dayWords(history.days)}, layer by layer; the table below says the same](${timeline})`,
		layerSection(history),
		candidateSection(report),
		outageSection(history),
		aboutSection(branch)
	].join("\n\n")}\n`;
}
const stateMarks = {
	healthy: "✅",
	broken: "❌",
	maintenance: "🛠️",
	"no-data": "❔"
};
function nowSection({ overall, now }, { verdict, headline, runUrl }) {
	const words = {
		healthy: "Healthy since",
		broken: "Broken since",
		maintenance: "In maintenance since"
	};
	const since = sinceWords(overall, now);
	const state = overall.state === "no-data" ? `Last known ${since}` : `${words[overall.state]} ${since}`;
	const run = runUrl === void 0 ? [] : [link("run", runUrl)];
	return [
		`**${state}**`,
		`${verdictTitles[verdict]}: ${escapeMarkdown(shortened(headline, longestText))}`,
		`<sub>${[`As of ${timeWords(now)}`, ...run].join(" · ")}</sub>`
	].join("\n\n");
}
function layerSection({ environment, overall, layers, now, maxGapMs }) {
	const header = [
		"",
		"Layer",
		"Now",
		"Since",
		...uptimeDays.map((days) => `Up, ${dayWords(days)}`)
	];
	const row = (name, strip) => [
		stateMarks[strip.state],
		name,
		stateWords[strip.state],
		sinceWords(strip, now),
		...strip.uptime.map(uptimeCell)
	];
	const rows = [row(`**${escapeMarkdown(environment)}**`, overall), ...layers.map((layer) => row(escapeMarkdown(layer.layer), layer))];
	const gap = String(Math.round(maxGapMs / 6e4));
	return [
		"## Layers",
		table(header, rows),
		`<sub>Up is the share of the known time; small, how much is known. Between samples more than ${gap} min apart nothing is known. Maintenance is known, and not up.</sub>`
	].join("\n\n");
}
function uptimeCell(uptime) {
	if (uptime.share === void 0) return "unknown";
	return `${shareWords(uptime)} <sub>of ${knownWords(uptime)}</sub>`;
}
function candidateSection(report) {
	const { candidate, environment, live } = report;
	const sections = candidateSections(report);
	const seen = live === void 0 ? "no commit was seen live" : `${code(shortCommit(live))} is live`;
	return [`## Candidate ${code(shortCommit(candidate))}`, ...sections.length === 0 ? [`In ${escapeMarkdown(environment)} ${seen}. No evidence is required, and nothing is waived.`] : sections].join("\n\n");
}
function outageSection({ outages }) {
	if (outages.length === 0) return "## Last outages\n\nThe ledger has none.";
	const rows = outages.map((outage) => [
		timeWords(outage.start),
		outage.end === void 0 ? "**not yet**" : timeWords(outage.end),
		outageLength(outage),
		escapeMarkdown(outageRoots(outage))
	]);
	return `## Last outages\n\n${table([
		"Began",
		"Ended",
		"Length",
		"Broken"
	], rows)}`;
}
function aboutSection(branch) {
	return [
		"## About this branch",
		`This branch, ${code(branch)}, holds data and no code. The staging health gate writes it: each run of its monitor appends one line to the file of its day (UTC), \`ledger/YYYY/MM/DD.jsonl\`, and draws this page anew. Before a deploy the gate reads these lines to decide whether the commit was exercised in staging while staging was healthy.`,
		["- Do not merge this branch, and do not edit it by hand: a line that cannot be read proves nothing.", "- Deleting the branch deletes the evidence. The gate creates it anew, and candidates must be exercised again."].join("\n")
	].join("\n\n");
}

export { renderStatusPage };