import { factsOf } from './fault-codes.ts';
import { faultyCheck } from './faults.ts';
import type { Check, ProbeResult } from './model.ts';
import { worst } from './worst.ts';

/**
 * When at least two probes asked the network and nothing at all answered, the runner cannot reach
 * staging: that is no evidence that staging is down. Every network failure then becomes
 * `RUNNER_OFFLINE`, which is `unknown`. Otherwise the probes are returned as they are.
 */
export function recogniseOfflineRunner(probes: readonly ProbeResult[]): readonly ProbeResult[] {
  const asked = probes.filter((probe) => probe.attempts > 0);
  if (asked.length < 2 || !asked.every(neverAnswered)) return probes;
  return probes.map((probe) => {
    const checks = probe.checks.map(offlineCheck);
    return { ...probe, checks, status: worst(checks.map((check) => check.status)) };
  });
}

function neverAnswered(probe: ProbeResult): boolean {
  const told = probe.checks.filter((check) => check.status !== 'pass' && check.fault.code !== 'NOT_RUN');
  return (
    told.length > 0 && probe.checks.every((check) => check.status !== 'pass') && told.every(isNetworkFault)
  );
}

function isNetworkFault(check: Check): boolean {
  return check.status !== 'pass' && factsOf(check.fault.code).network;
}

function offlineCheck(check: Check): Check {
  if (check.status === 'pass' || !isNetworkFault(check)) return check;
  const { name, layer, durationMs, fault } = check;
  return faultyCheck(
    { name, layer, durationMs },
    { code: 'RUNNER_OFFLINE', expected: fault.expected, observed: `${fault.observed} (${fault.code})` },
  );
}
