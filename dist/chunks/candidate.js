import { m as shortCommit } from "./history.js";
import { a as oneLine } from "./spans.js";

// src/reports/markdown.ts
function escapeMarkdown(text) {
	return oneLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(/[\\`*_[\]|~#]/gu, (character) => `\\${character}`).replace(/^([-+=]|\d+(?=[.)]))/u, (start) => /^\d/u.test(start) ? `${start}\\` : `\\${start}`).replaceAll("$", "<span>$</span>").replaceAll("@", "@⁠");
}
function code(text) {
	const line = oneLine(text);
	if (line === "") return "";
	if (line.includes("|")) return `<code>${escapeMarkdown(line)}</code>`;
	const fence = "`".repeat(longestRun(line) + 1);
	const padding = line.startsWith("`") || line.endsWith("`") ? " " : "";
	return `${fence}${padding}${line}${padding}${fence}`;
}
function longestRun(text) {
	return (text.match(/`+/gu) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
function link(text, address) {
	if (address === void 0 || !/^https?:\/\/[^\s\p{Cc}()<>|`\\"]+$/u.test(address)) return escapeMarkdown(text);
	return `[${escapeMarkdown(text)}](${address.replaceAll("&", "&amp;")})`;
}
function table(header, rows) {
	const line = (cells) => `| ${cells.join(" | ")} |`;
	return [
		line(header),
		line(header.map(() => "---")),
		...rows.map(line)
	].join("\n");
}

// src/reports/candidate.ts
function candidateSections(report) {
	return [
		...evidenceSection(report),
		...waiverSection(report),
		...debtSection(report)
	];
}
function evidenceSection({ evidence, candidate, live, environment }) {
	if (evidence.requirements.length === 0 && evidence.missing.length === 0) return [];
	const lines = evidence.requirements.map(({ met, text }) => `- ${met ? "✅" : "❌"} ${escapeMarkdown(text)}`);
	const told = new Set(evidence.requirements.map(({ text }) => text));
	const others = evidence.missing.filter((text) => !told.has(text)).map((text) => `- ❌ ${escapeMarkdown(text)}`);
	const seen = live === void 0 ? "no commit was seen live" : `${shortCommit(live)} is live`;
	const damaged = evidence.damaged === 0 ? [] : [`- ⚠️ ${String(evidence.damaged)} damaged lines of the ledger were left out`];
	return [`${`### Evidence for ${escapeMarkdown(shortCommit(candidate))}`}\n\n${escapeMarkdown(`In ${environment}, ${seen}.`)}\n\n${[
		...others,
		...lines,
		...damaged
	].join("\n")}`];
}
const states = {
	used: "🔓 used",
	unused: "not used: nothing that it names would block",
	expired: "expired",
	"for-another-commit": "given for another commit",
	refused: "🔒 refused"
};
function waiverSection({ waivers }) {
	if (waivers.length === 0) return [];
	const rows = waivers.map((waiver) => [
		waiver.probes.join(", "),
		stateOf(waiver),
		waiver.reason,
		termsOf(waiver)
	].map((cell) => escapeMarkdown(cell)));
	return [`### Waivers\n\n${table([
		"Names",
		"State",
		"Reason",
		"Terms"
	], rows)}`];
}
function waiverLine(waiver) {
	return `waiver of ${waiver.probes.join(", ")}: ${stateOf(waiver)} (${waiver.reason}; ${termsOf(waiver)})`;
}
function stateOf({ state, refusal }) {
	return refusal === void 0 ? states[state] : `${states[state]}: ${refusal}`;
}
function termsOf({ source, until, actor }) {
	if (source === "file") return `until ${until ?? "no day"}`;
	return `for this commit${actor === void 0 ? "" : `, by ${actor}`}`;
}
function debtSection({ debt }) {
	if (debt === void 0) return [];
	const commits = debt.candidates.map((commit) => `- ${escapeMarkdown(shortCommit(commit))}`);
	return [[
		`### ⏱️ ${escapeMarkdown(debt.sentence)}`,
		`Since ${debt.since}.`,
		...commits.length === 0 ? [] : [commits.join("\n")]
	].join("\n\n")];
}

export { link as a, escapeMarkdown as i, waiverLine as n, table as o, code as r, candidateSections as t };