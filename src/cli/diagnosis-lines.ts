import type { Exchange } from '../core/exchange.ts';
import { oneLine } from '../core/one-line.ts';
import type { Report } from '../core/report.ts';
import { statusMarks, timeOf } from '../reports/words.ts';

/** Every check of every probe, with what its request looked like from here; none outside of diagnosis. */
export function diagnosisLines({ mode, probes }: Report): readonly string[] {
  if (mode !== 'diagnose') return [];
  return probes.flatMap(({ name, layer, checks, durationMs }) => [
    '',
    oneLine(`🔍 ${name} (${layer}, ${timeOf(durationMs)})`),
    ...checks.flatMap((check) => [
      `   ${oneLine([statusMarks[check.status], check.name, spent(check.durationMs)].join(' '))}`,
      ...(check.exchange === undefined ? [] : exchangeLines(check.exchange)),
    ]),
  ]);
}

/** A check that is one of many on the same answer took no time of its own. */
function spent(ms: number): string {
  return ms < 1 ? '' : `(${timeOf(ms)})`;
}

function exchangeLines(exchange: Exchange): readonly string[] {
  const { address, dnsMs, connectMs, tlsMs, firstByteMs, totalMs, certificate, server, shape } = exchange;
  const times = { DNS: dnsMs, connect: connectMs, TLS: tlsMs, 'first byte': firstByteMs, total: totalMs };
  const parts = Object.entries(times).flatMap(([what, ms]) =>
    ms === undefined ? [] : [`${what} ${timeOf(ms)}`],
  );
  const signed =
    certificate &&
    `certificate of ${certificate.subject}, by ${certificate.issuer}, ${String(certificate.daysLeft)} days left`;
  const about = [address, server].filter((text) => text !== undefined && text !== '');
  return [
    [...about, ...parts].join(' · '),
    ...(signed === undefined ? [] : [signed]),
    ...(shape === undefined ? [] : [shape]),
  ].map((line) => `      ${oneLine(line)}`);
}
