/** The stand-in staging: every system of the check-in chain in one process, on loopback, with faults on demand. */
import { createAccess, createEnvironment, createSigningKeys, listSecrets } from './access.ts';
import { createCdw, type Cdw } from './cdw.ts';
import { startDatabaseServer, type DatabaseAddress } from './database.ts';
import { cdwFaults, downFaults, faultNames, type FaultName, type IsOn, type ServiceName } from './faults.ts';
import type { HttpService, RecordedRequest } from './http-service.ts';
import { patientValues } from './people.ts';
import { startRelay, type Relay } from './relay.ts';
import { startServices, type Counters } from './start-services.ts';

export interface StagingOptions {
  /** A server to share; without it the staging starts its own and stops it again. */
  readonly server?: DatabaseAddress;
  readonly faults?: readonly FaultName[];
  /** How long the `slow-…` faults delay an answer, in milliseconds. Default 1500. */
  readonly slowMs?: number;
  /** The clock of every service but the database, for a replay. */
  readonly now?: () => Date;
}

export type RequestListener = (request: RecordedRequest) => Promise<unknown>;

export interface Staging extends Counters {
  /** What a probe takes as its `url`: `chip` and `lorota` with their stages, `vista-api` with its path. */
  readonly urls: Readonly<Record<ServiceName, string>>;
  /** The environment variables that the configuration names. */
  readonly env: Readonly<Record<string, string>>;
  /** Every credential, and every token given out so far: none may be seen in an output. */
  readonly secrets: readonly string[];
  /** Values of the synthetic people: none may be seen in an output. */
  readonly patientValues: readonly string[];
  /** Every HTTP request received, oldest first; those between services have the user agent `simulator/…`. */
  readonly requests: readonly RecordedRequest[];
  clearRequests(): void;
  /** Calls the listener for each request from now on; the answer waits until it is done. Gives what ends that. */
  onRequest(listener: RequestListener): () => void;
  readonly faults: readonly FaultName[];
  setFault(name: FaultName, on: boolean): Promise<void>;
  clearFaults(): Promise<void>;
  /** The commit that vets-api, VEText and vets-website report as live. */
  setRevision: (sha: string) => void;
  stop(): Promise<void>;
}

const defaultSlowMs = 1500;

/** Starts everything on free ports of 127.0.0.1, in about a second. The caller stops it. */
export async function startStaging(options: StagingOptions = {}): Promise<Staging> {
  const active = new Set<FaultName>(options.faults);
  const isOn: IsOn = (fault) => active.has(fault);
  const slowMs = options.slowMs ?? defaultSlowMs;
  const undo: Undo = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const [{ cdw, relay }, keys] = await Promise.all([
      startCdw(options.server, isOn, slowMs, undo),
      createSigningKeys(),
    ]);
    const requests: RecordedRequest[] = [];
    const listeners = new Set<RequestListener>();
    const record = async (request: RecordedRequest) => {
      requests.push(request);
      await Promise.all([...listeners].map((listener) => listener(request)));
    };
    const access = createAccess(cdw, relay.port);
    const services = await startServices({
      isOn,
      slowMs,
      keys,
      access,
      now: options.now ?? (() => new Date()),
      record,
    });
    undo.push(() => Promise.all(Object.values(services.http).map((service) => service.close())));
    const settle = createSettler({ cdw, relay, http: services.http, isOn });
    await settle();
    return {
      ...services.counters,
      urls: services.urls,
      env: createEnvironment(access, keys),
      get secrets() {
        return [...listSecrets(access, keys), ...services.tokens()];
      },
      patientValues,
      requests,
      clearRequests: () => void requests.splice(0),
      onRequest(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      get faults() {
        return faultNames.filter(isOn);
      },
      setFault(name, on) {
        if (on) active.add(name);
        else active.delete(name);
        return settle();
      },
      clearFaults() {
        active.clear();
        return settle();
      },
      setRevision: services.setRevision,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What to undo at the end, in reverse. */
type Undo = (() => Promise<unknown>)[];

async function startCdw(shared: DatabaseAddress | undefined, isOn: IsOn, slowMs: number, undo: Undo) {
  const own = shared === undefined ? await startDatabaseServer() : undefined;
  if (own !== undefined) undo.push(() => own.stop());
  const server = own ?? shared;
  if (server === undefined) throw new Error('a database server is needed');
  const cdw = await createCdw(server);
  // A server of our own takes its databases with it.
  undo.push(() => cdw.close(own === undefined));
  const relay = await startRelay(server.port, isOn, slowMs);
  undo.push(() => relay.cut());
  return { cdw, relay };
}

interface Systems {
  readonly cdw: Cdw;
  readonly relay: Relay;
  readonly http: Readonly<Record<ServiceName, HttpService>>;
  readonly isOn: IsOn;
}

/**
 * Gives a function that brings every system into the state that the faults ask for. Most faults are read where a
 * request is answered; those of the network and of the CDW need something done.
 */
function createSettler({ cdw, relay, http, isOn }: Systems): () => Promise<void> {
  let applied: string | undefined;
  let last = Promise.resolve();
  const settleNow = async () => {
    for (const [fault, service] of downFaults)
      await (isOn(fault) ? http[service].close() : http[service].open());
    await (isOn('cdw-down') ? relay.cut() : relay.join());
    const wanted = cdwFaults.filter(isOn).join();
    if (wanted === applied) return;
    await cdw.apply(isOn);
    applied = wanted;
  };
  // One after the other: two callers must not rebuild the same tables at once.
  return () => (last = last.catch(() => undefined).then(settleNow));
}
