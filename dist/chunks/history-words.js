import { a as oneLine, n as formatSpan, o as shortened, t as dayMs } from "./spans.js";

// src/core/fault-codes/facts.ts
function facts(status, flags, cause, next) {
	return {
		status,
		independent: flags.includes("independent"),
		transient: flags.includes("transient"),
		network: flags.includes("network"),
		testData: flags.includes("test-data"),
		cause,
		next
	};
}

// src/core/fault-codes/answers.ts
const answerFaults = {
	HTTP_STATUS: facts("fail", [], "The service answered with another status than the one that means health.", "Look at the logs of the service at the time of this run."),
	GATEWAY: facts("fail", ["transient"], "A gateway answered for the service: what stands behind it is down or too slow.", "Look at the service behind the gateway, not at the gateway."),
	HEADER_MISMATCH: facts("fail", ["independent"], "A header of the answer is missing or different.", "Compare the deployed version of the service with the contract."),
	BODY_MISMATCH: facts("fail", [], "The answer lacks a field that the check-in needs, or carries it in another form.", "Find the change that removed or altered the field, and restore it."),
	BODY_NOT_JSON: facts("fail", [], "The answer is not JSON: an error page, a proxy's page or a cut-off answer.", "Open the address by hand and see who answers."),
	BODY_TOO_LARGE: facts("fail", ["independent"], "The answer is larger than any answer of this service can be.", "Check the address, and what answers there."),
	ERROR_IN_BODY: facts("fail", [], "The status says success while the body reports an error.", "Look up the error in the logs of the service."),
	UNEXPECTED_RECORD: facts("fail", ["independent"], "The service claims to know a record that was made up a moment ago.", "Check whether mocks answer in place of the service."),
	MOCKED: facts("fail", ["independent"], "Recorded answers are switched on, so nothing real is tested.", "Switch the mock toggle off in staging."),
	SWITCHED_OFF: facts("fail", ["independent"], "The feature is switched off in staging.", "Switch the feature toggle on in staging."),
	WRONG_REVISION: facts("fail", ["independent"], "Another version than the expected one is live.", "Wait for the deployment to finish, or correct the expected version."),
	FALLBACK_PAGE: facts("fail", ["independent"], "The server answers every path with the same page, so the page itself may be missing.", "Check that the build of the application was published."),
	RATE_LIMITED: facts("unknown", ["independent", "transient"], "The service limits how often this caller may ask.", "Run the gate less often, or ask the owner for a higher limit."),
	MAINTENANCE: facts("fail", ["independent"], "The layer is in an announced maintenance window.", "Wait for the window to end, then run the gate again.")
};

// src/core/fault-codes/chain.ts
const chainFaults = {
	UPSTREAM: facts("fail", [], "The service answered and says that a system behind it failed.", "Go to the layer that the fault names."),
	NO_APPOINTMENT: facts("fail", ["independent", "test-data"], "The synthetic patient has no appointment that could be checked in.", "Book a slot for the synthetic patient in the staging tool, within 45 minutes before or 15 minutes after now."),
	RECORD_MISSING: facts("fail", ["independent"], "LoROTA does not know the record: it was never stored, or was deleted after three wrong answers.", "Create the record of the synthetic patient anew."),
	OUTSIDE_WINDOW: facts("fail", ["independent", "test-data"], "The appointment of the synthetic patient cannot be checked in now: too early, too late, or in a state that forbids it.", "Book a slot within the window: from 45 minutes before to 15 minutes after now."),
	INSURANCE_FLAG: facts("fail", ["independent", "test-data"], "The synthetic patient is flagged for insurance verification, which stops the check-in.", "Clear the insurance-verification flag of the synthetic patient in the staging tool."),
	IDENTITY_REFUSED: facts("fail", [], "The record exists, but its last name or date of birth is not the synthetic patient's: one of them was not stored.", "Check that name and date of birth are in the payload that VEText sends, and the values in the configuration."),
	RECORD_EXPIRED: facts("fail", ["independent"], "The record of the synthetic patient has expired or is locked for now.", "Create the record anew."),
	LEFTOVER: facts("warn", ["independent"], "The journey could not remove what it created.", "Delete the record by hand; its id is in the log of the service."),
	NO_DATA: facts("unknown", ["independent"], "The monitoring has no data for the window asked about, which proves neither health nor outage.", "Check the query, its environment tag and whether the metric is still sent."),
	TOO_FEW: facts("fail", [], "Fewer check-ins succeed than at this hour is normal.", "Look at the chain's other findings first, then at the check-in dashboards."),
	MONITOR_ALERT: facts("fail", [], "A monitor that watches this layer is alerting.", "Open the monitor and follow its runbook."),
	MONITOR_WARNS: facts("warn", [], "A monitor that watches this layer is close to its threshold.", "Watch the monitor.")
};

