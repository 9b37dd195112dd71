import type { Access, SigningKeys } from './access.ts';
import { createChipClient } from './chip-client.ts';
import type { IsOn, ServiceName } from './faults.ts';
import {
  startHttpService,
  type HttpService,
  type RecordedRequest,
  type ServiceDefinition,
} from './http-service.ts';
import { createLorotaReader, createLorotaWriter } from './lorota-client.ts';
import { chipService, chipStage } from './services/chip.ts';
import { datadogService } from './services/datadog.ts';
import { lorotaService, lorotaStage, type LorotaRecord, type LorotaToken } from './services/lorota.ts';
import { vetextService } from './services/vetext.ts';
import { vetsApiService } from './services/vets-api.ts';
import { vetsWebsiteService } from './services/vets-website.ts';
import { vistaApiService, type VistaApiToken } from './services/vista-api.ts';
import { createVista, type Vista } from './services/vista.ts';
import { createTokenStore } from './tokens.ts';
import { createVistaClient } from './vista-client.ts';

export interface Surroundings {
  readonly isOn: IsOn;
  readonly slowMs: number;
  readonly keys: SigningKeys;
  readonly access: Access;
  /** The clock of every service but the database. */
  readonly now: () => Date;
  readonly record: (request: RecordedRequest) => Promise<void>;
}

/** What a run leaves behind in the systems. */
export interface Counters {
  /** Records in LoROTA: those that journeys did not delete. */
  readonly lorotaRecords: () => number;
  /** Wrong answers that LoROTA counted against existing records. */
  readonly lorotaStrikes: () => number;
  /** Statuses set in VistA. */
  readonly vistaWrites: () => number;
}

export interface Services {
  readonly http: Readonly<Record<ServiceName, HttpService>>;
  readonly urls: Readonly<Record<ServiceName, string>>;
  readonly counters: Counters;
  /** Every bearer token given out so far. */
  readonly tokens: () => readonly string[];
  readonly setRevision: (sha: string) => void;
}

/** What the systems remember while they run. */
interface State {
  readonly vista: Vista;
  readonly records: Map<string, LorotaRecord>;
  readonly tokens: ReturnType<typeof createTokenStores>;
  revision: string;
  strikes: number;
}

type Start = (definition: ServiceDefinition) => Promise<HttpService>;

/** Starts the services in the order in which they call each other, so that each knows whom to call. */
export async function startServices(around: Surroundings): Promise<Services> {
  const { isOn, slowMs, record, now } = around;
  const state: State = {
    vista: createVista(isOn, slowMs, now),
    records: new Map(),
    tokens: createTokenStores(),
    revision: 'c0ffee'.padEnd(40, '0'),
    strikes: 0,
  };
  const start: Start = (definition) =>
    startHttpService(definition, { record, delayMs: () => (isOn(`slow-${definition.name}`) ? slowMs : 0) });
  const ends = await startEnds(around, state, start);
  const middle = await startMiddle(around, state, start, ends);
  const vetsApi = await startVetsApi(around, state, start, { ...ends, ...middle });
  const http = { ...ends, ...middle, 'vets-api': vetsApi };
  return {
    http,
    urls: {
      'vista-api': vistaApiUrl(ends),
      vetext: http.vetext.origin,
      chip: http.chip.origin + chipStage,
      lorota: http.lorota.origin + lorotaStage,
      'vets-api': http['vets-api'].origin,
      'vets-website': http['vets-website'].origin,
      datadog: http.datadog.origin,
    },
    counters: {
      lorotaRecords: () => state.records.size,
      lorotaStrikes: () => state.strikes,
      vistaWrites: () => state.vista.writes(),
    },
    tokens: () => Object.values(state.tokens).flatMap((store) => store.all()),
    setRevision: (sha) => {
      state.revision = sha;
    },
  };
}

function createTokenStores() {
  return {
    vistaApi: createTokenStore<VistaApiToken>(),
    vetext: createTokenStore<true>(),
    lorota: createTokenStore<LorotaToken>(),
    chip: createTokenStore<true>(),
  };
}

type Ends = Readonly<Record<'vista-api' | 'lorota' | 'vets-website' | 'datadog', HttpService>>;
type Middle = Readonly<Record<'vetext' | 'chip', HttpService>>;

/** Those that call no other service. */
async function startEnds(around: Surroundings, state: State, start: Start): Promise<Ends> {
  const { isOn, keys, access, now } = around;
  const { vista, records, tokens } = state;
  const strike = () => {
    state.strikes += 1;
  };
  const [vistaApi, lorota, website, datadog] = await Promise.all([
    start(vistaApiService({ isOn, vista, tokens: tokens.vistaApi, access: access.vistaApi })),
    start(
      lorotaService({
        isOn,
        now,
        records,
        strike,
        tokens: tokens.lorota,
        access: access.lorota,
        issuers: keys.issuers,
      }),
    ),
    start(vetsWebsiteService(isOn, () => state.revision)),
    start(datadogService(isOn, access.datadog)),
  ]);
  return { 'vista-api': vistaApi, lorota, 'vets-website': website, datadog };
}

async function startMiddle(
  { isOn, keys, access, now }: Surroundings,
  state: State,
  start: Start,
  ends: Ends,
): Promise<Middle> {
  const [vetext, chip] = await Promise.all([
    start(
      vetextService({
        isOn,
        cdwUrl: access.cdw.vetextUrl,
        vista: createVistaClient('vetext', vistaApiUrl(ends), access.vistaApi),
        tokens: state.tokens.vetext,
        revision: () => state.revision,
      }),
    ),
    start(
      chipService({
        isOn,
        now,
        access: access.chip,
        tokens: state.tokens.chip,
        lorota: createLorotaWriter({
          from: 'chip',
          url: ends.lorota.origin + lorotaStage,
          access: access.lorota,
          key: keys.writer,
          now,
        }),
        vista: createVistaClient('chip', vistaApiUrl(ends), access.vistaApi),
        websiteUrl: ends['vets-website'].origin,
      }),
    ),
  ]);
  return { vetext, chip };
}

function startVetsApi(
  { isOn, keys, access, now }: Surroundings,
  state: State,
  start: Start,
  { chip, lorota }: Ends & Middle,
): Promise<HttpService> {
  const definition = vetsApiService({
    isOn,
    now,
    revision: () => state.revision,
    chip: createChipClient(chip.origin + chipStage, access.chip),
    lorota: createLorotaReader({
      from: 'vets-api',
      url: lorota.origin + lorotaStage,
      access: access.lorota,
      key: keys.reader,
      now,
    }),
    sessions: new Map(),
    attempts: new Map(),
  });
  return start(definition);
}

function vistaApiUrl(ends: Ends): string {
  return `${ends['vista-api'].origin}/vista-api`;
}
