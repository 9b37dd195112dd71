import { getCACertificates, setDefaultCACertificates } from 'node:tls';

import { ConfigError } from './errors.ts';

/**
 * Trusts authorities besides the runtime's own, from now on and for every client of this process: probes,
 * GitHub, Slack (Node.js 24.5, `tls.setDefaultCACertificates`).
 *
 * @param pem one or more certificates; nothing changes without any.
 * @throws ConfigError when one of them is none
 */
export function trustAuthorities(pem: string | undefined): void {
  if (pem === undefined) return;
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu) ?? [];
  try {
    setDefaultCACertificates([...getCACertificates('default'), ...found]);
  } catch {
    throw unreadable;
  }
  if (found.length === 0) throw unreadable;
}

const unreadable = new ConfigError([
  { where: 'ca-file', message: 'expected certificates in PEM form; one of them cannot be read' },
]);