// src/core/fault-codes/gate.ts
const gateFaults = {
	CREDENTIAL_REFUSED: facts("unknown", ["independent"], "The credential that the gate uses was refused: it expired, was rotated or lacks a right.", "Renew the credential in the repository's secrets."),
	KEY_UNUSABLE: facts("unknown", ["independent"], "The signing key that the gate was given cannot be used.", "Store the private key in PEM form (RSA, 2,048 bits or more) in the secret."),
	SECRET_MISSING: facts("unknown", ["independent"], "A variable that the configuration names is missing or empty; pull requests from forks never get secrets.", "Set the secret and pass it to the step in `env:`."),
	RUNNER_OFFLINE: facts("unknown", ["independent"], "No probe reached anything, so the runner's own network is the likely reason; hosted runners cannot reach hosts inside the VA network.", "Use a self-hosted runner inside the VA network (`runs-on`), or check its proxy and DNS."),
	NOT_RUN: facts("unknown", [], "An earlier step failed, so this one had nothing to go on.", "Mend the earlier step first."),
	DEADLINE: facts("unknown", ["independent"], "The gate's own deadline ended the run before this check was done.", "Raise the `deadline` input, or find the probe that takes so long."),
	CANCELLED: facts("unknown", ["independent"], "The run was cancelled before this check was done.", "Run the gate again."),
	INTERNAL: facts("unknown", ["independent"], "The gate itself failed: a bug of ours, not of staging.", "Report it to the gate's maintainers with the run's link.")
};

// src/core/fault-codes/network.ts
const networkFaults = {
	CONNECT_REFUSED: facts("fail", [
		"independent",
		"transient",
		"network"
	], "Nothing listens on that port: the service is stopped or being deployed.", "Start the service, or wait for its deployment to finish."),
	CONNECT_RESET: facts("fail", ["transient", "network"], "The connection was cut: the service or a proxy before it crashed or restarted.", "Look at the restarts and logs of the service and of its proxy."),
	UNREACHABLE: facts("fail", [
		"independent",
		"transient",
		"network"
	], "The network has no route to the host.", "Check routes, firewalls and security groups between the runner and the host."),
	TIMEOUT: facts("fail", ["transient", "network"], "The service accepted the request and did not answer in time.", "Look for a hung process or a slow dependency; a restart of the container often helps."),
	DNS: facts("fail", [
		"independent",
		"transient",
		"network"
	], "The host name does not resolve from this runner.", "Check the host name and that the runner uses the DNS of its network."),
	PROTOCOL: facts("fail", ["independent", "network"], "What answered does not speak the expected protocol.", "Check scheme and port of the address, and what a proxy puts in between."),
	TLS_EXPIRED: facts("fail", ["independent"], "The certificate of the service has expired.", "Renew the certificate."),
	TLS_NOT_YET_VALID: facts("fail", ["independent"], "The certificate is not valid yet: it was installed too early or a clock is wrong.", "Check the dates of the certificate and the clock of the runner."),
	TLS_WRONG_HOST: facts("fail", ["independent"], "The certificate was issued for another host name.", "Check the host name in the address, and the certificate that is installed there."),
	TLS_UNTRUSTED: facts("unknown", ["independent"], "The runner does not trust the authority that issued the certificate.", "Give the authority's certificate in the `ca-file` input."),
	TLS_HANDSHAKE: facts("fail", ["independent"], "Client and server could not agree on how to encrypt, or a client certificate is demanded.", "Check the TLS versions of the service and whether it asks for a client certificate."),
	TLS_EXPIRES_SOON: facts("warn", ["independent"], "The certificate of the service expires within 30 days.", "Renew the certificate before it expires."),
	REDIRECTED: facts("fail", ["independent"], "The service sends the caller elsewhere, often to a login page or a new address.", "Check the address, and whether the service moved or now demands a login.")
};

