import type { Exchange } from '../../core/exchange.ts';
import { markup, type Markup } from '../markup.ts';
import { timeOf } from '../words.ts';

/** What one request looked like from here, in diagnosis. */
export function exchangeMarkup(exchange: Exchange): Markup {
  const { certificate, shape } = exchange;
  const facts = [
    ...times(exchange),
    ['Address', exchange.address],
    ['Server', exchange.server],
    [
      'Certificate',
      certificate === undefined
        ? undefined
        : `${certificate.subject}, by ${certificate.issuer}, ${String(certificate.daysLeft)} days left`,
    ],
  ] as const;
  return markup`<dl class="exchange">${facts.map(([name, value]) =>
    value === undefined ? undefined : markup`<div><dt>${name}</dt><dd>${value}</dd></div> `,
  )}${shape === undefined ? undefined : markup`<div><dt>Shape</dt><dd><code>${shape}</code></dd></div>`}</dl>`;
}

function times({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }: Exchange) {
  const all = [
    ['DNS', dnsMs],
    ['Connect', connectMs],
    ['TLS', tlsMs],
    ['First byte', firstByteMs],
    ['Total', totalMs],
  ] as const;
  return all.map(([name, ms]) => [name, ms === undefined ? undefined : timeOf(ms)] as const);
}
