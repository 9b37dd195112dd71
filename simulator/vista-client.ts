import type { ServiceName } from './faults.ts';
import { callService } from './http-call.ts';
import { asMembers, asText, type Members } from './json.ts';
import type { VistaApiAccess } from './services/vista-api.ts';

/** vista-api as VEText and CHIP use it. Every function gives nothing when vista-api or VistA refuses or is away. */
export interface VistaClient {
  appointmentsOf(station: string, dfn: string): Promise<readonly Members[] | undefined>;
  appointment(station: string, ien: string): Promise<Members | undefined>;
  demographics(station: string, dfn: string): Promise<Members | undefined>;
  needsInsurance(station: string, dfn: string): Promise<boolean | undefined>;
  setStatus(station: string, ien: string, statusIen: string): Promise<true | undefined>;
}

export function createVistaClient(from: ServiceName, url: string, access: VistaApiAccess): VistaClient {
  const ask = async (station: string, method: string, path: string, json?: unknown) => {
    const body = { key: access.key, stationNo: station, duz: access.duz };
    const login = await callService(from, { method: 'POST', url: `${url}/api/auth/token`, json: body });
    const token = asText(asMembers(login.body['payload'])['token']);
    if (token === '') return undefined;
    const headers = { authorization: `Bearer ${token}` };
    const answer = await callService(from, { method, url: `${url}/api/v1${path}`, headers, json });
    return answer.body['success'] === true ? asMembers(answer.body['payload']) : undefined;
  };
  const rpc = (station: string, name: string, parameter: string) =>
    ask(station, 'POST', '/xrpc/xcte', {
      context: 'SDESRPC',
      rpc: name,
      jsonResult: true,
      parameters: [{ string: parameter }],
    });
  return {
    async appointmentsOf(station, dfn) {
      const list = (await ask(station, 'GET', `/sdes/appts-by-patient/${station}/${dfn}/T/T+1`))?.[
        'Appointment'
      ];
      return Array.isArray(list) ? list.map(asMembers) : undefined;
    },
    async appointment(station, ien) {
      const payload = await rpc(station, 'SDES GET APPT BY APPT IEN', ien);
      return payload && asMembers(payload['Appointment']);
    },
    async demographics(station, dfn) {
      const payload = await rpc(station, 'SDES GET PATIENT DEMOGRAPHICS', dfn);
      return payload && asMembers(payload['Patient']);
    },
    async needsInsurance(station, dfn) {
      const payload = await ask(station, 'GET', `/sdec/insurance-verify/${station}/${dfn}`);
      return payload && asMembers(payload['NeedInsuranceVerification'])['YesNo'] === 'YES';
    },
    async setStatus(station, ien, statusIen) {
      const payload = await ask(station, 'PUT', `/sdec/checkin-status-set/${station}/${ien}/${statusIen}`);
      return payload && true;
    },
  };
}

/** VistA is looked up by the three digits of the parent station (chip#942). */
export function parentStation(station: string): string {
  return station.slice(0, 3);
}
