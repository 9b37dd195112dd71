/** vista-api: paths from va.gov-team (products/health-care/checkin) and public callers; the envelope from va.gov-team#28576. */
import type { IsOn } from '../faults.ts';
import type { Answer, Call, Reply, Route, ServiceDefinition } from '../http-service.ts';
import { asMembers, asText } from '../json.ts';
import type { TokenStore } from '../tokens.ts';
import type { Rpc, Vista } from './vista.ts';

export interface VistaApiAccess {
  readonly key: string;
  readonly duz: string;
}

interface Deps {
  readonly isOn: IsOn;
  readonly vista: Vista;
  readonly tokens: TokenStore<VistaApiToken>;
  readonly access: VistaApiAccess;
}

/** The station that the token was asked for. */
export interface VistaApiToken {
  readonly station: string;
}

const base = '/vista-api/api';

/** RPC names of the `xcte` route; the first parameter is the only one. The names are ours. */
const rpcs: Readonly<Record<string, (parameter: string) => Rpc>> = {
  'SDES GET APPT BY APPT IEN': (ien) => ({ name: 'appointment', ien }),
  'SDES GET PATIENT DEMOGRAPHICS': (dfn) => ({ name: 'demographics', dfn }),
};

export function vistaApiService(deps: Deps): ServiceDefinition {
  const routes: readonly Route[] = [
    ['POST', `${base}/auth/token`, (call) => giveToken(deps, call)],
    [
      'GET',
      `${base}/v1/sdes/appts-by-patient/:station/:dfn/:from/:to`,
      (call) => runRpc(deps, call, { name: 'appointments-of-patient', dfn: call.params['dfn'] ?? '' }),
    ],
    [
      'GET',
      `${base}/v1/sdec/insurance-verify/:station/:dfn`,
      (call) => runRpc(deps, call, { name: 'insurance', dfn: call.params['dfn'] ?? '' }),
    ],
    [
      'PUT',
      `${base}/v1/sdec/checkin-status-set/:station/:ien/:status`,
      (call) =>
        runRpc(deps, call, {
          name: 'set-status',
          ien: call.params['ien'] ?? '',
          statusIen: call.params['status'] ?? '',
        }),
    ],
    ['POST', `${base}/v1/xrpc/xcte`, (call) => runNamedRpc(deps, call)],
  ];
  return { name: 'vista-api', routes, notFound: (call) => refusal(call, 404, 'Not found.') };
}

function giveToken({ isOn, access, tokens }: Deps, call: Call): Answer {
  const { key, duz, stationNo } = call.body;
  if (isOn('vista-api-token-refused') || key !== access.key || duz !== access.duz)
    return refusal(call, 401, 'Not authorized.');
  const station = asText(stationNo);
  if (!/^\d{3}$/u.test(station)) return refusal(call, 400, 'Station is not in the institution map.');
  return envelope(call, 200, true, 'Success', { token: tokens.issue({ station }) });
}

async function runNamedRpc(deps: Deps, call: Call): Promise<Answer> {
  const { rpc, parameters } = call.body;
  const first: unknown = Array.isArray(parameters) ? parameters[0] : undefined;
  const named = rpcs[asText(rpc)];
  if (named === undefined) return refusal(call, 400, 'Unknown RPC.');
  return runRpc(deps, call, named(asText(asMembers(first)['string'])));
}

async function runRpc({ isOn, vista, tokens }: Deps, call: Call, rpc: Rpc): Promise<Answer> {
  const token = tokens.factsOf(call.headers.authorization);
  if (token === undefined) return refusal(call, 401, 'Not authorized.');
  if (isOn('vista-api-200-with-error')) return refusal(call, 200, 'Duplicate status entry.');
  const answer = await vista.call(call.params['station'] ?? token.station, rpc);
  return envelope(call, answer.status, answer.success, answer.message, answer.payload);
}

function refusal(call: Call, status: number, message: string): Reply {
  return envelope(call, status, false, message);
}

function envelope(call: Call, status: number, success: boolean, message: string, payload?: unknown): Reply {
  const severity = success ? 'INFO' : 'ERROR';
  return {
    status,
    json: { success, severity, responseStatus: status, message, path: call.path, payload: payload ?? null },
  };
}