// src/core/fault-codes/reservations.ts
const reservationFaults = {
	FLAKY: facts("warn", ["independent"], "It passed only after another attempt.", "Watch it; if it recurs, look at the restarts of the service."),
	SLOW: facts("warn", ["independent"], "It passed, but took longer than its budget.", "Look for a slow dependency; slowness alone does not block.")
};

// src/core/fault-codes/tables.ts
const tableFaults = {
	TABLE_MISSING: facts("fail", ["independent"], "The staging copy of the database has no such table or view.", "Re-sync the staging copy from production."),
	COLUMN_MISSING: facts("fail", ["independent"], "The staging copy of the table lacks a column that production has.", "Re-sync the table from production, so that both schemas match."),
	TYPE_MISMATCH: facts("fail", ["independent"], "The column has another or a narrower type than agreed.", "Re-sync the table from production, or correct the contract."),
	TYPE_WIDENED: facts("warn", ["independent"], "The column is wider than agreed: values may come that a reader cannot hold.", "Check the readers of the column, then correct the contract."),
	NULLABLE: facts("fail", ["independent"], "The column may be empty, although the contract says it never is.", "Restore the NOT NULL constraint, or correct the contract."),
	NO_GRANT: facts("fail", ["independent"], "The probing role may not read the table.", "Grant SELECT on the table and USAGE on its schema to the role."),
	SELECT_FAILED: facts("fail", ["independent"], "The catalogue lists the table, but reading from it fails: often a view whose base changed.", "Recreate the view on the present base tables."),
	NOT_ENOUGH_ROWS: facts("fail", ["independent"], "The table holds fewer rows than the tests need.", "Load the table, or the rows of the synthetic patient."),
	STALE: facts("fail", ["independent"], "The newest row is older than agreed: the nightly load did not run.", "Look at the load job and run it again."),
	LOCKED: facts("fail", ["independent", "transient"], "The table is locked by another session for longer than the probe waits.", "Find the session that holds the lock; a running load may be the reason."),
	STARTING_UP: facts("fail", ["independent", "transient"], "The database is starting up, shutting down or recovering.", "Wait until the database accepts connections."),
	TOO_MANY_CONNECTIONS: facts("fail", ["independent", "transient"], "The database has no connection left.", "Find who holds the connections, or raise the limit."),
	DATABASE_MISSING: facts("fail", ["independent"], "The server has no database of that name.", "Restore the database, or correct the address."),
	SERVER_ERROR: facts("fail", ["independent"], "The database answered with an error that none of the other codes names.", "Look up the SQLSTATE in the log of the database.")
};

// src/core/fault-codes.ts
const faultCodes = {
	...networkFaults,
	...answerFaults,
	...chainFaults,
	...tableFaults,
	...gateFaults,
	...reservationFaults
};
function isFaultCode(value) {
	return typeof value === "string" && Object.hasOwn(faultCodes, value);
}
function factsOf(code) {
	return isFaultCode(code) ? faultCodes[code] : faultCodes.INTERNAL;
}

// src/core/reported-waivers.ts
function reportWaivers(applied, refused) {
	return [
		...applied.used.map((waiver) => reported(waiver, "used")),
		...refused.map(({ actor, ...waiver }) => ({
			state: "refused",
			source: "dispatch",
			...waiver,
			...actor === void 0 ? {} : { actor }
		})),
		...applied.unused.map((waiver) => reported(waiver, "unused")),
		...applied.expired.map((waiver) => reported(waiver, "expired")),
		...applied.otherCandidate.map((waiver) => reported(waiver, "for-another-commit"))
	];
}
function reported(waiver, state) {
	const { source, probes, reason, until, actor } = waiver;
	return {
		state,
		source,
		probes,
		reason,
		...until === void 0 ? {} : { until: until.toISOString().slice(0, 10) },
		...actor === void 0 ? {} : { actor }
	};
}
function waiverWords({ probes, reason, until, actor }) {
	const terms = [
		reason,
		...until === void 0 ? [] : [`until ${until}`],
		...actor === void 0 ? [] : [`by ${actor}`]
	];
	return `${probes.join(", ")} (${terms.join(", ")})`;
}

