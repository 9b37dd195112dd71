import { factsOf, type FaultCode } from './fault-codes.ts';
import { faultyCheck, isFaulty } from './faults.ts';
import type { Check, ProbeResult } from './model.ts';
import { worst } from './worst.ts';

/** One silent probe speaks of its layer; two that share nothing but the runner speak of the runner. */
const fewestSilentProbes = 2;

/** What ended a check before anything could be heard proves neither silence nor an answer. */
const neutral: ReadonlySet<FaultCode> = new Set(['NOT_RUN', 'DEADLINE', 'CANCELLED']);

/**
 * When at least two probes asked the network and nothing at all answered, the runner cannot reach
 * staging: that is no evidence that staging is down. Every network failure then becomes
 * `RUNNER_OFFLINE`, which is `unknown`. Otherwise the probes are returned as they are.
 */
export function recogniseOfflineRunner(probes: readonly ProbeResult[]): readonly ProbeResult[] {
  const asked = probes.filter((probe) => probe.attempts > 0);
  const silent = asked.filter((probe) => probe.checks.some(isNetworkFault));
  if (silent.length < fewestSilentProbes || !asked.every(neverAnswered)) return probes;
  return probes.map((probe) => {
    const checks = probe.checks.map(offlineCheck);
    return { ...probe, checks, status: worst(checks.map((check) => check.status)) };
  });
}

function neverAnswered({ checks }: ProbeResult): boolean {
  return checks.every((check) => isNetworkFault(check) || (isFaulty(check) && neutral.has(check.fault.code)));
}

function isNetworkFault(check: Check): boolean {
  return isFaulty(check) && factsOf(check.fault.code).network;
}

function offlineCheck(check: Check): Check {
  if (!isFaulty(check) || !isNetworkFault(check)) return check;
  const { name, layer, durationMs, fault } = check;
  return faultyCheck(
    { name, layer, durationMs },
    { code: 'RUNNER_OFFLINE', expected: fault.expected, observed: `${fault.observed} (${fault.code})` },
  );
}
