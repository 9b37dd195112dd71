/** As libpq means them (postgresql.org/docs/current/libpq-ssl.html); `allow` counts as `prefer`. */
export const tlsModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

export type TlsMode = (typeof tlsModes)[number];

/** Without TLS there is no connection then; the others do without it where the server has none. */
export function isTlsCertain(mode: TlsMode): boolean {
  return mode === 'require' || mode === 'verify-ca' || mode === 'verify-full';
}

export interface PostgresTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Absent where the server is trusted to ask for none. */
  readonly password: string | undefined;
  readonly database: string;
  readonly tls: TlsMode;
}

export const postgresUrlForm =
  'postgres://user:password@host:5432/database?sslmode=verify-full, special characters of the password percent-encoded';

/** Neither changes what we may see. All others are refused: ignoring one could weaken the connection, or read a file. */
const ignoredParameters = [
  'application_name',
  'fallback_application_name',
  'connect_timeout',
  'target_session_attrs',
  'uselibpqcompat',
];

/**
 * Reads a connection URL: one host, user and database given, `sslmode` the only parameter that counts
 * (default `prefer`, as in libpq). Nothing when it has another form; the text goes into no error.
 */
export function parsePostgresUrl(text: string): PostgresTarget | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(?:ql)?:$/u.test(url.protocol)) return undefined;
  const host = hostOf(url.hostname);
  const port = url.port === '' ? 5432 : Number(url.port);
  const user = decode(url.username);
  const password = decode(url.password);
  const database = decode(url.pathname.slice(1));
  const tls = tlsModeOf(url.searchParams);
  // A `#` or `?` that belongs to the password ends up in the fragment or the parameters.
  if (!host || !user || !database || !tls || port === 0 || url.hash !== '' || password === undefined) {
    return undefined;
  }
  return { host, port, user, password: password === '' ? undefined : password, database, tls };
}

function hostOf(hostname: string): string | undefined {
  // In brackets the parser of URLs takes nothing but an IPv6 address.
  const address = /^\[(.+)\]$/u.exec(hostname)?.[1];
  if (address !== undefined) return address;
  return /^[a-z0-9._-]+$/iu.test(hostname) ? hostname : undefined;
}

/** A NUL cannot be sent, and would end the text for the server. */
function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

function tlsModeOf(parameters: URLSearchParams): TlsMode | undefined {
  const names = [...parameters.keys()];
  if (names.some((name) => name !== 'sslmode' && !ignoredParameters.includes(name))) return undefined;
  const modes = parameters.getAll('sslmode');
  if (modes.length === 0) return 'prefer';
  return modes.length === 1 ? tlsModes.find((mode) => mode === modes[0]) : undefined;
}
