import { facts, type FaultCodeFacts } from './facts.ts';

/** The network between the runner and the layer. */
export const networkFaults = {
  CONNECT_REFUSED: facts(
    'fail',
    ['independent', 'transient', 'network'],
    'Nothing listens on that port: the service is stopped or being deployed.',
    'Start the service, or wait for its deployment to finish.',
  ),
  CONNECT_RESET: facts(
    'fail',
    ['transient', 'network'],
    'The connection was cut: the service or a proxy before it crashed or restarted.',
    'Look at the restarts and logs of the service and of its proxy.',
  ),
  UNREACHABLE: facts(
    'fail',
    ['independent', 'transient', 'network'],
    'The network has no route to the host.',
    'Check routes, firewalls and security groups between the runner and the host.',
  ),
  TIMEOUT: facts(
    'fail',
    ['transient', 'network'],
    'The service accepted the request and did not answer in time.',
    'Look for a hung process or a slow dependency; a restart of the container often helps.',
  ),
  DNS: facts(
    'fail',
    ['independent', 'transient', 'network'],
    'The host name does not resolve from this runner.',
    'Check the host name and that the runner uses the DNS of its network.',
  ),
  PROTOCOL: facts(
    'fail',
    ['independent', 'network'],
    'What answered does not speak the expected protocol.',
    'Check scheme and port of the address, and what a proxy puts in between.',
  ),
  TLS_EXPIRED: facts(
    'fail',
    ['independent'],
    'The certificate of the service has expired.',
    'Renew the certificate.',
  ),
  TLS_NOT_YET_VALID: facts(
    'fail',
    ['independent'],
    'The certificate is not valid yet: it was installed too early or a clock is wrong.',
    'Check the dates of the certificate and the clock of the runner.',
  ),
  TLS_WRONG_HOST: facts(
    'fail',
    ['independent'],
    'The certificate was issued for another host name.',
    'Check the host name in the address, and the certificate that is installed there.',
  ),
  TLS_UNTRUSTED: facts(
    'unknown',
    ['independent'],
    'The runner does not trust the authority that issued the certificate.',
    "Give the authority's certificate in the `ca-file` input.",
  ),
  TLS_HANDSHAKE: facts(
    'fail',
    ['independent'],
    'Client and server could not agree on how to encrypt, or a client certificate is demanded.',
    'Check the TLS versions of the service and whether it asks for a client certificate.',
  ),
  TLS_EXPIRES_SOON: facts(
    'warn',
    ['independent'],
    'The certificate of the service expires within 30 days.',
    'Renew the certificate before it expires.',
  ),
  REDIRECTED: facts(
    'fail',
    ['independent'],
    'The service sends the caller elsewhere, often to a login page or a new address.',
    'Check the address, and whether the service moved or now demands a login.',
  ),
} as const satisfies Record<string, FaultCodeFacts>;
