// src/reports/markup.ts
const safe = Symbol("markup");
function markup(strings, ...values) {
	const text = strings.reduce((done, part, index) => done + textOf(values[index - 1]) + part);
	return { [safe]: text };
}
function renderMarkup(value) {
	return value[safe];
}
function ownMarkup(text) {
	return { [safe]: text };
}
function textOf(value) {
	if (value === void 0) return "";
	if (typeof value === "string") return escapeMarkup(value);
	if (typeof value === "number") return String(value);
	if (isList(value)) return value.map(textOf).join("");
	return value[safe];
}
function isList(value) {
	return Array.isArray(value);
}
function escapeMarkup(text) {
	return text.toWellFormed().replaceAll(/[^\P{Cc}\t\n]|[\p{Bidi_Control}\uFFFE\uFFFF]/gu, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;").replaceAll("'", "&#39;");
}
function webAddress(text) {
	if (text === void 0 || !URL.canParse(text)) return void 0;
	const url = new URL(text);
	return (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "" ? url.href : void 0;
}
function anchor(text, address) {
	const href = webAddress(address);
	return href === void 0 ? markup`${text}` : markup`<a href="${href}" rel="noopener noreferrer">${text}</a>`;
}

export { webAddress as a, renderMarkup as i, markup as n, ownMarkup as r, anchor as t };