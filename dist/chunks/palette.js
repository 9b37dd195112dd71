// src/reports/palette.ts
const tones = [
	"good",
	"warn",
	"bad",
	"blocked",
	"maintenance",
	"untested",
	"quiet"
];
const light = {
	ground: "#f8f8f6",
	surface: "#ffffff",
	ink: "#1b1d20",
	muted: "#5a6068",
	line: "#dfe1e3",
	accent: "#1c5cb0",
	tones: {
		good: ["#1a7340", "#e6f4ea"],
		warn: ["#8a5700", "#fcf1d9"],
		bad: ["#b3261e", "#fdeae8"],
		blocked: ["#9c4310", "#fcece2"],
		maintenance: ["#1c5cb0", "#e6effb"],
		untested: ["#6a3fb5", "#f0eafb"],
		quiet: ["#565d66", "#eeeff0"]
	}
};
const dark = {
	ground: "#121417",
	surface: "#1a1d21",
	ink: "#e9ebee",
	muted: "#a5adb7",
	line: "#31363d",
	accent: "#86b6ff",
	tones: {
		good: ["#5cc98c", "#16291e"],
		warn: ["#e8b753", "#2c2413"],
		bad: ["#ff8b7e", "#351b1a"],
		blocked: ["#f2a06c", "#301f15"],
		maintenance: ["#86b6ff", "#18243a"],
		untested: ["#bda5ff", "#251d3a"],
		quiet: ["#b1b9c3", "#262a2f"]
	}
};

export { light as n, tones as r, dark as t };