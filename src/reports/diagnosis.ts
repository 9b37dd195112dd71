import type { Exchange } from '../core/exchange.ts';
import type { Report, ReportedProbe } from '../core/report.ts';
import { code, escapeMarkdown, table } from './markdown.ts';
import { timeOf } from './words.ts';

/** One section per probe with what its requests looked like from here; none outside of diagnosis. */
export function renderDiagnosis({ probes }: Report): readonly string[] {
  return probes.flatMap((probe) => {
    const rows = probe.checks.flatMap(({ name, exchange }) =>
      exchange === undefined ? [] : [exchangeRow(name, exchange)],
    );
    if (rows.length === 0) return [];
    const title = `### 🔍 ${escapeMarkdown(probe.name)}`;
    return [[title, table(header, rows), ...shapes(probe)].join('\n\n')];
  });
}

const header = [
  'Request',
  'Address',
  'DNS',
  'Connect',
  'TLS',
  'First byte',
  'Total',
  'Certificate',
  'Server',
];

function exchangeRow(name: string, exchange: Exchange): string[] {
  const { address, dnsMs, connectMs, tlsMs, firstByteMs, totalMs, certificate, server } = exchange;
  return [
    escapeMarkdown(name),
    address === undefined ? '' : code(address),
    ...[dnsMs, connectMs, tlsMs, firstByteMs, totalMs].map((ms) => (ms === undefined ? '' : timeOf(ms))),
    certificate === undefined ? '' : certificateText(certificate),
    escapeMarkdown(server ?? ''),
  ];
}

function certificateText({ subject, issuer, daysLeft }: NonNullable<Exchange['certificate']>): string {
  return escapeMarkdown(`${subject}, by ${issuer}, ${String(daysLeft)} days left`);
}

function shapes({ checks }: ReportedProbe): readonly string[] {
  const lines = checks.flatMap(({ name, exchange }) =>
    exchange?.shape === undefined ? [] : [`- ${escapeMarkdown(name)}: ${code(exchange.shape)}`],
  );
  return lines.length === 0 ? [] : [['Shapes of the answers, keys and types only:', '', ...lines].join('\n')];
}
