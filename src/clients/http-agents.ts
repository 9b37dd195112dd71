import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import { isLoopback } from '../core/loopback.ts';
import { ConfigError } from '../errors.ts';
import { lookupOnce } from './lookup-once.ts';

/** `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in either case, as the environment has them. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

export interface AgentOptions {
  readonly proxyEnv?: ProxyEnvironment | undefined;
}

export interface Agents {
  /** @param ownConnection a connection that no other request used or will use. */
  agentFor(url: URL, ownConnection: boolean): HttpAgent;
  close(): void;
}

const proxyVariables = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/**
 * Agents made when first needed; Node keeps a pool per origin in each. Loopback is reached directly.
 * HTTPS goes through a proxy in a tunnel (Node's `proxyEnv`, 24.5), so that the proxy sees the host only.
 *
 * @throws ConfigError for a proxy variable that is no address.
 */
export function createAgents({ proxyEnv = {} }: AgentOptions): Agents {
  const agents = new Map<string, HttpAgent>();
  const proxies = readProxies(proxyEnv);
  const lookup = lookupOnce();
  const make = (isSecure: boolean, isDirect: boolean, ownConnection: boolean) => {
    const options = { keepAlive: !ownConnection, lookup, ...(isDirect ? {} : { proxyEnv: proxies }) };
    // Said outright, so that no variable of the environment can switch it off.
    return isSecure ? new HttpsAgent({ ...options, rejectUnauthorized: true }) : new HttpAgent(options);
  };
  return {
    agentFor: (url, ownConnection) => {
      const isDirect = isLoopback(url.hostname);
      const key = `${url.protocol} ${String(isDirect)} ${String(ownConnection)}`;
      const agent = agents.get(key) ?? make(url.protocol === 'https:', isDirect, ownConnection);
      agents.set(key, agent);
      return agent;
    },
    close: () => {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

/** @throws ConfigError for a proxy that is no address: Node would silently go without it. */
function readProxies(env: ProxyEnvironment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    proxyVariables.flatMap((name) => {
      const value = env[name];
      if (value === undefined || value === '') return [];
      return [[name, /^no_proxy$/iu.test(name) ? value : proxyAddress(name, value)]];
    }),
  );
}

/** As curl does, an address without a scheme is taken for `http://`. */
function proxyAddress(name: string, value: string): string {
  const address = URL.parse(value.includes('://') ? value : `http://${value}`);
  if (address !== null && /^https?:$/u.test(address.protocol)) return address.href;
  throw new ConfigError([{ where: name, message: 'expected the address of a proxy: http://host:port' }]);
}