// src/core/headline.ts
const longestPart = 160;
const longestCommit = 12;
const gateOwner = "Whoever owns the gate's setup acts next.";
function writeHeadline(report) {
	const { selectedProbes: subset = [], enforced } = report;
	return oneLine([
		enforced ? "" : "Not enforced:",
		sentences(report),
		subset.length === 0 ? "" : `Only ${list(subset)} ran.`
	].join(" "));
}
function sentences(report) {
	const { verdict, environment } = report;
	switch (verdict) {
		case "ready": return readySentence(report);
		case "not-ready": return `${environment} cannot run check-in tests: ${brokenSentences(report)}`;
		case "inconclusive": return `Nobody knows whether ${environment} can run check-in tests: ${unknownSentences(report)}`;
		case "untested": return untestedSentence(report);
	}
}
function readySentence(report) {
	const { environment, probes, waivers } = report;
	const used = waivers.filter(({ state }) => state === "used");
	if (used.length > 0) return `${environment} is let through by waiver of ${used.map(waiverWords).join("; ")}. Nothing else blocks.`;
	const required = probes.filter((probe) => probe.required).length;
	const warned = probes.filter((probe) => probe.status === "warn");
	const broken = probes.filter((probe) => probe.status === "fail" || probe.status === "unknown");
	return `${environment} is ready: ${required === 1 ? "the one required probe passed" : `all ${String(required)} required probes passed`}${warned.length === 0 ? "" : `, with warnings from ${list(warned.map(({ name }) => name))}`}.${broken.length === 0 ? "" : ` Not required and not passing: ${list(broken.map(({ name }) => name))}.`}`;
}
function untestedSentence(report) {
	const { environment, candidate, evidence } = report;
	const { unsteady } = report;
	if (unsteady !== void 0) return `${environment} is not steady: ${unsteady}. Wait longer, or look at what comes and goes.`;
	const reasons = evidence.missing.map((reason) => reason.replace(/\.$/u, ""));
	const why = reasons.length === 0 ? "the evidence is not complete" : reasons.join("; ");
	return `${environment} is healthy, but candidate ${candidate.slice(0, longestCommit)} is untested there: ${why}. Run the check-in tests, or wait for the monitor to do so.`;
}
function brokenSentences({ rootCauses, probes }) {
	const [first, ...others] = rootCauses.filter((cause) => cause.blocking);
	if (first === void 0) return `a required probe failed, and no check says why. ${gateOwner}`;
	const unjudged = probes.filter((probe) => probe.required && probe.status === "unknown");
	return [
		`${first.layer} ${stateOf(first, probes)}.`,
		turn(first),
		also("Also broken", others.filter((cause) => !isMaintenance(cause) && !isTestData(cause)).map(layerOf)),
		also("Without usable test data", others.filter(isTestData).map(layerOf)),
		also("In maintenance", others.filter(isMaintenance).map(layerOf)),
		also("Not judged", unjudged.map(({ name }) => name))
	].join(" ");
}
function stateOf(cause, probes) {
	if (isMaintenance(cause)) return `is in maintenance${cause.until === void 0 ? "" : ` until ${cause.until}`}`;
	const isOwn = probes.some(({ name, layer }) => name === cause.probe && layer === cause.layer);
	return `${isTestData(cause) ? "lacks usable test data" : "is broken"}${isOwn ? "" : `, as ${cause.probe} shows,`} at ${finding(cause)}`;
}
function turn(cause) {
	if (isMaintenance(cause)) return "Wait for the end of the window, then run the gate again.";
	const { owner, layer } = cause;
	if (owner === void 0) return `Whoever owns ${layer} acts next.`;
	return `${owner.team}${owner.contact === void 0 ? "" : ` (${owner.contact})`} acts next.`;
}
function unknownSentences({ rootCauses, evidence }) {
	const causes = rootCauses.filter((cause) => cause.blocking);
	const ours = causes.filter((cause) => cause.code !== "RUNNER_OFFLINE");
	if (ours.length < causes.length) return `no probe reached anything, so the runner's own network is the likely reason. ${gateOwner} ${also("Not judged either", ours.map(probeOf))}`;
	const [first, ...others] = ours;
	if (first === void 0) return `${withoutCause(evidence)} ${gateOwner}`;
	if (first.code === "CANCELLED") return "the run was cancelled. Run the gate again.";
	return `${`${first.probe} could not be judged at ${finding(first)}.`} ${gateOwner} ${also("Not judged either", others.map(probeOf))}`;
}
function withoutCause({ state, missing }) {
	return state === "unreadable" ? `its probes pass, but nothing is known of this candidate: ${missing.join("; ")}.` : "no required probe gave a result.";
}
function finding({ check, code, observed }) {
	return `${shortened(check, longestPart)} (${code}: ${shortened(observed, longestPart)})`;
}
function isMaintenance({ code }) {
	return code === "MAINTENANCE";
}
function isTestData({ code }) {
	return factsOf(code).testData;
}
function layerOf({ layer }) {
	return layer;
}
function probeOf({ probe }) {
	return probe;
}
function also(words, names) {
	return names.length === 0 ? "" : `${words}: ${list(names)}.`;
}
function list(items) {
	const last = items.at(-1) ?? "";
	return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

// src/core/seen-state.ts
const seenStates = [
	"healthy",
	"no-data",
	"maintenance",
	"broken"
];
function environmentSamples(moments) {
	return moments.map(({ atMs, entries }) => ({
		atMs,
		state: worstState(entries.map(environmentState))
	}));
}
function layerSamples(moments, layer) {
	return moments.flatMap(({ atMs, entries }) => {
		const states = entries.flatMap((entry) => layerState(entry, layer) ?? []);
		return states.length === 0 ? [] : [{
			atMs,
			state: worstState(states)
		}];
	});
}
function foundBroken(entry) {
	return !entry.healthy && (entry.verdict === "not-ready" || hasWaivedFailure(entry));
}
function environmentState(entry) {
	if (entry.healthy) return "healthy";
	if (!foundBroken(entry)) return "no-data";
	const { rootCauses, maintenance } = entry;
	return rootCauses.length > 0 && rootCauses.every(({ layer }) => maintenance.includes(layer)) ? "maintenance" : "broken";
}
function hasWaivedFailure({ waivers, probes }) {
	return waivers.some((waiver) => waiver.probes.some((name) => ownStatus(probes, name) === "fail"));
}
function layerState({ layers, maintenance }, layer) {
	switch (ownStatus(layers, layer)) {
		case void 0: return;
		case "pass":
		case "warn": return "healthy";
		case "unknown": return "no-data";
		case "fail": return maintenance.includes(layer) ? "maintenance" : "broken";
	}
}
function ownStatus(byName, name) {
	return Object.hasOwn(byName, name) ? byName[name] : void 0;
}
function worstState(states) {
	return states.reduce((worst, state) => seenStates.indexOf(state) > seenStates.indexOf(worst) ? state : worst, "healthy");
}

// src/reports/history-words.ts
const stateWords = {
	healthy: "healthy",
	broken: "broken",
	maintenance: "maintenance",
	"no-data": "no data"
};
const stateTones = {
	healthy: "good",
	broken: "bad",
	maintenance: "maintenance",
	"no-data": "quiet"
};
function timeWords(time) {
	const iso = time.toISOString();
	return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
function isoWords(text) {
	const time = new Date(text);
	return Number.isNaN(time.getTime()) ? text : timeWords(time);
}
function sinceWords({ since }, now) {
	if (since === void 0) return "never";
	return `${timeWords(since)} (${formatSpan(now.getTime() - since.getTime())})`;
}
function shareWords({ share }) {
	return share === void 0 ? "unknown" : `${(Math.floor(share * 1e3) / 10).toFixed(1)} %`;
}
function knownWords({ knownMs, days }) {
	return `${String(Math.floor(knownMs / (days * dayMs) * 100))} %`;
}
function outageLength({ durationMs, unseenMs, atLeast }) {
	const unseen = unseenMs === 0 ? "" : `, of which nobody saw ${formatSpan(unseenMs)}`;
	return `${atLeast ? "at least " : ""}${formatSpan(durationMs)}${unseen}`;
}
function outageRoots({ roots }) {
	return roots.length === 0 ? "not recorded" : list(roots);
}
function dayWords(days) {
	return `${String(days)} ${days === 1 ? "day" : "days"}`;
}

export { reportWaivers as _, outageRoots as a, faultCodes as b, stateTones as c, environmentSamples as d, foundBroken as f, writeHeadline as g, list as h, outageLength as i, stateWords as l, seenStates as m, isoWords as n, shareWords as o, layerSamples as p, knownWords as r, sinceWords as s, dayWords as t, timeWords as u, waiverWords as v, isFaultCode as x, factsOf as y };