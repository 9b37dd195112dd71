import { t as renderTimeline } from "./timeline.js";

export { renderTimeline };